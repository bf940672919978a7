package dev.databases.spi;

import dev.databases.config.TransactionOptions;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One connection to a database. Core never calls it from two threads at once and has at most
 * {@link Limits#pipelineDepth()} requests unanswered; {@link #abort()} and the methods of {@link Request} may come from any
 * thread at any time.
 *
 * <p>Requests are run in the order in which they were submitted. A failed request leaves the connection usable unless
 * {@link #status()} says otherwise.
 */
public interface BackendConnection {
    /** What the connection is in, after the last answer. */
    enum Status {
        /** No transaction is open. */
        IDLE,
        /** A transaction is open. */
        IN_TRANSACTION,
        /** A transaction is open and refuses everything until it, or a savepoint, is rolled back. */
        FAILED_TRANSACTION,
        /** Closed, broken, or not known: nobody may use it again. */
        UNKNOWN
    }

    /**
     * Returns the dialect as the server itself described it when the connection was made.
     *
     * @return the dialect
     */
    Dialect dialect();

    /**
     * Returns what the connection is in, as the server said with its last answer.
     *
     * @return the status; a recorded begin that was not sent yet does not count
     */
    Status status();

    /**
     * Sends a statement. Core calls {@link Request#runHere()} right after it.
     *
     * @param query the statement and its arguments
     * @param rows takes the columns once and then the rows, on the backend's thread, before the request completes
     * @return the request; it never fails by throwing
     */
    Request submit(CompiledQuery query, RowSink rows);

    /**
     * Sends one statement with many rows of arguments, in whatever way is fastest and means the same as one by one.
     *
     * @param batch the statement and the rows of arguments
     * @param rows takes what RETURNING gives, in the order of the rows of arguments
     * @return the request; its completion counts all rows. A failure names the row or the range of rows that failed;
     *     rows before it may have taken effect, which is why core runs it in a transaction
     */
    Request submitMany(CompiledBatch batch, RowSink rows);

    /**
     * Records the begin of a transaction. It becomes one unit with the next request: if it fails, that request fails
     * without having run. A commit or rollback before any request sends nothing.
     *
     * @param options isolation, read-only and deferrable; what cannot be honoured fails the next request
     */
    void begin(TransactionOptions options);

    /**
     * Commits the transaction.
     *
     * @return completes when the server has confirmed; fails with
     *     {@link dev.databases.error.TransactionRolledBackException} if it rolled back instead, with
     *     {@link dev.databases.error.CommitOutcomeUnknownException} if its answer was lost
     */
    CompletionStage<Void> commit();

    /**
     * Rolls the transaction back.
     *
     * @return completes when the server has confirmed
     */
    CompletionStage<Void> rollback();

    /**
     * Asks the server for a sign of life.
     *
     * @return completes if the connection is usable
     */
    CompletionStage<Void> validate();

    /**
     * Closes the connection politely, after the requests that are under way.
     *
     * @return completes when it is closed; never fails for a connection that is closed already
     */
    CompletionStage<Void> close();

    /** Drops the socket or the handle now; requests under way fail. */
    void abort();

    /**
     * Gives access to what lies below.
     *
     * @param type the driver's connection type, or a type of the backend for what only it can do
     * @param <T> that type
     * @return the object, empty if there is none of that type
     */
    <T> Optional<T> unwrap(Class<T> type);
}
