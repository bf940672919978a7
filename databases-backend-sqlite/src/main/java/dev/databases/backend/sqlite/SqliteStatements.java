package dev.databases.backend.sqlite;

import dev.databases.spi.CompiledSql;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The prepared statements of one connection, the ones used last kept. A session takes a statement, runs it and puts it
 * back before it takes another.
 */
final class SqliteStatements {
    private final SqliteHandle handle;
    private final int capacity;
    /** In the order of their last use; {@link CompiledSql} is only equal to itself. */
    private final Map<CompiledSql, SqliteStatement> kept = new LinkedHashMap<>(16, 0.75f, true);

    SqliteStatements(SqliteHandle handle, int capacity) {
        this.handle = handle;
        this.capacity = capacity;
    }

    SqliteStatement take(CompiledSql sql) throws SQLException {
        SqliteStatement known = kept.get(sql);
        if (known != null) {
            return known;
        }
        SqliteStatement prepared = handle.prepare(sql.sql());
        if (capacity > 0) {
            makeRoom();
            kept.put(sql, prepared);
        }
        return prepared;
    }

    private void makeRoom() throws SQLException {
        if (kept.size() >= capacity) {
            Iterator<SqliteStatement> oldest = kept.values().iterator();
            SqliteStatement evicted = oldest.next();
            oldest.remove();
            evicted.close();
        }
    }

    /** Ends the run of a statement; closes it if it is not kept, forgets it if sqlite-jdbc has closed it. */
    void putBack(CompiledSql sql, SqliteStatement statement, boolean keepArguments) throws SQLException {
        if (statement.isClosed()) {
            kept.remove(sql, statement);
        } else if (capacity == 0) {
            statement.close();
        } else {
            statement.reset(keepArguments);
        }
    }

    int size() {
        return kept.size();
    }
}
