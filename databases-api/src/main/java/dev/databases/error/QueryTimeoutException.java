package dev.databases.error;

import org.jspecify.annotations.Nullable;

/** A statement was stopped because its deadline had passed. Outside a transaction it may have taken effect all the same. */
public final class QueryTimeoutException extends QueryException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param problem one line: what and why
     * @param sql the statement, null where it was not known yet
     * @param cause what the driver threw
     */
    public QueryTimeoutException(String problem, @Nullable String sql, @Nullable Throwable cause) {
        super(problem, sql, null, cause);
    }
}
