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
    private final Supplier<String> where;
    private final boolean alone;
    private @Nullable SqliteStatement statement;
    private @Nullable SqliteColumns columns;
    private long changesBefore;
    private long changed;
    /** SQLite stands at a row that was not read yet. */
    private boolean pending;

    private boolean ended;
    private boolean uncertain;
    private boolean closed;

    private SqliteRows(SqliteSession session, CompiledSql sql, Supplier<String> where, boolean alone) {
        this.session = session;
        this.sql = sql;
        this.where = where;
        this.alone = alone;
        this.uncertain = sql.kind() == CompiledSql.Kind.UNKNOWN || sql.kind() == CompiledSql.Kind.CONTROL;
    }

    /** For one statement; when it is closed, nothing runs any more. */
    static SqliteRows alone(SqliteSession session, CompiledSql sql) {
        return new SqliteRows(session, sql, NOWHERE, true);
    }

    /**
     * For a part of many rows.
     *
     * @param where which rows these are, to stand before an error
     */
    static SqliteRows part(SqliteSession session, CompiledSql sql, Supplier<String> where) {
        return new SqliteRows(session, sql, where, false);
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
        long affected = affected();
        if (affected == 0) {
            return Completion.NONE;
        }
        try {
            long last = tellsKey() ? session.handle().lastRowId() : 0;
            return new Completion(affected, last == 0 ? List.of() : List.of(last));
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    /** SQLite's count stays from one statement to the next, so it counts only if this one has changed anything. */
    long affected() {
        if (sql.kind() == CompiledSql.Kind.READ || statement == null) {
            return 0;
        }
        try {
            changed = session.handle().totalChanges() - changesBefore;
            return changed == 0 ? 0 : session.handle().changes();
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    /** How many rows were changed in all, by triggers too; known once the affected rows are. */
    long changed() {
        return changed;
    }

    /** Whether the last rowid is the key of the last row that it inserted. */
    boolean tellsKey() {
        SqliteStatement finished = statement;
        return finished != null && changed > 0 && columns().isEmpty() && finished.tellsKey(sql);
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
