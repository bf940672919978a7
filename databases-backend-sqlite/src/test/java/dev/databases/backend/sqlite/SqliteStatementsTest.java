package dev.databases.backend.sqlite;

import static dev.databases.backend.sqlite.Sessions.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.error.ConstraintViolationException;
import dev.databases.error.QueryException;
import dev.databases.spi.CompiledSql;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SqliteStatementsTest {
    private static final List<CompiledSql> SQL =
            IntStream.range(0, 4).mapToObj(i -> Sessions.text("SELECT " + i, 0)).toList();

    @Test
    void take_sameStatement_isPreparedOnce() throws SQLException {
        SqliteSession session = Sessions.memory();
        SqliteStatement first = session.statements().take(SQL.get(0));
        session.statements().putBack(SQL.get(0), first, false);
        assertSame(first, session.statements().take(SQL.get(0)));
        assertNotSame(first, session.statements().take(Sessions.text("SELECT 0", 0)), "identity is what counts");
        session.close();
    }

    @Test
    void take_moreThanFit_closesTheOneUsedLongestAgo() throws SQLException {
        SqliteSession session = Sessions.open("sqlite://?statement_cache_size=3");
        SqliteStatements statements = session.statements();
        SqliteStatement zero = statements.take(SQL.get(0));
        SqliteStatement one = statements.take(SQL.get(1));
        statements.take(SQL.get(2));
        statements.take(SQL.get(0));
        statements.take(SQL.get(3));
        assertEquals(3, statements.size());
        assertTrue(one.isClosed());
        assertFalse(zero.isClosed());
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 4; i++) {
                assertEquals((long) i, run(session, SQL.get(i)).only());
            }
        }
        session.close();
    }

    @Test
    void putBack_sizeZero_closesEveryStatement() throws SQLException {
        SqliteSession session = Sessions.open("sqlite://?statement_cache_size=0");
        SqliteStatement statement = session.statements().take(SQL.get(0));
        session.statements().putBack(SQL.get(0), statement, false);
        assertTrue(statement.isClosed());
        assertEquals(0, session.statements().size());
        assertEquals(1L, run(session, SQL.get(1)).only());
        assertEquals(1L, run(session, SQL.get(1)).only());
        session.close();
    }

    @Test
    void putBack_closedByAnError_isPreparedAgain() {
        SqliteSession session = Sessions.memory();
        CompiledSql absolute = Sessions.text("SELECT abs(?)", 1);
        for (int i = 0; i < 3; i++) {
            assertThrows(QueryException.class, () -> run(session, absolute, Long.MIN_VALUE));
            assertEquals(5L, run(session, absolute, -5L).only());
        }
        session.close();
    }

    @Test
    void putBack_brokenConstraint_keepsTheStatement() throws SQLException {
        SqliteSession session = Sessions.memory();
        run(session, "CREATE TABLE t (n INTEGER UNIQUE)");
        CompiledSql insert = Sessions.text("INSERT INTO t VALUES (?)", 1);
        run(session, insert, 1L);
        SqliteStatement statement = session.statements().take(insert);
        assertThrows(ConstraintViolationException.class, () -> run(session, insert, 1L));
        assertSame(statement, session.statements().take(insert));
        assertFalse(statement.isClosed());
        session.close();
    }
}
