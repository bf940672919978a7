package dev.databases;

import dev.databases.BlockingQueries.Work;
import dev.databases.config.TransactionOptions;
import dev.databases.core.task.TaskContext;
import dev.databases.error.QueryException;
import java.util.concurrent.CompletableFuture;

/** Runs a blocking caller's work in a transaction or on a connection, on the caller's own thread. */
final class BlockingWork {
    private BlockingWork() {}

    static <T, X extends Exception> T inTransaction(
            BlockingQueries queries, TransactionOptions options, Work<BlockingTransaction, T, X> work) throws X {
        for (int left = options.retries(); ; left--) {
            try (BlockingTransaction transaction = queries.begin(options)) {
                T value = work.run(transaction);
                transaction.commit();
                return value;
            } catch (QueryException failed) {
                if (left == 0 || !failed.retryable() || !(queries instanceof BlockingDatabase)) {
                    throw failed;
                }
            }
        }
    }

    static <T, X extends Exception> T onConnection(Database database, Work<BlockingConnection, T, X> work) throws X {
        BlockingCall.refuseOnBackendThread();
        CompletableFuture<Void> done = new CompletableFuture<>();
        CompletableFuture<Connection> pinned = new CompletableFuture<>();
        CompletableFuture<Void> released = database.connection(connection -> {
            pinned.complete(connection);
            return done;
        });
        released.whenComplete((nothing, failure) -> {
            if (failure != null) {
                pinned.completeExceptionally(failure);
            }
        });
        Connection connection;
        try {
            connection = BlockingCall.await(() -> pinned);
        } catch (RuntimeException noConnection) {
            done.complete(null);
            released.cancel(true);
            throw noConnection;
        }
        TaskContext before = TaskContext.swap(TaskContext.entering(database.core(), connection.route()));
        try {
            return work.run(new BlockingConnection(connection));
        } finally {
            TaskContext.swap(before);
            done.complete(null);
            BlockingCall.awaitEnd(() -> released);
        }
    }
}
