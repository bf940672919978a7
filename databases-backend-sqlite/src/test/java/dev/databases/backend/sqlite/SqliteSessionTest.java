package dev.databases.backend.sqlite;

import static dev.databases.backend.sqlite.Sessions.run;
import static dev.databases.backend.sqlite.Sessions.text;
import static dev.databases.backend.sqlite.Sessions.typed;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.backend.sqlite.Sessions.Answer;
import dev.databases.config.TransactionOptions;
import dev.databases.error.ConnectionException;
import dev.databases.error.QueryException;
import dev.databases.spi.BackendConnection.Status;
import dev.databases.spi.BlockingSession.Rows;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.CompiledSql.Kind;
import dev.databases.spi.Completion;
import dev.databases.sql.SqlType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConnection;

class SqliteSessionTest {
    private SqliteSession session;

    @BeforeEach
    void open() {
        session = Sessions.memory();
        run(session, "CREATE TABLE notes (id INTEGER PRIMARY KEY, text VARCHAR(100) NOT NULL, done BOOLEAN NOT NULL)");
    }

    @AfterEach
    void close() {
        session.close();
    }

    private Completion insert(String text) {
        return run(session, "INSERT INTO notes (text, done) VALUES (?, ?)", text, false)
                .completion();
    }

    @Test
    void run_query_readsColumnsBeforeRows() {
        insert("one");
        CompiledSql sql = typed("SELECT id, text, done FROM notes", SqlType.BIGINT, SqlType.TEXT, SqlType.BOOLEAN);
        try (Rows rows = session.run(CompiledQuery.of(sql))) {
            assertEquals("id", rows.columns().get(0).name());
            assertEquals(SqlType.BOOLEAN, rows.columns().get(2).type());
            assertArrayEquals(new Object[] {1L, "one", false}, rows.next());
            assertNull(rows.next());
            assertNull(rows.next());
            assertEquals(Completion.NONE, rows.completion());
        }
    }

    @Test
    void run_queryWithoutRows_hasColumns() {
        Answer answer = run(session, "SELECT id, text AS words, id + 1 FROM notes");
        assertEquals(List.of("id", "words", "id + 1"), answer.names());
        assertEquals(List.of(SqlType.BIGINT, SqlType.TEXT, SqlType.ANY), answer.types());
        assertTrue(answer.rows().isEmpty());
    }

    @Test
    void run_sqlText_decodesByDeclaredTypeAndComputedByStorage() {
        insert("one");
        Answer answer = run(session, "SELECT id, done, 1, 1.5, 'x', x'0102', NULL FROM notes");
        assertArrayEquals(
                new Object[] {1L, false, 1L, 1.5, "x", new byte[] {1, 2}, null},
                answer.rows().get(0));
    }

    @Test
    void run_sqlTextAfterSchemaChange_hasNewColumns() {
        insert("one");
        CompiledSql all = text("SELECT * FROM notes", 0);
        assertEquals(List.of("id", "text", "done"), run(session, all).names());
        run(session, "ALTER TABLE notes ADD COLUMN day DATE");
        assertEquals(List.of("id", "text", "done", "day"), run(session, all).names());
        run(session, "DROP TABLE notes");
        run(session, "CREATE TABLE notes (id VARCHAR(5))");
        run(session, "INSERT INTO notes VALUES ('x')");
        Answer answer = run(session, all);
        assertEquals(List.of(SqlType.TEXT), answer.types());
        assertEquals("x", answer.only());
    }

    @Test
    void completion_dml_countsRowsOfTheStatementAlone() {
        run(session, "CREATE TABLE log (id INTEGER PRIMARY KEY)");
        run(session, "CREATE TRIGGER t AFTER UPDATE ON notes BEGIN INSERT INTO log VALUES (NULL); END");
        insert("one");
        assertEquals(1, insert("two").rowsAffected());
        assertEquals(
                2, run(session, "UPDATE notes SET done = TRUE").completion().rowsAffected());
        assertEquals(2L, run(session, "SELECT count(*) FROM log").only());
        assertEquals(
                0,
                run(session, "UPDATE notes SET done = TRUE WHERE id = 9")
                        .completion()
                        .rowsAffected());
        assertEquals(2, run(session, "DELETE FROM notes").completion().rowsAffected());
    }

    @Test
    void completion_otherStatements_affectNothing() {
        insert("one");
        for (String sql : List.of(
                "SELECT * FROM notes",
                "CREATE TABLE other AS SELECT * FROM notes",
                "CREATE INDEX i ON notes (text)",
                "ALTER TABLE other ADD COLUMN more INTEGER DEFAULT 7",
                "ALTER TABLE other DROP COLUMN more",
                "DROP TABLE other",
                "PRAGMA user_version = 3",
                "REINDEX",
                "ANALYZE",
                "VACUUM",
                "EXPLAIN DELETE FROM notes",
                "DELETE FROM notes WHERE id = 77")) {
            assertEquals(Completion.NONE, run(session, sql).completion(), sql);
        }
    }

    @Test
    void completion_returning_countsAfterTheLastRow() {
        insert("one");
        insert("two");
        CompiledSql sql = CompiledSql.of(
                "UPDATE notes SET done = TRUE RETURNING id, done",
                Kind.WRITE,
                List.of(),
                List.of(SqlType.BIGINT, SqlType.BOOLEAN));
        Answer answer = run(session, sql);
        assertEquals(2, answer.rows().size());
        assertEquals(new Completion(2, List.of()), answer.completion());
    }

    @Test
    void completion_returningClosedEarly_hasTakenEffect() {
        insert("one");
        insert("two");
        try (Rows rows = session.run(CompiledQuery.of(text("DELETE FROM notes RETURNING id", 0)))) {
            assertArrayEquals(new Object[] {1L}, rows.next());
        }
        assertEquals(0L, run(session, "SELECT count(*) FROM notes").only());
    }

    @Test
    void generatedKeys_insertText_isRowid() {
        assertEquals(List.of(1L), insert("one").generatedKeys());
        assertEquals(List.of(2L), insert("two").generatedKeys());
        assertEquals(
                List.of(9L),
                run(session, "  replace into notes values (9, 'x', 0)")
                        .completion()
                        .generatedKeys());
    }

    @Test
    void generatedKeys_otherText_areNone() {
        insert("one");
        for (String sql : List.of(
                "UPDATE notes SET done = TRUE",
                "INSERT INTO notes SELECT 5, 'x', 0 WHERE 1 = 2",
                "INSERT OR IGNORE INTO notes VALUES (1, 'x', 0)",
                "INSERT INTO notes VALUES (1, 'x', 0) ON CONFLICT (id) DO UPDATE SET done = TRUE",
                "INSERT INTO notes VALUES (8, 'x', 0) RETURNING id")) {
            assertEquals(List.of(), run(session, sql).completion().generatedKeys(), sql);
        }
    }

    @Test
    void generatedKeys_tableWithoutRowid_areNoneBeforeTheFirstRowid() {
        run(session, "CREATE TABLE words (word TEXT PRIMARY KEY) WITHOUT ROWID");
        assertEquals(
                new Completion(1, List.of()),
                run(session, "INSERT INTO words VALUES ('a')").completion());
    }

    @Test
    void generatedKeys_expression_onlyIfWanted() {
        CompiledSql plain = Sessions.insert("notes", "text, done", "", SqlType.TEXT, SqlType.BOOLEAN);
        assertEquals(List.of(), run(session, plain, "a", true).completion().generatedKeys());
        CompiledSql wanting = plain.wantingKeys();
        assertEquals(List.of(2L), run(session, wanting, "b", true).completion().generatedKeys());
    }

    @Test
    void generatedKeys_triggerInsertsElsewhere_isTheRowsOwn() {
        run(session, "CREATE TABLE log (id INTEGER PRIMARY KEY)");
        run(session, "INSERT INTO log VALUES (500)");
        run(session, "CREATE TRIGGER t AFTER INSERT ON notes BEGIN INSERT INTO log VALUES (NULL); END");
        assertEquals(new Completion(1, List.of(1L)), insert("one"));
    }

    @Test
    void run_wrongNumberOfArguments_isRefused() {
        CompiledSql sql = text("SELECT ?, ?", 2);
        assertTrue(assertThrows(QueryException.class, () -> run(session, sql, 1L))
                .getMessage()
                .startsWith("the statement has 2 parameters, and 1 arguments were given [07001]"));
        assertThrows(QueryException.class, () -> run(session, sql, 1L, 2L, 3L));
        assertArrayEquals(
                new Object[] {1L, 2L}, run(session, sql, 1L, 2L).rows().get(0));
    }

    @Test
    void run_argumentsOfTheRunBefore_areForgotten() {
        CompiledSql sql = text("SELECT ?", 1);
        assertEquals("secret", run(session, sql, "secret").only());
        assertNull(run(session, sql, (Object) null).only());
    }

    @Test
    void run_queryNotReadToItsEnd_pinsNoSnapshot(@TempDir Path folder) {
        Path file = folder.resolve("notes.db");
        SqliteSession reader = Sessions.file(file, "");
        SqliteSession writer = Sessions.file(file, "");
        run(writer, "CREATE TABLE t (n INTEGER)");
        run(writer, "INSERT INTO t VALUES (1), (2), (3)");
        CompiledSql all = text("SELECT n FROM t", 0);
        try (Rows rows = reader.run(CompiledQuery.of(all))) {
            rows.next();
            assertEquals(1L, checkpoint(writer), "a snapshot is in use while rows are read");
        }
        assertEquals(0L, checkpoint(writer), "and none after that");
        assertThrows(QueryException.class, () -> run(reader, "SELECT abs(-9223372036854775808) FROM t"));
        assertEquals(0L, checkpoint(writer), "nor after an error");
        reader.close();
        writer.close();
    }

    /** 1 if the log could not be emptied, because somebody reads from it. */
    private static Object checkpoint(SqliteSession session) {
        run(session, "PRAGMA busy_timeout = 0");
        run(session, "INSERT INTO t VALUES (0)");
        return run(session, "PRAGMA wal_checkpoint(TRUNCATE)").only();
    }

    @Test
    void unwrap_jdbcTypes_isTheConnection() {
        Connection jdbc = session.unwrap(Connection.class).orElseThrow();
        assertSame(jdbc, session.unwrap(SQLiteConnection.class).orElseThrow());
        assertTrue(session.unwrap(String.class).isEmpty());
    }

    @Test
    void unwrap_insideTransaction_knowsThatOneIsOpen() throws SQLException {
        Connection jdbc = session.unwrap(Connection.class).orElseThrow();
        assertTrue(jdbc.getAutoCommit());
        session.begin(TransactionOptions.DEFAULT);
        assertFalse(jdbc.getAutoCommit());
        session.rollback();
        assertTrue(jdbc.getAutoCommit());
    }

    @Test
    void validate_open_passes() {
        session.validate();
        assertEquals(Status.IDLE, session.status());
    }

    @Test
    void close_thenUse_isLost() {
        session.close();
        assertEquals(Status.UNKNOWN, session.status());
        assertThrows(ConnectionException.class, session::validate);
        assertThrows(ConnectionException.class, () -> run(session, "SELECT 1"));
        session.interrupt();
        session.close();
    }

    @Test
    void run_connectionClosedBehindOurBack_isLost() throws SQLException {
        CompiledSql sql = text("SELECT 1", 0);
        run(session, sql);
        session.unwrap(Connection.class).orElseThrow().close();
        assertThrows(ConnectionException.class, () -> run(session, sql));
        assertEquals(Status.UNKNOWN, session.status());
    }
}
