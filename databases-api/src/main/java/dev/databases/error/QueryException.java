package dev.databases.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server refused a statement, or stopped it. */
public sealed class QueryException extends DatabaseException
        permits ConstraintViolationException, QueryTimeoutException, QueryCancelledException {
    private static final long serialVersionUID = 1L;

    private final @Nullable ServerError error;

    /**
     * Creates the exception from what the server said.
     *
     * @param error what the server said
     * @param sql the statement
     * @param hint what to do about it
     * @param cause what the driver threw
     */
    public QueryException(ServerError error, String sql, @Nullable String hint, @Nullable Throwable cause) {
        super(error.inOneLine(), sql, hint, cause);
        this.error = error;
    }

    QueryException(String problem, @Nullable String sql, @Nullable String hint, @Nullable Throwable cause) {
        super(problem, sql, hint, cause);
        this.error = null;
    }

    /**
     * Returns the statement that failed.
     *
     * @return its SQL text, empty where it was stopped before it had one
     */
    public Optional<String> sql() {
        return statement();
    }

    /**
     * Returns the SQLSTATE.
     *
     * @return five characters, empty where the server has none
     */
    public Optional<String> sqlState() {
        return Optional.ofNullable(error).map(ServerError::sqlState);
    }

    /**
     * Returns the server's own error number.
     *
     * @return the number, 0 where there is none
     */
    public int vendorCode() {
        return error == null ? 0 : error.vendorCode();
    }

    /**
     * Tells whether the same work may well succeed when run again from the start of its transaction.
     *
     * @return true for a deadlock, a serialization failure, a busy database
     */
    public boolean retryable() {
        return error != null && error.retryable();
    }
}
