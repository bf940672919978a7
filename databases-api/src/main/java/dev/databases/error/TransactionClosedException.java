package dev.databases.error;

import java.util.List;
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

    /**
     * Creates the exception with the places in the code that it is about.
     *
     * @param problem one line: what and why
     * @param hint what to do about it
     * @param cause what was thrown below
     * @param facts lines of the form {@code name: value}
     */
    public TransactionClosedException(
            String problem, @Nullable String hint, @Nullable Throwable cause, List<String> facts) {
        super(problem, hint, cause, facts);
    }
}
