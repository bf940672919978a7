package dev.databases.spi;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** One database as one {@code Database} object sees it; makes connections for core's pool. Safe for many threads. */
public interface Backend {
    /**
     * Returns the dialect as far as it is known without a server: the newest version, or the one named in the URL.
     *
     * @return the dialect
     */
    Dialect dialect();

    /**
     * Returns how many connections, writers and unanswered requests are allowed.
     *
     * @return the limits
     */
    Limits limits();

    /**
     * Opens a connection.
     *
     * @param timeout when to give up; the stage must not complete much later
     * @param events where the connection reports what nobody asked for; called on the backend's threads
     * @return the connection, idle and ready; or the failure, most often a
     *     {@link dev.databases.error.ConnectionException}
     */
    CompletionStage<? extends BackendConnection> connect(Duration timeout, Events events);

    /**
     * Frees what the connections shared: event loops, the memory of an in-memory database. Called once, after the last
     * connection is closed.
     *
     * @return completes when all is freed
     */
    CompletionStage<Void> close();

    /** What a connection tells its owner unasked. */
    interface Events {
        /**
         * The connection is gone; an idle one is dropped from the pool at once.
         *
         * @param why the reason
         */
        void closed(Throwable why);

        /**
         * The server sent a notice, such as that a table exists already; core logs it at DEBUG.
         *
         * @param text the server's words
         */
        void notice(String text);

        /**
         * The server sent a warning; core logs it at WARN. Unless overridden it is a notice like others.
         *
         * @param text the server's words
         */
        default void warning(String text) {
            notice(text);
        }
    }
}
