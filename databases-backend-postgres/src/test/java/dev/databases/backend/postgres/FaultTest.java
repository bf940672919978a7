package dev.databases.backend.postgres;

import static dev.databases.sql.Sql.select;
import static dev.databases.sql.Sql.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Database;
import dev.databases.Transaction;
import dev.databases.config.DatabaseUrl;
import dev.databases.error.CommitOutcomeUnknownException;
import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryTimeoutException;
import dev.databases.servers.PostgresExtension;
import dev.databases.servers.PostgresProcess;
import dev.databases.servers.PostgresServer;
import dev.databases.servers.Proxy;
import dev.databases.servers.Proxy.Fault;
import dev.databases.sql.Expression;
import dev.databases.sql.SqlType;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks and servers that fail: every future ends, says what happened, and the next connection works. */
@ExtendWith({PostgresExtension.class, Leaks.class})
final class FaultTest {
    private static final String NAME = "databases faults";

    private Proxy proxy;
    private String direct;
    private String url;

    @BeforeEach
    void stand(PostgresServer server) throws Exception {
        DatabaseUrl real = DatabaseUrl.of(server.url());
        proxy = new Proxy(real.port().orElseThrow());
        direct = server.url();
        url = "postgresql://postgres@127.0.0.1:" + proxy.port()
                + "/postgres?max_size=1&connect_timeout=2s&settle_timeout=1s" + "&application_name="
                + NAME.replace(" ", "%20");
    }

    /** Nothing of ours is left on the server. */
    @AfterEach
    void isGone() throws Exception {
        proxy.close();
        try (Database database = Database.connect(direct).join()) {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            long left = 1;
            while (left > 0 && System.nanoTime() < until) {
                left = database.blocking()
                        .fetchVal(
                                "SELECT count(*) FROM pg_stat_activity WHERE application_name = :name AND pg_sleep(0.01)"
                                        + " IS NOT NULL",
                                Map.of("name", NAME),
                                Long.class)
                        .orElseThrow();
            }
            assertEquals(0, left);
        }
    }

    private static DatabaseException failureOf(CompletableFuture<?> future) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> future.get(60, TimeUnit.SECONDS));
        return DatabaseException.of(failure).orElseThrow(() -> new AssertionError(failure));
    }

    private static void assertWorks(Database database) throws Exception {
        assertEquals(
                Optional.of(4), database.fetchVal("SELECT 2 + 2", Integer.class).get(60, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void connecting_failsWithinItsDeadline(Fault fault) {
        for (int bytes = 0; bytes < 400; bytes += fault == Fault.STALL ? 200 : 23) {
            proxy.failAfter(bytes, fault);
            assertInstanceOf(ConnectionException.class, failureOf(Database.connect(url)));
        }
    }

    @Test
    void commit_whoseAnswerIsLost_isUnknown() throws Exception {
        try (Database database = Database.connect(url).join()) {
            CompletableFuture<?> outcome =
                    database.transaction((Transaction tx) -> tx.execute("CREATE TEMPORARY TABLE lost (id integer)")
                            .whenComplete((made, failure) -> proxy.failAfter(0, Fault.FIN)));
            assertInstanceOf(CommitOutcomeUnknownException.class, failureOf(outcome));
            proxy.heal();
            assertWorks(database);
        }
    }

    @Test
    void silence_endsWithTheQueryTimeout() throws Exception {
        try (Database database = Database.connect(url + "&query_timeout=300ms").join()) {
            assertWorks(database);
            proxy.failAfter(0, Fault.STALL);
            assertInstanceOf(QueryTimeoutException.class, failureOf(database.fetchAll("SELECT 1")));
            proxy.heal();
            assertWorks(database);
        }
    }

    /** An Error is not a refusal of the value: what was written so far is not known. */
    @Test
    void mapperThatFailsBadly_costsTheConnection_andNobodyWaits() throws Exception {
        SqlType<Duration> broken = SqlType.BIGINT.mapped(
                Duration.class,
                duration -> {
                    throw new AssertionError("broken");
                },
                Duration::ofNanos);
        Expression<List<Duration>> value = value(List.of(Duration.ZERO), SqlType.array(broken));
        try (Database database = Database.connect(url).join()) {
            assertInstanceOf(ConnectionException.class, failureOf(database.fetchAll(select(value))));
            assertWorks(database);
        }
    }

    /** The server cannot read on when a second row comes in place of data, and closes the connection. */
    @Test
    void copyOfManyRows_isRefused_andTheNextConnectionWorks() throws Exception {
        try (Database database = Database.connect(url).join()) {
            DatabaseException failure =
                    failureOf(database.executeMany("COPY pg_class FROM STDIN", Collections.nCopies(5, Map.of())));
            assertTrue(failure.getMessage().contains("COPY"), failure::getMessage);
            assertWorks(database);
        }
    }

    @Test
    void streamThatIsCut_failsItsSubscriber() throws Exception {
        try (Database database = Database.connect(url).join()) {
            proxy.failAfter(100_000, Fault.FIN);
            assertThrows(ConnectionException.class, () -> {
                try (var rows = database.blocking().iterate("SELECT * FROM generate_series(1, 100000)")) {
                    rows.forEach(row -> {});
                }
            });
            proxy.heal();
            assertWorks(database);
        }
    }

    @Test
    void terminatedConnection_failsWithTheServersWords() throws Exception {
        try (Database database = Database.connect(url).join();
                Database other = Database.connect(direct).join()) {
            int process = process(database);
            CompletableFuture<?> sleeping = database.fetchAll("SELECT pg_sleep(60)");
            while (other.fetchAll(
                            "SELECT 1 FROM pg_stat_activity WHERE pid = :p AND wait_event = 'PgSleep'",
                            Map.of("p", process))
                    .join()
                    .isEmpty()) {
                Thread.onSpinWait();
            }
            terminate(other, process);
            DatabaseException failure = failureOf(sleeping);
            assertInstanceOf(ConnectionException.class, failure);
            assertTrue(failure.getMessage().contains("terminating connection"), failure::getMessage);
            assertWorks(database);
        }
    }

    private static int process(Database database) {
        return database.fetchVal("SELECT pg_backend_pid()", Integer.class)
                .join()
                .orElseThrow();
    }

    private static void terminate(Database other, int process) {
        other.fetchVal("SELECT pg_terminate_backend(:p)", Map.of("p", process), Boolean.class)
                .join();
    }

    @Test
    void terminatedConnection_thatRests_isReplacedUnnoticed() throws Exception {
        try (Database database = Database.connect(url).join();
                Database other = Database.connect(direct).join()) {
            terminate(other, process(database));
            while (database.poolMetrics().open() > 0) {
                Thread.onSpinWait();
            }
            assertWorks(database);
        }
    }

    @Test
    void terminatedConnection_inATransaction_endsItWithNothing() throws Exception {
        try (Database database = Database.connect(url).join();
                Database other = Database.connect(direct).join()) {
            other.execute("DROP TABLE IF EXISTS terminated").join();
            other.execute("CREATE TABLE terminated (id integer)").join();
            CompletableFuture<?> outcome = database.transaction(tx -> tx.execute("INSERT INTO terminated VALUES (1)")
                    .thenCompose(inserted -> tx.fetchVal("SELECT pg_backend_pid()", Integer.class))
                    .thenCompose(process -> other.fetchVal(
                            "SELECT pg_terminate_backend(:p)", Map.of("p", process.orElseThrow()), Boolean.class))
                    .thenCompose(done -> tx.execute("INSERT INTO terminated VALUES (2)")));
            assertInstanceOf(ConnectionException.class, failureOf(outcome));
            assertWorks(database);
            assertEquals(List.of(), other.fetchAll("SELECT * FROM terminated").join());
        }
    }

    @Test
    void transactionThatRestsTooLong_isEndedByTheServer() throws Exception {
        try (Database database = Database.connect(url + "&options=-c%20idle_in_transaction_session_timeout=50ms")
                        .join();
                Database other = Database.connect(direct).join()) {
            Transaction transaction = database.begin().join();
            int process = transaction
                    .fetchVal("SELECT pg_backend_pid()", Integer.class)
                    .join()
                    .orElseThrow();
            while (!other.fetchAll("SELECT 1 FROM pg_stat_activity WHERE pid = :p", Map.of("p", process))
                    .join()
                    .isEmpty()) {
                Thread.onSpinWait();
            }
            DatabaseException failure = failureOf(transaction.execute("SELECT 2"));
            assertInstanceOf(ConnectionException.class, failure);
            assertTrue(failure.getMessage().contains("idle-in-transaction timeout"), failure::getMessage);
            failureOf(transaction.commit());
            assertWorks(database);
        }
    }

    @Test
    void statementTimeoutOfTheServer_isATimeout_andCostsNoConnection() throws Exception {
        try (Database database =
                Database.connect(url + "&options=-c%20statement_timeout=100ms").join()) {
            int process = process(database);
            DatabaseException failure = failureOf(database.fetchAll("SELECT pg_sleep(60)"));
            assertInstanceOf(QueryTimeoutException.class, failure);
            assertTrue(failure.getMessage().contains("statement timeout"), failure::getMessage);
            assertInstanceOf(
                    QueryTimeoutException.class,
                    failureOf(database.transaction(tx -> tx.execute("SELECT pg_sleep(60)"))));
            assertEquals(process, process(database));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://postgres@127.0.0.1:1,127.0.0.1:%d/postgres",
                "postgresql://postgres@localhost:%d/postgres"
            })
    void hosts_areTriedInOrder(String hosts) throws Exception {
        try (Database database = Database.connect(hosts.formatted(proxy.port())).get(60, TimeUnit.SECONDS)) {
            assertWorks(database);
        }
    }

    @Test
    void server_killedAndStartedAgain_isUsedAgain() throws Exception {
        try (PostgresServer own = PostgresServer.embedded().start();
                Database database = Database.connect(own.url() + "?max_size=2").join()) {
            PostgresProcess process = own.process().orElseThrow();
            CompletableFuture<?> sleeping = database.connection(c -> c.fetchAll("SELECT pg_sleep(60)"));
            assertWorks(database);
            process.kill();
            assertInstanceOf(ConnectionException.class, failureOf(sleeping));
            process.start();
            assertWorks(database);
        }
    }

    @Test
    void server_paused_isWaitedForNoLongerThanTheTimeout() throws Exception {
        try (PostgresServer own = PostgresServer.embedded().start();
                Database database = Database.connect(own.url() + "?max_size=1&query_timeout=500ms&settle_timeout=500ms")
                        .join()) {
            PostgresProcess process = own.process().orElseThrow();
            assertWorks(database);
            process.pause();
            assertInstanceOf(QueryTimeoutException.class, failureOf(database.fetchAll("SELECT 1")));
            process.resume();
            assertWorks(database);
        }
    }

    @Test
    void server_pausedAndResumed_answersLate() throws Exception {
        try (PostgresServer own = PostgresServer.embedded().start();
                Database database = Database.connect(own.url() + "?max_size=1").join()) {
            PostgresProcess process = own.process().orElseThrow();
            int before = process(database);
            process.pause();
            CompletableFuture<Optional<Integer>> late = database.fetchVal("SELECT 2 + 2", Integer.class);
            assertInstanceOf(
                    ConnectionException.class, failureOf(Database.connect(own.url() + "?connect_timeout=300ms")));
            process.resume();
            assertEquals(Optional.of(4), late.get(60, TimeUnit.SECONDS));
            assertEquals(before, process(database));
        }
    }

    @Test
    void server_stoppedAndStartedAgain_isUsedAgain() throws Exception {
        try (PostgresServer own = PostgresServer.embedded().start();
                Database database = Database.connect(own.url() + "?max_size=2").join()) {
            PostgresProcess process = own.process().orElseThrow();
            CompletableFuture<?> inside = database.transaction(
                    tx -> tx.execute("CREATE TABLE kept (id integer)").thenCompose(made -> {
                        process.stop();
                        return tx.execute("INSERT INTO kept VALUES (1)");
                    }));
            assertInstanceOf(ConnectionException.class, failureOf(inside));
            assertInstanceOf(ConnectionException.class, failureOf(database.fetchAll("SELECT 1")));
            process.start();
            assertWorks(database);
            assertEquals(
                    Optional.of(true),
                    database.fetchVal("SELECT to_regclass('kept') IS NULL", Boolean.class)
                            .join());
        }
    }
}
