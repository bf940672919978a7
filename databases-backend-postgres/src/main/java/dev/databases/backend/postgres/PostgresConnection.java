package dev.databases.backend.postgres;

import dev.databases.config.TransactionOptions;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.CompiledBatch;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.Dialect;
import dev.databases.spi.Request;
import dev.databases.spi.RowSink;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** One connection as core sees it: makes requests of what core asks, and gives them to the {@link PgSession}. */
final class PostgresConnection implements BackendConnection {
    private final PgSession session;
    private final Dialect dialect;
    private @Nullable String recorded;

    PostgresConnection(PgSession session) {
        this.session = session;
        this.dialect = PostgresDialect.of(session.version());
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public Status status() {
        return session.status();
    }

    @Override
    public Request submit(CompiledQuery query, RowSink rows) {
        String begin = takeRecorded();
        if (query.statement().kind() == CompiledSql.Kind.CONTROL) {
            return submit(new PgControl(session, begin == null ? query.sql() : begin + "; " + query.sql()));
        }
        return submit(
                rows.mayPause() ? new PgStream(session, query, rows, begin) : new PgQuery(session, query, rows, begin));
    }

    @Override
    public Request submitMany(CompiledBatch batch, RowSink rows) {
        return submit(new PgBatch(session, batch, rows, takeRecorded()));
    }

    Request copyIn(String sql, Flow.Publisher<? extends ByteBuffer> source, Executor executor) {
        return submit(new PgCopyIn(session, sql, takeRecorded(), source, executor));
    }

    Request copyOut(String sql, RowSink rows) {
        return submit(new PgCopyOut(session, sql, rows, takeRecorded()));
    }

    private PgRequest submit(PgRequest request) {
        session.submit(request);
        return request;
    }

    private @Nullable String takeRecorded() {
        String begin = recorded;
        recorded = null;
        return begin;
    }

    @Override
    public void begin(TransactionOptions options) {
        StringBuilder begin = new StringBuilder("BEGIN");
        options.isolation().ifPresent(level -> begin.append(" ISOLATION LEVEL ").append(level.sql()));
        if (options.readOnly()) {
            begin.append(" READ ONLY");
        }
        if (options.deferrable()) {
            begin.append(" DEFERRABLE");
        }
        recorded = begin.toString();
    }

    @Override
    public CompletionStage<Void> commit() {
        return end(PgControl.commit(session));
    }

    @Override
    public CompletionStage<Void> rollback() {
        return end(new PgControl(session, "ROLLBACK"));
    }

    /** What was begun only here is ended here. */
    private CompletionStage<Void> end(PgControl control) {
        return takeRecorded() == null ? run(control) : CompletableFuture.completedStage(null);
    }

    private CompletionStage<Void> run(PgControl control) {
        return submit(control).completion().thenAccept(completion -> {});
    }

    @Override
    public CompletionStage<Void> validate() {
        return run(new PgControl(session, null));
    }

    @Override
    public CompletionStage<Void> close() {
        return session.close();
    }

    @Override
    public void abort() {
        session.abort();
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type == PostgresConnection.class ? Optional.of(type.cast(this)) : Optional.empty();
    }
}
