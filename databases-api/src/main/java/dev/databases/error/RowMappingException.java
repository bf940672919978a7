package dev.databases.error;

import org.jspecify.annotations.Nullable;

/** A value of a row does not fit the Java type that was asked for, or a row does not fit a record. */
public final class RowMappingException extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param problem one line: what and why, naming the column, the type found and the type asked for
     * @param hint what to do about it
     * @param cause what was thrown below
     */
    public RowMappingException(String problem, @Nullable String hint, @Nullable Throwable cause) {
        super(problem, null, hint, cause);
    }
}
