package dev.databases;

import static dev.databases.Stubbed.failure;
import static dev.databases.Stubbed.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.config.TransactionOptions;
import dev.databases.error.QueryCancelledException;
import dev.databases.error.QueryException;
import dev.databases.error.TransactionClosedException;
import dev.databases.error.TransactionException;
import dev.databases.error.UnfinishedWorkException;
import dev.databases.stub.StubRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Transactions by block and by handle, retries, cancels, and connections that must come back from all of them. */
class TransactionsTest {
    private static Stubbed oneConnection() throws Exception {
        return new Stubbed(settings -> settings.option("max_size", 1));
    }

    /** The only connection is free, idle and in no transaction. */
    private static void nothingIsHeld(Stubbed on) throws Exception {
        get(on.database.execute("INSERT after"));
        assertEquals("INSERT after", on.backend.sent.get(on.backend.sent.size() - 1));
        assertEquals(1, on.backend.connections.size(), "the connection was lost");
    }

    @Test
    void block_commits_andIsReachedThroughTheDatabase() throws Exception {
        try (Stubbed on = oneConnection()) {
            CompletableFuture<Integer> done = on.database.transaction(() -> on.database
                    .execute("INSERT 1")
                    .thenCompose(result -> on.database.transaction(inner -> on.database.execute("INSERT 2")))
                    .thenApply(result -> 7));
            assertEquals(7, get(done));
            assertEquals(
                    List.of(
                            "BEGIN",
                            "INSERT 1",
                            "SAVEPOINT databases_1",
                            "INSERT 2",
                            "RELEASE SAVEPOINT databases_1",
                            "COMMIT"),
                    on.backend.sent);
            nothingIsHeld(on);
        }
    }

    @Test
    void block_thatFails_rollsBack_withThatVeryFailure() throws Exception {
        try (Stubbed on = oneConnection()) {
            Exception checked = new Exception("on purpose");
            Error serious = new StackOverflowError("on purpose");
            assertSame(checked, failure(on.database.transaction(tx -> {
                throw checked;
            })));
            assertSame(serious, failure(on.database.transaction(tx -> {
                throw serious;
            })));
            assertSame(
                    checked,
                    failure(on.database.transaction(tx ->
                            tx.execute("INSERT 1").thenCompose(result -> CompletableFuture.failedFuture(checked)))));
            Throwable none = failure(on.database.transaction(tx -> null));
            assertTrue(none.getMessage().contains("returned null"), none.getMessage());
            assertEquals(List.of("BEGIN", "INSERT 1", "ROLLBACK"), on.backend.sent);
            nothingIsHeld(on);
        }
    }

    @Test
    void statementAfterTheEnd_isRefused_neverAutoCommitted() throws Exception {
        try (Stubbed on = oneConnection()) {
            AtomicReference<Transaction> kept = new AtomicReference<>();
            get(on.database.transaction(tx -> {
                kept.set(tx);
                return tx.execute("INSERT 1");
            }));
            assertInstanceOf(
                    TransactionClosedException.class, failure(kept.get().execute("INSERT 2")));
            assertInstanceOf(
                    TransactionClosedException.class, failure(kept.get().begin()));
            assertFalse(on.backend.sent.contains("INSERT 2"));
            nothingIsHeld(on);
        }
    }

    @Test
    void bodyThatEndsBeforeItsStatements_isRolledBack() throws Exception {
        try (Stubbed on = oneConnection()) {
            AtomicReference<CompletableFuture<Result>> left = new AtomicReference<>();
            CompletableFuture<String> early = on.database.transaction(tx -> {
                left.set(tx.execute("INSERT hold"));
                return CompletableFuture.completedFuture("early");
            });
            assertInstanceOf(UnfinishedWorkException.class, failure(early));
            assertInstanceOf(QueryCancelledException.class, failure(left.get()));
            assertEquals(List.of("BEGIN", "INSERT hold", "ROLLBACK"), on.backend.sent);
            nothingIsHeld(on);
        }
    }

    @Test
    void retry_runsTheBodyAgain_asOftenAsAsked() throws Exception {
        try (Stubbed on = oneConnection()) {
            AtomicInteger runs = new AtomicInteger();
            String value = get(on.database.transaction(
                    TransactionOptions.DEFAULT.retry(3),
                    tx -> tx.execute(runs.incrementAndGet() < 3 ? "INSERT fails retryable" : "INSERT 3")
                            .thenApply(result -> "done")));
            assertEquals("done", value);
            assertEquals(3, runs.get());

            runs.set(0);
            assertInstanceOf(
                    QueryException.class, failure(on.database.transaction(TransactionOptions.DEFAULT.retry(2), tx -> {
                        runs.incrementAndGet();
                        return tx.execute("INSERT fails retryable");
                    })));
            assertEquals(3, runs.get());
            nothingIsHeld(on);
        }
    }

    @Test
    void retry_isOnlyForFailuresThatAreRetryable_andForTheOutermost() throws Exception {
        try (Stubbed on = oneConnection()) {
            AtomicInteger runs = new AtomicInteger();
            TransactionOptions retrying = TransactionOptions.DEFAULT.retry(5);
            failure(on.database.transaction(retrying, tx -> {
                runs.incrementAndGet();
                return tx.execute("INSERT fails");
            }));
            assertEquals(1, runs.get());
            failure(on.database.transaction(outer -> outer.transaction(retrying, tx -> {
                runs.incrementAndGet();
                return tx.execute("INSERT fails retryable");
            })));
            assertEquals(2, runs.get());
            failure(on.database.transaction(tx -> {
                runs.incrementAndGet();
                return tx.execute("INSERT fails retryable");
            }));
            assertEquals(3, runs.get());
            nothingIsHeld(on);
        }
    }

    // handles

    @Test
    void begin_givesAHandleOnly_andEndsWhenItIsTold() throws Exception {
        try (Stubbed on = new Stubbed(settings -> settings.option("max_size", 2))) {
            Transaction tx = get(on.database.begin());
            get(tx.execute("INSERT 1"));
            get(on.database.execute("INSERT outside"));
            get(tx.commit());
            assertInstanceOf(TransactionClosedException.class, failure(tx.commit()));
            assertInstanceOf(TransactionClosedException.class, failure(tx.rollback()));
            Transaction outer = get(on.database.begin());
            Transaction inner = get(outer.begin());
            assertInstanceOf(TransactionException.class, failure(outer.commit()));
            get(inner.rollback());
            get(outer.rollback());
        }
    }

    @Test
    void block_cannotBeEndedByHand() throws Exception {
        try (Stubbed on = oneConnection()) {
            get(on.database.transaction(tx -> tx.execute("INSERT 1").thenCompose(result -> {
                assertTrue(tx.commit().isCompletedExceptionally());
                assertTrue(tx.rollback().isCompletedExceptionally());
                return tx.execute("INSERT 2");
            })));
            assertEquals("COMMIT", on.backend.sent.get(on.backend.sent.size() - 1));
        }
    }

    // cancels

    @Test
    void cancelledWhileWaitingForAConnection_allEndAndLeakNothing() throws Exception {
        try (Stubbed on = oneConnection()) {
            CompletableFuture<Result> holder = on.database.execute("INSERT hold");
            StubRequest held = on.backend.nextHeld();
            AtomicInteger bodies = new AtomicInteger();
            List<CompletableFuture<?>> waiting = List.of(
                    on.database.begin(),
                    on.database.transaction(tx -> CompletableFuture.completedFuture(bodies.incrementAndGet())),
                    on.database.connection(c -> CompletableFuture.completedFuture(bodies.incrementAndGet())),
                    on.database.execute("INSERT waiting"));
            for (CompletableFuture<?> each : waiting) {
                CompletableFuture<?> derived = each.thenApply(value -> value);
                assertTrue(derived.cancel(true));
                Throwable why = each.handle((value, failure) -> failure).get(10, TimeUnit.SECONDS);
                assertTrue(
                        why instanceof CancellationException || why instanceof QueryCancelledException, () -> "" + why);
            }
            held.answer();
            get(holder);
            nothingIsHeld(on);
            assertEquals(0, bodies.get());
        }
    }

    @Test
    void beginCancelled_inARaceWithItsConnection_leaksNothing() throws Exception {
        try (Stubbed on = oneConnection()) {
            for (int round = 0; round < 300; round++) {
                CompletableFuture<Result> holder = on.database.execute("INSERT hold");
                StubRequest held = on.backend.nextHeld();
                CompletableFuture<Transaction> begun = on.database.begin();
                held.answer();
                if (!begun.cancel(true)) {
                    get(get(begun).rollback());
                }
                get(holder);
                get(on.database.execute("INSERT " + round));
            }
            assertEquals(1, on.backend.connections.size());
        }
    }

    @Test
    void bodyCancelled_whileAStatementRuns_stopsItAndRollsBackBeforeTheResult() throws Exception {
        try (Stubbed on = oneConnection()) {
            CompletableFuture<Result> result = on.database.transaction(tx -> tx.execute("INSERT 1")
                    .thenCompose(first -> tx.execute("INSERT hold").thenApply(second -> second)));
            StubRequest held = on.backend.nextHeld();
            CompletableFuture<Result> derived = result.thenApply(value -> value);
            assertThrows(TimeoutException.class, () -> result.get(0, TimeUnit.SECONDS));
            assertTrue(derived.cancel(true));
            Throwable why = failure(result.handle((value, failure) -> {
                throw new IllegalStateException(failure);
            }));
            assertInstanceOf(CancellationException.class, why.getCause());
            assertTrue(held.cancels.get() >= 1);
            assertEquals(List.of("BEGIN", "INSERT 1", "INSERT hold", "ROLLBACK"), on.backend.sent);
            nothingIsHeld(on);
        }
    }

    @Test
    void pinnedBodyCancelled_stopsItsStatement() throws Exception {
        try (Stubbed on = oneConnection()) {
            CompletableFuture<Result> result = on.database.connection(c -> c.execute("INSERT hold"));
            StubRequest held = on.backend.nextHeld();
            result.thenApply(value -> value).cancel(true);
            assertInstanceOf(QueryCancelledException.class, failure(result));
            assertTrue(held.cancels.get() >= 1);
            nothingIsHeld(on);
        }
    }

    @Test
    void cancelThatTheServerIgnores_costsTheConnection_butEnds() throws Exception {
        try (Stubbed on = new Stubbed(settings -> settings.option("max_size", 1).option("settle_timeout", "20ms"))) {
            on.backend.ignoresCancel = true;
            CompletableFuture<Result> result = on.database.transaction(tx -> tx.execute("INSERT hold"));
            on.backend.nextHeld();
            result.thenApply(value -> value).cancel(true);
            assertInstanceOf(CancellationException.class, failureOf(result));
            get(on.database.execute("INSERT after"));
            assertEquals(2, on.backend.connections.size());
        }
    }

    private static Throwable failureOf(CompletableFuture<?> stage) throws Exception {
        return stage.handle((value, failure) -> failure).get(10, TimeUnit.SECONDS);
    }

    // many rows

    @Test
    void executeMany_isOneTransaction_unlessInsideOne() throws Exception {
        try (Stubbed on = oneConnection()) {
            List<Map<String, Object>> rows = List.of(Map.of("n", 1), Map.of("n", 2));
            get(on.database.executeMany("INSERT INTO t VALUES (:n)", rows));
            assertEquals(List.of("BEGIN", "INSERT INTO t VALUES (?) x2", "COMMIT"), on.backend.sent);
            on.backend.sent.clear();
            get(on.database.transaction(tx -> tx.executeMany("INSERT INTO t VALUES (:n)", rows)
                    .thenCompose(result -> on.database.executeMany("INSERT INTO t VALUES (:n)", rows))));
            assertEquals(
                    List.of("BEGIN", "INSERT INTO t VALUES (?) x2", "INSERT INTO t VALUES (?) x2", "COMMIT"),
                    on.backend.sent);
            on.backend.sent.clear();
            assertEquals(
                    0,
                    get(on.database.executeMany("INSERT INTO t VALUES (:n)", List.of()))
                            .rowsAffected());
            failure(on.database.executeMany("INSERT fails VALUES (:n)", rows));
            assertEquals(List.of("BEGIN", "INSERT fails VALUES (?) x2", "ROLLBACK"), on.backend.sent);
            nothingIsHeld(on);
        }
    }
}
