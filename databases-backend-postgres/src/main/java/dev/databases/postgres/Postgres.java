package dev.databases.postgres;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * What PostgreSQL can do beside statements: COPY, in both directions, and LISTEN. Got by {@code unwrap} from a {@code Database}, a pinned
 * {@code Connection} or a {@code Transaction}, and runs where the verbs of that object run:
 *
 * <pre>{@code
 * Postgres postgres = database.unwrap(Postgres.class).orElseThrow();
 * long rows = postgres.copyIn("COPY notes (text) FROM STDIN (FORMAT csv)", lines).join();
 * }</pre>
 *
 * <p>Its futures are like those of all verbs: inside the body of a transaction of the database they are of that
 * transaction, to cancel one stops the COPY on the server, and {@code query_timeout} limits all of it. All methods may be
 * called from any thread.
 */
public interface Postgres {
    /**
     * Copies into a table: {@code COPY … FROM STDIN}. Outside of a transaction all rows are there at the end, or none.
     *
     * <p>No more is asked of the source than is soon sent. It is subscribed to when the server wants the data, outside of
     * any transaction, on the callback executor of the database or else on the common pool. When it fails, so does the COPY:
     * with a {@link dev.databases.error.QueryException} whose cause is the source's failure. Whatever ends the COPY before its
     * time cancels the subscription.
     *
     * @param sql one COPY … FROM STDIN, without parameters
     * @param source the data in the form that the statement names. The borders between its buffers mean nothing; a
     *     buffer is not to be changed any more, and keeps its position
     * @return how many rows were copied
     */
    CompletableFuture<Long> copyIn(String sql, Flow.Publisher<? extends ByteBuffer> source);

    /**
     * Copies into a table from a stream, which is read on the callback executor of the database or else on the common pool.
     *
     * @param sql one COPY … FROM STDIN, without parameters
     * @param source the data in the form that the statement names; read to its end, and not closed
     * @return how many rows were copied. If the stream fails, so does this, with that as the cause
     */
    CompletableFuture<Long> copyIn(String sql, InputStream source);

    /**
     * Copies out of a table or query: {@code COPY … TO STDOUT}. Begins with the first demand, and reads no faster than the
     * subscriber asks.
     *
     * <p>Where a publisher is wanted, {@code subscriber -> postgres.copyOut(sql, subscriber)} is one.
     *
     * @param sql one COPY … TO STDOUT, without parameters
     * @param subscriber gets the data in the form that the statement names. Each buffer has some whole rows, and is the
     *     subscriber's to keep. To cancel the subscription ends the COPY, which aborts the transaction that it is in
     * @return how many rows were copied, after the subscriber's last signal; fails if the subscriber cancels
     */
    CompletableFuture<Long> copyOut(String sql, Flow.Subscriber<? super ByteBuffer> subscriber);

    /**
     * Copies out of a table or query to a stream, which is written on the callback executor of the database or else on the
     * common pool.
     *
     * @param sql one COPY … TO STDOUT, without parameters
     * @param target gets the data in the form that the statement names; flushed at the end, and not closed
     * @return how many rows were copied, when all is written. If the stream fails, so does this, with that as the cause
     */
    CompletableFuture<Long> copyOut(String sql, OutputStream target);

    /**
     * Listens to a channel, from the subscription until that is cancelled or the database disconnected, which completes
     * it. To notify is a statement: {@code SELECT pg_notify('channel', 'payload')}.
     *
     * <p>All subscriptions of a database share one connection, which is not of its pool and has nothing to do with any
     * transaction. When it is lost it is made again, for as long as that takes. <b>What was notified meanwhile is lost.</b>
     * Therefore the first event is a {@link Listening}, and another one comes whenever something may have been missed: it
     * says that from here on nothing is, so this is the moment to look into the tables for what has changed.
     *
     * <p>The subscriber is called on the callback executor of the database or else on the common pool, and may block there.
     * About 4 MB of events wait for it; when there are more, they are dropped, and a {@code Listening} stands for them.
     * The subscription fails if the very first connection cannot be made, or the server refuses to listen.
     *
     * @param channel the name, exactly as the server has it: {@code NOTIFY Jobs} is a notification of {@code jobs}
     * @return the events; each subscription gets all
     * @throws IllegalArgumentException if no channel can have that name
     */
    Flow.Publisher<ChannelEvent> listen(String channel);

    /** What a subscriber of a channel is told. */
    sealed interface ChannelEvent permits Listening, Notification {
        /**
         * Returns which channel it is about.
         *
         * @return the name
         */
        String channel();
    }

    /**
     * From here on every notification of the channel is told. There may have been some before that were not.
     *
     * @param channel the name of the channel
     */
    record Listening(String channel) implements ChannelEvent {}

    /**
     * Somebody has notified the channel, and committed.
     *
     * @param channel the name of the channel
     * @param payload the text of it, empty if there is none
     * @param processId the number of the server's process that has sent it
     */
    record Notification(String channel, String payload, int processId) implements ChannelEvent {}
}
