package dev.databases;

import static dev.databases.Stubbed.failure;
import static dev.databases.Stubbed.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.config.PoolMetrics;
import dev.databases.error.AcquireTimeoutException;
import dev.databases.error.ConnectionException;
import dev.databases.spi.Limits;
import dev.databases.stub.StubBackend;
import dev.databases.stub.StubConnection;
import dev.databases.stub.StubRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a user of a database sees of its pool. */
class PoolOfDatabaseTest {
    private static Stubbed single(String acquireTimeout) throws Exception {
        return new Stubbed(settings -> settings.option("max_size", 1).option("acquire_timeout", acquireTimeout));
    }

    // who has the connections

    @Test
    void acquireTimeout_namesTheOldestBorrower() throws Exception {
        try (Stubbed on = single("5ms")) {
            Transaction open = get(on.database.begin());
            String text = assertInstanceOf(AcquireTimeoutException.class, failure(on.database.execute("INSERT 1")))
                    .getMessage();
            assertTrue(text.contains("\n  oldest borrower: for 0."), text);
            assertTrue(text.contains(" s, for a transaction begun at "), text);
            get(open.rollback());
            CompletableFuture<Integer> end = new CompletableFuture<>();
            CompletableFuture<Integer> pinned = on.database.connection(connection -> end);
            assertContains(failure(on.database.begin()), "for a connection pinned at ");
            end.complete(1);
            get(pinned);
            CompletableFuture<?> running = on.database.execute("INSERT\n  hold");
            StubRequest held = on.backend.nextHeld();
            assertContains(failure(on.database.begin()), " s, for the statement INSERT hold\n");
            held.answer();
            get(running);
        }
    }

    private static void assertContains(Throwable failure, String part) {
        assertTrue(failure.getMessage().contains(part), failure::getMessage);
    }

    @Test
    void poolMetrics_countWhatThereIsAndWhatWas() throws Exception {
        Stubbed on = new Stubbed(new StubBackend(new Limits(1, 1, 2, 1000)), settings -> {});
        assertEquals(0, on.database.poolMetrics().open());
        try (on) {
            get(on.database.connect());
            Transaction writer = get(on.database.begin());
            CompletableFuture<?> waiting = on.database.execute("INSERT 1");
            PoolMetrics now = on.database.poolMetrics();
            assertEquals(List.of(2, 1, 1, 0), List.of(now.maxSize(), now.open(), now.lent(), now.idle()));
            assertEquals(List.of(1, 1), List.of(now.waiting(), now.waitingWriters()));
            get(writer.rollback());
            get(waiting);
            PoolMetrics later = on.database.poolMetrics();
            assertEquals(List.of(1, 0, 0), List.of(later.idle(), later.lent(), later.waiting()));
            assertEquals(List.of(2L, 1L, 0L), List.of(later.acquired(), later.created(), later.destroyed()));
            assertTrue(later.acquireTime().toNanos() > 0);
        }
        assertEquals(0, on.database.poolMetrics().open());
    }

    // threads that would wait for themselves

    @Test
    void statement_insideAStreamThatHasAllConnections_isRefusedAtOnce() throws Exception {
        try (Stubbed on = single("30s")) {
            BlockingDatabase db = on.database.blocking();
            List<Throwable> refused = new ArrayList<>();
            try (Stream<Row> rows = db.iterate("SELECT 1000")) {
                rows.limit(2)
                        .forEach(row ->
                                refused.add(assertThrows(ConnectionException.class, () -> db.execute("INSERT 1"))));
            }
            assertEquals(2, refused.size());
            assertContains(refused.get(0), "this thread holds what it would wait for");
            assertContains(refused.get(0), "for the statement SELECT 1000");
            assertFalse(refused.get(0) instanceof AcquireTimeoutException);
            try (Stream<Row> rows = db.iterate("SELECT 1000")) {
                rows.limit(1).forEach(row -> refused.add(assertThrows(ConnectionException.class, db::begin)));
            }
            assertEquals(3, refused.size());
            db.execute("INSERT 1");
        }
    }

    @Test
    void statement_insideAStreamThatIsReadAlready_isRun() throws Exception {
        try (Stubbed on = single("30s")) {
            BlockingDatabase db = on.database.blocking();
            try (Stream<Row> rows = db.iterate("SELECT 20")) {
                rows.forEach(row -> db.execute("INSERT 1"));
            }
            assertEquals(20, on.backend.sent.stream().filter("INSERT 1"::equals).count());
        }
    }

    @Test
    void statement_insideAStream_findsAnotherConnection() throws Exception {
        try (Stubbed on = new Stubbed(settings -> settings.option("max_size", 2))) {
            BlockingDatabase db = on.database.blocking();
            try (Stream<Row> rows = db.iterate("SELECT 1000")) {
                rows.limit(3).forEach(row -> db.execute("INSERT 1"));
            }
            assertEquals(3, on.backend.sent.stream().filter("INSERT 1"::equals).count());
        }
    }

    @Test
    void statement_ofAnotherThread_waitsForTheStream() throws Exception {
        try (Stubbed on = single("30s")) {
            BlockingDatabase db = on.database.blocking();
            CompletableFuture<Result> other = new CompletableFuture<>();
            try (Stream<Row> rows = db.iterate("SELECT 1000")) {
                rows.limit(1).forEach(row -> CompletableFuture.runAsync(() -> other.complete(db.execute("INSERT 1"))));
            }
            assertEquals(1, get(other).rowsAffected());
        }
    }

    @Test
    void everyWayToAsk_insideABlock_staysOnItsConnection() throws Exception {
        try (Stubbed on = single("30s")) {
            Database database = on.database;
            get(database.transaction(() -> database.execute("INSERT 1")
                    .thenCompose(done -> database.begin())
                    .thenCompose(Transaction::rollback)
                    .thenCompose(done -> database.connection(connection -> connection.execute("INSERT 2")))
                    .thenCompose(done -> database.transaction(() -> database.execute("INSERT 3")))));
            get(database.connection(connection -> database.begin().thenCompose(Transaction::commit)));
            BlockingDatabase db = database.blocking();
            db.transaction(tx -> db.connection(connection -> db.execute("INSERT 4")));
            assertEquals(1, on.backend.connections.size());
        }
    }

    // owners that are gone

    @Test
    void begin_withoutAnEnd_isRolledBackWhenItsHandleIsGone() throws Exception {
        try (Stubbed on = single("30s")) {
            StubConnection first = on.backend.connections.get(0);
            get(get(on.database.begin()).execute("INSERT lost"));
            CompletableFuture<?> next = on.database.execute("INSERT next");
            collectUntil(next);
            get(next);
            assertTrue(on.backend.sent.contains("ROLLBACK"), on.backend.sent::toString);
            assertFalse(first.isOpen());
        }
    }

    @Test
    void begin_onAThreadThatIsDead_isRolledBack() throws Exception {
        try (Stubbed on = single("30s")) {
            Thread thread = new Thread(() -> {
                on.database.blocking().begin();
                on.database.blocking().execute("INSERT lost");
            });
            thread.start();
            thread.join();
            CompletableFuture<?> next = on.database.execute("INSERT next");
            collectUntil(next);
            get(next);
            assertTrue(on.backend.sent.contains("ROLLBACK"), on.backend.sent::toString);
        }
    }

    @Test
    void begin_withAHandleThatIsKept_staysOpen() throws Exception {
        try (Stubbed on = new Stubbed()) {
            Transaction kept = get(on.database.begin());
            get(kept.execute("INSERT 1"));
            get(get(on.database.begin()).execute("INSERT lost"));
            collectUntil(() -> on.database.poolMetrics().lent() == 1);
            get(kept.commit());
            assertEquals("COMMIT", on.backend.sent.get(on.backend.sent.size() - 1));
        }
    }

    private static void collectUntil(CompletableFuture<?> done) throws Exception {
        collectUntil(done::isDone);
    }

    /** The collector is asked until it has done its work; how often that takes is not promised. */
    private static void collectUntil(java.util.function.BooleanSupplier done) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!done.getAsBoolean() && System.nanoTime() - until < 0) {
            System.gc();
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS))
                    .get();
        }
        assertTrue(done.getAsBoolean(), "nothing was noticed to be gone");
    }

    // the end

    @Test
    void disconnect_afterItsDeadline_rollsTransactionsBack() throws Exception {
        Stubbed on = new Stubbed(
                settings -> settings.option("disconnect_timeout", "5ms").option("min_size", 2));
        Transaction open = get(on.database.begin());
        get(open.execute("INSERT 1"));
        CompletableFuture<Object> never = new CompletableFuture<>();
        CompletableFuture<Object> block =
                on.database.transaction(tx -> tx.execute("INSERT 2").thenCompose(done -> never));
        get(on.database.disconnect());
        assertEquals(2, on.backend.sent.stream().filter("ROLLBACK"::equals).count());
        never.complete(1);
        assertInstanceOf(dev.databases.error.TransactionException.class, failure(block));
        on.close();
    }

    @Test
    void disconnect_refusesNewStatements_andWaitsForThoseUnderWay() throws Exception {
        try (Stubbed on = new Stubbed()) {
            CompletableFuture<Result> running = on.database.execute("INSERT hold");
            StubRequest held = on.backend.nextHeld();
            CompletableFuture<Void> ending = on.database.disconnect();
            assertInstanceOf(ConnectionException.class, failure(on.database.execute("INSERT 1")));
            assertFalse(ending.isDone());
            held.answer();
            get(running);
            get(ending);
            assertSame(0L, on.backend.open());
        }
    }
}
