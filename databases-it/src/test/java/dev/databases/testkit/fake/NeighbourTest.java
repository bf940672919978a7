package dev.databases.testkit.fake;

import static dev.databases.testkit.rules.Rule.CAN_09;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.databases.Database;
import dev.databases.config.DatabaseOptions;
import dev.databases.error.QueryCancelledException;
import dev.databases.testkit.rules.Proves;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cancels that hit the neighbour, on a connection that several one-shots share. */
final class NeighbourTest {
    private final FakeDatabase fake = FakeDatabase.open(Map.of(DatabaseOptions.MAX_SIZE, 1));
    private final Database database = fake.database();
    private final FakeServer server = fake.server();

    @AfterEach
    void close() {
        fake.close();
    }

    private CompletableFuture<Optional<Long>> echo(long value) {
        return database.fetchVal("SELECT ECHO :value", Map.of("value", value), Long.class);
    }

    private long sent(String text) {
        return server.received().stream().filter(each -> each.endsWith(text)).count();
    }

    @Test
    @Proves(CAN_09)
    void neighbour_hitByACancel_isSentAgain() {
        server.hold();
        CompletableFuture<?> cancelled = database.fetchAll("SELECT NEVER");
        CompletableFuture<Optional<Long>> read = echo(1);
        CompletableFuture<List<Long>> behind = database.fetchAll("SELECT ROWS 3", Map.of(), Long.class);
        server.settle();
        server.misdirectCancels(1);
        cancelled.cancel(true);
        server.settle();
        server.release();
        assertEquals(Optional.of(1L), read.join());
        assertEquals(List.of(0L, 1L, 2L), behind.join());
        assertEquals(2, sent("SELECT ECHO $1"));
        assertEquals(1, sent("SELECT ROWS 3"));
    }

    @Test
    @Proves(CAN_09)
    void neighbour_thatWrites_isSentAgainAsWell() {
        server.hold();
        CompletableFuture<?> cancelled = database.fetchAll("SELECT NEVER");
        CompletableFuture<Long> write = database.execute("UPDATE t").thenApply(result -> result.rowsAffected());
        server.settle();
        server.misdirectCancels(1);
        cancelled.cancel(true);
        server.settle();
        server.release();
        assertEquals(1, write.join());
        assertEquals(2, sent("UPDATE t"));
    }

    @Test
    @Proves(CAN_09)
    void neighbour_hitTwice_isToldSo() {
        server.hold();
        CompletableFuture<?> cancelled = database.fetchAll("SELECT NEVER");
        CompletableFuture<Optional<Long>> twice = echo(1);
        server.settle();
        server.misdirectCancels(1);
        cancelled.cancel(true);
        server.strikeNext("SELECT ECHO", 1);
        server.settle();
        server.release();
        assertInstanceOf(
                QueryCancelledException.class,
                assertThrows(CompletionException.class, twice::join).getCause());
        assertEquals(Optional.of(2L), echo(2).join());
    }

    @Test
    @Proves(CAN_09)
    void neighbour_thatWasToBeCancelledItself_isNotSentAgain() {
        server.hold();
        CompletableFuture<?> first = database.fetchAll("SELECT NEVER");
        CompletableFuture<Optional<Long>> second = echo(1);
        server.settle();
        server.misdirectCancels(1);
        first.cancel(true);
        second.cancel(true);
        server.settle();
        server.release();
        assertEquals(Optional.of(3L), echo(3).join());
        assertEquals(2, sent("SELECT ECHO $1"), "the cancelled one and the last");
    }

    @Test
    @Proves(CAN_09)
    void statementOfATransaction_isNeverSentAgain() {
        server.strikeNext("UPDATE t", 1);
        assertInstanceOf(
                QueryCancelledException.class,
                assertThrows(
                                CompletionException.class,
                                () -> database.transaction(tx -> tx.execute("UPDATE t"))
                                        .join())
                        .getCause());
        assertEquals(Optional.of(1L), echo(1).join());
        assertEquals(1, sent("UPDATE t"));
    }

    @Test
    @Proves(CAN_09)
    void textThatMayDoAnything_isNeverSentAgain() {
        server.strikeNext("CALL p", 1);
        assertInstanceOf(
                QueryCancelledException.class,
                assertThrows(
                                CompletionException.class,
                                () -> database.execute("CALL p").join())
                        .getCause());
        assertEquals(1, sent("CALL p"));
    }
}
