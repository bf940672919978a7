package dev.databases.testkit.fake;

import static dev.databases.testkit.rules.Rule.CAN_11;
import static dev.databases.testkit.rules.Rule.POOL_10;
import static dev.databases.testkit.rules.Rule.TX_23;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.BlockingTransaction;
import dev.databases.Database;
import dev.databases.Transaction;
import dev.databases.config.DatabaseOptions;
import dev.databases.error.CommitOutcomeUnknownException;
import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryCancelledException;
import dev.databases.testkit.rules.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that answer nothing any more: every deadline ends what it is for, and nobody waits for ever. */
final class SilenceTest {
    private final FakeDatabase fake = FakeDatabase.open(Map.of(
            DatabaseOptions.MAX_SIZE, 1,
            DatabaseOptions.COMMIT_TIMEOUT, Duration.ofMillis(50),
            DatabaseOptions.SETTLE_TIMEOUT, Duration.ofMillis(50),
            DatabaseOptions.ACQUIRE_TIMEOUT, Duration.ofMillis(200),
            DatabaseOptions.DISCONNECT_TIMEOUT, Duration.ofMillis(100)));
    private final Database database = fake.database();
    private final FakeServer server = fake.server();

    @AfterEach
    void close() {
        fake.close();
    }

    private static Throwable failure(CompletableFuture<?> stage) throws Exception {
        CompletableFuture<Throwable> failed = new CompletableFuture<>();
        stage.whenComplete((value, failure) -> failed.complete(failure));
        Throwable thrown = failed.get(30, TimeUnit.SECONDS);
        return thrown.getCause() == null || thrown instanceof DatabaseException ? thrown : thrown.getCause();
    }

    /** Talks to a server that answers again, on a connection of its own. */
    private void assertGoesOn() throws Exception {
        server.release();
        assertEquals(
                Optional.of(1L),
                database.fetchVal("SELECT ECHO :x", Map.of("x", 1L), Long.class).get(30, TimeUnit.SECONDS));
        List<String> received = server.received();
        assertTrue(received.get(received.size() - 1).startsWith("2: "), received::toString);
    }

    private Transaction open() throws Exception {
        Transaction transaction = database.begin().get(30, TimeUnit.SECONDS);
        transaction.execute("INSERT KEY").get(30, TimeUnit.SECONDS);
        return transaction;
    }

    @Test
    @Proves({TX_23, CAN_11})
    void commit_neverAnswered_hasAnUnknownOutcome() throws Exception {
        Transaction transaction = open();
        server.hold();
        assertInstanceOf(CommitOutcomeUnknownException.class, failure(transaction.commit()));
        assertGoesOn();
    }

    @Test
    @Proves({TX_23, CAN_11})
    void commit_neverAnswered_byABackendThatDoesNotEvenAbort_hasAnUnknownOutcome() throws Exception {
        Transaction transaction = open();
        server.fallSilent();
        assertInstanceOf(CommitOutcomeUnknownException.class, failure(transaction.commit()));
        assertGoesOn();
    }

    @Test
    @Proves({TX_23, CAN_11})
    void block_whoseCommitIsNeverAnswered_endsAll() throws Exception {
        CompletableFuture<?> block =
                database.transaction(tx -> tx.execute("INSERT KEY").thenApply(result -> {
                    server.fallSilent();
                    return result;
                }));
        assertInstanceOf(CommitOutcomeUnknownException.class, failure(block));
        assertGoesOn();
    }

    @Test
    @Proves(CAN_11)
    void rollback_neverAnswered_fails() throws Exception {
        Transaction transaction = open();
        server.fallSilent();
        assertInstanceOf(DatabaseException.class, failure(transaction.rollback()));
        assertGoesOn();
    }

    @Test
    @Proves(CAN_11)
    void close_ofABlockingTransaction_neverAnswered_fails() throws Exception {
        BlockingTransaction transaction = database.blocking().begin();
        transaction.execute("INSERT KEY");
        server.fallSilent();
        assertThrows(DatabaseException.class, transaction::close);
        assertGoesOn();
    }

    @Test
    @Proves(CAN_11)
    void cancel_neverAnswered_givesUp() throws Exception {
        server.fallSilent();
        CompletableFuture<?> statement = database.fetchAll("SELECT ROWS 1");
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        CompletableFuture<?> derived = statement.thenApply(rows -> rows);
        statement.whenComplete((rows, failure) -> told.complete(failure));
        derived.cancel(true);
        Throwable stopped = assertInstanceOf(QueryCancelledException.class, told.get(30, TimeUnit.SECONDS));
        assertInstanceOf(ConnectionException.class, stopped.getSuppressed()[0], "what came of it");
        assertGoesOn();
    }

    @Test
    @Proves(CAN_11)
    void cancelOfATransaction_neverAnswered_endsItsStage() throws Exception {
        CompletableFuture<Void> inside = new CompletableFuture<>();
        CompletableFuture<?> block =
                database.transaction(tx -> tx.execute("INSERT KEY").thenCompose(result -> {
                    server.fallSilent();
                    CompletableFuture<?> never = tx.execute("INSERT KEY");
                    inside.complete(null);
                    return never;
                }));
        CompletableFuture<?> derived = block.thenApply(value -> value);
        inside.get(30, TimeUnit.SECONDS);
        derived.cancel(true);
        assertInstanceOf(CancellationException.class, failure(block));
        assertGoesOn();
    }

    @Test
    @Proves(CAN_11)
    void savepoint_cancelledAndNeverAnswered_isGivenUp_withWhatIsBehindIt() throws Exception {
        try (FakeDatabase patient = FakeDatabase.open(
                Map.of(DatabaseOptions.MAX_SIZE, 1, DatabaseOptions.SETTLE_TIMEOUT, Duration.ofMillis(50)))) {
            Transaction transaction = patient.database().begin().get(30, TimeUnit.SECONDS);
            transaction.execute("INSERT KEY").get(30, TimeUnit.SECONDS);
            patient.server().fallSilent();
            CompletableFuture<Transaction> inner = transaction.begin();
            CompletableFuture<?> behind = transaction.execute("INSERT KEY");
            inner.cancel(true);
            assertInstanceOf(DatabaseException.class, failure(behind));
            transaction.rollback().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    @Proves(CAN_11)
    void savepoint_neverAnswered_insideABlock_endsTheBlock() throws Exception {
        CompletableFuture<?> block =
                database.transaction(tx -> tx.execute("INSERT KEY").thenCompose(result -> {
                    server.fallSilent();
                    return tx.transaction(inner -> inner.execute("INSERT KEY"));
                }));
        assertInstanceOf(DatabaseException.class, failure(block));
        assertGoesOn();
    }

    @Test
    @Proves(CAN_11)
    void end_behindAStreamThatNobodyReads_givesUpAfterTheAcquireTimeout() throws Exception {
        Transaction transaction = open();
        List<Flow.Subscription> unread = new ArrayList<>();
        transaction.iterate("SELECT ROWS 1000").subscribe(new Unread(unread));
        DatabaseException failure = assertInstanceOf(DatabaseException.class, failure(transaction.commit()));
        assertTrue(failure.getMessage().contains("had to wait longer than 200 ms"), failure.getMessage());
        assertGoesOn();
    }

    private record Unread(List<Flow.Subscription> subscriptions) implements Flow.Subscriber<Object> {
        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscriptions.add(given);
            given.request(1);
        }

        @Override
        public void onNext(Object row) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }

    @Test
    @Proves(CAN_11)
    void waiters_forTheSilentConnection_areRefusedByTheirDeadline() throws Exception {
        server.fallSilent();
        CompletableFuture<?> holder = database.execute("CALL p");
        assertInstanceOf(ConnectionException.class, failure(database.execute("CALL q")));
        assertInstanceOf(ConnectionException.class, failure(database.begin()));
        holder.cancel(true);
        server.release();
        assertThrows(
                ExecutionException.class,
                () -> database.disconnect()
                        .thenCompose(nothing -> database.execute("INSERT KEY"))
                        .get(30, TimeUnit.SECONDS));
    }

    @Test
    @Proves({CAN_11, POOL_10})
    void disconnect_fromASilentServer_ends() throws Exception {
        Transaction transaction = open();
        server.fallSilent();
        CompletableFuture<?> statement = transaction.execute("INSERT KEY");
        statement.cancel(true);
        CompletableFuture<?> commit = transaction.commit();
        database.disconnect().get(30, TimeUnit.SECONDS);
        assertInstanceOf(DatabaseException.class, failure(commit));
    }
}
