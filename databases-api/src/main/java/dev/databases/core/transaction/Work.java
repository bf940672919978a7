package dev.databases.core.transaction;

import dev.databases.spi.BackendConnection;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Something to run on the connection of a {@link Session}, which starts it when its turn has come. */
public interface Work {
    /**
     * Starts it. What it throws counts as its failure, and the work is then refused with it.
     *
     * @param connection the connection, its own until the answer
     * @param answered to be called when the answer is in and before anybody is told: takes the failure, or null, and
     *     returns the one to report; only the first call counts
     */
    void start(BackendConnection connection, UnaryOperator<@Nullable Throwable> answered);

    /** Tells it that it will not be run; must not throw. */
    void refuse(Throwable why);

    /** Stops it if it is under way; must not throw. */
    void stop();

    /** Ends it, if it is under way, without waiting for the server any longer; must not throw. */
    void giveUp(Throwable why);

    /** Whether it has sent anything to the server; asked when it has answered. */
    default boolean hasSent() {
        return true;
    }

    /** Whether it cannot end before the given thread has returned from what it does now. */
    default boolean holdsUp(Thread thread) {
        return false;
    }
}
