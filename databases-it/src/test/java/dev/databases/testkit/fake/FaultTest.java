package dev.databases.testkit.fake;

import static dev.databases.testkit.rules.Rule.POOL_13;
import static dev.databases.testkit.rules.Rule.TX_09;
import static dev.databases.testkit.rules.Rule.TX_11;
import static dev.databases.testkit.rules.Rule.TX_18;
import static dev.databases.testkit.rules.Rule.TX_22;
import static dev.databases.testkit.rules.Rule.TX_23;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Database;
import dev.databases.Result;
import dev.databases.Row;
import dev.databases.Transaction;
import dev.databases.config.DatabaseOptions;
import dev.databases.config.TransactionOptions;
import dev.databases.error.CommitOutcomeUnknownException;
import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryException;
import dev.databases.error.TransactionRolledBackException;
import dev.databases.testkit.rules.Proves;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that die, and transactions that the server has aborted. */
final class FaultTest {
    private final FakeDatabase fake = FakeDatabase.open(Map.of(DatabaseOptions.MAX_SIZE, 1));
    private final Database database = fake.database();
    private final FakeServer server = fake.server();

    @AfterEach
    void close() {
        fake.close();
    }

    private static <X extends DatabaseException> X fails(Class<X> type, CompletableFuture<?> future) {
        return assertInstanceOf(
                type, assertThrows(CompletionException.class, future::join).getCause());
    }

    private void assertGoesOn() {
        assertEquals(
                Optional.of(1L),
                database.fetchVal("SELECT ECHO :x", Map.of("x", 1L), Long.class).join());
    }

    @Test
    @Proves(TX_23)
    void connection_lostDuringCommit_leavesTheOutcomeUnknown() {
        Transaction transaction = database.begin().join();
        transaction.execute("INSERT KEY").join();
        server.hold();
        CompletableFuture<Void> commit = transaction.commit();
        server.settle();
        server.drop();
        fails(CommitOutcomeUnknownException.class, commit);
        server.release();
        assertGoesOn();
    }

    @Test
    @Proves(POOL_13)
    void connection_lostWhileIdle_isReplaced() {
        server.drop();
        server.settle();
        assertGoesOn();
        assertTrue(server.received().get(0).startsWith("2: "), server.received()::toString);
    }

    @Test
    @Proves(POOL_13)
    void connection_lostInsideATransaction_failsItAndIsReplaced() {
        Transaction transaction = database.begin().join();
        transaction.execute("INSERT KEY").join();
        server.drop();
        server.settle();
        assertThrows(CompletionException.class, transaction.execute("INSERT KEY")::join);
        assertThrows(CompletionException.class, transaction.commit()::join);
        assertGoesOn();
    }

    @Test
    @Proves(POOL_13)
    void everythingUnderWay_failsWhenTheServerDies() {
        server.hold();
        List<CompletableFuture<List<Row>>> all = List.of(
                database.fetchAll("SELECT ROWS 3"),
                database.fetchAll("SELECT ROWS 4"),
                database.fetchAll("SELECT NEVER"));
        server.settle();
        server.drop();
        all.forEach(each -> fails(ConnectionException.class, each));
        server.release();
        assertGoesOn();
    }

    @Test
    @Proves(TX_11)
    void abortedTransaction_isSavedByItsSavepoint() {
        Result result = database.transaction(outer -> outer.execute("INSERT KEY")
                        .thenCompose(first -> outer.transaction(inner -> inner.execute("SELECT FAIL")))
                        .exceptionallyCompose(failure -> outer.execute("INSERT KEY")))
                .join();
        assertEquals(1, result.rowsAffected());
        assertEquals("1: COMMIT", server.received().get(server.received().size() - 1));
    }

    @Test
    @Proves({TX_11, TX_22})
    void abortedTransaction_refusesEverythingElse() {
        CompletableFuture<Result> caught = database.transaction(
                tx -> tx.execute("SELECT FAIL").exceptionallyCompose(failure -> tx.execute("INSERT KEY")));
        fails(QueryException.class, caught);
        CompletableFuture<String> swallowed =
                database.transaction(tx -> tx.execute("SELECT FAIL").handle((result, failure) -> "all is well"));
        fails(TransactionRolledBackException.class, swallowed);
        assertGoesOn();
    }

    @Test
    @Proves(TX_09)
    void forcedRollback_goesOnAfterAFailure() {
        try (FakeDatabase forced = FakeDatabase.open(Map.of(DatabaseOptions.FORCE_ROLLBACK, true))) {
            Database inside = forced.database();
            inside.execute("INSERT KEY").join();
            fails(QueryException.class, inside.execute("SELECT FAIL"));
            assertEquals(1, inside.execute("INSERT KEY").join().rowsAffected());
        }
    }

    @Test
    @Proves(TX_18)
    void retry_runsTheBodyAgainOnlyForRetryableErrors() {
        int[] runs = {0};
        CompletableFuture<Result> failing = database.transaction(TransactionOptions.DEFAULT.retry(3), tx -> {
            runs[0]++;
            return tx.execute("SELECT FAIL");
        });
        fails(QueryException.class, failing);
        assertEquals(1, runs[0]);
        CompletableFuture<Result> busy = database.transaction(TransactionOptions.DEFAULT.retry(3), tx -> {
            runs[0]++;
            return tx.execute(runs[0] < 4 ? "SELECT BUSY" : "INSERT KEY");
        });
        assertEquals(1, busy.join().rowsAffected());
        assertEquals(4, runs[0]);
    }
}
