package dev.databases.testkit;

import static dev.databases.testkit.TransactionalContract.insert;

import dev.databases.Database;
import dev.databases.Transaction;
import dev.databases.error.ConnectionException;
import dev.databases.error.QueryCancelledException;
import dev.databases.error.TransactionClosedException;
import dev.databases.error.TransactionException;
import dev.databases.error.TransactionRolledBackException;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** The body of one random transaction: rows, savepoints kept and rolled back, reads; and the event at which it is cancelled. */
final class StressedBody {
    private final Database database;
    private final int round;
    private final Random random;
    private final int rows;
    private final int deadly;
    private final CompletableFuture<CompletableFuture<?>> victim = new CompletableFuture<>();
    private int written;
    private int events;

    StressedBody(Database database, int round, Random random) {
        this.database = database;
        this.round = round;
        this.random = random;
        this.rows = 1 + random.nextInt(6);
        this.deadly = random.nextInt(12);
    }

    /** What a row says: its round, its number, how many rows the round has. */
    static String text(int round, int row, int rows) {
        return round + " " + row + " " + rows;
    }

    /** What a transaction may fail with that somebody has cancelled, or the server has chosen as a victim. */
    static boolean isExpected(Throwable failure) {
        return failure instanceof CancellationException
                || failure instanceof TimeoutException
                || failure instanceof QueryCancelledException
                || failure instanceof TransactionClosedException
                || failure instanceof TransactionRolledBackException
                || failure.getClass() == TransactionException.class
                || failure.getClass() == ConnectionException.class
                || Failures.isRetryable(failure);
    }

    void cancelAtItsEvent(CompletableFuture<?> target) {
        victim.complete(target);
    }

    CompletableFuture<Integer> run(Transaction transaction) {
        event();
        if (written == rows) {
            return transaction
                    .fetchVal("SELECT count(*) FROM kit_notes", Long.class)
                    .thenApply(count -> rows);
        }
        return step(transaction).thenCompose(done -> run(transaction));
    }

    private CompletableFuture<?> step(Transaction transaction) {
        return switch (random.nextInt(6)) {
            case 0 -> database.transaction(() -> database.execute(insert(next())));
            case 1 ->
                transaction
                        .transaction(inner -> inner.execute(insert("never"))
                                .thenCompose(done -> CompletableFuture.failedFuture(new IOException("on purpose"))))
                        .handle((result, failure) -> failure);
            case 2 -> {
                if (written + 2 > rows) {
                    yield transaction.execute(insert(next()));
                }
                String one = next();
                String two = next();
                yield Database.all(
                        database.transaction(() -> database.execute(insert(one))),
                        transaction.transaction(inner -> inner.execute(insert(two))));
            }
            case 3 -> {
                CompletableFuture<?> write = transaction.execute(insert(next()));
                event();
                yield write;
            }
            default -> database.execute(insert(next()));
        };
    }

    private String next() {
        return text(round, written++, rows);
    }

    private void event() {
        if (events++ == deadly) {
            victim.thenAccept(target -> target.cancel(true));
        }
    }
}
