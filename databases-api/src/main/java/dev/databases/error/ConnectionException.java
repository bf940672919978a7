package dev.databases.error;

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
}
