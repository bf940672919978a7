package dev.databases.error;

import org.jspecify.annotations.Nullable;

/** The pool had no connection to give within the acquire deadline; the message counts what it has. */
public final class AcquireTimeoutException extends ConnectionException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param problem one line: what and why, with the counts of the pool
     * @param hint what to do about it
     */
    public AcquireTimeoutException(String problem, @Nullable String hint) {
        super(problem, hint, null);
    }
}
