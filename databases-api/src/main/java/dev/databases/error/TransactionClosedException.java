package dev.databases.error;

import org.jspecify.annotations.Nullable;

/** A transaction was used after its end; it never falls back to running statements outside. */
public final class TransactionClosedException extends TransactionException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param problem one line: what and why
     * @param hint what to do about it
     * @param cause what was thrown below
     */
    public TransactionClosedException(String problem, @Nullable String hint, @Nullable Throwable cause) {
        super(problem, hint, cause);
    }
}
