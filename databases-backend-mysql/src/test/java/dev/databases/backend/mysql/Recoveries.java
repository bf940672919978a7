package dev.databases.backend.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.BlockingDatabase;
import dev.databases.Database;
import dev.databases.Row;
import dev.databases.error.CompilationException;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryCancelledException;
import dev.databases.error.QueryException;
import dev.databases.error.TransactionException;
import dev.databases.servers.MysqlKind;
import dev.databases.servers.MysqlServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What fails, fails alone: the next request on the same connection gets its own answer. Each of these is something that a
 * driver has got wrong.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Recoveries {
    private MysqlServer server;
    private Database database;
    private BlockingDatabase db;
    private long id;

    abstract MysqlKind kind();

    /** One of its own: what is prepared on it is counted. */
    @BeforeAll
    void start() {
        server = kind().setup().start();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void connect() {
        database = Database.connect(server.url() + "?max_size=1").join();
        db = database.blocking();
        id = id();
    }

    @AfterEach
    void isTheSameConnection() {
        assertEquals(id, id());
        database.close();
    }

    private long id() {
        return db.fetchVal("SELECT connection_id()", Long.class).orElseThrow();
    }

    private static long prepared(BlockingDatabase db) {
        return Long.parseLong(db.fetchAll("SHOW GLOBAL STATUS LIKE 'Prepared_stmt_count'")
                .get(0)
                .get(1, String.class));
    }

    private static <T> T within(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    // answers and their requests

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT nothing",
                "NONSENSE",
                "SELECT 1 + (SELECT 1 UNION SELECT 2)",
                "INSERT INTO nowhere VALUES (1)"
            })
    void failure_nextFromItsCallback_getsItsOwnAnswer(String wrong) throws Exception {
        for (int i = 0; i < 50; i++) {
            int number = i;
            CompletableFuture<Optional<Long>> next = database.fetchAll(wrong)
                    .handle((rows, failure) -> failure)
                    .thenCompose(failure -> {
                        assertInstanceOf(
                                QueryException.class,
                                DatabaseException.of(failure).orElseThrow());
                        return database.fetchVal("SELECT :n + 0", Map.of("n", number), Long.class);
                    });
            assertEquals(Optional.of((long) number), within(next));
        }
    }

    @Test
    void requestsSentAhead_getTheirOwnAnswers() throws Exception {
        List<CompletableFuture<Optional<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            answers.add(
                    switch (i % 3) {
                        case 0 -> database.fetchVal("SELECT concat(:n, ' found')", Map.of("n", "" + i), String.class);
                        case 1 -> database.fetchVal("SELECT nothing_" + i, String.class);
                        default ->
                            database.fetchVal("SELECT (SELECT 1 UNION SELECT 2) + :n", Map.of("n", i), String.class);
                    });
        }
        for (int i = 0; i < answers.size(); i++) {
            CompletableFuture<Optional<String>> answer = answers.get(i);
            if (i % 3 == 0) {
                assertEquals(Optional.of(i + " found"), within(answer));
            } else {
                String words = i % 3 == 1 ? "nothing_" + i : "more than 1 row";
                ExecutionException failure = assertThrows(ExecutionException.class, () -> within(answer));
                assertTrue(failure.getCause().getMessage().contains(words), failure::toString);
            }
        }
    }

    @Test
    void errorInTheMiddleOfRows_endsThem() {
        String late = "SELECT n, CASE WHEN n < 5000 THEN 1 ELSE (SELECT 1 UNION SELECT n) END FROM"
                + " (WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 900) SELECT n FROM r) a"
                + " CROSS JOIN (SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3) b";
        for (int i = 0; i < 3; i++) {
            assertThrows(QueryException.class, () -> db.fetchAll(late.replace("5000", "800")));
            assertEquals(2700, db.fetchAll(late).size());
        }
    }

    @Test
    void queryKilledByAnother_failsAlone() throws Exception {
        try (Database other = Database.connect(server.url()).join()) {
            CompletableFuture<?> slow = database.fetchAll("SELECT count(*) FROM information_schema.columns a,"
                    + " information_schema.columns b, information_schema.columns c");
            while (!slow.isDone()) {
                other.blocking().execute("KILL QUERY " + id);
            }
            ExecutionException failure = assertThrows(ExecutionException.class, () -> within(slow));
            assertInstanceOf(QueryCancelledException.class, failure.getCause());
        }
    }

    // statements that are kept

    @Test
    void failedStatements_leaveNothingOnTheServer() {
        long before = prepared(db);
        for (int i = 0; i < 50; i++) {
            String column = "nothing_" + i;
            assertThrows(QueryException.class, () -> db.fetchAll("SELECT " + column));
            assertThrows(
                    QueryException.class,
                    () -> db.fetchAll("SELECT (SELECT 1 UNION SELECT 2) + :zero", Map.of("zero", 0)));
        }
        assertTrue(prepared(db) - before <= 2, () -> before + " and then " + prepared(db));
    }

    @Test
    void statements_beyondTheCache_areClosed() {
        long before = prepared(db);
        try (Database small = Database.connect(server.url() + "?max_size=1&statement_cache_size=5")
                .join()) {
            for (int i = 0; i < 40; i++) {
                assertEquals(
                        Optional.of((long) i),
                        small.blocking().fetchVal("SELECT " + i + " + :z", Map.of("z", 0), Long.class));
            }
            long left = prepared(small.blocking()) - before;
            assertTrue(left <= 6, () -> left + " statements");
        }
    }

    @Test
    void statementCacheOfNone_leavesNoStatement() {
        long before = prepared(db);
        try (Database none = Database.connect(server.url() + "?max_size=1&statement_cache_size=0")
                .join()) {
            for (int i = 0; i < 5; i++) {
                assertEquals(Optional.of(42L), none.blocking().fetchVal("SELECT :a * 7", Map.of("a", 6), Long.class));
            }
            assertTrue(prepared(none.blocking()) - before <= 1);
        }
    }

    @Test
    void statementCacheOfNone_argumentIsRefused_leavesNoStatement() {
        long before = prepared(db);
        try (Database none = Database.connect(server.url() + "?max_size=1&statement_cache_size=0")
                .join()) {
            BlockingDatabase refusing = none.blocking();
            for (int i = 0; i < 20; i++) {
                assertThrows(QueryException.class, () -> refusing.fetchAll("SELECT :a", Map.of("a", Double.NaN)));
            }
            long left = prepared(refusing) - before;
            assertTrue(left <= 1, () -> left + " statements");
        }
    }

    @Test
    void argumentsOfOtherClasses_areTaken() {
        String sql = "SELECT :x";
        assertEquals("1", String.valueOf(db.fetchAll(sql, Map.of("x", 1)).get(0).get(0)));
        assertEquals(
                "" + (1L << 40),
                String.valueOf(db.fetchAll(sql, Map.of("x", 1L << 40)).get(0).get(0)));
        assertEquals("abc", db.fetchAll(sql, Map.of("x", "abc")).get(0).get(0));
        assertEquals(0.5, db.fetchAll(sql, Map.of("x", 0.5)).get(0).get(0));
        assertEquals("5", String.valueOf(db.fetchAll(sql, Map.of("x", 5)).get(0).get(0)));
    }

    @Test
    void questionMarks_inLiterals_areText() {
        assertEquals(
                "? $1 :x 3",
                db.fetchVal("SELECT concat('? $1 :x ', :y) -- ? :z", Map.of("y", "3"), String.class)
                        .orElseThrow());
    }

    @Test
    void alteredTable_isReadAnew() {
        db.execute("CREATE TEMPORARY TABLE altered (id integer)");
        db.execute("INSERT INTO altered VALUES (1)");
        for (int i = 0; i < 4; i++) {
            List<Row> rows = db.fetchAll("SELECT * FROM altered WHERE id > :none", Map.of("none", 0));
            assertEquals(i + 1, rows.get(0).size());
            db.execute("ALTER TABLE altered ADD COLUMN c" + i + (i % 2 == 0 ? " integer" : " text"));
        }
        db.execute("ALTER TABLE altered MODIFY COLUMN id varchar(20)");
        assertEquals(
                "1",
                db.fetchAll("SELECT * FROM altered WHERE id > :none", Map.of("none", 0))
                        .get(0)
                        .get(0));
    }

    @Test
    void alteredTable_isReadAnewByTheFirstStatementOfATransaction() {
        db.execute("DROP TABLE IF EXISTS altered_for_good");
        db.execute("CREATE TABLE altered_for_good (id integer)");
        db.execute("INSERT INTO altered_for_good VALUES (1)");
        for (int i = 0; i < 4; i++) {
            int columns = i + 1;
            db.transaction(tx -> {
                assertEquals(
                        columns,
                        tx.fetchAll("SELECT * FROM altered_for_good").get(0).size());
                return null;
            });
            db.execute("ALTER TABLE altered_for_good ADD COLUMN c" + i + " integer");
        }
    }

    // rows of any shape

    @Test
    void nulls_standWhereTheyAre() {
        for (int columns : new int[] {1, 5, 6, 7, 8, 13, 14, 15, 62, 63, 1000}) {
            String sql = IntStream.range(0, columns)
                    .mapToObj(i -> i % 3 == 0 ? "NULL" : ":v + " + i)
                    .collect(Collectors.joining(", ", "SELECT ", ""));
            Row row = columns == 1
                    ? db.fetchAll("SELECT NULL").get(0)
                    : db.fetchAll(sql, Map.of("v", 1)).get(0);
            for (int i = 0; i < columns; i++) {
                if (i % 3 == 0) {
                    assertNull(row.get(i));
                } else {
                    assertEquals(1L + i, row.get(i, Long.class));
                }
            }
        }
    }

    @Test
    void nullArguments_standWhereTheyAre() {
        for (int count : new int[] {1, 7, 8, 9, 16, 17, 100}) {
            Map<String, Object> values = new java.util.HashMap<>();
            for (int i = 0; i < count; i++) {
                values.put("v" + i, i % 2 == 0 ? null : "text " + i);
            }
            Row row = db.fetchAll(
                            IntStream.range(0, count)
                                    .mapToObj(i -> "coalesce(:v" + i + ", 'none')")
                                    .collect(Collectors.joining(", ", "SELECT ", "")),
                            values)
                    .get(0);
            for (int i = 0; i < count; i++) {
                assertEquals(i % 2 == 0 ? "none" : "text " + i, row.get(i, String.class));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SHOW TABLES",
                "SHOW WARNINGS",
                "SHOW CREATE DATABASE test",
                "EXPLAIN SELECT 1",
                "CHECK TABLE mysql.proc_or_not",
                "ANALYZE TABLE mysql.user",
                "DESCRIBE information_schema.tables",
                "SHOW PROCESSLIST",
                "SELECT 1 INTO @one",
                "DO 1",
                "SET @a = 1",
                "USE test",
                "LOCK TABLES mysql.user READ",
                "UNLOCK TABLES",
                "HANDLER nothing CLOSE",
                "FLUSH TABLES"
            })
    void statementsOfEveryKind_areAnsweredAndTheNextIsToo(String sql) {
        for (int i = 0; i < 2; i++) {
            try {
                db.fetchAll(sql);
            } catch (QueryException refused) {
                assertTrue(refused.getMessage().contains("nothing"), refused::getMessage);
            }
            assertEquals(Optional.of(7L), db.fetchVal("SELECT 7", Long.class));
        }
        db.execute("UNLOCK TABLES");
    }

    @Test
    void callOfSeveralResults_givesTheRowsOfTheFirst() {
        db.execute("DROP PROCEDURE IF EXISTS several");
        db.execute("CREATE PROCEDURE several(IN n integer) BEGIN SELECT n, 'first'; SELECT 'second', n, n + 1;"
                + " SELECT 'third' FROM dual WHERE n < 0; END");
        db.execute("DROP PROCEDURE IF EXISTS breaking");
        db.execute("CREATE PROCEDURE breaking() BEGIN SELECT 1; SELECT * FROM nothing; SELECT 3; END");
        db.execute("DROP PROCEDURE IF EXISTS silent");
        db.execute("CREATE PROCEDURE silent() BEGIN SET @quiet = 5; END");
        for (int i = 0; i < 3; i++) {
            List<Row> rows = db.fetchAll("CALL several(:n)", Map.of("n", i));
            assertEquals(1, rows.size());
            assertEquals("first", rows.get(0).get(1));
            assertEquals(i, rows.get(0).get(0, Integer.class));
            assertEquals(1, db.fetchAll("CALL several(5)").size());
            assertEquals(Optional.of(8L), db.fetchVal("SELECT 8", Long.class));
            assertThrows(QueryException.class, () -> db.fetchAll("CALL breaking()"));
            assertEquals(List.of(), db.fetchAll("CALL silent()"));
            db.execute("CALL several(1)");
            assertEquals(Optional.of(5L), db.fetchVal("SELECT @quiet", Long.class));
        }
    }

    // what is refused

    @Test
    void severalStatements_areRefused() {
        assertThrows(CompilationException.class, () -> db.fetchAll("SELECT 1; SELECT 2"));
        assertThrows(
                CompilationException.class, () -> db.fetchAll("SELECT 1 /*! ; SELECT 2 */")); // no comment to servers
        assertThrows(CompilationException.class, () -> db.execute("SET @a = 1 /*! ; SET @a = 2 */"));
    }

    @Test
    void filesOfTheClient_areNotSent() {
        db.execute("CREATE TEMPORARY TABLE loaded (line text)");
        for (int i = 0; i < 3; i++) {
            assertThrows(
                    QueryException.class, () -> db.execute("LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE loaded"));
            assertEquals(Optional.of(0L), db.fetchVal("SELECT count(*) FROM loaded", Long.class));
        }
    }

    @Test
    void definitionInATransaction_thatEndsIt_isSaid() {
        for (int i = 0; i < 3; i++) {
            String name = "defined_" + i;
            db.execute("DROP TABLE IF EXISTS " + name);
            assertThrows(
                    TransactionException.class,
                    () -> db.transaction(tx -> {
                        tx.fetchVal("SELECT 1", Long.class);
                        tx.execute("CREATE TABLE " + name + " (id integer)");
                        return tx.fetchVal("SELECT 2", Long.class);
                    }));
            database.close();
            connect();
        }
    }
}
