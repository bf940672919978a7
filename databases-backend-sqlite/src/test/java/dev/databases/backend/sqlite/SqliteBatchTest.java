package dev.databases.backend.sqlite;

import static dev.databases.backend.sqlite.Sessions.run;
import static dev.databases.backend.sqlite.Sessions.runMany;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.backend.sqlite.Sessions.Answer;
import dev.databases.config.TransactionOptions;
import dev.databases.error.ConstraintViolationException;
import dev.databases.error.ConstraintViolationException.Violation;
import dev.databases.error.QueryException;
import dev.databases.spi.BackendConnection.Status;
import dev.databases.spi.BlockingSession.Rows;
import dev.databases.spi.CompiledBatch;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.CompiledSql.Kind;
import dev.databases.spi.Completion;
import dev.databases.sql.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SqliteBatchTest {
    private static final CompiledSql INSERT = Sessions.insert("t", "a, b", "", SqlType.BIGINT, SqlType.TEXT);

    private SqliteSession session;

    @BeforeEach
    void open() {
        session = Sessions.memory();
        run(session, "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER UNIQUE, b TEXT)");
        session.begin(TransactionOptions.DEFAULT);
    }

    @AfterEach
    void close() {
        session.close();
    }

    private static List<Object[]> rows(int count) {
        List<Object[]> rows = new ArrayList<>();
        for (long i = 1; i <= count; i++) {
            rows.add(new Object[] {i, "row " + i});
        }
        return rows;
    }

    @Test
    void runMany_everyNumberOfRows_insertsEachOnce() {
        for (int count = 1; count <= 180; count++) {
            run(session, "DELETE FROM t");
            assertEquals(
                    new Completion(count, List.of()),
                    runMany(session, INSERT, rows(count)).completion());
            assertEquals(
                    LongStream.rangeClosed(1, count).boxed().toList(),
                    Sessions.column(run(session, "SELECT a FROM t ORDER BY id"), 0)
                            .toList());
        }
    }

    @Test
    void runMany_anyNumberOfRows_preparesFourStatements() {
        CompiledSql empty = Sessions.text("DELETE FROM t", 0);
        run(session, empty);
        int before = session.statements().size();
        for (int count = 1; count <= 500; count += 7) {
            runMany(session, INSERT, rows(count));
            run(session, empty);
        }
        assertEquals(before + 4, session.statements().size());
    }

    @Test
    void runMany_wantedKeys_areThoseOfTheRowsInOrder() {
        run(session, "INSERT INTO t (id, a) VALUES (1000, -1)");
        Answer answer = runMany(session, INSERT.wantingKeys(), rows(203));
        List<Object> expected = Sessions.column(run(session, "SELECT id FROM t WHERE a > 0 ORDER BY a"), 0)
                .toList();
        assertEquals(expected, answer.completion().generatedKeys());
        assertEquals(1001L, expected.get(0));
        assertEquals(203, answer.completion().rowsAffected());
    }

    @Test
    void runMany_triggerInsertsToo_givesNoKeysRatherThanWrongOnes() {
        run(
                session,
                "CREATE TRIGGER more AFTER INSERT ON t WHEN NEW.b <> 'x' BEGIN"
                        + " INSERT INTO t (b) VALUES ('x'); END");
        Answer answer = runMany(session, INSERT.wantingKeys(), rows(64));
        assertEquals(new Completion(64, List.of()), answer.completion());
        assertEquals(128L, run(session, "SELECT count(*) FROM t").only());
    }

    @Test
    void runMany_fewRowsAndATriggerThatInsertsToo_givesTheKeysOfTheRows() {
        run(
                session,
                "CREATE TRIGGER more AFTER INSERT ON t WHEN NEW.a % 2 = 0 BEGIN"
                        + " INSERT INTO t (b) VALUES ('x'); END");
        Answer answer = runMany(session, INSERT.wantingKeys(), rows(7));
        assertEquals(List.of(1L, 2L, 4L, 5L, 7L, 8L, 10L), answer.completion().generatedKeys());
        assertEquals(
                answer.completion().generatedKeys(),
                Sessions.column(run(session, "SELECT id FROM t WHERE a > 0 ORDER BY a"), 0)
                        .toList());
    }

    @Test
    void runMany_triggerThatFiresForTheLastRowsAlone_leavesTheKeysRight() {
        run(
                session,
                "CREATE TRIGGER more AFTER INSERT ON t WHEN NEW.a > 136 BEGIN"
                        + " INSERT INTO t (b) VALUES ('x'); END");
        List<Object> keys =
                runMany(session, INSERT.wantingKeys(), rows(139)).completion().generatedKeys();
        assertEquals(139, keys.size());
        assertEquals(
                Sessions.column(run(session, "SELECT id FROM t WHERE a > 0 ORDER BY a"), 0)
                        .toList(),
                keys);
    }

    @Test
    void runMany_rowIgnoredByATriggerThatInsertsElsewhere_givesNoKeysRatherThanWrongOnes() {
        run(session, "CREATE TABLE other (n INTEGER)");
        run(
                session,
                "CREATE TRIGGER more BEFORE INSERT ON t WHEN NEW.a IN (5, 70) BEGIN"
                        + " INSERT INTO other VALUES (1); SELECT RAISE(IGNORE); END");
        for (int count : new int[] {5, 64, 72}) {
            run(session, "DELETE FROM t");
            Completion completion =
                    runMany(session, INSERT.wantingKeys(), rows(count)).completion();
            assertEquals(new Completion(count == 72 ? 70 : count - 1, List.of()), completion);
        }
    }

    @Test
    void runMany_keysOutsideOfATransaction_areAskedForAfterEachPart() {
        session.rollback();
        List<Object[]> rows = rows(130);
        CompiledBatch batch = new CompiledBatch(INSERT.wantingKeys(), rows);
        List<Object> keys;
        try (Rows running = session.runMany(batch)) {
            keys = running.completion().generatedKeys();
        }
        assertEquals(LongStream.rangeClosed(1, 130).boxed().toList(), keys);
        run(session, "DELETE FROM t");
        session.begin(TransactionOptions.DEFAULT);
    }

    @Test
    void runMany_otherArgumentsBefore_areForgotten() {
        for (int length : new int[] {10, 10_000}) {
            run(session, "DELETE FROM t");
            List<Object[]> texts = rows(130);
            texts.forEach(row -> row[1] = "x".repeat(length));
            runMany(session, INSERT, texts);
            run(session, "DELETE FROM t");
            List<Object[]> nulls = rows(130);
            nulls.forEach(row -> row[1] = null);
            runMany(session, INSERT, nulls);
            assertEquals(
                    130L, run(session, "SELECT count(*) FROM t WHERE b IS NULL").only());
        }
    }

    @Test
    void runMany_upsert_countsRowsAndGivesNoKeys() {
        run(session, "INSERT INTO t (a) VALUES (5)");
        CompiledSql upsert = Sessions.insert(
                "t", "a, b", " ON CONFLICT (a) DO UPDATE SET b = excluded.b", SqlType.BIGINT, SqlType.TEXT);
        assertEquals(
                new Completion(64, List.of()),
                runMany(session, upsert.wantingKeys(), rows(64)).completion());
        assertEquals("row 5", run(session, "SELECT b FROM t WHERE a = 5").only());
    }

    @Test
    void runMany_returning_givesRowsInTheOrderOfArguments() {
        String head = "INSERT INTO t (a, b) VALUES ";
        CompiledSql sql = CompiledSql.of(
                        head + "(?, ?) RETURNING a, b",
                        Kind.WRITE,
                        List.of(SqlType.BIGINT, SqlType.TEXT),
                        List.of(SqlType.BIGINT, SqlType.TEXT))
                .forManyRows(n -> head + "(?, ?)" + ", (?, ?)".repeat(n - 1) + " RETURNING a, b");
        List<Object[]> rows = rows(1_000);
        Collections.shuffle(rows, new Random(3));
        Answer answer = runMany(session, sql, rows);
        assertEquals(List.of("a", "b"), answer.names());
        assertArrayEquals(rows.toArray(), answer.rows().toArray());
        assertEquals(new Completion(1_000, List.of()), answer.completion());
    }

    @Test
    void runMany_update_runsOneByOne() {
        runMany(session, INSERT, rows(10));
        CompiledSql update = Sessions.text("UPDATE t SET b = ? WHERE a <= ?", 2);
        Completion completion = runMany(session, update, List.of(new Object[] {"x", 4L}, new Object[] {"y", 2L}))
                .completion();
        assertEquals(new Completion(6, List.of()), completion);
        assertEquals("y", run(session, "SELECT b FROM t WHERE a = 2").only());
        assertEquals("x", run(session, "SELECT b FROM t WHERE a = 3").only());
    }

    @Test
    void runMany_deleteReturning_givesEveryRow() {
        runMany(session, INSERT, rows(10));
        CompiledSql delete = Sessions.text("DELETE FROM t WHERE a >= ? RETURNING a", 1);
        Answer answer = runMany(session, delete, List.of(new Object[] {8L}, new Object[] {9L}, new Object[] {6L}));
        assertEquals(List.of(8L, 9L, 10L, 6L, 7L), Sessions.column(answer, 0).toList());
        assertEquals(5, answer.completion().rowsAffected());
    }

    @Test
    void runMany_constraintBroken_namesTheRow() {
        List<Object[]> rows = rows(1_000);
        rows.set(256, new Object[] {7L, "again"});
        ConstraintViolationException broken =
                assertThrows(ConstraintViolationException.class, () -> runMany(session, INSERT, rows));
        assertTrue(
                broken.getMessage().startsWith("row 257 of 1000: UNIQUE constraint failed: t.a [23505, 2067]\n"),
                broken.getMessage());
        assertEquals(Violation.UNIQUE, broken.violation());
        assertEquals("t.a", broken.constraint().orElseThrow());
        assertEquals(INSERT.sql(), broken.sql().orElseThrow());
        assertEquals(Status.IN_TRANSACTION, session.status());
    }

    @Test
    void runMany_constraintBrokenOutsideOfTransaction_namesTheRange() {
        session.rollback();
        List<Object[]> rows = rows(100);
        rows.set(70, new Object[] {7L, "again"});
        ConstraintViolationException broken =
                assertThrows(ConstraintViolationException.class, () -> runMany(session, INSERT, rows));
        assertTrue(broken.getMessage().startsWith("rows 65 to 96 of 100: UNIQUE"), broken.getMessage());
        assertEquals(64L, run(session, "SELECT count(*) FROM t").only());
    }

    @Test
    void runMany_valueRefused_namesTheRow() {
        List<Object[]> rows = rows(100);
        rows.set(41, new Object[] {1L, "a\0b"});
        QueryException refused = assertThrows(QueryException.class, () -> runMany(session, INSERT, rows));
        assertTrue(refused.getMessage().startsWith("row 42 of 100: parameter 2 has a NUL"), refused.getMessage());
    }

    @Test
    void runMany_rowOfAnotherLength_isRefused() {
        List<Object[]> rows = rows(3);
        rows.set(1, new Object[] {1L});
        QueryException refused = assertThrows(QueryException.class, () -> runMany(session, INSERT, rows));
        assertTrue(refused.getMessage().startsWith("row 2 of 3: it has 1 arguments"), refused.getMessage());
    }

    @Test
    void runMany_syntaxError_namesTheRows() {
        CompiledSql wrong = Sessions.text("UPDATE nope SET a = ?", 1);
        QueryException error =
                assertThrows(QueryException.class, () -> runMany(session, wrong, List.<Object[]>of(new Object[] {1})));
        assertTrue(error.getMessage().startsWith("row 1 of 1: no such table: nope"), error.getMessage());
    }

    @Test
    void runMany_wideRows_keepTheLimitOfParameters() {
        StringBuilder columns = new StringBuilder("c0");
        for (int i = 1; i < 700; i++) {
            columns.append(", c").append(i);
        }
        run(session, "CREATE TABLE wide (" + columns + ")");
        SqlType<?>[] types = new SqlType<?>[700];
        Arrays.fill(types, SqlType.INTEGER);
        Object[] row = new Object[700];
        Arrays.fill(row, 3);
        runMany(session, Sessions.insert("wide", columns.toString(), "", types), Collections.nCopies(130, row));
        assertEquals(
                130L, run(session, "SELECT count(*) FROM wide WHERE c699 = 3").only());
    }

    @Test
    void runMany_closedEarly_runsNoMore() {
        CompiledSql sql = Sessions.text("INSERT INTO t (a) VALUES (?) RETURNING a", 1);
        CompiledBatch batch = new CompiledBatch(sql, List.of(new Object[] {1L}, new Object[] {2L}, new Object[] {3L}));
        try (Rows rows = session.runMany(batch)) {
            assertArrayEquals(new Object[] {1L}, rows.next());
        }
        assertEquals(1L, run(session, "SELECT count(*) FROM t").only());
    }
}
