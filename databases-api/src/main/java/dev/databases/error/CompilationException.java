package dev.databases.error;

import org.jspecify.annotations.Nullable;

/**
 * A statement cannot be turned into SQL: the dialect has no way to say it, or the statement contradicts itself. Nothing
 * was sent.
 */
public final class CompilationException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param problem one line: what and why, naming feature and dialect where it is about one
     */
    public CompilationException(String problem) {
        this(problem, null, null);
    }

    /**
     * Creates the exception for a statement.
     *
     * @param problem one line: what and why, naming feature and dialect where it is about one
     * @param statement the SQL text as far as it is known
     * @param hint what to do about it
     */
    public CompilationException(String problem, @Nullable String statement, @Nullable String hint) {
        super(problem, statement, hint, null);
    }
}
