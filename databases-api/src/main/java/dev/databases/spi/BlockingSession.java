package dev.databases.spi;

import dev.databases.config.TransactionOptions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a driver that blocks, such as JDBC. {@link BlockingBackendConnection} calls it from one thread at a time
 * and makes it asynchronous; only {@link #interrupt()} and {@link #status()} may come from any thread.
 *
 * <p>Every method may throw a {@link dev.databases.error.DatabaseException}; anything else that it throws is reported as
 * the connection being lost.
 */
public interface BlockingSession {
    /**
     * Returns the dialect as the server described it.
     *
     * @return the dialect
     */
    Dialect dialect();

    /**
     * Returns what the connection is in, after the last answer.
     *
     * @return the status
     */
    BackendConnection.Status status();

    /**
     * Runs a statement.
     *
     * @param query the statement and its arguments
     * @return its rows, open; the session runs nothing else until they are closed
     */
    Rows run(CompiledQuery query);

    /**
     * Runs a statement for many rows of arguments.
     *
     * @param batch the statement and the rows of arguments
     * @return what RETURNING gave, open
     */
    Rows runMany(CompiledBatch batch);

    /**
     * Begins a transaction.
     *
     * @param options isolation, read-only and deferrable; core has refused those of which the dialect does not declare
     *     the feature
     */
    void begin(TransactionOptions options);

    /** Commits the transaction. */
    void commit();

    /** Rolls the transaction back. */
    void rollback();

    /** Asks the server for a sign of life. */
    void validate();

    /** Makes the statement that is running, if any, fail soon. Called from any thread while one is running. */
    void interrupt();

    /** Closes the connection. */
    void close();

    /**
     * Gives access to the driver's connection.
     *
     * @param type the type wanted
     * @param <T> that type
     * @return the object, empty if there is none of that type
     */
    <T> Optional<T> unwrap(Class<T> type);

    /** The answer to one statement, read row by row. */
    interface Rows extends AutoCloseable {
        /**
         * Returns the shape of the rows.
         *
         * @return the columns, empty for a statement that gives no rows
         */
        List<ResultColumn> columns();

        /**
         * Reads the next row.
         *
         * @return its values, null after the last
         */
        @Nullable
        Object @Nullable [] next();

        /**
         * Tells the counts; asked once, after the last row and before {@link #close()}.
         *
         * @return the end of the statement
         */
        Completion completion();

        /** Ends the statement, also before its last row. */
        @Override
        void close();
    }
}
