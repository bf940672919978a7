package dev.databases.backend.sqlite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.config.DatabaseUrl;
import dev.databases.config.Options;
import dev.databases.config.TransactionOptions;
import dev.databases.error.ConnectionException;
import dev.databases.error.QueryException;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.BackendConnection.Status;
import dev.databases.spi.BackendProvider;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.Completion;
import dev.databases.spi.Limits;
import dev.databases.spi.ResultColumn;
import dev.databases.spi.RowSink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backend as core sees it: opened and used through the SPI alone. */
class SqliteBackendTest {
    /** Collects the rows and never has enough. */
    private static final class Collector implements RowSink {
        private final List<Object[]> rows = new ArrayList<>();

        @Override
        public void columns(List<ResultColumn> columns) {
            assertTrue(rows.isEmpty(), "columns come first");
        }

        @Override
        public boolean row(Object[] values) {
            rows.add(values);
            return true;
        }
    }

    /** Expects nothing to happen unasked. */
    private static final class Quiet implements Backend.Events {
        @Override
        public void closed(Throwable why) {
            throw new AssertionError("closed", why);
        }

        @Override
        public void notice(String text) {
            throw new AssertionError(text);
        }
    }

    private static final BackendProvider PROVIDER = new SqliteBackendProvider();

    private static Backend open(String text) {
        DatabaseUrl url = DatabaseUrl.of(text);
        return PROVIDER.open(url, Options.of(PROVIDER.options(), url, Map.of()));
    }

    private static BackendConnection connect(Backend backend) {
        return backend.connect(Duration.ofSeconds(10), new Quiet())
                .toCompletableFuture()
                .join();
    }

    private static List<Object[]> rows(BackendConnection connection, String sql) {
        Collector collector = new Collector();
        connection
                .submit(CompiledQuery.of(Sessions.text(sql, 0)), collector)
                .completion()
                .toCompletableFuture()
                .join();
        return collector.rows;
    }

    private static Completion execute(BackendConnection connection, String sql) {
        return connection
                .submit(CompiledQuery.of(Sessions.text(sql, 0)), new Collector())
                .completion()
                .toCompletableFuture()
                .join();
    }

    private static void close(BackendConnection connection) {
        connection.close().toCompletableFuture().join();
    }

    @Test
    void provider_servesOneScheme() {
        assertEquals(Set.of("sqlite"), PROVIDER.schemes());
    }

    @Test
    void limits_areThoseOfFileAndMemory() {
        assertEquals(
                new Limits(1, 1, Integer.MAX_VALUE, 32_766),
                open("sqlite:///notes.db").limits());
        assertEquals(
                new Limits(1, Integer.MAX_VALUE, Integer.MAX_VALUE, 32_766),
                open("sqlite:///notes.db?mode=ro").limits());
        assertEquals(new Limits(1, 1, 1, 32_766), open("sqlite://").limits());
        assertEquals(new Limits(1, 1, 1, 32_766), open("sqlite:///:memory:").limits());
        assertEquals(
                new Limits(1, 1, 1, 32_766),
                open("sqlite:///notes.db?mode=memory").limits());
    }

    @Test
    void limits_parameters_areSqlites() {
        Backend backend = open("sqlite://");
        BackendConnection connection = connect(backend);
        String most = "SELECT ?" + ", ?".repeat(1_999) + " WHERE 0 IN (?" + ", ?".repeat(32_766 - 2_001) + ")";
        assertEquals(32_766, most.chars().filter(c -> c == '?').count());
        Object[] arguments = new Object[32_766];
        connection
                .submit(new CompiledQuery(Sessions.text(most, 32_766), arguments), new Collector())
                .completion()
                .toCompletableFuture()
                .join();
        close(connection);
        backend.close().toCompletableFuture().join();
    }

    @Test
    void connect_missingDirectory_failsTheStage(@TempDir Path folder) {
        Backend backend = open("sqlite:///" + folder + "/none/notes.db");
        CompletionException failure = assertThrows(CompletionException.class, () -> connect(backend));
        assertInstanceOf(ConnectionException.class, failure.getCause());
    }

    @Test
    void connection_transaction_worksAsRecorded(@TempDir Path folder) {
        BackendConnection connection = connect(open("sqlite:///" + folder + "/notes.db"));
        execute(connection, "CREATE TABLE t (n INTEGER)");
        connection.begin(TransactionOptions.DEFAULT);
        assertEquals(Status.IDLE, connection.status());
        assertEquals(new Completion(2, List.of(2L)), execute(connection, "INSERT INTO t VALUES (1), (2)"));
        assertEquals(Status.IN_TRANSACTION, connection.status());
        connection.rollback().toCompletableFuture().join();
        assertArrayEquals(
                new Object[] {0L}, rows(connection, "SELECT count(*) FROM t").get(0));
        CompletionException failure =
                assertThrows(CompletionException.class, () -> execute(connection, "SELECT * FROM nope"));
        assertInstanceOf(QueryException.class, failure.getCause());
        assertEquals(Status.IDLE, connection.status());
        close(connection);
        assertEquals(Status.UNKNOWN, connection.status());
    }

    @Test
    void memory_survivesItsConnectionButNotTheBackend() {
        Backend backend = open("sqlite://");
        BackendConnection first = connect(backend);
        execute(first, "CREATE TABLE t (n INTEGER)");
        execute(first, "INSERT INTO t VALUES (7)");
        execute(first, "ALTER TABLE t ADD COLUMN more TEXT");
        execute(first, "VACUUM");
        close(first);
        BackendConnection second = connect(backend);
        assertArrayEquals(new Object[] {7L}, rows(second, "SELECT n FROM t").get(0));
        close(second);
        backend.close().toCompletableFuture().join();
        BackendConnection third = connect(backend);
        assertThrows(CompletionException.class, () -> rows(third, "SELECT n FROM t"));
        close(third);
        backend.close().toCompletableFuture().join();
    }

    @Test
    void memory_everyBackend_hasItsOwn() {
        Backend one = open("sqlite://");
        Backend two = open("sqlite://");
        BackendConnection first = connect(one);
        BackendConnection second = connect(two);
        execute(first, "CREATE TABLE t (n INTEGER)");
        execute(second, "CREATE TABLE t (n INTEGER)");
        execute(first, "INSERT INTO t VALUES (1)");
        assertTrue(rows(second, "SELECT * FROM t").isEmpty());
        close(first);
        close(second);
        one.close().toCompletableFuture().join();
        two.close().toCompletableFuture().join();
    }
}
