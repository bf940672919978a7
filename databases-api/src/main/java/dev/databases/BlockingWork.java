package dev.databases;

import dev.databases.BlockingQueries.Work;
import dev.databases.config.TransactionOptions;
import dev.databases.core.task.TaskContext;
import dev.databases.core.task.TaskFuture;
import dev.databases.error.DatabaseException;
import java.util.concurrent.CompletableFuture;

/** Runs a blocking caller's work in a transaction or on a connection, on the caller's own thread. */
final class BlockingWork {
    private BlockingWork() {}

    static <T, X extends Exception> T inTransaction(
            BlockingQueries queries, TransactionOptions options, Work<BlockingTransaction, T, X> work) throws X {
        Retries retries = new Retries(options.retries());
        while (true) {
            BlockingTransaction begun = begin(queries.asynchronous(), options);
            try (BlockingTransaction transaction = begun) {
                T value = work.run(transaction);
                transaction.commit();
                return value;
            } catch (DatabaseException failed) {
                if (!begun.isRoot() || !retries.mayRetry(failed)) {
                    throw failed;
                }
            }
            pause(queries.asynchronous().core(), retries);
        }
    }

    /** The timer wakes this thread, which an interrupt can too. */
    private static void pause(DatabaseCore core, Retries retries) {
        TaskFuture<Boolean> over = new TaskFuture<>();
        core.surely(retries.pause(), () -> over.succeed(true));
        BlockingCall.await(() -> over);
    }

    /** Begins a transaction for this thread; one that begins although the thread was interrupted is rolled back. */
    static BlockingTransaction begin(Queries queries, TransactionOptions options) {
        CompletableFuture<Transaction> begun = new CompletableFuture<>();
        try {
            return BlockingTransaction.bound(BlockingCall.await(() -> {
                CompletableFuture<Transaction> beginning = queries.begin(options);
                beginning.thenAccept(begun::complete);
                return beginning;
            }));
        } catch (RuntimeException | Error failed) {
            begun.thenAccept(Transaction::abandon);
            throw failed;
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
