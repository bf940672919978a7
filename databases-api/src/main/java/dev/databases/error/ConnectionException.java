package dev.databases.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection could not be made, or was lost. */
public sealed class ConnectionException extends DatabaseException permits AcquireTimeoutException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param problem one line: what and why
     * @param hint what to do about it
     * @param cause what was thrown below
     */
    public ConnectionException(String problem, @Nullable String hint, @Nullable Throwable cause) {
        super(problem, null, hint, cause);
    }

    /**
     * Creates the exception with what it is about.
     *
     * @param problem one line: what and why
     * @param hint what to do about it
     * @param cause what was thrown below
     * @param facts lines of the form {@code name: value}
     */
    public ConnectionException(String problem, @Nullable String hint, @Nullable Throwable cause, List<String> facts) {
        super(problem, null, facts, hint, cause);
    }
}
