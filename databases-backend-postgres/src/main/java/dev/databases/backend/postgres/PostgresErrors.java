package dev.databases.backend.postgres;

import dev.databases.backend.postgres.codec.Codecs;
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
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the server says when something fails, and what the codecs refuse, into the errors of
 * {@code dev.databases.error}; the session calls it.
 *
 * <p>The server repeats values in some of its sentences: in the details of a violated constraint, and between quotes where
 * a text is not of its type. Those parts are left out.
 */
final class PostgresErrors {
    private static final String CANCELLED = "57014";
    private static final Set<String> RETRYABLE = Set.of("40001", "40P01");
    private static final Set<String> LOST = Set.of("57P01", "57P02", "57P03", "57P04", "57P05");
    /** Classes of errors whose details name rows, values, or what a function of the user's says. */
    private static final Set<String> WITH_VALUES = Set.of("21", "22", "23", "44", "P0", "XX");

    private static final String DATA_EXCEPTION = "22";
    private static final Pattern QUOTED = Pattern.compile("\".*\"", Pattern.DOTALL);
    private static final Pattern LINES = Pattern.compile("\\s*\\R\\s*");

    private PostgresErrors() {}

    /**
     * Makes the exception for an ErrorResponse.
     *
     * @param fields the fields of the message by their codes
     * @param sql the statement, null where there is none
     * @param where which of many rows it was, to stand before the message; empty for one statement
     * @return a {@link ConnectionException} if the connection is or will be closed, most often a {@link QueryException}
     */
    static DatabaseException of(Map<Character, String> fields, @Nullable String sql, String where) {
        String state = fields.getOrDefault('C', "XX000");
        String message = where + message(fields, state);
        if (sql == null || isLost(fields, state)) {
            return new ConnectionException(message + " [" + state + "]", connectionHint(fields, state), null);
        }
        if (state.equals(CANCELLED)) {
            return fields.getOrDefault('M', "").contains("timeout")
                    ? new QueryTimeoutException(message, sql, null)
                    : new QueryCancelledException(message, sql, null);
        }
        ServerError error = new ServerError(message, state, 0, RETRYABLE.contains(state));
        Violation violation = violation(state);
        return violation == null
                ? new QueryException(error, sql, hint(fields, state, sql), null)
                : new ConstraintViolationException(violation, constraint(fields), error, sql, null);
    }

    private static boolean isLost(Map<Character, String> fields, String state) {
        String severity = fields.getOrDefault('V', fields.getOrDefault('S', "ERROR"));
        return severity.equals("FATAL") || severity.equals("PANIC") || state.startsWith("08") || LOST.contains(state);
    }

    private static String message(Map<Character, String> fields, String state) {
        String message = fields.getOrDefault('M', "the server gave no reason");
        return state.startsWith(DATA_EXCEPTION) ? QUOTED.matcher(message).replaceAll("\"…\"") : message;
    }

    private static @Nullable Violation violation(String state) {
        return switch (state) {
            case "23505" -> Violation.UNIQUE;
            case "23503", "23001" -> Violation.FOREIGN_KEY;
            case "23502" -> Violation.NOT_NULL;
            case "23514", "44000" -> Violation.CHECK;
            default -> state.startsWith("23") ? Violation.OTHER : null;
        };
    }

    /** The name of the constraint; NOT NULL mostly has none, and is named by its column. */
    private static @Nullable String constraint(Map<Character, String> fields) {
        String name = fields.get('n');
        String table = fields.get('t');
        String column = fields.get('c');
        return name == null && column != null ? (table == null ? column : table + "." + column) : name;
    }

    /** What the server adds, where it has no values in it, and what may help with errors that are ours to explain. */
    private static @Nullable String hint(Map<Character, String> fields, String state, String sql) {
        String detail = WITH_VALUES.contains(state.substring(0, 2)) ? null : fields.get('D');
        String hint = state.startsWith("P0") ? null : fields.get('H');
        String own = ownHint(state, sql);
        StringBuilder all = new StringBuilder();
        for (String each : new @Nullable String[] {detail, hint, own}) {
            if (each != null) {
                all.append(all.isEmpty() ? "" : " ")
                        .append(LINES.matcher(each.strip()).replaceAll("; "));
            }
        }
        return all.isEmpty() ? null : all.toString();
    }

    private static @Nullable String ownHint(String state, String sql) {
        boolean hasParameters = sql.contains("$1");
        return switch (state) {
            case "42883", "42804", "42P18", "42725" ->
                hasParameters
                        ? "In SQL text a parameter has the type of its Java class, and a String that of its place;"
                                + " CAST(:name AS type) gives it another."
                        : null;
            case "25P02" -> "Roll back, or roll back to a savepoint, before the next statement.";
            default -> null;
        };
    }

    private static @Nullable String connectionHint(Map<Character, String> fields, String state) {
        return switch (state) {
            case "28P01", "28000" -> "check user, password, sslmode, sslcert and the server's pg_hba.conf";
            case "3D000" -> "the URL ends in /<database>; without one it is the name of the user";
            case "53300" -> "lower max_size, or raise max_connections of the server";
            case "08P01" ->
                fields.getOrDefault('M', "").contains("startup parameter")
                        ? "a pooler says so: name it in its track_extra_parameters or ignore_startup_parameters"
                        : fields.get('H');
            default -> fields.get('H');
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
                "CAST(… AS text) reads any value",
                null);
    }
}
