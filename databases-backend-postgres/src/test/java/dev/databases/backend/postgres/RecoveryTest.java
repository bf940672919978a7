package dev.databases.backend.postgres;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.BlockingDatabase;
import dev.databases.Database;
import dev.databases.Row;
import dev.databases.error.ConstraintViolationException;
import dev.databases.error.QueryException;
import dev.databases.error.RowMappingException;
import dev.databases.servers.PostgresExtension;
import dev.databases.servers.PostgresServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What fails, fails alone: the next request on the same connection gets its own answer. Each of these is something that a
 * driver has got wrong.
 */
@ExtendWith({PostgresExtension.class, Leaks.class})
final class RecoveryTest {
    private Database database;
    private BlockingDatabase db;
    private Object process;

    @BeforeEach
    void connect(PostgresServer server) {
        database = Database.connect(server.url() + "?max_size=1").join();
        db = database.blocking();
        process = pid();
    }

    @AfterEach
    void isTheSameConnection() {
        assertEquals(process, pid());
        database.close();
    }

    private Object pid() {
        return db.fetchVal("SELECT pg_backend_pid()", Integer.class).orElseThrow();
    }

    private long prepared() {
        return db.fetchVal("SELECT count(*) FROM pg_prepared_statements", Long.class)
                .orElseThrow();
    }

    private <T> T within(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void failure_nextFromItsCallback_getsItsOwnAnswer() throws Exception {
        for (int i = 0; i < 200; i++) {
            int number = i;
            CompletableFuture<Optional<Integer>> next = database.fetchAll("SELECT 1 / 0")
                    .handle((rows, failure) -> failure)
                    .thenCompose(failure -> database.fetchVal("SELECT :n + 0", Map.of("n", number), Integer.class));
            assertEquals(Optional.of(number), within(next));
        }
    }

    @Test
    void deferredConstraint_failsTheCommit_andNothingElse() {
        db.execute("CREATE TEMPORARY TABLE parents (id integer PRIMARY KEY)");
        db.execute("CREATE TEMPORARY TABLE children (parent integer REFERENCES parents DEFERRABLE INITIALLY DEFERRED)");
        for (int i = 0; i < 20; i++) {
            assertThrows(
                    ConstraintViolationException.class,
                    () -> db.transaction(tx -> {
                        return tx.execute("INSERT INTO children VALUES (1)");
                    }));
            assertThrows(
                    ConstraintViolationException.class,
                    () -> db.execute("INSERT INTO children VALUES (:p)", Map.of("p", 2)));
            assertEquals(Optional.of(7), db.fetchVal("SELECT 7", Integer.class));
        }
        assertEquals(List.of(), db.fetchAll("SELECT * FROM children"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'NaN'::numeric FROM generate_series(1, 3000)",
                "SELECT CASE WHEN n < 2999 THEN 1 ELSE" + " 'NaN'::numeric END FROM generate_series(1, 3000) n"
            })
    void cellThatCannotBeDecoded_failsItsRequestOnly(String sql) {
        for (int i = 0; i < 3; i++) {
            assertThrows(RowMappingException.class, () -> db.fetchAll(sql));
            assertEquals(Optional.of(5), db.fetchVal("SELECT 5", Integer.class));
        }
    }

    @Test
    void failedStatements_leaveNothingOnTheServer() {
        long before = prepared();
        for (int i = 0; i < 50; i++) {
            String column = "nothing_" + i;
            assertThrows(QueryException.class, () -> db.fetchAll("SELECT " + column));
            assertThrows(QueryException.class, () -> db.fetchAll("SELECT 1 / :zero", Map.of("zero", 0)));
        }
        assertTrue(prepared() - before <= 2, () -> before + " and then " + prepared());
    }

    @Test
    void statements_beyondTheCache_areClosed(PostgresServer server) {
        try (Database small = Database.connect(server.url() + "?max_size=1&statement_cache_size=5")
                .join()) {
            BlockingDatabase blocking = small.blocking();
            for (int i = 0; i < 40; i++) {
                assertEquals(Optional.of(i), blocking.fetchVal("SELECT " + i, Integer.class));
            }
            long left = blocking.fetchVal("SELECT count(*) FROM pg_prepared_statements", Long.class)
                    .orElseThrow();
            assertTrue(left <= 6, () -> left + " statements");
        }
    }

    @Test
    void statementCacheOfNone_leavesNoStatement(PostgresServer server) {
        try (Database none = Database.connect(server.url() + "?max_size=1&statement_cache_size=0")
                .join()) {
            BlockingDatabase blocking = none.blocking();
            for (int i = 0; i < 5; i++) {
                assertEquals(Optional.of(42), blocking.fetchVal("SELECT :a * 7", Map.of("a", 6), Integer.class));
                assertEquals(
                        Optional.of(0L), blocking.fetchVal("SELECT count(*) FROM pg_prepared_statements", Long.class));
            }
        }
    }

    @Test
    void argumentsOfOtherClasses_areTaken() {
        String sql = "SELECT :x";
        assertEquals(1, db.fetchAll(sql, Map.of("x", 1)).get(0).get(0));
        assertEquals(1L << 40, db.fetchAll(sql, Map.of("x", 1L << 40)).get(0).get(0));
        assertEquals("abc", db.fetchAll(sql, Map.of("x", "abc")).get(0).get(0));
        assertEquals(5, db.fetchAll(sql, Map.of("x", 5)).get(0).get(0));
    }

    @Test
    void questionMarksAndDollars_inLiterals_areText() {
        assertEquals(
                "? $1 :x " + 3,
                db.fetchVal("SELECT '? $1 :x ' || :y", Map.of("y", "3"), String.class)
                        .orElseThrow());
    }

    @Test
    void copy_isRefused_andTheConnectionGoesOn() {
        db.execute("CREATE TEMPORARY TABLE copied (id integer)");
        for (int i = 0; i < 3; i++) {
            assertThrows(QueryException.class, () -> db.execute("COPY copied FROM STDIN"));
            assertThrows(
                    QueryException.class, () -> db.execute("COPY (SELECT * FROM generate_series(1, 5000)) TO STDOUT"));
            assertEquals(Optional.of(0L), db.fetchVal("SELECT count(*) FROM copied", Long.class));
        }
    }

    @Test
    void copy_asAStream_isRefused_andTheConnectionGoesOn() {
        db.execute("CREATE TEMPORARY TABLE copied (id integer)");
        for (String sql : List.of("COPY copied FROM STDIN", "COPY (SELECT * FROM generate_series(1, 50)) TO STDOUT")) {
            for (int i = 0; i < 3; i++) {
                assertThrows(QueryException.class, () -> {
                    try (var rows = db.iterate(sql)) {
                        rows.forEach(row -> {});
                    }
                });
                assertEquals(Optional.of(5), db.fetchVal("SELECT 5", Integer.class));
            }
        }
    }

    @Test
    void copy_ofOneRowOfMany_isRefused_andTheConnectionGoesOn() {
        db.execute("CREATE TEMPORARY TABLE copied (id integer)");
        assertThrows(QueryException.class, () -> db.executeMany("COPY copied FROM STDIN", List.of(Map.of())));
        assertEquals(List.of(), db.fetchAll("SELECT * FROM copied"));
    }

    @Test
    void argumentThatIsNoArray_isRefused_andTheConnectionGoesOn() throws Exception {
        Map<String, Object> uneven = Map.of("x", new int[][] {{1}, {2, 3}});
        Map<String, Object> even = Map.of("x", new int[] {1});
        CompletableFuture<?> fetched = database.fetchAll("SELECT :x", uneven);
        CompletableFuture<?> executed = database.executeMany("SELECT :x", List.of(uneven, even));
        for (CompletableFuture<?> refused : List.of(fetched, executed)) {
            ExecutionException failure = assertThrows(ExecutionException.class, () -> within(refused));
            QueryException cause = assertInstanceOf(QueryException.class, failure.getCause());
            assertTrue(cause.getMessage().contains("parameter 1 is an array"), cause::getMessage);
        }
        try (var rows = db.iterate("SELECT :x", uneven)) {
            assertThrows(QueryException.class, () -> rows.forEach(row -> {}));
        }
    }

    @Test
    void largeValues_goBothWays() {
        byte[] bytes = new byte[20 << 20];
        for (int i = 0; i < bytes.length; i += 97) {
            bytes[i] = (byte) i;
        }
        for (int i = 0; i < 2; i++) {
            assertArrayEquals(
                    bytes,
                    db.fetchVal("SELECT :b", Map.of("b", bytes), byte[].class).orElseThrow());
            String text =
                    db.fetchVal("SELECT repeat('ä', 20000000)", String.class).orElseThrow();
            assertEquals(20_000_000, text.length());
        }
    }

    @Test
    void alteredTable_isReadAnew() {
        db.execute("CREATE TEMPORARY TABLE altered (id integer)");
        db.execute("INSERT INTO altered VALUES (1)");
        for (int i = 0; i < 4; i++) {
            List<Row> rows = db.fetchAll("SELECT * FROM altered");
            assertEquals(i + 1, rows.get(0).size());
            db.execute("ALTER TABLE altered ADD COLUMN c" + i + " integer");
        }
    }

    @Test
    void alteredTable_isReadAnewByTheFirstStatementOfATransaction() {
        db.execute("CREATE TEMPORARY TABLE altered (id integer)");
        db.execute("INSERT INTO altered VALUES (1)");
        for (int i = 0; i < 4; i++) {
            int columns = i + 1;
            db.transaction(tx -> {
                assertEquals(
                        columns, tx.fetchAll("SELECT * FROM altered").get(0).size());
                return null;
            });
            db.execute("ALTER TABLE altered ADD COLUMN c" + i + " integer");
        }
    }

    @Test
    void deallocatedStatements_arePreparedAgain() {
        for (int i = 0; i < 3; i++) {
            assertEquals(Optional.of(1), db.fetchVal("SELECT 1", Integer.class));
            db.execute("DEALLOCATE ALL");
        }
    }

    @Test
    void applicationName_isTakenAsItIs(PostgresServer server) {
        String name = "it's \\";
        try (Database named =
                Database.builder(server.url()).option("application_name", name).build()) {
            named.connect().join();
            assertEquals(
                    Optional.of(name),
                    named.blocking().fetchVal("SELECT current_setting('application_name')", String.class));
        }
    }
}
