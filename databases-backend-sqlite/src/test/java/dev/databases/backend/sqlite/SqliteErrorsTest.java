package dev.databases.backend.sqlite;

import static dev.databases.backend.sqlite.Sessions.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.error.ConstraintViolationException;
import dev.databases.error.ConstraintViolationException.Violation;
import dev.databases.error.QueryException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteErrorsTest {
    private SqliteSession session;

    @BeforeEach
    void open() {
        session = Sessions.memory();
        run(session, "CREATE TABLE parent (id INTEGER PRIMARY KEY)");
        run(
                session,
                "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b TEXT, n INTEGER CONSTRAINT positive CHECK"
                        + " (n > 0), parent INTEGER REFERENCES parent, UNIQUE (a, b))");
        run(session, "INSERT INTO t (id, a, b) VALUES (1, 'x', 'y')");
    }

    @AfterEach
    void close() {
        session.close();
    }

    private void assertViolation(String sql, Violation violation, String constraint, String state, int code) {
        ConstraintViolationException broken = assertThrows(ConstraintViolationException.class, () -> run(session, sql));
        assertEquals(violation, broken.violation());
        assertEquals(Optional.ofNullable(constraint), broken.constraint());
        assertEquals(Optional.of(state), broken.sqlState());
        assertEquals(code, broken.vendorCode());
        assertEquals(Optional.of(sql), broken.sql());
        assertFalse(broken.retryable());
    }

    @Test
    void of_constraints_tellsWhichAndWhere() {
        assertViolation("INSERT INTO t (a, b) VALUES ('x', 'y')", Violation.UNIQUE, "t.a, t.b", "23505", 2067);
        assertViolation("INSERT INTO t (id, a) VALUES (1, 'z')", Violation.UNIQUE, "t.id", "23505", 1555);
        assertViolation("INSERT INTO t (b) VALUES ('y')", Violation.NOT_NULL, "t.a", "23502", 1299);
        assertViolation("INSERT INTO t (a, n) VALUES ('q', 0)", Violation.CHECK, "positive", "23514", 275);
        assertViolation("INSERT INTO t (a, parent) VALUES ('q', 5)", Violation.FOREIGN_KEY, null, "23503", 787);
    }

    @Test
    void of_strictTable_isACheck() {
        run(session, "CREATE TABLE s (n INTEGER) STRICT");
        assertViolation("INSERT INTO s VALUES ('x')", Violation.CHECK, null, "23000", 3091);
    }

    @Test
    void of_trigger_hasItsOwnWords() {
        run(session, "CREATE TRIGGER no BEFORE DELETE ON t BEGIN SELECT RAISE(ABORT, 'not today'); END");
        assertViolation("DELETE FROM t", Violation.OTHER, null, "23000", 1811);
    }

    @Test
    void of_uniqueIndexOnExpression_namesTheIndex() {
        run(session, "CREATE UNIQUE INDEX upper_a ON t (upper(a))");
        assertViolation("INSERT INTO t (a) VALUES ('X')", Violation.UNIQUE, "index 'upper_a'", "23505", 2067);
    }

    @Test
    void of_syntaxError_isSqlitesMessage() {
        QueryException wrong = assertThrows(QueryException.class, () -> run(session, "SELEC 1"));
        assertEquals("near \"SELEC\": syntax error [42000, 1]\n  statement: SELEC 1", wrong.getMessage());
    }

    @Test
    void of_missingTable_tellsWhichDatabaseItWas(@TempDir Path folder) {
        Path file = folder.resolve("other.db");
        SqliteSession other = Sessions.file(file, "");
        QueryException missing = assertThrows(QueryException.class, () -> run(other, "SELECT * FROM nope"));
        assertTrue(missing.getMessage().startsWith("no such table: nope"));
        assertEquals(Optional.of("the database is " + file), missing.hint());
        other.close();
    }

    @Test
    void of_tooBig_isAQueryException() {
        QueryException big =
                assertThrows(QueryException.class, () -> run(session, "SELECT length(zeroblob(2000000000))"));
        assertEquals(18, big.vendorCode());
        assertFalse(big.retryable());
    }

    @Test
    void of_error_leavesTheConnectionUsable() {
        for (int i = 0; i < 3; i++) {
            assertThrows(QueryException.class, () -> run(session, "INSERT INTO t (id, a) VALUES (1, 'z')"));
            assertThrows(QueryException.class, () -> run(session, "SELECT abs(-9223372036854775808)"));
            assertEquals(1L, run(session, "SELECT count(*) FROM t").only());
        }
    }
}
