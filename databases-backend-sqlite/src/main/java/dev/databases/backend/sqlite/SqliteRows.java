package dev.databases.backend.sqlite;

import dev.databases.error.DatabaseException;
import dev.databases.error.QueryException;
import dev.databases.error.ServerError;
import dev.databases.spi.BlockingSession;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.Completion;
import dev.databases.spi.ResultColumn;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one run of a statement, read a row at a time. {@link SqliteSession} starts it for one statement,
 * {@link SqliteBatch} for each part of many rows.
 */
final class SqliteRows implements BlockingSession.Rows {
    private static final Supplier<String> NOWHERE = () -> "";

    private final SqliteSession session;
    private final CompiledSql sql;
    private final int rowsOfArguments;
    private final Supplier<String> where;
    private final boolean alone;
    private @Nullable SqliteStatement statement;
    private @Nullable SqliteColumns columns;
    private long changesBefore;
    /** SQLite stands at a row that was not read yet. */
    private boolean pending;

    private boolean ended;
    private boolean uncertain;
    private boolean closed;

    private SqliteRows(
            SqliteSession session, CompiledSql sql, int rowsOfArguments, Supplier<String> where, boolean alone) {
        this.session = session;
        this.sql = sql;
        this.rowsOfArguments = rowsOfArguments;
        this.where = where;
        this.alone = alone;
        this.uncertain = sql.kind() == CompiledSql.Kind.UNKNOWN || sql.kind() == CompiledSql.Kind.CONTROL;
    }

    /** For one statement; when it is closed, nothing runs any more. */
    static SqliteRows alone(SqliteSession session, CompiledSql sql) {
        return new SqliteRows(session, sql, 1, NOWHERE, true);
    }

    /**
     * For a part of many rows.
     *
     * @param rowsOfArguments how many rows of arguments it takes at once
     * @param where which rows these are, to stand before an error
     */
    static SqliteRows part(SqliteSession session, CompiledSql sql, int rowsOfArguments, Supplier<String> where) {
        return new SqliteRows(session, sql, rowsOfArguments, where, false);
    }

    /** Runs the statement to its first row. After a failure it is closed. */
    SqliteRows start(@Nullable Object[] arguments) {
        try {
            SqliteStatement taken = session.statements().take(sql);
            statement = taken;
            requireCount(arguments.length, taken.parameters());
            changesBefore =
                    sql.kind() == CompiledSql.Kind.READ ? 0 : session.handle().totalChanges();
            pending = session.handle().start(taken, arguments);
            ended = !pending;
            columns = taken.columns(sql);
            return this;
        } catch (SQLException failure) {
            throw failed(failure);
        } catch (SqliteRefusal refusal) {
            close();
            throw refused(refusal, sql, where.get());
        } catch (DatabaseException mismatch) {
            close();
            throw mismatch;
        }
    }

    private static void requireCount(int arguments, int parameters) throws SqliteRefusal {
        if (arguments != parameters) {
            throw new SqliteRefusal(
                    "the statement has " + parameters + " parameters, and " + arguments + " arguments were given",
                    SqliteRefusal.COUNT);
        }
    }

    static QueryException refused(SqliteRefusal refusal, CompiledSql sql, String where) {
        ServerError error = new ServerError(where + refusal.getMessage(), refusal.state(), 0, false);
        return new QueryException(error, sql.sql(), null, refusal);
    }

    private DatabaseException failed(SQLException failure) {
        DatabaseException error = session.error(failure, sql.sql(), where.get());
        uncertain = true;
        close();
        return error;
    }

    @Override
    public List<ResultColumn> columns() {
        return columns == null ? List.of() : columns.list();
    }

    @Override
    public @Nullable Object @Nullable [] next() {
        SqliteStatement running = statement;
        SqliteColumns decoder = columns;
        if (running == null || decoder == null || ended) {
            return null;
        }
        try {
            ended = !pending && !running.next();
            pending = false;
            return ended ? null : running.row(decoder);
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    @Override
    public Completion completion() {
        if (sql.kind() == CompiledSql.Kind.READ) {
            return Completion.NONE;
        }
        SqliteKeys keys = new SqliteKeys();
        long affected = affected(keys);
        return affected == 0 ? Completion.NONE : new Completion(affected, keys.list());
    }

    /**
     * Tells how many rows were affected, and notes the keys of those that were inserted, if they are wanted. SQLite's
     * count stays from one statement to the next, so it counts only if this one has changed anything.
     */
    long affected(@Nullable SqliteKeys keys) {
        SqliteStatement finished = statement;
        if (finished == null) {
            return 0;
        }
        try {
            long changed = session.handle().totalChanges() - changesBefore;
            long affected = changed == 0 ? 0 : session.handle().changes();
            if (keys != null && affected > 0 && columns().isEmpty() && finished.tellsKey(sql)) {
                note(keys, changed);
            }
            return affected;
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    private void note(SqliteKeys keys, long changed) throws SQLException {
        long last = session.handle().lastRowId();
        if (last != 0) { // SQLite never generates 0: this connection has inserted no rowid yet.
            keys.add(last, rowsOfArguments, changed);
        }
    }

    @Override
    public void close() {
        close(false);
    }

    /** Ends the run; the arguments may stay bound until the next one, if they hold little memory. */
    void close(boolean keepArguments) {
        SqliteStatement open = statement;
        statement = null;
        if (open != null) {
            session.putBack(sql, open, keepArguments);
        }
        if (uncertain) {
            uncertain = false;
            session.transaction().ask();
        }
        if (alone && !closed) {
            session.handle().leave();
        }
        closed = true;
    }
}
