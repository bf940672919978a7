package dev.databases.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transaction could not do what was asked of it. */
public sealed class TransactionException extends DatabaseException
        permits TransactionClosedException,
                UnfinishedWorkException,
                TransactionRolledBackException,
                CommitOutcomeUnknownException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param problem one line: what and why
     * @param hint what to do about it
     * @param cause what was thrown below
     */
    public TransactionException(String problem, @Nullable String hint, @Nullable Throwable cause) {
        this(problem, null, hint, cause);
    }

    /**
     * Creates the exception for a statement.
     *
     * @param problem one line: what and why
     * @param sql the statement
     * @param hint what to do about it
     * @param cause what was thrown below
     */
    public TransactionException(
            String problem, @Nullable String sql, @Nullable String hint, @Nullable Throwable cause) {
        super(problem, sql, hint, cause);
    }

    TransactionException(String problem, @Nullable String hint, @Nullable Throwable cause, List<String> facts) {
        super(problem, null, facts, hint, cause);
    }
}
