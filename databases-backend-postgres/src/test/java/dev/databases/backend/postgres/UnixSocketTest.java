package dev.databases.backend.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.BlockingDatabase;
import dev.databases.Database;
import dev.databases.Row;
import dev.databases.error.ConnectionException;
import dev.databases.error.QueryCancelledException;
import dev.databases.postgres.Postgres;
import dev.databases.servers.PostgresProcess;
import dev.databases.servers.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that listens on a unix socket and nowhere else. */
@ExtendWith(Leaks.class)
final class UnixSocketTest {
    private static PostgresServer server;
    private static PostgresProcess process;

    @BeforeAll
    static void start() {
        server = PostgresServer.embedded().set("listen_addresses", "").start();
        process = server.process().orElseThrow();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String url(String form) {
        return form.replace("PORT", String.valueOf(process.port()))
                .replace("FOLDER", process.folder().toString())
                .replace("CODED", process.folder().toString().replace("/", "%2F"));
    }

    private static Database connect() {
        return Database.connect(url("postgresql://postgres@CODED:PORT/postgres?max_size=1"))
                .join();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://postgres@CODED:PORT/postgres",
                "postgresql://postgres@/postgres?host=FOLDER&port=PORT",
                "postgresql://postgres@/postgres?host=FOLDER/.s.PGSQL.PORT",
                "postgres://postgres@CODED/postgres?port=PORT",
                "postgresql://postgres@%2Fnothing,CODED:PORT/postgres"
            })
    void url_ofEachForm_leadsToTheSocket(String form) {
        try (Database database = Database.connect(url(form)).join()) {
            BlockingDatabase db = database.blocking();
            Row row = db.fetchOne("SELECT inet_server_addr() IS NULL AS local, 40 + 2 AS n")
                    .orElseThrow();
            assertEquals(true, row.get("local"));
            assertEquals(42, row.get("n"));
            assertEquals(
                    100_000,
                    db.fetchAll("SELECT * FROM generate_series(1, 100000)").size());
        }
    }

    @Test
    void cancel_goesOverTheSameSocket() throws Exception {
        try (Database database = connect()) {
            int pid = database.blocking()
                    .fetchVal("SELECT pg_backend_pid()", Integer.class)
                    .orElseThrow();
            CompletableFuture<List<Row>> endless = database.fetchAll("SELECT pg_sleep(1000)");
            CompletableFuture<Optional<Integer>> next = database.fetchVal("SELECT pg_backend_pid()", Integer.class);
            endless.cancel(true);
            assertEquals(Optional.of(pid), next.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void connection_thatIsLost_isMadeAgain() throws Exception {
        try (Database database = connect()) {
            ExecutionException lost = assertThrows(
                    ExecutionException.class,
                    () -> database.fetchAll("SELECT pg_terminate_backend(pg_backend_pid())")
                            .get(60, TimeUnit.SECONDS));
            assertTrue(
                    lost.getCause() instanceof ConnectionException
                            || lost.getCause() instanceof QueryCancelledException
                            || lost.getCause().getCause() instanceof ConnectionException,
                    lost::toString);
            assertEquals(Optional.of(1), database.blocking().fetchVal("SELECT 1", Integer.class));
        }
    }

    @Test
    void copy_goesBothWays() throws Exception {
        try (Database database = Database.connect(url("postgresql://postgres@CODED:PORT/postgres"))
                .join()) {
            Postgres postgres = database.unwrap(Postgres.class).orElseThrow();
            database.blocking().execute("CREATE TABLE copied (n integer, text text)");
            String rows = "COPY (SELECT n, repeat('x', 100) FROM generate_series(1, 50000) n) TO STDOUT";
            CompletableFuture<Long> copied =
                    postgres.copyIn("COPY copied FROM STDIN", subscriber -> postgres.copyOut(rows, subscriber));
            assertEquals(50_000L, copied.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void socket_thatIsNotThere_isNamed(@TempDir Path folder) {
        CompletionException failure = assertThrows(
                CompletionException.class,
                () -> Database.connect("postgresql://postgres@/postgres?host=" + folder)
                        .join());
        ConnectionException refused = assertInstanceOf(ConnectionException.class, failure.getCause());
        assertTrue(refused.getMessage().contains(folder.resolve(".s.PGSQL.5432").toString()), refused::getMessage);
    }
}
