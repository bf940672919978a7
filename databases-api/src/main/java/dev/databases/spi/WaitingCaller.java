package dev.databases.spi;

/**
 * Tells a backend on a blocking driver that the thread which calls it will do nothing but wait for the answer, so that the
 * work may be done right there instead of on another thread: by {@link Request#runHere()} for a request, by the call
 * itself for anything else. Core sets it around single calls of the SPI.
 */
public final class WaitingCaller {
    private static final ThreadLocal<Boolean> WAITS = new ThreadLocal<>();

    private WaitingCaller() {}

    /**
     * Tells whether the current thread will wait for what it asks now.
     *
     * @return true inside {@link #set set(true)}
     */
    public static boolean isCurrent() {
        return Boolean.TRUE.equals(WAITS.get());
    }

    /**
     * Sets the mark for the current thread.
     *
     * @param waits whether it will wait for what it asks next
     * @return what the mark was, to be set again afterwards
     */
    public static boolean set(boolean waits) {
        boolean before = isCurrent();
        if (waits != before) {
            WAITS.set(waits ? Boolean.TRUE : Boolean.FALSE);
        }
        return before;
    }
}
