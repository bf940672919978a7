package dev.databases.testkit;

import static dev.databases.testkit.Failures.failsWith;
import static dev.databases.testkit.Failures.says;
import static dev.databases.testkit.Schema.NOTES;
import static dev.databases.testkit.rules.Rule.POOL_06;
import static dev.databases.testkit.rules.Rule.POOL_07;
import static dev.databases.testkit.rules.Rule.POOL_08;
import static dev.databases.testkit.rules.Rule.POOL_09;
import static dev.databases.testkit.rules.Rule.POOL_10;
import static dev.databases.testkit.rules.Rule.POOL_11;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.BlockingDatabase;
import dev.databases.BlockingTransaction;
import dev.databases.Database;
import dev.databases.Row;
import dev.databases.Transaction;
import dev.databases.config.DatabaseOptions;
import dev.databases.config.PoolMetrics;
import dev.databases.error.AcquireTimeoutException;
import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import dev.databases.testkit.rules.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What users see of the pool: who has its connections, and what becomes of those that are not given back. */
abstract class PoolContract extends TransactionalContract {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(30);

    PoolContract(BackendContract backend) {
        super(backend);
    }

    private Database single(Duration acquireTimeout) {
        return open(Map.of(DatabaseOptions.MAX_SIZE, 1, DatabaseOptions.ACQUIRE_TIMEOUT, acquireTimeout));
    }

    // who has them

    @Test
    @Proves(POOL_06)
    final void acquire_tooLong_namesTheOldestBorrower() {
        Database database = single(SHORT);
        Transaction busy = database.begin().join();
        DatabaseException late = failsWith(
                AcquireTimeoutException.class,
                () -> database.fetchAll("SELECT 1").join());
        says(late, "oldest borrower: ", "a transaction begun at ", "PoolContract");
        busy.rollback().join();
        CompletableFuture<Integer> end = new CompletableFuture<>();
        CompletableFuture<Integer> pinned = database.connection(connection -> end);
        late = failsWith(AcquireTimeoutException.class, () -> database.begin().join());
        says(late, "oldest borrower: ", "a connection pinned at ", "PoolContract");
        end.complete(1);
        pinned.join();
    }

    @Test
    @Proves(POOL_06)
    final void acquire_tooLong_blocking_namesTheOldestBorrower() throws Exception {
        BlockingDatabase db = single(SHORT).blocking();
        CompletableFuture<Throwable> late = new CompletableFuture<>();
        try (BlockingTransaction busy = db.begin()) {
            Thread other = new Thread(() -> late.complete(Failures.failureOf(() -> db.fetchAll("SELECT 1"))));
            other.start();
            other.join();
            assertTrue(busy.fetchAll(NOTES.select()).isEmpty());
        }
        says(
                failsWith(AcquireTimeoutException.class, () -> {
                    throw late.join();
                }),
                "oldest borrower: ",
                "a transaction begun at ",
                "PoolContract");
    }

    // who would wait for himself

    @Test
    @Proves(POOL_07)
    final void everyVerb_insideABlock_needsNoSecondConnection() {
        Database database = single(LONG);
        database.transaction(() -> database.execute(insert("one"))
                        .thenCompose(done -> database.begin())
                        .thenCompose(Transaction::commit)
                        .thenCompose(done -> database.connection(connection -> connection.execute(insert("two"))))
                        .thenCompose(done -> database.transaction(() -> database.execute(insert("three")))))
                .join();
        database.connection(connection -> database.begin()
                        .thenCompose(tx -> tx.execute(insert("four")).thenCompose(done -> tx.commit())))
                .join();
        assertEquals(List.of("four", "one", "three", "two"), texts(database));
        assertEquals(1, database.poolMetrics().created());
    }

    @Test
    @Proves(POOL_07)
    final void statement_insideABlockingStreamThatHasTheOnlyConnection_isRefusedAtOnce() {
        Database database = single(LONG);
        database.executeMany(
                        NOTES.insert(),
                        IntStream.range(0, 1_000)
                                .mapToObj(i -> Map.of("text", "row " + i))
                                .toList())
                .join();
        BlockingDatabase db = database.blocking();
        try (Stream<Row> rows = db.iterate(NOTES.select())) {
            ConnectionException refused =
                    failsWith(ConnectionException.class, () -> rows.forEach(row -> db.execute(insert("never"))));
            says(refused, "this thread", "kit_notes", "hint");
        }
        db.execute(insert("after"));
    }

    // who is gone

    @Test
    @Proves(POOL_08)
    final void transaction_whoseHandleIsGone_isRolledBack() throws Exception {
        Database database = single(LONG);
        begun(database);
        CompletableFuture<?> next = database.execute(insert("next"));
        collectUntilDone(next);
        assertEquals(List.of("next"), texts(database));
    }

    private static void begun(Database database) {
        database.begin().thenCompose(tx -> tx.execute(insert("lost"))).join();
    }

    @Test
    @Proves(POOL_08)
    final void transaction_blocking_whoseThreadIsDead_isRolledBack() throws Exception {
        Database database = single(LONG);
        Thread thread = new Thread(() -> {
            database.blocking().begin();
            database.blocking().execute(insert("lost"));
        });
        thread.start();
        thread.join();
        CompletableFuture<?> next = database.execute(insert("next"));
        collectUntilDone(next);
        assertEquals(List.of("next"), texts(database));
    }

    /** The collector is asked until it has done its work. */
    private static void collectUntilDone(CompletableFuture<?> future) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!future.isDone() && System.nanoTime() - until < 0) {
            System.gc();
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, 10, TimeUnit.MILLISECONDS)
                    .join();
        }
        future.get(10, TimeUnit.SECONDS);
    }

    // how many there are

    @Test
    @Proves(POOL_09)
    final void poolMetrics_countConnectionsAndWaiters() {
        Database database = single(LONG);
        Transaction busy = database.begin().join();
        CompletableFuture<?> waiting = database.execute(insert("waits"));
        PoolMetrics during = database.poolMetrics();
        assertEquals(
                List.of(1, 1, 0, 1, 1),
                List.of(during.maxSize(), during.open(), during.idle(), during.lent(), during.waiting()));
        busy.commit().join();
        waiting.join();
        PoolMetrics after = database.poolMetrics();
        assertEquals(List.of(1, 1, 0, 0), List.of(after.open(), after.idle(), after.lent(), after.waiting()));
        assertEquals(after.open(), after.created() - after.destroyed());
        assertTrue(after.acquired() > during.acquired());
        assertTrue(after.acquireTime().compareTo(during.acquireTime()) > 0);
    }

    // the end

    @Test
    @Proves(POOL_10)
    final void disconnect_afterItsDeadline_endsWhatIsUnderWay() {
        Database database = open(DatabaseOptions.DISCONNECT_TIMEOUT, SHORT);
        Transaction left = database.begin().join();
        left.execute(insert("lost")).join();
        CompletableFuture<?> ended = database.disconnect();
        failsWith(
                ConnectionException.class,
                () -> database.execute(insert("late")).join());
        ended.join();
        failsWith(DatabaseException.class, () -> left.commit().join());
        nothingWasKept();
    }

    @Test
    @Proves(POOL_10)
    final void disconnect_afterItsDeadline_stopsStatements_andSaysSo() {
        Database database = open(DatabaseOptions.DISCONNECT_TIMEOUT, SHORT);
        database.executeMany(NOTES.insert(), List.of(Map.of("text", "a"), Map.of("text", "b")))
                .join();
        Reader<Row> reader = new Reader<>();
        database.iterate(NOTES.select()).subscribe(reader);
        reader.request(1); // of two: it does not end by itself
        assertEquals("a", reader.next().get(NOTES.text));
        database.disconnect().join();
        says(reader.failure(), "disconnected before it had ended", "disconnect_timeout");
    }

    @Test
    @Proves(POOL_10)
    final void close_afterItsDeadline_endsWhatIsUnderWay() {
        Database database = open(DatabaseOptions.DISCONNECT_TIMEOUT, SHORT);
        try (BlockingTransaction left = database.blocking().begin()) {
            left.execute(insert("lost"));
            database.close();
            failsWith(DatabaseException.class, left::commit);
        }
        nothingWasKept();
    }

    /** In memory the database itself is gone. */
    private void nothingWasKept() {
        if (limits().connections() > 1) {
            assertEquals(List.of(), texts(connect(Map.of())));
        }
    }

    // what is left open

    @Test
    @Proves(POOL_11)
    final void pinned_thatLeavesATransactionOpen_isNotLentAgain() {
        Database database = single(LONG);
        long before = database.poolMetrics().destroyed();
        database.connection(connection -> connection.begin().thenCompose(tx -> tx.execute(insert("lost"))))
                .join();
        assertEquals(List.of(), texts(database));
        assertEquals(1, database.poolMetrics().destroyed() - before);
    }

    @Test
    @Proves(POOL_11)
    final void pinned_blocking_thatLeavesATransactionOpen_isNotLentAgain() {
        Database database = single(LONG);
        long before = database.poolMetrics().destroyed();
        database.blocking().connection(connection -> connection.begin().execute(insert("lost")));
        assertEquals(List.of(), texts(database));
        assertEquals(1, database.poolMetrics().destroyed() - before);
    }
}
