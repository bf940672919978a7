package dev.databases.spi;

/**
 * Marks a {@link Thread} on which a backend answers. Whoever blocked it would wait for himself, so core refuses to.
 */
public interface BackendThread {
    /**
     * Tells whether the current thread is a backend's.
     *
     * @return true on a thread that answers requests
     */
    static boolean isCurrent() {
        return Thread.currentThread() instanceof BackendThread;
    }
}
