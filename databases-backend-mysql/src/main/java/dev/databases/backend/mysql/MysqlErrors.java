package dev.databases.backend.mysql;

import dev.databases.backend.mysql.codec.Codecs;
import dev.databases.error.ConnectionException;
import dev.databases.error.ConstraintViolationException;
import dev.databases.error.ConstraintViolationException.Violation;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryCancelledException;
import dev.databases.error.QueryException;
import dev.databases.error.QueryTimeoutException;
import dev.databases.error.RowMappingException;
import dev.databases.error.ServerError;
import dev.databases.spi.ResultColumn;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the server says when something fails, and what the codecs refuse, into the errors of
 * {@code dev.databases.error}; the session calls it.
 *
 * <p>The server repeats values between quotes in some of its sentences: those are left out.
 */
final class MysqlErrors {
    /** Deadlock; a lock that was waited for too long; a row that changed since the snapshot; a conflict within a cluster. */
    private static final Set<Integer> RETRYABLE = Set.of(1213, 1205, 1020, 3101);

    /** Too many connections, shutting down, killed, or idle for too long. */
    private static final Set<Integer> LOST = Set.of(1040, 1053, 1077, 1078, 1079, 1152, 1184, 1927, 3169, 4031);

    /** The packet was too long: it was not run, which says more than that the server then closes the connection. */
    private static final int PACKET_TOO_LARGE = 1153;

    private static final Set<Integer> TIMEOUTS = Set.of(3024, 1969);
    private static final int INTERRUPTED = 1317;

    /** Duplicate entries, and values that are not of their type. */
    private static final Set<Integer> WITH_VALUES = Set.of(1062, 1586, 1292, 1366, 1367, 1411, 1525, 1690, 1918);

    private static final String NO_SUCH_CHARACTER =
            "The column's charset has no such character: ALTER TABLE … CONVERT TO CHARACTER SET utf8mb4.";
    private static final String BEFORE_PLACE = "' for ";
    private static final Pattern FIRST_NAME = Pattern.compile("[^']*'([^']+)'.*", Pattern.DOTALL);
    private static final Pattern LAST_NAME = Pattern.compile(".*'((?:[^']|'')+)'[^']*", Pattern.DOTALL);
    private static final Pattern NAMED = Pattern.compile("CONSTRAINT `((?:[^`]|``)+)`");

    private MysqlErrors() {}

    /**
     * Makes the exception for an error packet.
     *
     * @param code the server's number of the error
     * @param sqlState the SQLSTATE, empty where the packet has none, as before the login
     * @param message the server's words
     * @param sql the statement, null where there is none
     * @param where which of many rows it was, to stand before the message; empty for one statement
     * @return a {@link ConnectionException} if the connection is or will be closed, most often a {@link QueryException}
     */
    static DatabaseException of(int code, String sqlState, String message, @Nullable String sql, String where) {
        String state = sqlState.isEmpty() ? "HY000" : sqlState;
        String words = where + words(code, message);
        if (sql == null || isLost(code, state)) {
            return new ConnectionException(words + " [" + state + ", " + code + "]", connectionHint(code), null);
        }
        if (code == INTERRUPTED) {
            return new QueryCancelledException(words, sql, null);
        }
        if (TIMEOUTS.contains(code)) {
            return new QueryTimeoutException(words, sql, null);
        }
        ServerError error = new ServerError(words, state, code, RETRYABLE.contains(code));
        Violation violation = violation(code, state);
        return violation == null
                ? new QueryException(error, sql, hint(code, message), null)
                : new ConstraintViolationException(violation, constraint(violation, message), error, sql, null);
    }

    private static boolean isLost(int code, String state) {
        return LOST.contains(code) || state.startsWith("08") && code != PACKET_TOO_LARGE;
    }

    /** A value stands between the first quote and the last that is followed by its column, or the last of all. */
    private static String words(int code, String message) {
        int from = message.indexOf('\'');
        if (!WITH_VALUES.contains(code) || from < 0) {
            return message.isBlank() ? "the server gave no reason" : message;
        }
        int place = message.lastIndexOf(BEFORE_PLACE);
        int to = place > from ? place : message.lastIndexOf('\'');
        return message.substring(0, from + 1) + "…" + (to > from ? message.substring(to) : "");
    }

    private static @Nullable Violation violation(int code, String state) {
        return switch (code) {
            case 1022, 1062, 1169, 1557, 1586, 1859 -> Violation.UNIQUE;
            case 1216, 1217, 1451, 1452, 1761, 1762 -> Violation.FOREIGN_KEY;
            case 1048, 1263, 1364 -> Violation.NOT_NULL;
            case 3819, 4025 -> Violation.CHECK;
            case 1052 -> null; // an ambiguous name, which has the SQLSTATE of violations all the same
            default -> state.startsWith("23") ? Violation.OTHER : null;
        };
    }

    /** The name between backquotes behind CONSTRAINT; a column, the first between quotes; a key or check, the last. */
    private static @Nullable String constraint(Violation violation, String message) {
        Matcher named = NAMED.matcher(message);
        if (named.find()) {
            return named.group(1).replace("``", "`");
        }
        Matcher quoted = (violation == Violation.NOT_NULL ? FIRST_NAME : LAST_NAME).matcher(message);
        return quoted.matches() ? quoted.group(1) : null;
    }

    private static @Nullable String hint(int code, String message) {
        return switch (code) {
            case 1205 -> "Another transaction holds the lock: shorten it, or raise innodb_lock_wait_timeout.";
            case PACKET_TOO_LARGE -> "Raise the server's max_allowed_packet; the connection is closed.";
            case 1366 -> message.startsWith("Incorrect string value") ? NO_SUCH_CHARACTER : null;
            case 3988 -> NO_SUCH_CHARACTER;
            case 1298 ->
                "The server knows time zones by name only if they were loaded: name an offset, such as +02:00.";
            case 1461 -> "Lower statement_cache_size or max_size, or raise the server's max_prepared_stmt_count.";
            case 1170 -> "A key over texts of any length needs a column with a length, such as string(\"name\", 100).";
            default -> null;
        };
    }

    private static @Nullable String connectionHint(int code) {
        return switch (code) {
            case 1045, 1698 -> "check user, password and sslmode, and from which hosts the server lets the user in";
            case 1044, 1049 -> "the URL ends in /<database>, which the server has to have";
            case 1040, 1203 -> "lower max_size, or raise the server's max_connections";
            case 1129 -> "FLUSH HOSTS at the server forgets the failed attempts";
            case 1130 -> "CREATE USER 'name'@'host' says from which hosts a user may come";
            default -> null;
        };
    }

    /**
     * Makes the exception for a value that cannot be sent.
     *
     * @param failure what the encoder has thrown
     * @param position which parameter, from 1
     * @param sql the statement
     * @param where which of many rows it was, to stand before the message; empty for one statement
     * @return the exception
     */
    static QueryException ofParameter(RuntimeException failure, int position, String sql, String where) {
        String message = where + "parameter " + position + " " + Codecs.problem(failure);
        return new QueryException(new ServerError(message, Codecs.sqlState(failure), 0, false), sql, null, null);
    }

    /**
     * Makes the exception for a cell that cannot be read.
     *
     * @param failure what the decoder has thrown
     * @param column the column
     * @param position which column, from 1
     * @return the exception
     */
    static RowMappingException ofCell(RuntimeException failure, ResultColumn column, int position) {
        return new RowMappingException(
                "column `" + column.name() + "` (" + position + ") " + Codecs.problem(failure),
                "CAST(… AS char) reads any value",
                null);
    }
}
