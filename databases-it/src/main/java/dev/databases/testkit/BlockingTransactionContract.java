package dev.databases.testkit;

import static dev.databases.testkit.Failures.failsWith;
import static dev.databases.testkit.Schema.NOTES;
import static dev.databases.testkit.rules.Rule.CAN_03;
import static dev.databases.testkit.rules.Rule.CTX_07;
import static dev.databases.testkit.rules.Rule.CTX_08;
import static dev.databases.testkit.rules.Rule.TX_01;
import static dev.databases.testkit.rules.Rule.TX_02;
import static dev.databases.testkit.rules.Rule.TX_03;
import static dev.databases.testkit.rules.Rule.TX_05;
import static dev.databases.testkit.rules.Rule.TX_07;
import static dev.databases.testkit.rules.Rule.TX_10;
import static dev.databases.testkit.rules.Rule.TX_13;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.BlockingDatabase;
import dev.databases.BlockingTransaction;
import dev.databases.Database;
import dev.databases.config.DatabaseOptions;
import dev.databases.config.TransactionOptions;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryCancelledException;
import dev.databases.error.TransactionClosedException;
import dev.databases.error.TransactionException;
import dev.databases.testkit.rules.Proves;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Transactions of a thread that waits. */
abstract class BlockingTransactionContract extends TransactionalContract {
    BlockingTransactionContract(BackendContract backend) {
        super(backend);
    }

    @Test
    @Proves(TX_01)
    final void transaction_commits_whetherByHandleOrByDatabase() {
        BlockingDatabase db = open().blocking();
        String made = db.transaction(tx -> {
            tx.execute(insert("handle"));
            db.execute(insert("database"));
            return "made";
        });
        assertEquals("made", made);
        assertEquals(
                List.of("database", "handle"),
                db.fetchAll(NOTES.select(NOTES.text).orderBy(NOTES.text), String.class));
    }

    @Test
    @Proves({TX_02, CTX_08})
    final void transaction_throws_rollsBackWithThatException() {
        Database database = open();
        IOException mine = new IOException("mine");
        IOException thrown = failsWith(
                IOException.class,
                () -> database.blocking().transaction(tx -> {
                    tx.execute(insert("gone"));
                    throw mine;
                }));
        assertSame(mine, thrown);
        assertEquals(List.of(), texts(database));
    }

    @Test
    @Proves(TX_03)
    final void transaction_nested_isASavepoint() {
        Database database = open();
        BlockingDatabase db = database.blocking();
        db.transaction(outer -> {
            db.execute(insert("outer"));
            failsWith(
                    IOException.class,
                    () -> db.transaction(inner -> {
                        db.execute(insert("gone"));
                        throw new IOException("inner");
                    }));
            return outer.transaction(inner -> inner.execute(insert("second")));
        });
        assertEquals(List.of("outer", "second"), texts(database));
    }

    @Test
    @Proves(TX_13)
    final void begin_putsTheThreadIntoIt_untilClose() {
        Database database = open();
        BlockingDatabase db = database.blocking();
        try (BlockingTransaction tx = db.begin()) {
            db.execute(insert("kept"));
            tx.commit();
        }
        db.execute(insert("outside"));
        try (BlockingTransaction tx = db.begin()) {
            db.execute(insert("gone"));
            assertEquals(3, tx.fetchAll(NOTES.select()).size());
        }
        try (BlockingTransaction tx = db.begin()) {
            db.execute(insert("gone"));
            tx.rollback();
        }
        assertEquals(List.of("kept", "outside"), texts(database));
    }

    @Test
    @Proves(TX_13)
    final void begin_theVerbsOfTheThread_areInside_thoseOfOthersNot() throws InterruptedException {
        Database database = open();
        Assumptions.assumeTrue(limits().connections() > 1, "there is only one connection");
        BlockingDatabase db = database.blocking();
        try (BlockingTransaction tx = db.begin()) {
            tx.execute(insert("mine"));
            assertEquals(1, database.fetchAll(NOTES.select()).join().size(), "the asynchronous verbs are inside too");
            List<?>[] seen = new List<?>[1];
            Thread other = new Thread(() -> seen[0] = db.fetchAll(NOTES.select()));
            other.start();
            other.join();
            assertEquals(List.of(), seen[0]);
        }
    }

    @Test
    @Proves(TX_05)
    final void close_ofTheOuterFirst_rollsBackAll() {
        Database database = open();
        BlockingDatabase db = database.blocking();
        BlockingTransaction outer = db.begin();
        BlockingTransaction inner = db.begin();
        inner.execute(insert("gone"));
        failsWith(TransactionException.class, outer::commit);
        outer.close();
        failsWith(DatabaseException.class, inner::commit);
        inner.close();
        outer.close();
        assertEquals(List.of(), texts(database));
    }

    @Test
    @Proves(TX_13)
    final void begins_closedInAnyOrder_takeTheThreadOut() {
        Database database = open();
        BlockingDatabase db = database.blocking();
        for (int first = 0; first < 3; first++) {
            List<BlockingTransaction> nested = new ArrayList<>(List.of(db.begin(), db.begin(), db.begin()));
            db.execute(insert("gone"));
            nested.remove(first).close();
            nested.forEach(BlockingTransaction::close);
            db.execute(insert("outside"));
        }
        assertEquals(List.of("outside", "outside", "outside"), texts(database));
    }

    @Test
    @Proves(TX_13)
    final void innerBegin_leftOpen_refusesUntilItIsClosed() {
        Database database = open();
        BlockingDatabase db = database.blocking();
        BlockingTransaction outer = db.begin();
        BlockingTransaction inner = db.begin();
        outer.close();
        failsWith(TransactionClosedException.class, () -> db.execute(insert("never outside")));
        inner.close();
        db.execute(insert("outside"));
        assertEquals(List.of("outside"), texts(database));
    }

    @Test
    @Proves({TX_07, TX_13})
    final void begin_closedByAnotherThread_isRolledBack_andItsOwnThreadRefusesUntilItClosesToo() throws Exception {
        Database database = open();
        BlockingDatabase db = database.blocking();
        BlockingTransaction transaction = db.begin();
        transaction.execute(insert("gone"));
        Thread closing = new Thread(transaction::close);
        closing.start();
        closing.join();
        failsWith(TransactionClosedException.class, () -> db.execute(insert("never outside")));
        failsWith(TransactionClosedException.class, transaction::commit);
        transaction.close();
        db.execute(insert("outside"));
        assertEquals(List.of("outside"), texts(database));
    }

    @Test
    @Proves({TX_13, CAN_03})
    final void begin_ofAnInterruptedThread_opensNothing() {
        Database database = open(DatabaseOptions.MAX_SIZE, 1);
        BlockingDatabase db = database.blocking();
        Thread.currentThread().interrupt();
        failsWith(QueryCancelledException.class, db::begin);
        failsWith(QueryCancelledException.class, () -> db.execute(insert("never")));
        failsWith(QueryCancelledException.class, () -> db.connection(connection -> connection.fetchAll("SELECT 1")));
        assertTrue(Thread.interrupted(), "the thread is still interrupted");
        db.transaction(tx -> tx.execute(insert("afterwards")));
        assertEquals(List.of("afterwards"), texts(database));
    }

    @Test
    @Proves({TX_13, CAN_03})
    final void begin_interruptedWhileItWaits_opensNothing() throws Exception {
        Database database = open(DatabaseOptions.MAX_SIZE, 1);
        BlockingDatabase db = database.blocking();
        BlockingTransaction busy = db.begin();
        busy.execute(insert("busy"));
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            Throwable failure = Failures.failureOf(db::begin);
            thrown.complete(
                    Thread.currentThread().isInterrupted() ? failure : new AssertionError("not left interrupted"));
        });
        waiting.start();
        awaitWaiter(database);
        waiting.interrupt();
        assertInstanceOf(QueryCancelledException.class, thrown.get(20, TimeUnit.SECONDS));
        busy.commit();
        busy.close();
        db.transaction(tx -> tx.execute(insert("next")));
        assertEquals(List.of("busy", "next"), texts(database));
    }

    private static void awaitWaiter(Database database) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (database.poolMetrics().waiting() == 0) {
            assertTrue(System.nanoTime() - deadline < 0, "nobody waits");
            Thread.onSpinWait();
        }
    }

    @Test
    @Proves({TX_13, CAN_03})
    final void ends_ofAnInterruptedThread_areDoneAllTheSame() {
        Database database = open(DatabaseOptions.MAX_SIZE, 1);
        BlockingDatabase db = database.blocking();
        try (BlockingTransaction committed = db.begin()) {
            committed.execute(insert("kept"));
            Thread.currentThread().interrupt();
            committed.commit();
            assertTrue(Thread.interrupted());
        }
        BlockingTransaction closed = db.begin();
        closed.execute(insert("gone"));
        Thread.currentThread().interrupt();
        closed.close();
        assertTrue(Thread.interrupted());
        assertEquals(List.of("kept"), texts(database));
    }

    @Test
    @Proves({TX_07, CTX_07})
    final void ended_refusesEverything() {
        Database database = open(DatabaseOptions.MAX_SIZE, 1);
        BlockingDatabase db = database.blocking();
        BlockingTransaction tx = db.begin();
        tx.execute(insert("kept"));
        tx.commit();
        failsWith(TransactionClosedException.class, () -> tx.execute(insert("late")));
        failsWith(TransactionClosedException.class, () -> db.execute(insert("late")));
        failsWith(TransactionClosedException.class, tx::commit);
        tx.close();
        tx.close();
        assertEquals(List.of("kept"), texts(database));
    }

    @Test
    @Proves(TX_10)
    final void transaction_readOnly_refusesWrites() {
        Database database = open();
        BlockingDatabase db = database.blocking();
        failsWith(
                DatabaseException.class,
                () -> db.transaction(TransactionOptions.DEFAULT.asReadOnly(), tx -> tx.execute(insert("refused"))));
        assertEquals(List.of(), texts(database));
    }
}
