package dev.databases.testkit.fake;

import static dev.databases.testkit.rules.Rule.CAN_02;
import static dev.databases.testkit.rules.Rule.CAN_04;
import static dev.databases.testkit.rules.Rule.CAN_05;
import static dev.databases.testkit.rules.Rule.CAN_07;
import static dev.databases.testkit.rules.Rule.CAN_10;
import static dev.databases.testkit.rules.Rule.CAN_11;
import static dev.databases.testkit.rules.Rule.POOL_13;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Database;
import dev.databases.Result;
import dev.databases.config.DatabaseOptions;
import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryTimeoutException;
import dev.databases.testkit.rules.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cancelling on one pipelined connection: before a request is looked at, while it runs, after its answer. */
final class CancelTest {
    private final FakeDatabase fake = FakeDatabase.open(
            Map.of(DatabaseOptions.MAX_SIZE, 1, DatabaseOptions.SETTLE_TIMEOUT, Duration.ofSeconds(30)));
    private final Database database = fake.database();
    private final FakeServer server = fake.server();

    @AfterEach
    void close() {
        fake.close();
    }

    private CompletableFuture<Optional<Long>> echo(long value) {
        return database.fetchVal("SELECT ECHO :value", Map.of("value", value), Long.class);
    }

    @Test
    @Proves(CAN_10)
    void cancel_inTheMiddleOfThePipeline_hitsThatOneAlone() {
        server.hold();
        CompletableFuture<Optional<Long>> before = echo(1);
        CompletableFuture<Optional<Long>> cancelled = echo(2);
        CompletableFuture<Optional<Long>> after = echo(3);
        cancelled.cancel(true);
        assertThrows(CancellationException.class, cancelled::join);
        server.release();
        assertEquals(Optional.of(1L), before.join());
        assertEquals(Optional.of(3L), after.join());
        assertEquals(Optional.of(4L), echo(4).join());
    }

    @Test
    @Proves(CAN_10)
    void cancel_whileItRuns_letsThoseBehindItGoOn() {
        CompletableFuture<?> never = database.fetchAll("SELECT NEVER");
        CompletableFuture<Optional<Long>> behind = echo(5);
        server.settle();
        never.cancel(true);
        assertEquals(Optional.of(5L), behind.join());
    }

    @Test
    @Proves(CAN_07)
    void cancel_afterTheAnswer_isHarmless() {
        CompletableFuture<Optional<Long>> answered = echo(6);
        answered.join();
        assertEquals(false, answered.cancel(true));
        assertEquals(Optional.of(6L), answered.join());
        assertEquals(Optional.of(7L), echo(7).join());
    }

    @Test
    @Proves(CAN_04)
    void cancel_beforeItIsSent_sendsNothing() {
        server.hold();
        List<CompletableFuture<Optional<Long>>> full =
                LongStream.range(0, FakeBackend.DEPTH).mapToObj(this::echo).toList();
        CompletableFuture<Optional<Long>> waiting = echo(99);
        waiting.cancel(true);
        server.release();
        full.forEach(CompletableFuture::join);
        echo(1).join();
        assertEquals(FakeBackend.DEPTH + 1, server.received().size());
    }

    @Test
    @Proves(CAN_05)
    void cancel_ofATransactionsStatement_rollsBack() {
        CompletableFuture<?> transaction =
                database.transaction(tx -> tx.execute("INSERT KEY").thenCompose(result -> tx.fetchAll("SELECT NEVER")));
        server.settle();
        transaction.cancel(true);
        assertEquals(Optional.of(1L), echo(1).join(), "the one connection is free again");
        assertTrue(server.received().contains("1: ROLLBACK"), server.received()::toString);
    }

    @Test
    @Proves(CAN_11)
    void cancel_neverSettles_dropsTheConnection() {
        try (FakeDatabase strict = FakeDatabase.open(
                Map.of(DatabaseOptions.MAX_SIZE, 1, DatabaseOptions.SETTLE_TIMEOUT, Duration.ofMillis(20)))) {
            strict.server().hold();
            CompletableFuture<?> never = strict.database().fetchAll("SELECT NEVER");
            CompletableFuture<?> behind = strict.database().fetchAll("SELECT ROWS 1");
            never.cancel(true);
            assertInstanceOf(
                    ConnectionException.class,
                    assertThrows(CompletionException.class, behind::join).getCause());
            strict.server().release();
            assertEquals(1, strict.database().fetchAll("SELECT ROWS 1").join().size());
            List<String> received = strict.server().received();
            assertTrue(received.get(1).startsWith("1: "), received::toString);
            assertTrue(received.get(2).startsWith("2: "), received::toString);
        }
    }

    @Test
    @Proves(CAN_02)
    void queryTimeout_stopsTheStatementAndKeepsTheConnection() {
        try (FakeDatabase limited = FakeDatabase.open(
                Map.of(DatabaseOptions.MAX_SIZE, 1, DatabaseOptions.QUERY_TIMEOUT, Duration.ofMillis(20)))) {
            for (int i = 0; i < 3; i++) {
                CompletableFuture<?> never = limited.database().fetchAll("SELECT NEVER");
                assertInstanceOf(
                        QueryTimeoutException.class,
                        assertThrows(CompletionException.class, never::join).getCause());
                String received = limited.server().received().get(i);
                assertTrue(received.startsWith("1: "), "the connection is still the same");
            }
        }
    }

    @Test
    @Proves(POOL_13)
    void dropped_connection_failsWhatIsUnderWay_andAnotherTakesItsPlace() {
        server.hold();
        CompletableFuture<Optional<Long>> first = echo(1);
        CompletableFuture<Result> second = database.transaction(tx -> tx.execute("INSERT KEY"));
        server.drop();
        server.settle();
        server.release();
        DatabaseException lost = DatabaseException.of(assertThrows(CompletionException.class, first::join))
                .orElseThrow();
        assertInstanceOf(ConnectionException.class, lost);
        second.join();
        assertEquals(Optional.of(2L), echo(2).join());
    }
}
