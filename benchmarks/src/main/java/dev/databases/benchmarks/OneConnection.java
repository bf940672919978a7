package dev.databases.benchmarks;

import static dev.databases.benchmarks.Notes.NOTES;

import dev.databases.Database;
import dev.databases.config.DatabaseOptions;
import dev.databases.config.DatabaseUrl;
import dev.databases.config.Option;
import dev.databases.config.Options;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.BackendProvider;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.ResultColumn;
import dev.databases.spi.RowSink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A connection of the backend without core: no pool, no context, no rows; statements are compiled by a database. */
final class OneConnection implements AutoCloseable {
    private final Database compiler;
    private final Backend backend;
    private final BackendConnection connection;
    private final boolean compilesAnew;
    private final CompiledSql compiledOnce;

    OneConnection(Path file, boolean compilesAnew) {
        DatabaseUrl url = DatabaseUrl.of("sqlite:///" + file);
        BackendProvider provider =
                ServiceLoader.load(BackendProvider.class).findFirst().orElseThrow();
        List<Option<?>> known = new ArrayList<>(DatabaseOptions.ALL);
        known.addAll(provider.options());
        this.compiler = Database.of(url);
        this.backend = provider.open(url, Options.of(known, url, Map.of()));
        this.connection = backend.connect(Duration.ofSeconds(10), new Silent())
                .toCompletableFuture()
                .join();
        this.compilesAnew = compilesAnew;
        this.compiledOnce = compile(1).statement();
    }

    private CompiledQuery compile(long id) {
        return compiler.compile(NOTES.select().where(NOTES.id.eq(id)));
    }

    /** Rows by their keys, each asked for by the stage that has the one before; started outside of the chain. */
    CompletableFuture<Long> chain(Keys keys, int links) {
        long[] digest = {0};
        CompletableFuture<First> last = fetchOne(keys);
        for (int i = 1; i < links; i++) {
            last = last.thenCompose(first -> {
                digest[0] += first.digest();
                return fetchOne(keys);
            });
        }
        return last.thenApply(first -> digest[0] + first.digest());
    }

    private CompletableFuture<First> fetchOne(Keys keys) {
        long id = keys.key();
        CompiledQuery query = compilesAnew ? compile(id) : new CompiledQuery(compiledOnce, new Object[] {id});
        First first = new First();
        return connection
                .submit(query.atMost(1), first)
                .completion()
                .toCompletableFuture()
                .thenApply(completion -> first);
    }

    @Override
    public void close() {
        connection.close().toCompletableFuture().join();
        backend.close().toCompletableFuture().join();
    }

    /** Keeps the first row. */
    private static final class First implements RowSink {
        private @Nullable Object @Nullable [] values;

        @Override
        public void columns(List<ResultColumn> columns) {}

        @Override
        public boolean row(@Nullable Object[] row) {
            values = row;
            return true;
        }

        long digest() {
            @Nullable Object[] row = Objects.requireNonNull(values);
            return row[0] instanceof Long id && row[1] instanceof String text && row[2] instanceof Boolean completed
                    ? Notes.digest(id, text, completed)
                    : 0;
        }
    }

    private static final class Silent implements Backend.Events {
        @Override
        public void closed(Throwable why) {}

        @Override
        public void notice(String text) {}
    }
}
