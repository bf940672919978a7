package dev.databases.backend.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.databases.config.DatabaseOptions;
import dev.databases.config.DatabaseUrl;
import dev.databases.config.Option;
import dev.databases.config.Options;
import dev.databases.servers.PostgresExtension;
import dev.databases.servers.PostgresServer;
import dev.databases.spi.Backend.Events;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.ResultColumn;
import dev.databases.spi.RowSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the server says unasked is told to core: warnings apart from the rest, whatever language they are in. */
@ExtendWith({PostgresExtension.class, Leaks.class})
final class NoticesTest {
    private final LinkedBlockingQueue<String> said = new LinkedBlockingQueue<>();

    private final Events events = new Events() {
        @Override
        public void closed(Throwable why) {
            said.add("closed");
        }

        @Override
        public void notice(String text) {
            said.add("notice, " + text);
        }

        @Override
        public void warning(String text) {
            said.add("warning, " + text);
        }
    };

    private static final RowSink NO_ROWS = new RowSink() {
        @Override
        public void columns(List<ResultColumn> columns) {}

        @Override
        public boolean row(@Nullable Object[] values) {
            return true;
        }
    };

    private static <T> T within(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static PostgresBackend backend(PostgresServer server) {
        List<Option<?>> known = new ArrayList<>(DatabaseOptions.ALL);
        known.addAll(PostgresOptions.ALL);
        DatabaseUrl url = DatabaseUrl.of(server.url());
        return new PostgresBackend(PostgresSettings.of(url, Options.of(known, url, Map.of())));
    }

    @Test
    void notices_andWarnings_areToldApart(PostgresServer server) throws Exception {
        PostgresBackend backend = backend(server);
        BackendConnection connection = within(backend.connect(Duration.ofSeconds(30), events));
        for (String sql : List.of(
                "DROP TABLE IF EXISTS nowhere",
                "DO $$BEGIN RAISE INFO 'told'; END$$",
                "DO $$BEGIN RAISE WARNING 'careful'; END$$")) {
            CompiledSql statement = CompiledSql.of(sql, CompiledSql.Kind.UNKNOWN, List.of(), List.of());
            within(connection.submit(CompiledQuery.of(statement), NO_ROWS).completion());
        }
        assertEquals("notice, NOTICE: table \"nowhere\" does not exist, skipping", said.poll());
        assertEquals("notice, INFO: told", said.poll());
        assertEquals("warning, WARNING: careful", said.poll());
        within(connection.close());
        within(backend.close());
        assertEquals(null, said.poll());
    }
}
