package dev.databases.backend.postgres;

import dev.databases.backend.postgres.CopyText.Direction;
import dev.databases.error.CompilationException;
import dev.databases.error.ConnectionException;
import dev.databases.postgres.Postgres;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.OwnVerbs;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;

/** The verbs that only PostgreSQL has: looks at what is asked for, and has core run it. */
final class PostgresVerbs implements Postgres {
    /** The server would cut a longer one short without failing. */
    private static final int LONGEST_NAME = 63;

    private final OwnVerbs verbs;

    PostgresVerbs(OwnVerbs verbs) {
        this.verbs = verbs;
    }

    @Override
    public CompletableFuture<Long> copyIn(String sql, Flow.Publisher<? extends ByteBuffer> source) {
        Objects.requireNonNull(source, "source");
        CompiledSql copy;
        try {
            copy = compiled(sql, Direction.IN);
        } catch (CompilationException refused) {
            return CompletableFuture.failedFuture(refused);
        }
        Executor executor = executor();
        return verbs.execute(copy, connection -> of(connection).copyIn(sql, source, executor));
    }

    @Override
    public CompletableFuture<Long> copyOut(String sql, Flow.Subscriber<? super ByteBuffer> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        CompiledSql copy;
        try {
            copy = compiled(sql, Direction.OUT);
        } catch (CompilationException refused) {
            subscriber.onSubscribe(new NoSubscription());
            subscriber.onError(refused);
            return CompletableFuture.failedFuture(refused);
        }
        return verbs.stream(
                copy, (connection, rows) -> of(connection).copyOut(sql, rows), ByteBuffer.class, subscriber);
    }

    @Override
    public Flow.Publisher<ChannelEvent> listen(String channel) {
        int length = channel.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > LONGEST_NAME || channel.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "the name of a channel has 1 to " + LONGEST_NAME + " bytes in UTF-8, not " + length);
        }
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber");
            Listeners listeners;
            try {
                listeners = listeners();
            } catch (ConnectionException disconnected) {
                subscriber.onSubscribe(new NoSubscription());
                subscriber.onError(disconnected);
                return;
            }
            Listener listener = new Listener(channel, subscriber, executor(), listeners);
            subscriber.onSubscribe(listener);
            listeners.add(listener);
        };
    }

    private Listeners listeners() {
        Listeners listeners = verbs.backend() instanceof PostgresBackend backend ? backend.listeners() : null;
        if (listeners == null) {
            throw new ConnectionException("the database is not connected", "call connect() first", null);
        }
        return listeners;
    }

    private Executor executor() {
        return verbs.callbackExecutor().orElse(ForkJoinPool.commonPool());
    }

    @Override
    public CompletableFuture<Long> copyIn(String sql, InputStream source) {
        return copyIn(sql, new StreamSource(Objects.requireNonNull(source, "source")));
    }

    @Override
    public CompletableFuture<Long> copyOut(String sql, OutputStream target) {
        StreamTarget written = new StreamTarget(sql, Objects.requireNonNull(target, "target"), executor());
        return copyOut(sql, written).handle(written::outcome).thenCompose(outcome -> outcome);
    }

    private static CompiledSql compiled(String sql, Direction wanted) {
        CopyText text = CopyText.of(Objects.requireNonNull(sql, "sql"));
        if (text.direction() != wanted) {
            String problem =
                    text.direction() == Direction.NONE ? "this is no " + wanted.form() : "this is a COPY the other way";
            throw new CompilationException("cannot copy: " + problem, sql, "it has to be " + wanted.form());
        }
        return CompiledSql.of(sql, text.kind(), List.of(), List.of());
    }

    private static PostgresConnection of(BackendConnection connection) {
        return connection
                .unwrap(PostgresConnection.class)
                .orElseThrow(() -> new IllegalStateException("not a connection of this backend: " + connection));
    }

    /** The subscription of a COPY that was refused. */
    private static final class NoSubscription implements Flow.Subscription {
        @Override
        public void request(long items) {}

        @Override
        public void cancel() {}
    }
}
