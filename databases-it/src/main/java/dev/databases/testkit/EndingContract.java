package dev.databases.testkit;

import static dev.databases.config.TransactionOptions.DEFAULT;
import static dev.databases.testkit.Failures.failsWith;
import static dev.databases.testkit.Failures.says;
import static dev.databases.testkit.Schema.NOTES;
import static dev.databases.testkit.rules.Rule.CAN_05;
import static dev.databases.testkit.rules.Rule.CAN_06;
import static dev.databases.testkit.rules.Rule.CAN_07;
import static dev.databases.testkit.rules.Rule.POOL_02;
import static dev.databases.testkit.rules.Rule.TX_17;
import static dev.databases.testkit.rules.Rule.TX_18;
import static dev.databases.testkit.rules.Rule.TX_19;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.databases.BlockingDatabase;
import dev.databases.BlockingTransaction;
import dev.databases.Connection;
import dev.databases.Database;
import dev.databases.Result;
import dev.databases.Row;
import dev.databases.Transaction;
import dev.databases.config.DatabaseOptions;
import dev.databases.config.TransactionOptions;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryException;
import dev.databases.error.ServerError;
import dev.databases.error.TransactionClosedException;
import dev.databases.error.TransactionException;
import dev.databases.testkit.rules.Proves;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How transactions and what is left of them end: turns, retries, late use, cancels. The pool has one connection. */
abstract class EndingContract extends TransactionalContract {
    EndingContract(BackendContract backend) {
        super(backend);
    }

    private Database single() {
        return open(Map.of(DatabaseOptions.MAX_SIZE, 1));
    }

    private static QueryException busy() {
        return new QueryException(new ServerError("busy, by the test", "40001", 0, true), "SELECT 1", null, null);
    }

    // turns

    @Test
    @Proves(TX_17)
    final void blocks_sideBySideInsideOne_takeTurns() {
        Database database = single();
        List<String> order = new ArrayList<>();
        database.transaction(outer -> {
                    List<CompletableFuture<Result>> inner = new ArrayList<>();
                    for (String name : List.of("a", "b", "c")) {
                        inner.add(database.transaction(() -> database.execute(insert(name))
                                        .thenCompose(first -> database.execute(insert(name)))
                                        .thenCompose(second -> name.equals("b")
                                                ? failedFuture(busy())
                                                : CompletableFuture.completedFuture(second)))
                                .whenComplete((result, failure) -> order.add(name)));
                    }
                    return Database.all(inner)
                            .handle((all, failure) -> outer.execute(insert("outer")))
                            .thenCompose(result -> result);
                })
                .join();
        assertEquals(List.of("a", "b", "c"), order);
        assertEquals(List.of("a", "a", "c", "c", "outer"), texts(database));
    }

    @Test
    @Proves(TX_17)
    final void block_begunInsideTheOneItWouldWaitFor_isRefused() {
        Database database = single();
        database.transaction(outer ->
                        outer.transaction(inner -> outer.transaction(late -> late.execute(insert("never")))
                                .handle((result, failure) -> Failures.unwrapped(failure))
                                .thenAccept(failure -> says(failure, "another transaction is open"))))
                .join();
        BlockingDatabase db = database.blocking();
        db.transaction(outer -> outer.transaction(inner -> {
            failsWith(TransactionException.class, outer::begin);
            return inner.execute(insert("kept"));
        }));
        assertEquals(List.of("kept"), texts(database));
    }

    // retries

    @Test
    @Proves(TX_18)
    final void retry_runsTheWholeBodyAgain_inTheContextOfItsCaller() {
        Database database = single();
        AtomicInteger runs = new AtomicInteger();
        database.transaction(
                        DEFAULT.retry(3),
                        () -> database.execute(insert("run " + runs.incrementAndGet()))
                                .thenCompose(result ->
                                        runs.get() < 3 ? failedFuture(busy()) : database.execute(insert("done"))))
                .join();
        assertEquals(3, runs.get());
        assertEquals(List.of("done", "run 3"), texts(database));
        runs.set(0);
        failsWith(
                QueryException.class,
                () -> database.transaction(DEFAULT.retry(2), tx -> {
                            runs.incrementAndGet();
                            return failedFuture(busy());
                        })
                        .join());
        assertEquals(3, runs.get());
    }

    @Test
    @Proves(TX_18)
    final void retry_blocking_runsTheWholeWorkAgain() {
        Database database = single();
        AtomicInteger runs = new AtomicInteger();
        BlockingDatabase db = database.blocking();
        db.transaction(DEFAULT.retry(3), tx -> {
            db.execute(insert("run " + runs.incrementAndGet()));
            if (runs.get() < 3) {
                throw busy();
            }
            return 1;
        });
        assertEquals(3, runs.get());
        assertEquals(List.of("run 3"), texts(database));
    }

    @Test
    @Proves(TX_18)
    final void retry_ofANestedOne_isLeftToTheOutermost() {
        Database database = single();
        AtomicInteger runs = new AtomicInteger();
        TransactionOptions retrying = DEFAULT.retry(5);
        failsWith(
                QueryException.class,
                () -> database.transaction(outer -> database.transaction(retrying, () -> {
                            runs.incrementAndGet();
                            return failedFuture(busy());
                        }))
                        .join());
        BlockingDatabase db = database.blocking();
        failsWith(
                QueryException.class,
                () -> db.transaction(outer -> db.transaction(retrying, inner -> {
                    runs.incrementAndGet();
                    throw busy();
                })));
        assertEquals(2, runs.get());
    }

    @Test
    @Proves(TX_18)
    final void retry_onAPinnedConnection_andAfterACancel() {
        Database database = single();
        AtomicInteger runs = new AtomicInteger();
        database.connection(connection -> connection.transaction(
                        DEFAULT.retry(1),
                        tx -> runs.incrementAndGet() == 1 ? failedFuture(busy()) : tx.execute(insert("second"))))
                .join();
        CompletableFuture<CompletableFuture<?>> self = new CompletableFuture<>();
        CompletableFuture<?> block = database.transaction(DEFAULT.retry(1_000_000), () -> {
            runs.incrementAndGet();
            return self.thenApply(own -> own.cancel(true)).thenCompose(done -> failedFuture(busy()));
        });
        self.complete(block);
        failsWith(CancellationException.class, block::join);
        assertEquals(List.of("second"), texts(database));
        assertEquals(3, runs.get(), "a transaction that is cancelled is not run again");
    }

    // late use

    @Test
    @Proves(TX_19)
    final void useAfterTheEnd_namesThePlaces() {
        Database database = single();
        Transaction transaction = database.begin().join();
        transaction.rollback().join();
        String here = "useAfterTheEnd_namesThePlaces";
        TransactionClosedException late = failsWith(
                TransactionClosedException.class,
                () -> transaction.fetchAll("SELECT 1").join());
        says(late, "begun at: ", "ended at: ", "used at: ", here);
        assertEquals(4, String.valueOf(late.getMessage()).split(here, -1).length, late::getMessage);
        CompletableFuture<Transaction> escaped = new CompletableFuture<>();
        database.transaction(tx -> CompletableFuture.completedFuture(escaped.complete(tx)))
                .join();
        says(
                failsWith(
                        TransactionClosedException.class,
                        () -> escaped.join()
                                .transaction(tx -> tx.execute(insert("late")))
                                .join()),
                "begun at: ",
                "used at: ",
                here);
        BlockingTransaction blocking = database.blocking().begin();
        blocking.close();
        says(failsWith(TransactionClosedException.class, blocking::commit), "begun at: ", "used at: ", here);
    }

    @Test
    @Proves(POOL_02)
    final void pinnedConnection_usedAfterItsBody_isRefused() {
        Database database = single();
        CompletableFuture<Connection> escaped = new CompletableFuture<>();
        database.connection(connection -> CompletableFuture.completedFuture(escaped.complete(connection)))
                .join();
        failsWith(
                DatabaseException.class,
                () -> escaped.join().execute(insert("late")).join());
        failsWith(DatabaseException.class, () -> escaped.join().begin().join());
        assertEquals(List.of(), texts(database));
    }

    // cancels

    @Test
    @Proves(CAN_06)
    final void cancel_ofAStatementThatWaitsItsTurn_harmsNoOther() {
        Database database = single();
        database.executeMany(NOTES.insert(), List.of(Map.of("text", "a"), Map.of("text", "b")))
                .join();
        Reader<Row> running = new Reader<>();
        Transaction transaction = database.begin().join();
        transaction.iterate(NOTES.select()).subscribe(running);
        running.request(1); // of two: the stream goes on
        CompletableFuture<?> before = transaction.execute(insert("before"));
        CompletableFuture<?> cancelled = transaction.execute(insert("never"));
        CompletableFuture<?> behind = transaction.execute(insert("behind"));
        cancelled.thenApply(result -> result).cancel(true);
        running.request(10);
        before.join();
        behind.join();
        failsWith(DatabaseException.class, cancelled::join);
        transaction.commit().join();
        assertEquals(List.of("a", "b", "before", "behind"), texts(database));
    }

    @Test
    @Proves(CAN_06)
    final void cancel_ofATransactionThatWaitsItsTurn_harmsNoOther() {
        Database database = single();
        Transaction outer = database.begin().join();
        Transaction first = outer.begin().join();
        CompletableFuture<?> never = outer.transaction(tx -> tx.execute(insert("never")));
        CompletableFuture<Transaction> unwanted = outer.begin();
        CompletableFuture<?> last = outer.transaction(tx -> tx.execute(insert("last")));
        never.thenApply(result -> result).cancel(true);
        unwanted.cancel(true);
        failsWith(CancellationException.class, never::join);
        assertFalse(last.isDone());
        first.execute(insert("first")).join();
        first.commit().join();
        last.join();
        outer.commit().join();
        assertEquals(List.of("first", "last"), texts(database));
    }

    @Test
    @Proves(CAN_07)
    final void cancel_afterTheEnd_changesNothing() {
        Database database = single();
        CompletableFuture<Result> statement = database.execute(insert("one"));
        statement.join();
        assertFalse(statement.cancel(true));
        CompletableFuture<Result> block = database.transaction(tx -> tx.execute(insert("two")));
        CompletableFuture<Result> derived = block.thenApply(result -> result);
        block.join();
        derived.cancel(true);
        assertFalse(block.cancel(true));
        assertEquals(List.of("one", "two"), texts(database));
    }

    @Test
    @Proves(CAN_05)
    final void cancel_ofADependentStage_endsTheTransactionBeforeItsOwnStage() {
        Database database = single();
        CompletableFuture<CompletableFuture<?>> self = new CompletableFuture<>();
        CompletableFuture<?> block = database.transaction(tx -> tx.execute(insert("gone"))
                .thenCombine(self, (result, derived) -> derived)
                .thenCompose(derived -> {
                    derived.cancel(true);
                    return tx.execute(insert("gone"));
                }));
        CompletableFuture<?> derived = block.thenApply(result -> result);
        self.complete(derived);
        failsWith(CancellationException.class, derived::join);
        failsWith(CancellationException.class, block::join);
        assertEquals(List.of(), texts(database));
    }
}
