package dev.databases.stub;

import dev.databases.config.TransactionOptions;
import dev.databases.error.ConnectionException;
import dev.databases.error.QueryException;
import dev.databases.error.ServerError;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.CompiledBatch;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.Completion;
import dev.databases.spi.Dialect;
import dev.databases.spi.Request;
import dev.databases.spi.ResultColumn;
import dev.databases.spi.RowSink;
import dev.databases.spi.WaitingCaller;
import dev.databases.sql.SqlType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One connection of the stub. Its transaction state follows the texts it is sent, as a server's would: words in a text say
 * what goes wrong ({@code fails}, {@code retryable}, {@code drops the transaction}, {@code beginfails}).
 */
public final class StubConnection implements BackendConnection {
    final StubBackend backend;
    private final Backend.Events events;
    private final Queue<StubRequest> unanswered = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean inside = new AtomicBoolean();
    private volatile @Nullable TransactionOptions recorded;
    private volatile boolean open = true;
    /** What the server says; a test may make it say something else. */
    public volatile Status status = Status.IDLE;
    /** Whether close() takes until the test says so. */
    public volatile @Nullable CompletableFuture<Void> closing;

    StubConnection(StubBackend backend, Backend.Events events) {
        this.backend = backend;
        this.events = events;
    }

    public boolean isOpen() {
        return open;
    }

    /** The server goes away. */
    public void die() {
        abort();
        events.closed(new ConnectionException("the stub died", null, null));
    }

    @Override
    public Dialect dialect() {
        return backend.dialect();
    }

    @Override
    public Status status() {
        return open ? status : Status.UNKNOWN;
    }

    @Override
    public Request submit(CompiledQuery query, RowSink rows) {
        return send(query.sql(), rows);
    }

    @Override
    public Request submitMany(CompiledBatch batch, RowSink rows) {
        return send(batch.statement().sql() + " x" + batch.rows().size(), rows);
    }

    private StubRequest send(String sql, RowSink rows) {
        if (!inside.compareAndSet(false, true)) {
            backend.complaints.add("two threads called one connection: " + sql);
        }
        boolean begins = recorded != null;
        recorded = null;
        if (begins) {
            backend.sent.add("BEGIN");
        }
        backend.sent.add(sql);
        StubRequest request = new StubRequest(this, sql, rows, begins);
        unanswered.add(request);
        if (unanswered.size() > backend.limits().pipelineDepth()) {
            backend.complaints.add("more requests than the pipeline is deep: " + sql);
        }
        if (!open) {
            request.fail(gone());
        } else if (backend.unanswered.remove(sql)) {
            request.isForgotten = true;
            backend.forgotten.add(request);
        } else if (sql.contains("hold")) {
            backend.held.add(request);
        } else {
            request.answer();
        }
        if (WaitingCaller.isCurrent()) {
            backend.forCallers.add(sql);
        }
        inside.set(false);
        if (sql.contains("early")) {
            request.awaitEnd();
        }
        return request;
    }

    private static ConnectionException gone() {
        return new ConnectionException("the stub's connection is gone", null, null);
    }

    /** What the server does when it comes to the statement; the failure, or null. On the backend's thread. */
    @Nullable
    RuntimeException carryOut(StubRequest request) {
        String sql = request.sql;
        if (!open) {
            return gone();
        }
        if (request.begins && !sql.contains("beginfails")) {
            status = Status.IN_TRANSACTION;
        }
        if (sql.equals("COMMIT") || sql.equals("ROLLBACK") || sql.contains("drops the transaction")) {
            status = Status.IDLE;
        } else if (sql.contains("starts one")) {
            status = Status.IN_TRANSACTION;
        }
        boolean fails = sql.contains("fails") || backend.refused.remove(sql);
        return fails
                ? new QueryException(new ServerError("refused", "40001", 7, sql.contains("retryable")), sql, null, null)
                : null;
    }

    void answered(StubRequest request) {
        unanswered.remove(request);
    }

    @Override
    public void begin(TransactionOptions options) {
        recorded = options;
    }

    @Override
    public CompletionStage<Void> commit() {
        return control(backend.commitText);
    }

    @Override
    public CompletionStage<Void> rollback() {
        return control("ROLLBACK");
    }

    private CompletionStage<Void> control(String text) {
        if (recorded != null) {
            recorded = null;
            return CompletableFuture.completedFuture(null);
        }
        return send(text, StubRequest.NO_ROWS).completion().thenAccept(completion -> {});
    }

    @Override
    public CompletionStage<Void> validate() {
        return control(backend.failsValidation ? "VALIDATE fails" : "VALIDATE");
    }

    @Override
    public CompletionStage<Void> close() {
        CompletableFuture<Void> until = closing;
        CompletionStage<Void> when = until == null ? CompletableFuture.completedFuture(null) : until;
        return when.thenRunAsync(() -> open = false, backend.loop);
    }

    @Override
    public void abort() {
        open = false;
        unanswered.forEach(request -> request.fail(gone()));
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
    }

    static List<ResultColumn> columns(String... names) {
        return Arrays.stream(names)
                .map(name -> new ResultColumn(name, SqlType.ANY))
                .toList();
    }

    static Completion affected(String sql) {
        return Completion.affected(sql.startsWith("SELECT") ? 0 : 1);
    }
}
