package dev.databases.backend.sqlite;

import static dev.databases.backend.sqlite.Sessions.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.config.IsolationLevel;
import dev.databases.config.TransactionOptions;
import dev.databases.error.ConstraintViolationException;
import dev.databases.error.ConstraintViolationException.Violation;
import dev.databases.error.QueryException;
import dev.databases.error.TransactionException;
import dev.databases.error.TransactionRolledBackException;
import dev.databases.spi.BackendConnection.Status;
import dev.databases.spi.BlockingSession.Rows;
import dev.databases.spi.CompiledQuery;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteTransactionTest {
    private static final TransactionOptions READ_ONLY = TransactionOptions.DEFAULT.asReadOnly();

    @TempDir
    private Path folder;

    private SqliteSession session;

    @BeforeEach
    void open() {
        session = second("");
        run(session, "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER UNIQUE)");
        run(session, "CREATE TABLE child (t INTEGER REFERENCES t DEFERRABLE INITIALLY DEFERRED)");
        run(session, "INSERT INTO t VALUES (1, 1)");
    }

    @AfterEach
    void close() {
        session.close();
    }

    private SqliteSession second(String options) {
        return Sessions.file(folder.resolve("notes.db"), options);
    }

    private Object count() {
        return run(session, "SELECT count(*) FROM t").only();
    }

    @Test
    void begin_default_takesTheLockAtOnce() {
        session.begin(TransactionOptions.DEFAULT);
        assertEquals(Status.IN_TRANSACTION, session.status());
        SqliteSession other = second("?busy_timeout=0");
        QueryException busy = assertThrows(QueryException.class, () -> other.begin(TransactionOptions.DEFAULT));
        assertTrue(busy.retryable());
        assertEquals("BEGIN IMMEDIATE", busy.sql().orElseThrow());
        assertEquals(Status.IDLE, other.status());
        other.begin(READ_ONLY);
        other.rollback();
        other.close();
        session.commit();
        assertEquals(Status.IDLE, session.status());
    }

    @Test
    void commit_keepsAndRollback_undoes() {
        session.begin(TransactionOptions.DEFAULT);
        run(session, "INSERT INTO t VALUES (2, 2)");
        session.commit();
        session.begin(TransactionOptions.DEFAULT);
        run(session, "INSERT INTO t VALUES (3, 3)");
        run(session, "CREATE TABLE more (n INTEGER)");
        session.rollback();
        assertEquals(Status.IDLE, session.status());
        assertEquals(2L, count());
        assertThrows(QueryException.class, () -> run(session, "SELECT * FROM more"));
    }

    @Test
    void begin_anyIsolationLevel_isSerializable() {
        for (IsolationLevel level : IsolationLevel.values()) {
            session.begin(TransactionOptions.DEFAULT.isolation(level));
            session.rollback();
        }
        assertEquals(Status.IDLE, session.status());
    }

    @Test
    void begin_deferrable_isRefused() {
        assertThrows(TransactionException.class, () -> session.begin(READ_ONLY.asDeferrable()));
        assertEquals(Status.IDLE, session.status());
    }

    @Test
    void begin_readOnly_refusesWritesUntilItsEnd() {
        session.begin(READ_ONLY);
        assertEquals(1L, count());
        for (String sql : new String[] {"INSERT INTO t VALUES (5, 5)", "CREATE TABLE x (n INTEGER)", "DELETE FROM t"}) {
            QueryException refused = assertThrows(QueryException.class, () -> run(session, sql));
            assertEquals("25006", refused.sqlState().orElseThrow());
        }
        run(session, "SAVEPOINT s");
        run(session, "RELEASE s");
        assertEquals(Status.IN_TRANSACTION, session.status());
        session.commit();
        run(session, "INSERT INTO t VALUES (6, 6)");
        session.begin(READ_ONLY);
        session.rollback();
        run(session, "INSERT INTO t VALUES (7, 7)");
        assertEquals(3L, count());
    }

    @Test
    void begin_readOnly_seesOneSnapshot() {
        SqliteSession other = second("");
        session.begin(READ_ONLY);
        assertEquals(1L, count());
        run(other, "INSERT INTO t VALUES (2, 2)");
        assertEquals(1L, count());
        session.commit();
        assertEquals(2L, count());
        other.close();
    }

    @Test
    void statementError_insideTransaction_leavesItOpen() {
        session.begin(TransactionOptions.DEFAULT);
        run(session, "INSERT INTO t VALUES (2, 2)");
        assertThrows(ConstraintViolationException.class, () -> run(session, "INSERT INTO t VALUES (3, 2)"));
        assertThrows(QueryException.class, () -> run(session, "SELECT nope"));
        assertThrows(QueryException.class, () -> run(session, "SELECT abs(-9223372036854775808)"));
        assertEquals(Status.IN_TRANSACTION, session.status());
        session.commit();
        assertEquals(2L, count());
    }

    @Test
    void statementError_thatRollsBack_isNoticed() {
        session.begin(TransactionOptions.DEFAULT);
        run(session, "INSERT INTO t VALUES (2, 2)");
        assertThrows(ConstraintViolationException.class, () -> run(session, "INSERT OR ROLLBACK INTO t VALUES (3, 2)"));
        assertEquals(Status.IDLE, session.status());
        assertThrows(TransactionRolledBackException.class, session::commit);
        session.rollback();
        assertEquals(Status.IDLE, session.status());
        assertEquals(1L, count());
    }

    @Test
    void statementError_triggerRollsBackReadOnlyIsOver() {
        run(session, "CREATE TRIGGER no BEFORE DELETE ON t BEGIN SELECT RAISE(ROLLBACK, 'all of it'); END");
        session.begin(TransactionOptions.DEFAULT);
        assertThrows(ConstraintViolationException.class, () -> run(session, "DELETE FROM t"));
        assertEquals(Status.IDLE, session.status());
        run(session, "INSERT INTO t VALUES (2, 2)");
        assertEquals(2L, count());
    }

    @Test
    void diskFull_leavesTheTransactionOpen() {
        session.begin(TransactionOptions.DEFAULT);
        run(session, "PRAGMA max_page_count = 20");
        QueryException full = assertThrows(
                QueryException.class,
                () -> run(
                        session,
                        "INSERT INTO t (n) WITH RECURSIVE c(x) AS (SELECT 10 UNION ALL"
                                + " SELECT x + 1 FROM c WHERE x < 100000) SELECT x FROM c"));
        assertEquals(13, full.vendorCode());
        assertEquals(Status.IN_TRANSACTION, session.status());
        run(session, "PRAGMA max_page_count = 100000");
        session.rollback();
        assertEquals(1L, count());
        assertEquals(Status.IDLE, session.status());
    }

    @Test
    void transactionControlInText_isNoticed() {
        run(session, "BEGIN");
        assertEquals(Status.IN_TRANSACTION, session.status());
        run(session, "COMMIT");
        assertEquals(Status.IDLE, session.status());
        session.begin(TransactionOptions.DEFAULT);
        run(session, "/* hidden */ COMMIT");
        assertEquals(Status.IDLE, session.status());
    }

    @Test
    void savepoints_undoOnlyTheirPart() {
        session.begin(TransactionOptions.DEFAULT);
        run(session, "INSERT INTO t VALUES (2, 2)");
        run(session, "SAVEPOINT s1");
        run(session, "INSERT INTO t VALUES (3, 3)");
        run(session, "ROLLBACK TO s1");
        run(session, "RELEASE s1");
        assertEquals(Status.IN_TRANSACTION, session.status());
        session.commit();
        assertEquals(2L, count());
    }

    @Test
    void commit_deferredForeignKey_failsAndStaysOpen() {
        session.begin(TransactionOptions.DEFAULT);
        run(session, "INSERT INTO child VALUES (99)");
        ConstraintViolationException broken = assertThrows(ConstraintViolationException.class, session::commit);
        assertEquals(Violation.FOREIGN_KEY, broken.violation());
        assertEquals(Status.IN_TRANSACTION, session.status());
        run(session, "INSERT INTO t VALUES (99, 99)");
        session.commit();
        assertEquals(2L, count());
    }

    @Test
    void commit_busy_keepsTheTransaction() {
        SqliteSession writer = Sessions.file(folder.resolve("other.db"), "?journal_mode=delete&busy_timeout=0");
        SqliteSession reader = Sessions.file(folder.resolve("other.db"), "?journal_mode=delete");
        run(writer, "CREATE TABLE t (n INTEGER)");
        run(writer, "INSERT INTO t VALUES (1), (2)");
        try (Rows rows = reader.run(CompiledQuery.of(Sessions.text("SELECT n FROM t", 0)))) {
            rows.next();
            writer.begin(TransactionOptions.DEFAULT);
            run(writer, "INSERT INTO t VALUES (3)");
            QueryException busy = assertThrows(QueryException.class, writer::commit);
            assertTrue(busy.retryable());
            assertEquals(Status.IN_TRANSACTION, writer.status());
        }
        writer.commit();
        assertEquals(3L, run(reader, "SELECT count(*) FROM t").only());
        writer.close();
        reader.close();
    }

    @Test
    void commit_withoutTransaction_saysThatItWasRolledBack() {
        TransactionRolledBackException failure = assertThrows(TransactionRolledBackException.class, session::commit);
        assertInstanceOf(QueryException.class, failure.getCause());
        session.rollback();
        assertEquals(Status.IDLE, session.status());
    }

    @Test
    void close_insideTransaction_rollsBack() {
        SqliteSession other = second("");
        other.begin(TransactionOptions.DEFAULT);
        run(other, "INSERT INTO t VALUES (2, 2)");
        other.close();
        assertEquals(1L, count());
        session.begin(TransactionOptions.DEFAULT);
        session.rollback();
    }
}
