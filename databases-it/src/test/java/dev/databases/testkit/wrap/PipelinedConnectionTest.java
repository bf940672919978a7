package dev.databases.testkit.wrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.databases.config.DatabaseOptions;
import dev.databases.config.DatabaseUrl;
import dev.databases.config.Option;
import dev.databases.config.Options;
import dev.databases.config.TransactionOptions;
import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryCancelledException;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.BackendConnection.Status;
import dev.databases.spi.BackendProvider;
import dev.databases.spi.BackendThread;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.Completion;
import dev.databases.spi.Request;
import dev.databases.spi.ResultColumn;
import dev.databases.spi.RowSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pipeline as core sees it: many requests at once, answered in order on the loop, cancelled one by one. */
final class PipelinedConnectionTest {
    private static final String SLOW = "SELECT count(*) FROM (WITH RECURSIVE n(x) AS"
            + " (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100000000) SELECT x FROM n)";
    private static final String HUNDRED =
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100) SELECT x FROM n";

    private final Backend backend = open();
    private final BackendConnection connection = joined(backend.connect(Duration.ofSeconds(10), new Silent()));

    private static Backend open() {
        DatabaseUrl url = DatabaseUrl.of(Wrappers.url(Wrappers.PIPELINED, "sqlite://"));
        BackendProvider provider = WrappedBackendProvider.providerOf(url);
        List<Option<?>> known = new ArrayList<>(DatabaseOptions.ALL);
        known.addAll(provider.options());
        return provider.open(url, Options.of(known, url, Map.of()));
    }

    private static final class Silent implements Backend.Events {
        @Override
        public void closed(Throwable why) {}

        @Override
        public void notice(String text) {}
    }

    @AfterEach
    void close() {
        connection.abort();
        joined(backend.close());
    }

    private static <T> T joined(CompletionStage<? extends T> stage) {
        return stage.<T>thenApply(value -> value)
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private static <X extends Throwable> X fails(Class<X> type, Request request) {
        return assertInstanceOf(
                type,
                assertThrows(CompletionException.class, () -> joined(request.completion()))
                        .getCause());
    }

    private Request send(String sql, RowSink sink) {
        return connection.submit(
                CompiledQuery.of(CompiledSql.of(sql, CompiledSql.Kind.UNKNOWN, List.of(), List.of())), sink);
    }

    /** Takes a number of rows before it wants no more. */
    private static final class Taking implements RowSink {
        private final Queue<Object> taken = new ConcurrentLinkedQueue<>();
        private int wanted;

        Taking(int wanted) {
            this.wanted = wanted;
        }

        @Override
        public void columns(List<ResultColumn> columns) {}

        @Override
        public boolean row(@Nullable Object[] values) {
            taken.add(BackendThread.isCurrent() ? String.valueOf(values[0]) : "not on a backend's thread");
            return --wanted > 0;
        }
    }

    @Test
    void requests_atOnce_areAnsweredInOrderOnTheLoop() {
        Taking all = new Taking(100);
        List<Request> sent =
                IntStream.range(0, 8).mapToObj(i -> send("SELECT " + i, all)).toList();
        sent.forEach(each -> joined(each.completion()));
        assertEquals(8, backend.limits().pipelineDepth());
        assertEquals(List.of("0", "1", "2", "3", "4", "5", "6", "7"), List.copyOf(all.taken));
    }

    @Test
    void cancel_behindOthers_discardsThatAnswerAlone() {
        Request running = send(SLOW, new Taking(10));
        Taking nothing = new Taking(10);
        Request waiting = send("SELECT 2", nothing);
        Taking third = new Taking(10);
        Request behind = send("SELECT 3", third);
        waiting.cancel();
        cancelUntilEnded(running);
        fails(QueryCancelledException.class, running);
        fails(QueryCancelledException.class, waiting);
        joined(behind.completion());
        assertEquals(List.of(), List.copyOf(nothing.taken));
        assertEquals(List.of("3"), List.copyOf(third.taken));
    }

    /** A cancel that comes before the statement has begun to run is lost, so core repeats it too. */
    private static void cancelUntilEnded(Request request) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!request.completion().toCompletableFuture().isDone() && System.nanoTime() - deadline < 0) {
            request.cancel();
            Thread.onSpinWait();
        }
    }

    @Test
    void rows_goOnOnlyAsWanted() {
        Taking five = new Taking(5);
        Request request = send(HUNDRED, five);
        Request behind = send("SELECT 1", new Taking(10));
        while (five.taken.size() < 5) {
            Thread.onSpinWait();
        }
        assertEquals(List.of("1", "2", "3", "4", "5"), List.copyOf(five.taken));
        five.wanted = 1_000;
        request.resume();
        joined(behind.completion());
        assertEquals(100, five.taken.size());
    }

    @Test
    void status_isThatOfTheLastAnswer() {
        assertEquals(Status.IDLE, connection.status());
        joined(send("CREATE TABLE a (b INTEGER)", RowSink.NONE).completion());
        connection.begin(TransactionOptions.DEFAULT);
        assertEquals(Status.IDLE, connection.status());
        Completion inserted =
                joined(send("INSERT INTO a VALUES (1)", RowSink.NONE).completion());
        assertEquals(1, inserted.rowsAffected());
        assertEquals(Status.IN_TRANSACTION, connection.status());
        joined(connection.rollback());
        assertEquals(Status.IDLE, connection.status());
        joined(connection.close());
        assertEquals(Status.UNKNOWN, connection.status());
        joined(connection.close());
    }

    @Test
    void abort_failsAllThatIsInLine() {
        Request running = send(SLOW, RowSink.NONE);
        Request waiting = send("SELECT 2", RowSink.NONE);
        connection.abort();
        fails(DatabaseException.class, running);
        fails(ConnectionException.class, waiting);
        fails(ConnectionException.class, send("SELECT 3", RowSink.NONE));
    }
}
