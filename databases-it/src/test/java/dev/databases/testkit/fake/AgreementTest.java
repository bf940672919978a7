package dev.databases.testkit.fake;

import static dev.databases.testkit.rules.Rule.POOL_13;
import static dev.databases.testkit.rules.Rule.TX_07;
import static dev.databases.testkit.rules.Rule.TX_18;
import static dev.databases.testkit.rules.Rule.TX_20;
import static dev.databases.testkit.rules.Rule.TX_21;
import static dev.databases.testkit.rules.Rule.TX_22;
import static dev.databases.testkit.rules.Rule.TX_23;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.BlockingDatabase;
import dev.databases.Database;
import dev.databases.Transaction;
import dev.databases.config.DatabaseOptions;
import dev.databases.config.TransactionOptions;
import dev.databases.error.CommitOutcomeUnknownException;
import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryException;
import dev.databases.error.TransactionException;
import dev.databases.error.TransactionRolledBackException;
import dev.databases.testkit.rules.Proves;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that do not do what was asked of them: begins and commits that fail, statements that end transactions. */
final class AgreementTest {
    private final FakeDatabase fake = FakeDatabase.open(Map.of(DatabaseOptions.MAX_SIZE, 1));
    private final Database database = fake.database();
    private final BlockingDatabase db = database.blocking();
    private final FakeServer server = fake.server();

    @AfterEach
    void close() {
        fake.close();
    }

    private static <X extends DatabaseException> X fails(Class<X> type, CompletableFuture<?> future) {
        return assertInstanceOf(
                type, assertThrows(CompletionException.class, future::join).getCause());
    }

    /** The number of the connection that answers now, the only one; nothing is open on any. */
    private String connection() {
        assertEquals(Optional.of(1L), db.fetchVal("SELECT ECHO :x", Map.of("x", 1L), Long.class));
        assertEquals(0, server.inTransaction());
        List<String> received = server.received();
        return received.get(received.size() - 1).substring(0, 1);
    }

    // begin

    @Test
    @Proves(TX_20)
    void begin_refused_failsTheFirstRequestUnrun_andCostsNoConnection() {
        server.failNextBegin();
        QueryException failure = fails(
                QueryException.class,
                database.transaction(tx -> tx.execute("INSERT KEY").thenCompose(result -> tx.execute("INSERT KEY"))));
        assertTrue(failure.getMessage().contains("BEGIN was refused"), failure.getMessage());
        server.failNextBegin();
        assertThrows(QueryException.class, () -> db.transaction(tx -> tx.execute("INSERT KEY")));
        assertEquals("1", connection());
        assertEquals(3, server.received().size(), "neither a COMMIT nor a ROLLBACK nor anything in auto-commit");
    }

    @Test
    @Proves(TX_20)
    void begin_refusedAndTheErrorSwallowed_refusesWhatFollows() {
        server.failNextBegin();
        Transaction transaction = database.begin().join();
        fails(QueryException.class, transaction.execute("INSERT KEY"));
        fails(TransactionRolledBackException.class, transaction.execute("INSERT KEY"));
        fails(TransactionRolledBackException.class, transaction.begin());
        fails(TransactionRolledBackException.class, transaction.commit());
        assertEquals("1", connection());
    }

    // statements that end or begin transactions

    @Test
    @Proves(TX_21)
    void statementThatCommits_isAnError_andCostsTheConnection() {
        CompletableFuture<?> block = database.transaction(tx -> tx.execute("INSERT KEY")
                .thenCompose(result -> tx.execute("UPDATE ENDS"))
                .thenCompose(result -> tx.execute("INSERT KEY")));
        TransactionException failure = fails(TransactionException.class, block);
        assertTrue(failure.getMessage().contains("not open on the server any more"), failure.getMessage());
        assertEquals("2", connection());
        assertEquals(3, server.received().size(), "nothing was sent behind the implicit commit");
    }

    @Test
    @Proves(TX_21)
    void statementThatCommits_blocking_andSwallowed_failsTheCommit() {
        assertThrows(
                TransactionException.class,
                () -> db.transaction(tx -> {
                    tx.execute("INSERT KEY");
                    assertThrows(TransactionException.class, () -> tx.execute("UPDATE ENDS"));
                    return 1;
                }));
        assertEquals("2", connection());
    }

    @Test
    @Proves(TX_21)
    void oneShotThatLeavesATransactionOpen_isAnError_andCostsTheConnection() {
        assertThrows(TransactionException.class, () -> db.execute("UPDATE OPENS"));
        assertEquals("2", connection());
        fails(TransactionException.class, database.connection(c -> c.execute("UPDATE OPENS")));
        assertEquals("3", connection());
    }

    // commit

    @Test
    @Proves(TX_22)
    void commit_refused_isRolledBack_withTheServersError() {
        server.failNextCommit();
        fails(QueryException.class, database.transaction(tx -> tx.execute("INSERT KEY")));
        server.failNextCommit();
        assertThrows(QueryException.class, () -> db.transaction(tx -> tx.execute("INSERT KEY")));
        assertEquals("1", connection());
    }

    @Test
    @Proves(TX_22)
    void commit_refusedAndLeftOpen_isRolledBack_andCostsNoConnection() {
        server.failNextCommitAndStayOpen();
        fails(QueryException.class, database.transaction(tx -> tx.execute("INSERT KEY")));
        assertEquals(List.of("1: COMMIT", "1: ROLLBACK"), server.received().subList(1, 3));
        server.failNextCommitAndStayOpen();
        assertThrows(QueryException.class, () -> db.transaction(tx -> tx.execute("INSERT KEY")));
        assertEquals("1", connection());
    }

    @Test
    @Proves(TX_23)
    void write_whoseAnswerIsLost_hasAnUnknownOutcome_aReadHasNot() {
        server.hold();
        List<CompletableFuture<?>> writes = List.of(database.execute("INSERT KEY"), database.fetchAll("UPDATE ROWS 1"));
        CompletableFuture<?> read = database.fetchAll("SELECT ROWS 1");
        server.settle();
        server.drop();
        for (CompletableFuture<?> write : writes) {
            CommitOutcomeUnknownException unknown = fails(CommitOutcomeUnknownException.class, write);
            assertTrue(unknown.statement().isPresent());
            assertInstanceOf(ConnectionException.class, unknown.getCause());
        }
        fails(ConnectionException.class, read);
        server.release();
        assertEquals("2", connection());
    }

    @Test
    @Proves(TX_23)
    void write_insideATransaction_whoseAnswerIsLost_isSimplyGone() {
        Transaction transaction = database.begin().join();
        transaction.execute("INSERT KEY").join();
        server.hold();
        CompletableFuture<?> write = transaction.execute("INSERT KEY");
        server.settle();
        server.drop();
        fails(ConnectionException.class, write);
        fails(TransactionException.class, transaction.rollback().thenCompose(nothing -> transaction.commit()));
        server.release();
        assertEquals("2", connection());
    }

    // backends and handles that misbehave

    @Test
    @Proves(POOL_13)
    void submitThatThrows_failsThatStatement_andHoldsNobodyUp() {
        server.throwFromNextSubmit();
        assertThrows(
                CompletionException.class, () -> database.execute("INSERT KEY").join());
        server.throwFromNextSubmit();
        assertThrows(
                CompletionException.class,
                () -> database.transaction(tx -> tx.execute("INSERT KEY")).join());
        server.throwFromNextSubmit();
        assertThrows(IllegalStateException.class, () -> db.execute("INSERT KEY"));
        assertEquals("4", connection(), "nobody knows what the connections were in");
    }

    @Test
    @Proves(POOL_13)
    void commitThatThrows_failsIt_andHoldsNobodyUp() {
        Transaction transaction = database.begin().join();
        transaction.execute("INSERT KEY").join();
        server.throwFromNextSubmit();
        assertThrows(CompletionException.class, () -> transaction.commit().join());
        assertEquals("2", connection());
    }

    @Test
    @Proves(TX_07)
    void secondEnd_whileTheFirstIsUnderWay_isRefused_andGivesNothingBack() {
        Transaction transaction = database.begin().join();
        transaction.execute("INSERT KEY").join();
        server.hold();
        CompletableFuture<Void> commit = transaction.commit();
        fails(TransactionException.class, transaction.commit());
        fails(TransactionException.class, transaction.rollback());
        server.settle();
        server.release();
        commit.join();
        assertEquals("1", connection());
    }

    // retries

    @Test
    @Proves({TX_18, TX_22})
    void retry_afterTheServerHasRolledBackAtCommit_runsAnew() {
        int[] runs = {0};
        int made = database.transaction(TransactionOptions.DEFAULT.retry(2), tx -> {
                    runs[0]++;
                    return tx.execute(runs[0] == 1 ? "INSERT BUSY" : "INSERT KEY")
                            .thenApply(result -> runs[0]);
                })
                .join();
        assertEquals(2, made);
        runs[0] = 0;
        assertEquals(Integer.valueOf(2), db.transaction(TransactionOptions.DEFAULT.retry(2), tx -> {
            runs[0]++;
            tx.execute(runs[0] == 1 ? "INSERT BUSY" : "INSERT KEY");
            return runs[0];
        }));
        assertEquals("1", connection());
    }
}
