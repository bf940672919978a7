package dev.databases.testkit.fake;

import dev.databases.config.TransactionOptions;
import dev.databases.error.CommitOutcomeUnknownException;
import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import dev.databases.spi.Backend.Events;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.CompiledBatch;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.Dialect;
import dev.databases.spi.Request;
import dev.databases.spi.RowSink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One connection: requests wait in line and are answered in order on the event loop, where all but the sending happens. */
final class FakeConnection implements BackendConnection {
    private final FakeServer server;
    private final int number;
    private final Events events;
    private final Deque<FakeRequest> line = new ArrayDeque<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile Status status = Status.IDLE;
    private @Nullable TransactionOptions recorded;

    FakeConnection(FakeServer server, int number, Events events) {
        this.server = server;
        this.number = number;
        this.events = events;
    }

    @Override
    public Dialect dialect() {
        return FakeDialect.CONNECTED;
    }

    @Override
    public Status status() {
        return status;
    }

    void status(Status next) {
        status = next;
    }

    FakeServer server() {
        return server;
    }

    // sending

    @Override
    public Request submit(CompiledQuery query, RowSink rows) {
        return send(query.statement(), List.<@Nullable Object[]>of(query.arguments()), rows);
    }

    @Override
    public Request submitMany(CompiledBatch batch, RowSink rows) {
        return send(batch.statement(), batch.rows(), rows);
    }

    private FakeRequest send(CompiledSql statement, List<@Nullable Object[]> arguments, RowSink rows) {
        server.mayThrow();
        TransactionOptions begin = takeRecorded();
        FakeRequest request = new FakeRequest(this, statement.sql(), arguments, rows, begin);
        server.takes(number, (begin == null ? "" : "BEGIN + ") + statement.sql(), unanswered.incrementAndGet());
        server.run(() -> {
            line.add(request);
            serve();
        });
        return request;
    }

    @Override
    public void begin(TransactionOptions options) {
        recorded = options;
    }

    private @Nullable TransactionOptions takeRecorded() {
        TransactionOptions options = recorded;
        recorded = null;
        return options;
    }

    @Override
    public CompletionStage<Void> commit() {
        CompletableFuture<Void> committed = new CompletableFuture<>();
        control("COMMIT").whenComplete((nothing, failure) -> {
            if (failure == null) {
                committed.complete(null);
            } else {
                committed.completeExceptionally(
                        FakeRequest.unwrapped(failure) instanceof ConnectionException lost
                                ? new CommitOutcomeUnknownException("the answer to COMMIT was lost", null, lost)
                                : FakeRequest.unwrapped(failure));
            }
        });
        return committed;
    }

    @Override
    public CompletionStage<Void> rollback() {
        return control("ROLLBACK");
    }

    private CompletionStage<Void> control(String text) {
        if (takeRecorded() != null) {
            return CompletableFuture.completedStage(null);
        }
        CompiledSql sql = CompiledSql.of(text, CompiledSql.Kind.CONTROL, List.of(), List.of());
        return send(sql, List.<@Nullable Object[]>of(new Object[0]), RowSink.NONE)
                .completion()
                .thenAccept(completion -> {});
    }

    @Override
    public CompletionStage<Void> validate() {
        return status == Status.UNKNOWN
                ? CompletableFuture.failedStage(lost())
                : CompletableFuture.completedStage(null);
    }

    // answering, on the event loop

    /** Answers what is first in line, and all behind it, until one is paused or never answered. */
    void serve() {
        FakeRequest first;
        while ((first = line.peek()) != null && !server.isHeld() && first.run()) {
            finish(line.remove());
        }
    }

    private void finish(FakeRequest answered) {
        unanswered.decrementAndGet();
        answered.report();
    }

    /** The request that comes next in line. */
    Optional<FakeRequest> behind(FakeRequest request) {
        return line.stream().dropWhile(each -> each != request).skip(1).findFirst();
    }

    void drop() {
        if (status != Status.UNKNOWN) {
            breakOff();
            events.closed(lost());
        }
    }

    private void breakOff() {
        status = Status.UNKNOWN;
        if (server.isMute()) {
            return;
        }
        FakeRequest request;
        while ((request = line.poll()) != null) {
            request.fail(lost());
            finish(request);
        }
    }

    static DatabaseException lost() {
        return new ConnectionException("the fake connection is lost", null, null);
    }

    // ending

    @Override
    public CompletionStage<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        server.run(() -> {
            status = Status.UNKNOWN;
            if (!server.isMute()) {
                closed.complete(null);
            }
        });
        return closed;
    }

    @Override
    public void abort() {
        status = Status.UNKNOWN;
        server.run(this::breakOff);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(server) ? Optional.of(type.cast(server)) : Optional.empty();
    }
}
