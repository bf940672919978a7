package dev.databases.error;

import org.jspecify.annotations.Nullable;

/**
 * The answer to COMMIT was lost, or that to a statement that writes and is a transaction of its own: the work is either
 * committed whole or not at all, and only the database can tell.
 */
public final class CommitOutcomeUnknownException extends TransactionException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param problem one line: what and why
     * @param hint what to do about it
     * @param cause what was thrown below
     */
    public CommitOutcomeUnknownException(String problem, @Nullable String hint, @Nullable Throwable cause) {
        super(problem, hint, cause);
    }

    /**
     * Creates the exception for a statement that was a transaction of its own.
     *
     * @param problem one line: what and why
     * @param sql the statement
     * @param hint what to do about it
     * @param cause what was thrown below
     */
    public CommitOutcomeUnknownException(
            String problem, @Nullable String sql, @Nullable String hint, @Nullable Throwable cause) {
        super(problem, sql, hint, cause);
    }
}
