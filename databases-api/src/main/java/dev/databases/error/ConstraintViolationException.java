package dev.databases.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A statement would have broken a constraint of the schema; it changed nothing. */
public final class ConstraintViolationException extends QueryException {
    private static final long serialVersionUID = 1L;

    /** The kinds of constraint. */
    public enum Violation {
        /** A unique constraint, a unique index or a primary key. */
        UNIQUE,
        /** A foreign key. */
        FOREIGN_KEY,
        /** A column that must not be NULL. */
        NOT_NULL,
        /** A check constraint, or a value outside what the column takes. */
        CHECK,
        /** An exclusion constraint, a trigger, or what the server does not tell apart. */
        OTHER
    }

    private final Violation violation;
    private final @Nullable String constraint;

    /**
     * Creates the exception.
     *
     * @param violation which kind of constraint
     * @param constraint its name, or the columns as the server names them; null where it does not say
     * @param error what the server said
     * @param sql the statement
     * @param cause what the driver threw; null if its message shows the values of arguments
     */
    public ConstraintViolationException(
            Violation violation,
            @Nullable String constraint,
            ServerError error,
            String sql,
            @Nullable Throwable cause) {
        super(error, sql, null, cause);
        this.violation = violation;
        this.constraint = constraint;
    }

    /**
     * Returns which kind of constraint was violated.
     *
     * @return the kind
     */
    public Violation violation() {
        return violation;
    }

    /**
     * Returns which constraint was violated, as the server names it.
     *
     * @return the constraint's name or its columns, empty where the server does not say
     */
    public Optional<String> constraint() {
        return Optional.ofNullable(constraint);
    }
}
