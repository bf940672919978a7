package dev.databases.error;

import org.jspecify.annotations.Nullable;

/** The body of a transaction ended while statements of it were still queued or running; it was rolled back. */
public final class UnfinishedWorkException extends TransactionException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param problem one line: what and why
     * @param hint what to do about it
     * @param cause what was thrown below
     */
    public UnfinishedWorkException(String problem, @Nullable String hint, @Nullable Throwable cause) {
        super(problem, hint, cause);
    }
}
