package dev.databases.testkit;

import static dev.databases.config.TransactionOptions.DEFAULT;
import static dev.databases.testkit.Failures.failsWith;
import static dev.databases.testkit.rules.Rule.CAN_01;
import static dev.databases.testkit.rules.Rule.CAN_02;
import static dev.databases.testkit.rules.Rule.CAN_03;
import static dev.databases.testkit.rules.Rule.CAN_04;
import static dev.databases.testkit.rules.Rule.CAN_05;
import static dev.databases.testkit.rules.Rule.POOL_04;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Database;
import dev.databases.Row;
import dev.databases.Transaction;
import dev.databases.config.DatabaseOptions;
import dev.databases.config.Feature;
import dev.databases.error.AcquireTimeoutException;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryCancelledException;
import dev.databases.error.QueryTimeoutException;
import dev.databases.testkit.rules.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Stopping statements. The pool has one connection, so a statement that goes on running is found out by the next one. */
abstract class CancelContract extends TransactionalContract {
    /** Less than a slow query runs. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    CancelContract(BackendContract backend) {
        super(backend);
    }

    private Database single() {
        return open(Map.of(
                DatabaseOptions.MAX_SIZE, 1,
                DatabaseOptions.ACQUIRE_TIMEOUT, PATIENCE,
                DatabaseOptions.SETTLE_TIMEOUT, PATIENCE));
    }

    private String slow() {
        Optional<String> slow = backend.slowQuery();
        Assumptions.assumeTrue(slow.isPresent(), "there is no slow query");
        return slow.orElseThrow();
    }

    /** Leaves on the one connection what no other has. */
    private static void mark(Database database) {
        database.execute("CREATE TEMPORARY TABLE kit_mine (a INTEGER)").join();
    }

    private static void assertStillMarked(Database database) {
        assertEquals(List.of(), database.fetchAll("SELECT a FROM kit_mine").join(), "it is the same connection");
    }

    private static void assertFree(Database database) {
        assertEquals(Optional.of(1L), database.fetchVal("SELECT 1", Long.class).join());
    }

    @Test
    @Proves(CAN_01)
    final void cancel_stopsTheStatementAndKeepsTheConnection() {
        Database database = single();
        mark(database);
        for (int i = 0; i < 10; i++) {
            CompletableFuture<?> running = database.fetchAll(slow());
            assertTrue(running.cancel(true));
            failsWith(CancellationException.class, running::join);
            assertFree(database);
        }
        assertStillMarked(database);
    }

    @Test
    @Proves(CAN_01)
    final void cancel_ofADependentStage_reachesTheStatement() {
        Database database = single();
        String slow = slow();
        CompletableFuture<CompletableFuture<List<Row>>> issued = new CompletableFuture<>();
        CompletableFuture<?> derived = database.fetchAll("SELECT 1")
                .thenCompose(rows -> {
                    issued.complete(database.fetchAll(slow));
                    return issued.join();
                })
                .thenApply(List::size)
                .thenCompose(CompletableFuture::completedFuture);
        issued.join(); // else what comes now could be in front of it
        derived.cancel(true);
        assertFree(database);
    }

    @Test
    @Proves(CAN_02)
    final void timeouts_ofStages_stopTheStatement() {
        Database database = single();
        mark(database);
        failsWith(
                TimeoutException.class,
                () -> database.fetchAll(slow())
                        .orTimeout(50, TimeUnit.MILLISECONDS)
                        .join());
        assertFree(database);
        assertEquals(
                List.of(),
                database.fetchAll(slow())
                        .completeOnTimeout(List.of(), 50, TimeUnit.MILLISECONDS)
                        .join());
        assertStillMarked(database);
    }

    @Test
    @Proves(CAN_02)
    final void queryTimeout_stopsTheStatement() {
        Database database =
                connect(Map.of(DatabaseOptions.MAX_SIZE, 1, DatabaseOptions.QUERY_TIMEOUT, Duration.ofMillis(100)));
        QueryTimeoutException failure = failsWith(
                QueryTimeoutException.class, () -> database.fetchAll(slow()).join());
        assertEquals(Optional.of(slow()), failure.sql());
        failsWith(QueryTimeoutException.class, () -> database.blocking().fetchAll(slow()));
        String lent = database.connection(connection -> CompletableFuture.completedFuture("lent"))
                .join(); // without a statement, which could take too long itself
        assertEquals("lent", lent);
    }

    @Test
    @Proves(CAN_03)
    final void interrupt_beforeTheStatementRuns_stopsIt() {
        Database database = single();
        String slow = slow();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            Throwable thrown = Failures.failureOf(() -> database.blocking().fetchAll(slow));
            if (thrown instanceof QueryCancelledException) {
                flag.complete(Thread.currentThread().isInterrupted());
            } else {
                flag.completeExceptionally(thrown);
            }
        });
        waiting.setDaemon(true);
        waiting.start();
        waiting.interrupt();
        assertTrue(flag.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join());
        assertFree(database);
    }

    @Test
    @Proves(CAN_03)
    final void interrupt_whileTheStatementRuns_stopsIt() {
        Database database = single();
        mark(database);
        String slow = slow();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            Throwable thrown = Failures.failureOf(() -> database.blocking().fetchAll(slow));
            flag.complete(thrown instanceof QueryCancelledException
                    && Thread.currentThread().isInterrupted());
        });
        waiting.setDaemon(true);
        waiting.start();
        CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS).execute(waiting::interrupt);
        assertTrue(flag.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join());
        assertStillMarked(database);
    }

    @Test
    @Proves(CAN_04)
    final void cancel_whileWaitingForAConnection_neverRuns() {
        Database database = single();
        Transaction busy = database.begin().join();
        List<CompletableFuture<?>> waiting = List.of(
                database.execute(insert("never")),
                database.transaction(tx -> tx.execute(insert("never"))),
                database.begin(),
                database.connection(connection -> connection.execute(insert("never"))));
        waiting.forEach(each -> each.cancel(true));
        busy.execute(insert("busy")).join();
        busy.commit().join();
        assertEquals(List.of("busy"), texts(database));
        database.disconnect().join();
    }

    @Test
    @Proves(CAN_04)
    final void cancel_ofAWriterThatWaitsForAConnection_takesNoPermitWithIt() {
        Database database = single();
        CompletableFuture<Integer> end = new CompletableFuture<>();
        CompletableFuture<Integer> busy =
                database.transaction(has(Feature.READ_ONLY_TRANSACTIONS) ? DEFAULT.asReadOnly() : DEFAULT, tx -> end);
        database.execute(insert("never")).cancel(true);
        CompletableFuture<?> next = database.execute(insert("next"));
        if (has(Feature.READ_ONLY_TRANSACTIONS)) {
            assertEquals(0, database.poolMetrics().waitingWriters(), "it has the permit, and waits for the connection");
        }
        end.complete(1);
        busy.join();
        next.join();
        assertEquals(List.of("next"), texts(database));
    }

    @Test
    @Proves(CAN_05)
    final void cancel_ofATransaction_rollsBack() {
        Database database = single();
        String slow = slow();
        CompletableFuture<Void> inside = new CompletableFuture<>();
        CompletableFuture<?> transaction =
                database.transaction(tx -> tx.execute(insert("gone")).thenCompose(done -> {
                    inside.complete(null);
                    return tx.fetchAll(slow);
                }));
        inside.join();
        transaction.cancel(true);
        assertEquals(List.of(), texts(database));
    }

    @Test
    @Proves(POOL_04)
    final void acquire_tooLong_saysHowManyConnectionsThereAre() {
        Database database =
                open(Map.of(DatabaseOptions.MAX_SIZE, 1, DatabaseOptions.ACQUIRE_TIMEOUT, Duration.ofMillis(50)));
        Transaction busy = database.begin().join();
        DatabaseException failure = failsWith(
                AcquireTimeoutException.class,
                () -> database.fetchAll("SELECT 1").join());
        Failures.says(failure, "50 ms", "1 of 1", "hint");
        busy.rollback().join();
        assertFree(database);
    }
}
