package dev.databases.error;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The root of all that can go wrong with a database. Core and backends create the subclasses; users catch them.
 *
 * <p>{@link #getMessage()} is one line that says what failed and why, followed by indented lines for the statement, for
 * facts such as places in the code, and for the hint, where there are any.
 */
public abstract sealed class DatabaseException extends RuntimeException
        permits CompilationException,
                ConfigurationException,
                ConnectionException,
                QueryException,
                RowMappingException,
                TransactionException {
    private static final long serialVersionUID = 1L;

    /** A statement of a megabyte must not make a log line of a megabyte. */
    private static final int LONGEST_STATEMENT = 2_000;

    private final @Nullable String statement;
    private final @Nullable String hint;

    DatabaseException(String problem, @Nullable String statement, @Nullable String hint, @Nullable Throwable cause) {
        this(problem, statement, List.of(), hint, cause);
    }

    DatabaseException(
            String problem,
            @Nullable String statement,
            List<String> facts,
            @Nullable String hint,
            @Nullable Throwable cause) {
        super(layout(problem, statement, facts, hint), cause);
        this.statement = statement;
        this.hint = hint;
    }

    private static String layout(
            String problem, @Nullable String statement, List<String> facts, @Nullable String hint) {
        StringBuilder message = new StringBuilder(problem);
        if (statement != null) {
            message.append("\n  statement: ").append(shortened(statement));
        }
        facts.forEach(fact -> message.append("\n  ").append(fact));
        if (hint != null) {
            message.append("\n  hint: ").append(hint);
        }
        return message.toString();
    }

    static String shortened(String statement) {
        int length = statement.length();
        return length <= LONGEST_STATEMENT
                ? statement
                : statement.substring(0, LONGEST_STATEMENT) + "… (" + length + " characters)";
    }

    /**
     * Returns the SQL text that failed, whole.
     *
     * @return the statement, empty where none was involved
     */
    public Optional<String> statement() {
        return Optional.ofNullable(statement);
    }

    /**
     * Returns advice on what to do about it.
     *
     * @return the hint, empty where there is none
     */
    public Optional<String> hint() {
        return Optional.ofNullable(hint);
    }

    /**
     * Finds the database error inside what a future threw.
     *
     * @param failure what {@code join}, {@code get} or {@code exceptionally} gave
     * @return the failure itself or the first cause of it that is a {@code DatabaseException}, looking only through
     *     {@link CompletionException} and {@link ExecutionException}
     */
    public static Optional<DatabaseException> of(Throwable failure) {
        Throwable inner = failure;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner instanceof DatabaseException found ? Optional.of(found) : Optional.empty();
    }
}
