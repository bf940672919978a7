package dev.databases.error;

import org.jspecify.annotations.Nullable;

/** A URL, an option or the choice of backends is wrong; nothing was connected. */
public final class ConfigurationException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param problem one line: what and why
     */
    public ConfigurationException(String problem) {
        this(problem, null, null);
    }

    /**
     * Creates the exception with advice.
     *
     * @param problem one line: what and why
     * @param hint what to do about it
     */
    public ConfigurationException(String problem, @Nullable String hint) {
        this(problem, hint, null);
    }

    /**
     * Creates the exception with advice and a cause.
     *
     * @param problem one line: what and why
     * @param hint what to do about it
     * @param cause what was thrown below
     */
    public ConfigurationException(String problem, @Nullable String hint, @Nullable Throwable cause) {
        super(problem, null, hint, cause);
    }
}
