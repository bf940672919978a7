package dev.databases.core.pool;

import java.util.concurrent.TimeUnit;

/**
 * How soon connecting is tried again after it has failed: one attempt at a time, after a pause that doubles with each
 * failure in a row. So a server that is down, or coming up, sees about one attempt a second and not one for each waiter.
 * Behind the pool's lock.
 */
final class Pace {
    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(1);

    private long pause;
    private long failedAt;

    /** An attempt has failed; those that began before the last failure say nothing new. */
    void failed(long begun, long now) {
        if (pause == 0 || begun - failedAt >= 0) {
            pause = pause == 0 ? SHORTEST : Math.min(LONGEST, 2 * pause);
            failedAt = now;
        }
    }

    void succeeded() {
        pause = 0;
    }

    /** How many attempts may begin now, of so many that are wanted while others are under way. */
    int allowed(int wanted, int underWay, long now) {
        if (pause == 0) {
            return wanted;
        }
        return underWay == 0 && untilNext(now) <= 0 ? Math.min(wanted, 1) : 0;
    }

    /** The nanoseconds until the next attempt may begin; not positive if it may. */
    long untilNext(long now) {
        return pause == 0 ? 0 : pause - (now - failedAt);
    }
}
