package dev.databases.testkit.fake;

import static dev.databases.testkit.rules.Rule.CORE_29;
import static dev.databases.testkit.rules.Rule.POOL_12;
import static dev.databases.testkit.rules.Rule.TX_20;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Database;
import dev.databases.Result;
import dev.databases.Row;
import dev.databases.config.DatabaseOptions;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryException;
import dev.databases.testkit.rules.Proves;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests of different tasks in flight behind one another on one connection, in the order of their answers. */
final class PipeliningTest {
    private final FakeDatabase fake = FakeDatabase.open(Map.of(DatabaseOptions.MAX_SIZE, 2));
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
    @Proves(POOL_12)
    void oneShots_ofDifferentTasks_shareConnections() {
        server.hold();
        List<CompletableFuture<Optional<Long>>> answers =
                LongStream.range(0, 16).mapToObj(this::echo).toList();
        server.settle();
        assertEquals(16, server.received().size(), "all are on their way before the first answer");
        assertEquals(FakeBackend.DEPTH, server.mostUnanswered());
        server.release();
        for (long i = 0; i < 16; i++) {
            assertEquals(Optional.of(i), answers.get((int) i).join());
        }
    }

    @Test
    @Proves(POOL_12)
    void oneShots_moreThanThePipelinesTake_wait() {
        server.hold();
        List<CompletableFuture<Optional<Long>>> answers =
                LongStream.range(0, 100).mapToObj(this::echo).toList();
        server.settle();
        assertEquals(2 * FakeBackend.DEPTH, server.received().size());
        server.release();
        assertEquals(100, Database.all(answers).join().size());
        assertEquals(FakeBackend.DEPTH, server.mostUnanswered());
    }

    @Test
    @Proves(POOL_12)
    void text_thatMayDoAnything_getsAConnectionOfItsOwn() {
        server.hold();
        CompletableFuture<List<Row>> anything = database.fetchAll("ECHO :value", Map.of("value", 1));
        List<CompletableFuture<Optional<Long>>> shared =
                LongStream.range(0, 4).mapToObj(this::echo).toList();
        server.settle();
        String connection = server.received().get(0).substring(0, 2);
        assertEquals(
                1,
                server.received().stream()
                        .filter(each -> each.startsWith(connection))
                        .count());
        server.release();
        anything.join();
        Database.all(shared).join();
    }

    @Test
    @Proves(POOL_12)
    void failedRequest_failsAlone() {
        server.hold();
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(i == 3 ? database.fetchAll("SELECT FAIL") : echo(i));
        }
        server.release();
        for (int i = 0; i < 8; i++) {
            CompletableFuture<?> each = all.get(i);
            if (i == 3) {
                assertInstanceOf(
                        QueryException.class,
                        assertThrows(CompletionException.class, each::join).getCause());
            } else {
                assertEquals(Optional.of((long) i), each.join());
            }
        }
    }

    @Test
    @Proves(CORE_29)
    void dialect_ofTheServer_isUsedOnceConnected() {
        echo(1).join();
        assertTrue(
                server.received().get(0).endsWith("SELECT ECHO $1"),
                server.received().toString());
    }

    @Test
    @Proves({TX_20, POOL_12})
    void transactions_haveAConnectionEach_andSendBeginWithTheirFirstStatement() {
        CompletableFuture<Result> first = database.transaction(tx -> tx.execute("INSERT KEY"));
        assertEquals(1, first.join().generatedKeys().size());
        database.transaction(() -> CompletableFuture.completedFuture("nothing")).join();
        List<String> sent =
                server.received().stream().map(each -> each.substring(3)).toList();
        assertEquals(List.of("BEGIN + INSERT KEY", "COMMIT"), sent);
    }

    @Test
    @Proves(TX_20)
    void begin_refused_failsTheRequestUnrun() {
        server.failNextBegin();
        CompletableFuture<Result> refused = database.transaction(tx -> tx.execute("INSERT KEY"));
        assertTrue(DatabaseException.of(assertThrows(CompletionException.class, refused::join))
                .isPresent());
        assertEquals(Optional.of(7L), echo(7).join());
    }

    @Test
    @Proves(POOL_12)
    void rows_manyStreams_keepTheirOrder() {
        List<CompletableFuture<List<Long>>> all = IntStream.range(0, 8)
                .mapToObj(i -> database.fetchAll("SELECT ROWS 1000", Map.of(), Long.class))
                .toList();
        List<Long> expected = LongStream.range(0, 1000).boxed().toList();
        all.forEach(each -> assertEquals(expected, each.join()));
    }
}
