package dev.databases.error;

import java.util.List;
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

    /**
     * Creates the exception with who has the connections.
     *
     * @param problem one line: what and why, with the counts of the pool
     * @param hint what to do about it
     * @param facts lines of the form {@code name: value}
     */
    public AcquireTimeoutException(String problem, @Nullable String hint, List<String> facts) {
        super(problem, hint, null, facts);
    }
}
