package dev.databases.error;

import org.jspecify.annotations.Nullable;

/** The server rolled a transaction back although a commit was asked. */
public final class TransactionRolledBackException extends TransactionException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param problem one line: what and why
     * @param hint what to do about it
     * @param cause what was thrown below
     */
    public TransactionRolledBackException(String problem, @Nullable String hint, @Nullable Throwable cause) {
        super(problem, hint, cause);
    }
}
