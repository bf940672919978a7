package dev.databases.backend.postgres;

import dev.databases.backend.postgres.CopyText.Direction;
import dev.databases.error.CompilationException;
import dev.databases.postgres.Postgres;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.OwnVerbs;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;

/** The verbs that only PostgreSQL has: looks at what is asked for, and has core run it. */
final class PostgresVerbs implements Postgres {
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
        Executor executor = verbs.callbackExecutor().orElse(ForkJoinPool.commonPool());
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
