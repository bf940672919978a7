package dev.databases.error;

import org.jspecify.annotations.Nullable;

/** The answer to COMMIT was lost: the work is either committed whole or not at all, and only the database can tell. */
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
}
