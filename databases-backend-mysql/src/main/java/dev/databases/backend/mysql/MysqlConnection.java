package dev.databases.backend.mysql;

import dev.databases.config.TransactionOptions;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.CompiledBatch;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.Dialect;
import dev.databases.spi.Request;
import dev.databases.spi.RowSink;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One connection as core sees it: makes requests of what core asks, and gives them to the {@link MySession}. */
final class MysqlConnection implements BackendConnection {
    private final MySession session;
    private final Dialect dialect;
    private MyBegin recorded = MyBegin.none();

    MysqlConnection(MySession session) {
        this.session = session;
        this.dialect = MysqlDialect.of(session.greeting().serverVersion())
                .withBackslashEscapes(!session.isWithoutBackslashEscapes());
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
        MyBegin begin = takeRecorded();
        return submit(
                query.statement().kind() == CompiledSql.Kind.CONTROL
                        ? new MyControl(session, query.sql(), begin)
                        : new MyQuery(session, query, rows, begin));
    }

    @Override
    public Request submitMany(CompiledBatch batch, RowSink rows) {
        return submit(new MyBatch(session, batch, rows, takeRecorded()));
    }

    private MyRequest submit(MyRequest request) {
        session.submit(request);
        return request;
    }

    private MyBegin takeRecorded() {
        MyBegin begin = recorded;
        recorded = MyBegin.none();
        return begin;
    }

    @Override
    public void begin(TransactionOptions options) {
        recorded = MyBegin.of(options);
    }

    @Override
    public CompletionStage<Void> commit() {
        return end(MyControl.commit(session));
    }

    @Override
    public CompletionStage<Void> rollback() {
        return end(MyControl.of(session, "ROLLBACK"));
    }

    /** What was begun only here is ended here. */
    private CompletionStage<Void> end(MyControl control) {
        return takeRecorded().isRecorded() ? CompletableFuture.completedStage(null) : run(control);
    }

    private CompletionStage<Void> run(MyControl control) {
        return submit(control).completion().thenAccept(completion -> {});
    }

    @Override
    public CompletionStage<Void> validate() {
        return run(MyControl.of(session, null));
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
        return Optional.empty();
    }
}
