package dev.databases.core.pool;

import dev.databases.config.TransactionOptions;
import dev.databases.error.ConnectionException;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.CompiledBatch;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.Dialect;
import dev.databases.spi.Limits;
import dev.databases.spi.Request;
import dev.databases.spi.RowSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A backend that does nothing before the test says so, and then at once, on the test's thread. */
class ManualBackend implements Backend {
    /** One call that the test answers. */
    static final class Call extends CompletableFuture<Void> {
        final Connection of;

        Call(Connection of) {
            this.of = of;
        }
    }

    final List<Attempt> attempts = new ArrayList<>();
    final List<Call> checks = new ArrayList<>();
    final List<Call> closings = new ArrayList<>();
    final List<Connection> connections = new ArrayList<>();
    private final Limits limits;

    ManualBackend(Limits limits) {
        this.limits = limits;
    }

    long open() {
        return connections.stream().filter(each -> each.open).count();
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public CompletionStage<? extends BackendConnection> connect(Duration timeout, Events events) {
        Attempt attempt = new Attempt(events);
        attempts.add(attempt);
        return attempt;
    }

    @Override
    public Dialect dialect() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> close() {
        throw new UnsupportedOperationException();
    }

    CompletionStage<Void> validated(Connection connection) {
        Call call = new Call(connection);
        checks.add(call);
        return call;
    }

    CompletionStage<Void> closed(Connection connection) {
        Call call = new Call(connection);
        closings.add(call);
        return call;
    }

    static ConnectionException down() {
        return new ConnectionException("the server is down", null, null);
    }

    /** A connect that the test answers. */
    final class Attempt extends CompletableFuture<BackendConnection> {
        private final Events events;

        Attempt(Events events) {
            this.events = events;
        }

        Connection succeed() {
            attempts.remove(this);
            Connection made = new Connection(events);
            connections.add(made);
            complete(made);
            return made;
        }

        void fail() {
            attempts.remove(this);
            completeExceptionally(down());
        }
    }

    /** A connection without a server. */
    final class Connection implements BackendConnection {
        final Events events;
        boolean open = true;
        boolean dirty;

        Connection(Events events) {
            this.events = events;
        }

        void die() {
            abort();
            events.closed(down());
        }

        @Override
        public Status status() {
            return !open ? Status.UNKNOWN : dirty ? Status.IN_TRANSACTION : Status.IDLE;
        }

        @Override
        public CompletionStage<Void> validate() {
            return validated(this);
        }

        @Override
        public CompletionStage<Void> close() {
            return open ? closed(this) : CompletableFuture.completedStage(null);
        }

        @Override
        public void abort() {
            open = false;
        }

        @Override
        public Dialect dialect() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Request submit(CompiledQuery query, RowSink rows) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Request submitMany(CompiledBatch batch, RowSink rows) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void begin(TransactionOptions options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Void> commit() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Void> rollback() {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> Optional<T> unwrap(Class<T> type) {
            return Optional.empty();
        }
    }
}
