package dev.databases;

import dev.databases.core.task.TaskFuture;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.OwnVerbs;
import dev.databases.spi.Request;
import dev.databases.spi.RowSink;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Core's side of the verbs that only one backend has: their requests become operations like those of all other verbs. */
final class Lending implements OwnVerbs {
    private final Queries queries;

    Lending(Queries queries) {
        this.queries = queries;
    }

    @Override
    public Backend backend() {
        return queries.core().backend();
    }

    @Override
    public Optional<Executor> callbackExecutor() {
        return Optional.ofNullable(queries.core().callbackExecutor());
    }

    @Override
    public CompletableFuture<Long> execute(
            CompiledSql statement, Function<? super BackendConnection, ? extends Request> request) {
        Executing operation =
                new Executing(queries.core(), new Plan.Own(statement, (connection, rows) -> request.apply(connection)));
        try {
            queries.route().run(operation, false);
        } catch (RuntimeException refused) {
            return TaskFuture.failed(refused);
        }
        return operation.future.thenApply(Result::rowsAffected);
    }

    @Override
    public <T> CompletableFuture<Long> stream(
            CompiledSql statement,
            BiFunction<? super BackendConnection, ? super RowSink, ? extends Request> request,
            Class<T> type,
            Flow.Subscriber<? super T> subscriber) {
        RowMapper<T> value = row -> Objects.requireNonNull(type.cast(row.get(0)));
        return new CountedStream<T>(subscriber).begin(queries, new Plan.Own(statement, request), value);
    }
}
