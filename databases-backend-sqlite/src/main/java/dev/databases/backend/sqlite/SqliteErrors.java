package dev.databases.backend.sqlite;

import dev.databases.error.ConstraintViolationException;
import dev.databases.error.ConstraintViolationException.Violation;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryCancelledException;
import dev.databases.error.QueryException;
import dev.databases.error.ServerError;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Turns what sqlite-jdbc throws into the errors of {@code dev.databases.error}; the session and its parts call it.
 *
 * <p>The vendor code is SQLite's extended result code. SQLite has no SQLSTATE; where a standard one says the same, it is
 * given.
 */
final class SqliteErrors {
    private static final int PRIMARY = 0xff;
    private static final String CONSTRAINT_FAILED = " constraint failed: ";

    private final SqliteLocation location;

    SqliteErrors(SqliteLocation location) {
        this.location = location;
    }

    /** The extended result code, -1 if it was not SQLite that failed. */
    static int code(SQLException thrown) {
        return thrown instanceof SQLiteException sqlite ? sqlite.getResultCode().code : -1;
    }

    /** Whether the code is one, or an extension of one, of the primary codes of SQLite. */
    static boolean is(SQLException thrown, SQLiteErrorCode primary) {
        int code = code(thrown);
        return code > 0 && (code & PRIMARY) == primary.code;
    }

    /** SQLite's own words; sqlite-jdbc puts its own around them. */
    static String message(SQLException thrown) {
        String whole = String.valueOf(thrown.getMessage());
        if (!(thrown instanceof SQLiteException sqlite)) {
            return whole;
        }
        String wrapping = sqlite.getResultCode() + " (";
        return whole.startsWith(wrapping) && whole.endsWith(")")
                ? whole.substring(wrapping.length(), whole.length() - 1)
                : whole;
    }

    /**
     * Makes the exception for a statement.
     *
     * @param thrown what sqlite-jdbc threw
     * @param sql the statement
     * @param where which of many rows it was, to stand before the message; empty for one statement
     * @return the exception
     */
    DatabaseException of(SQLException thrown, String sql, String where) {
        if (is(thrown, SQLiteErrorCode.SQLITE_INTERRUPT)) {
            return new QueryCancelledException(where + "the statement was interrupted", sql, thrown);
        }
        String message = message(thrown);
        boolean retryable = is(thrown, SQLiteErrorCode.SQLITE_BUSY) || is(thrown, SQLiteErrorCode.SQLITE_LOCKED);
        ServerError error =
                new ServerError(where + message, state(thrown, message), Math.max(0, code(thrown)), retryable);
        return is(thrown, SQLiteErrorCode.SQLITE_CONSTRAINT)
                ? new ConstraintViolationException(violation(thrown), constraint(message), error, sql, thrown)
                : new QueryException(error, sql, hint(thrown, message), thrown);
    }

    private static Violation violation(SQLException thrown) {
        return switch (((SQLiteException) thrown).getResultCode()) {
            case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID -> Violation.UNIQUE;
            case SQLITE_CONSTRAINT_FOREIGNKEY -> Violation.FOREIGN_KEY;
            case SQLITE_CONSTRAINT_NOTNULL -> Violation.NOT_NULL;
            case SQLITE_CONSTRAINT_CHECK, SQLITE_CONSTRAINT_DATATYPE -> Violation.CHECK;
            default -> Violation.OTHER;
        };
    }

    /** The columns, or the name, behind {@code UNIQUE constraint failed:} and the like. */
    private static @Nullable String constraint(String message) {
        int end = message.indexOf(CONSTRAINT_FAILED);
        return end < 0 ? null : message.substring(end + CONSTRAINT_FAILED.length());
    }

    private static @Nullable String state(SQLException thrown, String message) {
        if (!(thrown instanceof SQLiteException sqlite)) {
            return null;
        }
        return switch (sqlite.getResultCode()) {
            case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID -> "23505";
            case SQLITE_CONSTRAINT_FOREIGNKEY -> "23503";
            case SQLITE_CONSTRAINT_NOTNULL -> "23502";
            case SQLITE_CONSTRAINT_CHECK -> "23514";
            case SQLITE_BUSY_SNAPSHOT -> "40001";
            case SQLITE_READONLY -> "25006";
            case SQLITE_ERROR -> message.endsWith(": syntax error") ? "42000" : null;
            default -> is(thrown, SQLiteErrorCode.SQLITE_CONSTRAINT) ? "23000" : null;
        };
    }

    private @Nullable String hint(SQLException thrown, String message) {
        if (is(thrown, SQLiteErrorCode.SQLITE_BUSY)) {
            return "another connection holds the lock of " + location
                    + ": shorten its transactions, or raise the option busy_timeout";
        }
        if (is(thrown, SQLiteErrorCode.SQLITE_READONLY)) {
            return location.isReadOnly()
                    ? location + " was opened with mode=ro"
                    : "the transaction is read-only, or " + location + " cannot be written to";
        }
        if (is(thrown, SQLiteErrorCode.SQLITE_CORRUPT) || is(thrown, SQLiteErrorCode.SQLITE_NOTADB)) {
            return "PRAGMA integrity_check tells what is damaged in " + location;
        }
        return message.startsWith("no such table") ? "the database is " + location : null;
    }
}
