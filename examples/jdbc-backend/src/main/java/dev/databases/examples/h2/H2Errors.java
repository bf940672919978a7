package dev.databases.examples.h2;

import dev.databases.error.ConnectionException;
import dev.databases.error.ConstraintViolationException;
import dev.databases.error.ConstraintViolationException.Violation;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryCancelledException;
import dev.databases.error.QueryException;
import dev.databases.error.ServerError;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.Set;

/** Turns what JDBC throws into the errors of the library, by SQLSTATE, without the values that H2 puts into its words. */
final class H2Errors {
    static final String DEADLOCK = "40001";

    /** A deadlock, a lock that was waited for too long, a row that another transaction has changed. */
    private static final Set<String> RETRYABLE = Set.of(DEADLOCK, "HYT00", "90131");

    /** An object, a connection or a database that is closed. */
    private static final Set<String> CLOSED = Set.of("90007", "90067", "90098", "90121");

    /** A syntax error repeats the statement, be it ever so long. */
    private static final int LONGEST = 1_000;

    private H2Errors() {}

    static DatabaseException of(SQLException thrown, String sql, String where) {
        String state = String.valueOf(thrown.getSQLState());
        String message = where + message(thrown);
        SQLException cause = new SQLException(message, state, thrown.getErrorCode());
        cause.setStackTrace(thrown.getStackTrace());
        if (CLOSED.contains(state)) {
            return new ConnectionException("the connection to H2 is closed: " + message, null, cause);
        }
        if (state.equals("57014")) {
            return new QueryCancelledException(message, sql, cause);
        }
        ServerError error = new ServerError(message, state, thrown.getErrorCode(), RETRYABLE.contains(state));
        if (!(thrown instanceof SQLIntegrityConstraintViolationException)) {
            return new QueryException(error, sql, null, cause);
        }
        String constraint = message.replaceAll(".*[: ]", "");
        return new ConstraintViolationException(violation(state), constraint, error, sql, cause);
    }

    private static Violation violation(String state) {
        return switch (state) {
            case "23502" -> Violation.NOT_NULL;
            case "23503", "23506" -> Violation.FOREIGN_KEY;
            case "23505" -> Violation.UNIQUE;
            case "23513", "23514" -> Violation.CHECK;
            default -> Violation.OTHER;
        };
    }

    /** H2's words without the statement; values stand in quotes, for a constraint behind its name. */
    static String message(SQLException thrown) {
        String words = String.valueOf(thrown.getMessage())
                .split("; SQL statement:", 2)[0]
                .strip();
        String[] parts = words.split("\"", 3);
        if (thrown instanceof SQLIntegrityConstraintViolationException && parts.length > 1) {
            return parts[0] + parts[1].split("[: ]", 2)[0];
        }
        if (thrown instanceof SQLDataException || words.length() > LONGEST) {
            return parts[0].replaceAll("[: ]+$", "");
        }
        return words;
    }
}
