package dev.databases.jasync;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The cancel that is under way on a {@link WireSession}: from asking the server to stop its first request until both that
 * request and the asking are answered. No other request is sent meanwhile, since the server stops whatever runs when it is
 * told. One that is told too early stops nothing, so it is told again; one that is told too late stops what was sent behind
 * the first, which core then runs again. On the event loop only.
 */
final class Stopping {
    private static final long FIRST_REST = TimeUnit.MILLISECONDS.toNanos(10);

    private @Nullable WireRequest target;
    private boolean answered;
    private boolean asking;
    private long next;
    private long rest;

    boolean isUnderWay() {
        return target != null;
    }

    void start(WireRequest first) {
        target = first;
        answered = false;
        asking = false;
        rest = FIRST_REST;
        next = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(first.millisToEnd());
    }

    /** Whether the server is to be asked now, by whoever is told yes. */
    boolean asks() {
        long now = System.nanoTime();
        if (target == null || answered || asking || now - next < 0) {
            return false;
        }
        asking = true;
        next = now + rest;
        rest *= 2;
        return true;
    }

    /** Notes that the server has taken note. */
    void asked() {
        asking = false;
    }

    /** Notes an answer; whether it is that of the request to stop, which then has to wait. */
    boolean answered(WireRequest request) {
        answered |= request == target;
        return request == target;
    }

    /** The stopped request, once, if all is over. */
    @Nullable
    WireRequest takeSettled() {
        WireRequest settled = answered && !asking ? target : null;
        if (settled != null) {
            target = null;
        }
        return settled;
    }

    /** Gives up; returns the request if it was only waiting for the asking. */
    @Nullable
    WireRequest giveUp() {
        WireRequest waiting = answered ? target : null;
        target = null;
        return waiting;
    }
}
