package dev.databases.testkit.wrap;

import dev.databases.error.ConnectionException;

/** What stands in the line of a {@link PipelinedConnection}; called on its loop only. */
interface PipelinedItem {
    /** Whether it is to be sent at all; if not, it has said so to whom it concerns. */
    default boolean isWanted() {
        return true;
    }

    /** Gives it to the connection below. */
    void send();

    /** Ends it without an answer. */
    void drop(ConnectionException why);
}
