package dev.databases.backend.sqlite;

import dev.databases.spi.CompiledSql;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;
import org.sqlite.core.SafeStmtPtr;

/**
 * A prepared statement of sqlite-jdbc, run and read through its lower interface.
 *
 * <p>JDBC does not tell the declared types of columns or whether a statement is a query that has ended, and reads the
 * names of the columns anew for every run: one row of three columns took 1.3 µs that way and 0.8 µs this way. What is
 * needed of the lower interface is public; it locks and checks every call, so that a closed statement is an exception
 * here as well and not a crash.
 */
final class SqliteStatement {
    private final PreparedStatement prepared;
    private final CoreStatement core;
    private final SafeStmtPtr pointer;
    private final int parameters;
    private @Nullable SqliteColumns columns;
    private @Nullable Boolean tellsKey;

    SqliteStatement(PreparedStatement prepared) throws SQLException {
        this.prepared = prepared;
        this.core = (CoreStatement) prepared;
        this.pointer = core.pointer;
        this.parameters = prepared.getParameterMetaData().getParameterCount();
    }

    int parameters() {
        return parameters;
    }

    /** Whether {@link SqliteHandle#lastRowId()} is the key of the row that it has just inserted. */
    boolean tellsKey(CompiledSql sql) {
        Boolean known = tellsKey;
        if (known == null) {
            known = SqliteKeys.toldBy(sql);
            tellsKey = known;
        }
        return known;
    }

    /** Binds and runs; true if there is a row to read. After a failure {@link #isClosed()} tells if it can run again. */
    boolean start(@Nullable Object[] arguments) throws SQLException {
        return parameters == 0 ? next() : core.getDatabase().execute(core, arguments);
    }

    /** Goes to the next row; false after the last. */
    boolean next() throws SQLException {
        int code = step();
        if (code != Codes.SQLITE_ROW && code != Codes.SQLITE_DONE) {
            core.getDatabase().throwex(code);
        }
        return code == Codes.SQLITE_ROW;
    }

    /** Runs on and returns SQLite's result code, whatever it is. */
    int step() throws SQLException {
        return pointer.safeRunInt(DB::step);
    }

    /** The columns of the answer; asked after {@link #start}, because the schema may have changed before. */
    SqliteColumns columns(CompiledSql sql) throws SQLException {
        SqliteColumns known = columns;
        if (known == null || known.mayChange() && !pointer.safeRun(known::isStillThat)) {
            known = sql.results().isEmpty()
                    ? SqliteColumns.asDeclared(names(), declaredTypes())
                    : SqliteColumns.exactly(names(), sql.results());
            columns = known;
        }
        return known;
    }

    private String[] names() throws SQLException {
        return pointer.safeRun(DB::column_names);
    }

    /** The declared types of the columns, null for those that are computed. */
    private @Nullable String[] declaredTypes() throws SQLException {
        return pointer.safeRun((database, statement) -> {
            @Nullable String[] types = new String[database.column_count(statement)];
            for (int i = 0; i < types.length; i++) {
                types[i] = database.column_decltype(statement, i);
            }
            return types;
        });
    }

    /** The current row. */
    @Nullable
    Object[] row(SqliteColumns decoder) throws SQLException {
        return pointer.safeRun(decoder::row);
    }

    /** Runs a query without parameters that gives one number. */
    long number() throws SQLException {
        try {
            next();
            return pointer.safeRunLong((database, statement) -> database.column_long(statement, 0));
        } finally {
            reset();
        }
    }

    /** The first column of the current row. */
    String text() throws SQLException {
        return pointer.safeRun((database, statement) -> database.column_text(statement, 0));
    }

    /** Ends the run, which ends a read transaction of its own, and forgets the arguments. */
    void reset() throws SQLException {
        reset(false);
    }

    /** Ends the run, and forgets the arguments unless they are to stay bound until the next. */
    void reset(boolean keepArguments) throws SQLException {
        if (isClosed()) {
            return;
        }
        pointer.safeRunConsume((database, statement) -> {
            database.reset(statement);
            if (parameters > 0 && !keepArguments) {
                database.clear_bindings(statement);
            }
        });
    }

    /** Whether it was closed, which sqlite-jdbc also does after most errors. */
    boolean isClosed() {
        return pointer.isClosed();
    }

    void close() throws SQLException {
        prepared.close();
    }
}
