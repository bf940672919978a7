package dev.databases.core.pool;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for a connection, in order. Writers first wait in the lane for a permit, and only with it for a connection; the
 * permit goes back when they leave the line, or when their lease ends. Behind the pool's lock.
 */
final class Line {
    private final int permits;
    private final Chain lane = new Chain();
    private final Chain waiting = new Chain();
    private int writing;
    private int turns;

    Line(int permits) {
        this.permits = permits;
    }

    void join(Lease lease) {
        if (lease.writer) {
            lane.add(lease);
        } else {
            await(lease);
        }
    }

    private void await(Lease lease) {
        lease.turn = turns++;
        waiting.add(lease);
    }

    /** Gives permits to writers while there are any, and returns the one whose turn it is, null if nobody's. */
    @Nullable
    Lease head() {
        while (writing < permits && !lane.isEmpty()) {
            writing++;
            await(lane.removeFirst());
        }
        return waiting.first();
    }

    Lease removeHead() {
        return waiting.removeFirst();
    }

    /** Puts one back that had left with a connection, permit and all, to where it was. */
    void putBack(Lease lease) {
        Lease next = waiting.first();
        while (next != null && next.turn - lease.turn < 0) {
            next = next.newer;
        }
        waiting.insert(lease, next);
    }

    /** Takes one out; false if it does not wait. */
    boolean leave(Lease lease) {
        if (lease.in == waiting) {
            waiting.remove(lease);
            giveBackPermit(lease);
            return true;
        }
        if (lease.in == lane) {
            lane.remove(lease);
            return true;
        }
        return false;
    }

    void giveBackPermit(Lease lease) {
        if (lease.writer) {
            writing--;
        }
    }

    boolean isWaiting(Lease lease) {
        return lease.in == waiting || lease.in == lane;
    }

    boolean isInLane(Lease lease) {
        return lease.in == lane;
    }

    /** Who waits, those in the lane last. */
    List<Lease> all() {
        return Stream.concat(waiting.copy().stream(), lane.copy().stream()).toList();
    }

    boolean isEmpty() {
        return waiting.isEmpty() && lane.isEmpty();
    }

    /** How many only want a connection. */
    int waiting() {
        return waiting.size();
    }

    /** How many want a permit. */
    int inLane() {
        return lane.size();
    }

    /** How many permits are out. */
    int writing() {
        return writing;
    }

    int permits() {
        return permits;
    }
}
