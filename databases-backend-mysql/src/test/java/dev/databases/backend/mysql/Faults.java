package dev.databases.backend.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.BlockingDatabase;
import dev.databases.Database;
import dev.databases.Row;
import dev.databases.Transaction;
import dev.databases.config.DatabaseUrl;
import dev.databases.error.CommitOutcomeUnknownException;
import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryTimeoutException;
import dev.databases.servers.MysqlKind;
import dev.databases.servers.MysqlProcess;
import dev.databases.servers.MysqlServer;
import dev.databases.servers.Proxy;
import dev.databases.servers.Proxy.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks and servers that fail: every future ends, says what happened, and the next connection works. */
abstract class Faults {
    private static final String OPTIONS = "?max_size=1&connect_timeout=2s&settle_timeout=1s";

    private MysqlKind kind;
    private Proxy proxy;
    private String direct;
    private String address;
    private String url;

    abstract MysqlKind kind();

    @BeforeEach
    void stand() throws Exception {
        kind = kind();
        direct = kind.server().url();
        proxy = new Proxy(DatabaseUrl.of(direct).port().orElseThrow());
        address = DatabaseUrl.of(direct)
                .withUsername("faults")
                .withHost("127.0.0.1")
                .withPort(proxy.port())
                .toString();
        url = address + OPTIONS;
        try (Database database = Database.connect(direct).join()) {
            database.blocking().execute("CREATE USER IF NOT EXISTS faults IDENTIFIED BY ''");
            database.blocking().execute("GRANT ALL ON *.* TO faults");
        }
    }

    /** Nothing of ours is left on the server. */
    @AfterEach
    void isGone() throws Exception {
        proxy.close();
        try (Database database = Database.connect(direct).join()) {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            List<Row> left = connections(database);
            while (!left.isEmpty() && System.nanoTime() < until) {
                left = connections(database);
            }
            assertEquals(List.of(), left);
        }
    }

    /** Those of the proxy; asked for a hundred times a second at most. */
    private static List<Row> connections(Database database) {
        return database.blocking()
                .fetchAll("SELECT id, command, state, info FROM information_schema.processlist"
                        + " WHERE user = 'faults' AND (SELECT sleep(0.01)) = 0");
    }

    private static DatabaseException failureOf(CompletableFuture<?> future) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> future.get(60, TimeUnit.SECONDS));
        return DatabaseException.of(failure).orElseThrow(() -> new AssertionError(failure));
    }

    /** Stopped, or given up with its connection since the server did not answer to that either. */
    private static void assertGivenUp(DatabaseException failure) {
        assertTrue(
                failure instanceof QueryTimeoutException || failure instanceof ConnectionException, failure::toString);
    }

    private static void assertLost(DatabaseException failure) {
        assertTrue(
                failure instanceof ConnectionException || failure.getCause() instanceof ConnectionException,
                failure::toString);
    }

    private static void assertWorks(Database database) throws Exception {
        assertEquals(
                Optional.of(4L), database.fetchVal("SELECT 2 + 2", Long.class).get(60, TimeUnit.SECONDS));
    }

    private static long id(Database database) throws Exception {
        return database.fetchVal("SELECT connection_id()", Long.class)
                .get(60, TimeUnit.SECONDS)
                .orElseThrow();
    }

    // while connecting

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"FIN", "RESET", "HALF_CLOSE"})
    void connecting_cutAtEveryByte_fails(Fault fault) throws Exception {
        try (Database database = Database.connect(url).join()) {
            assertWorks(database);
        }
        long whole = proxy.passed(Proxy.From.SERVER) / 2; // the login is less, since a connection also asks and answers
        for (int bytes = 0; bytes < whole; bytes++) {
            proxy.failAfter(bytes, fault);
            assertInstanceOf(ConnectionException.class, failureOf(Database.connect(url)));
        }
        proxy.heal();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 60, 100})
    void connecting_toSilence_endsWithinItsDeadline(int bytes) {
        proxy.failAfter(bytes, Fault.STALL);
        String brief = url.replace("connect_timeout=2s", "connect_timeout=500ms");
        assertInstanceOf(ConnectionException.class, failureOf(Database.connect(brief)));
    }

    @ParameterizedTest
    @CsvSource({"'127.0.0.1:1,127.0.0.1:%d'", "localhost:%d"})
    void hosts_areTriedInOrder(String hosts) throws Exception {
        String several = kind.scheme() + "://faults@" + hosts.formatted(proxy.port()) + "/test";
        try (Database database = Database.connect(several).get(60, TimeUnit.SECONDS)) {
            assertWorks(database);
        }
    }

    // in the middle

    private static final String ROWS = "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 30)"
            + " SELECT n, repeat('text ', 20) FROM n";

    /** Asks for 3 KB, writes in a transaction. */
    private static CompletableFuture<?> conversation(Database database) {
        return database.fetchAll(ROWS)
                .thenCompose(rows -> database.transaction((Transaction tx) -> tx.execute(
                                "CREATE TEMPORARY TABLE IF NOT EXISTS kept (id integer)")
                        .thenCompose(made -> tx.execute("INSERT INTO kept VALUES (:id)", Map.of("id", 1)))));
    }

    /** A conversation on a new connection, cut after so many bytes of the server's; when it has ended. */
    private CompletableFuture<?> cut(Database database, int bytes, Fault fault) throws Exception {
        assertWorks(database);
        proxy.failAfter(bytes, fault);
        CompletableFuture<?> cut = conversation(database);
        cut.handle((result, failure) -> failure).get(60, TimeUnit.SECONDS);
        proxy.heal();
        return cut;
    }

    @ParameterizedTest
    @CsvSource({"FIN, 1", "RESET, 7", "HALF_CLOSE, 11"})
    void conversation_cutAtEveryByte_endsAndTheNextWorks(Fault fault, int step) throws Exception {
        try (Database database = Database.connect(url).join()) {
            int bytes = 0;
            CompletableFuture<?> cut;
            while ((cut = cut(database, bytes, fault)).isCompletedExceptionally()) {
                assertLost(failureOf(cut));
                bytes += step;
            }
            assertTrue(bytes > 3000, "only " + bytes + " bytes");
            // the last cut was right behind the last answer: what comes now may still meet it
            database.fetchAll("SELECT 1").handle((rows, failure) -> failure).get(60, TimeUnit.SECONDS);
            assertWorks(database);
        }
    }

    @Test
    void conversation_byteByByte_isTheSame() throws Exception {
        proxy.chop();
        try (Database database = Database.connect(url).join()) {
            List<Row> rows = database.blocking().fetchAll(ROWS);
            assertEquals(30, rows.size());
            assertEquals("text ".repeat(20), rows.get(29).get(1, String.class));
            conversation(database).get(60, TimeUnit.SECONDS);
            assertThrows(DatabaseException.class, () -> database.blocking().execute("NONSENSE"));
            assertWorks(database);
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
    void oneShotThatWrites_whoseAnswerIsLost_isUnknown() throws Exception {
        try (Database database = Database.connect(url).join()) {
            database.blocking().execute("CREATE TABLE IF NOT EXISTS fault_writes (id integer)");
            proxy.failAfter(0, Fault.FIN);
            assertInstanceOf(
                    CommitOutcomeUnknownException.class,
                    failureOf(database.execute("INSERT INTO fault_writes VALUES (1)")));
            proxy.heal();
            database.blocking().execute("DROP TABLE fault_writes");
        }
    }

    @Test
    void silence_endsWithTheQueryTimeout() throws Exception {
        try (Database database = Database.connect(url + "&query_timeout=300ms").join()) {
            assertWorks(database);
            proxy.failAfter(0, Fault.STALL);
            assertGivenUp(failureOf(database.fetchAll("SELECT 1")));
            proxy.heal();
            assertWorks(database);
        }
    }

    @Test
    void streamThatIsCut_failsItsSubscriber() throws Exception {
        try (Database database = Database.connect(url).join()) {
            database.blocking().execute("SET SESSION " + recursion() + " = 1000000");
            proxy.failAfter(100_000, Fault.FIN);
            assertThrows(ConnectionException.class, () -> {
                try (var rows = database.blocking()
                        .iterate("SELECT * FROM (WITH RECURSIVE n(n) AS"
                                + " (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 100000) SELECT n FROM n) r")) {
                    rows.forEach(row -> {});
                }
            });
            proxy.heal();
            assertWorks(database);
        }
    }

    private String recursion() {
        return kind == MysqlKind.MYSQL ? "cte_max_recursion_depth" : "max_recursive_iterations";
    }

    // what servers do

    @Test
    void killedConnection_failsAndTheNextWorks() throws Exception {
        try (Database database = Database.connect(url).join();
                Database other = Database.connect(direct).join()) {
            long id = id(database);
            CompletableFuture<?> sleeping = database.fetchAll("SELECT sleep(60)");
            awaitSleep(other, id);
            other.blocking().execute("KILL " + id);
            assertLost(failureOf(sleeping));
            assertWorks(database);
        }
    }

    @Test
    void killedConnection_atRest_isReplaced() throws Exception {
        try (Database database = Database.connect(url).join();
                Database other = Database.connect(direct).join()) {
            for (int i = 0; i < 5; i++) {
                long id = id(database);
                other.blocking().execute("KILL " + id);
                awaitGone(other, id);
                assertReplaced(database, id);
            }
        }
    }

    @Test
    void connectionThatWaitedTooLong_isReplaced() throws Exception {
        try (Database database =
                        Database.connect(url + "&init=SET%20wait_timeout%3D1").join();
                Database other = Database.connect(direct).join()) {
            long id = id(database);
            awaitGone(other, id);
            assertReplaced(database, id);
        }
    }

    /** A statement may cross the news that its connection is gone; on a slow machine another one waits too long as well. */
    private static void assertReplaced(Database database, long id) throws Exception {
        for (int i = 0; i < 20; i++) {
            CompletableFuture<Optional<Long>> next = database.fetchVal("SELECT connection_id()", Long.class);
            next.handle((rows, failure) -> failure).get(60, TimeUnit.SECONDS);
            if (next.isCompletedExceptionally()) {
                assertLost(failureOf(next));
            } else {
                assertTrue(next.join().orElseThrow() != id);
                return;
            }
        }
        throw new AssertionError("no connection works");
    }

    @Test
    void transaction_whoseConnectionIsKilled_failsAndTheNextWorks() throws Exception {
        try (Database database = Database.connect(url).join();
                Database other = Database.connect(direct).join()) {
            BlockingDatabase blocking = database.blocking();
            assertThrows(
                    DatabaseException.class,
                    () -> blocking.transaction(tx -> {
                        long id = tx.fetchVal("SELECT connection_id()", Long.class)
                                .orElseThrow();
                        other.blocking().execute("KILL " + id);
                        awaitGone(other, id);
                        return tx.fetchAll("SELECT 1");
                    }));
            assertWorks(database);
        }
    }

    private static void awaitSleep(Database other, long id) {
        while (other.blocking()
                .fetchAll(
                        "SELECT 1 FROM information_schema.processlist WHERE id = :id AND state = 'User sleep'",
                        Map.of("id", id))
                .isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private static void awaitGone(Database other, long id) {
        while (!other.blocking()
                .fetchAll("SELECT 1 FROM information_schema.processlist WHERE id = :id", Map.of("id", id))
                .isEmpty()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void statementThatTakesTooLongForTheServer_timesOut() throws Exception {
        String limit = kind == MysqlKind.MYSQL ? "max_execution_time%3D100" : "max_statement_time%3D0.1";
        try (Database database = Database.connect(url + "&init=SET%20" + limit).join()) {
            long id = id(database);
            String slow = "SELECT count(*) FROM information_schema.columns a, information_schema.columns b,"
                    + " information_schema.columns c";
            assertInstanceOf(QueryTimeoutException.class, failureOf(database.fetchAll(slow)));
            assertEquals(id, id(database));
        }
    }

    @Test
    void server_killedAndStartedAgain_isUsedAgain() throws Exception {
        try (MysqlServer own = kind.setup().start();
                Database database = Database.connect(own.url() + "?max_size=2").join()) {
            MysqlProcess process = own.process().orElseThrow();
            CompletableFuture<?> sleeping = database.connection(c -> c.fetchAll("SELECT sleep(60)"));
            assertWorks(database);
            process.kill();
            assertLost(failureOf(sleeping));
            process.start();
            assertWorks(database);
            process.stop();
            assertInstanceOf(ConnectionException.class, failureOf(database.fetchAll("SELECT 1")));
            process.start();
            assertWorks(database);
        }
    }

    @Test
    void server_paused_isWaitedForNoLongerThanTheTimeout() throws Exception {
        try (MysqlServer own = kind.setup().start();
                Database database = Database.connect(own.url() + "?max_size=1&query_timeout=500ms&settle_timeout=500ms")
                        .join()) {
            MysqlProcess process = own.process().orElseThrow();
            assertWorks(database);
            process.pause();
            assertGivenUp(failureOf(database.fetchAll("SELECT 1")));
            process.resume();
            assertWorks(database);
        }
    }
}
