package dev.databases.testkit.wrap;

import dev.databases.config.TransactionOptions;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.CompiledBatch;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.Dialect;
import dev.databases.spi.Request;
import dev.databases.spi.RowSink;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A connection that does what another does; a subclass changes what it wants to be different. */
public class WrappedConnection implements BackendConnection {
    private final BackendConnection inner;

    /**
     * Wraps.
     *
     * @param inner does the work
     */
    public WrappedConnection(BackendConnection inner) {
        this.inner = inner;
    }

    /**
     * Returns what is wrapped.
     *
     * @return the connection below
     */
    protected final BackendConnection inner() {
        return inner;
    }

    @Override
    public Dialect dialect() {
        return inner.dialect();
    }

    @Override
    public Status status() {
        return inner.status();
    }

    @Override
    public Request submit(CompiledQuery query, RowSink rows) {
        return send(
                query.statement(),
                List.<@Nullable Object[]>of(query.arguments()),
                rows,
                sink -> inner.submit(query, sink));
    }

    @Override
    public Request submitMany(CompiledBatch batch, RowSink rows) {
        return send(batch.statement(), batch.rows(), rows, sink -> inner.submitMany(batch, sink));
    }

    /**
     * Sends a statement, be it for one row of arguments or for many.
     *
     * @param statement the statement
     * @param arguments its rows of arguments
     * @param rows takes its rows
     * @param below sends it
     * @return the request
     */
    protected Request send(
            CompiledSql statement, List<@Nullable Object[]> arguments, RowSink rows, Function<RowSink, Request> below) {
        return below.apply(rows);
    }

    @Override
    public void begin(TransactionOptions options) {
        inner.begin(options);
    }

    @Override
    public CompletionStage<Void> commit() {
        return inner.commit();
    }

    @Override
    public CompletionStage<Void> rollback() {
        return inner.rollback();
    }

    @Override
    public CompletionStage<Void> validate() {
        return inner.validate();
    }

    @Override
    public CompletionStage<Void> close() {
        return inner.close();
    }

    @Override
    public void abort() {
        inner.abort();
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return inner.unwrap(type);
    }
}
