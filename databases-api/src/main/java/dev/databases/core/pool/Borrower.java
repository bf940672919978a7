package dev.databases.core.pool;

import org.jspecify.annotations.Nullable;

/** Who asked for a connection; told exactly once. Must not throw. */
public interface Borrower {
    /**
     * The connection is here; the lease must be released or destroyed. If this throws all the same, the connection is
     * destroyed and {@link #refused} gets what was thrown.
     */
    void lent(Lease lease);

    /** There is none. */
    void refused(Throwable why);

    /** The connection is wanted back, because the pool is closing: stop what runs on it. On any thread, and only after
     * {@link #lent}; the lease may just have ended. */
    default void recall() {}

    /** Says what the connection is wanted for, for messages and the log; called only when somebody is to read it. */
    default String purpose() {
        return "somebody";
    }

    /** Returns the thread that does nothing else until it is told, null if there is none. */
    default @Nullable Thread waitingThread() {
        return null;
    }

    /** Whether the connection certainly cannot come back before that thread goes on. Called under the pool's lock. */
    default boolean isStuckBehind(Thread thread) {
        return false;
    }
}
