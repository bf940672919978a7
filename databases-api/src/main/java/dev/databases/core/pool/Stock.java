package dev.databases.core.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a pool: which there are, which rest, which are on their way in and out. Behind the pool's lock.
 *
 * <p>When a connection is lost, the server may have gone and taken all others with it. So an era of trust ends, and what
 * rests from an earlier one is asked for a sign of life before it is lent again.
 */
final class Stock {
    private final int max;
    private final int depth;
    private final List<PooledConnection> connections = new ArrayList<>();
    private final Deque<PooledConnection> idle = new ArrayDeque<>();
    private final Set<PooledConnection> ending = new HashSet<>();
    private final Pace pace = new Pace();
    private int opening;
    private int trust;
    private long created;
    private long destroyed;

    Stock(int max, int depth) {
        this.max = max;
        this.depth = depth;
    }

    /** Takes the one that rested least; where sharing is possible and none rests, the one with the fewest users. */
    @Nullable
    PooledConnection pick(boolean exclusive) {
        PooledConnection free = idle.pollLast();
        if (free != null || exclusive || depth == 1) {
            return free;
        }
        PooledConnection best = null;
        for (PooledConnection each : connections) {
            if (each.isShareable(depth) && (best == null || each.users() < best.users())) {
                best = each;
            }
        }
        return best;
    }

    /** Notes that connections are being opened and says how many, of those that are wanted. */
    int open(int wanted, long now) {
        int room = max - connections.size() - ending.size() - opening;
        int number = Math.max(0, pace.allowed(Math.min(wanted, room), opening, now));
        opening += number;
        return number;
    }

    void opened(PooledConnection connection, long now) {
        opening--;
        created++;
        pace.succeeded();
        connection.opened(trust, now);
        connections.add(connection);
    }

    void notOpened(PooledConnection attempt, long now) {
        opening--;
        pace.failed(attempt.begun(), now);
    }

    /** The nanoseconds until the next attempt, positive only if it has to wait. */
    long pause(long now) {
        return opening == 0 ? pace.untilNext(now) : 0;
    }

    void rest(PooledConnection connection) {
        idle.addLast(connection);
    }

    /** Takes one out; it counts until it has {@link #ended}. */
    void end(PooledConnection connection) {
        idle.remove(connection);
        connections.remove(connection);
        ending.add(connection);
        destroyed++;
    }

    /** One has ended; false if that was known. */
    boolean ended(PooledConnection connection) {
        return ending.remove(connection);
    }

    /** Forgets all and returns those that are not closed yet. */
    List<PooledConnection> forget() {
        List<PooledConnection> all = new ArrayList<>(connections);
        destroyed += connections.size();
        all.addAll(ending);
        connections.clear();
        idle.clear();
        ending.clear();
        return all;
    }

    boolean has(PooledConnection connection) {
        return connections.contains(connection);
    }

    boolean isIdle(PooledConnection connection) {
        return idle.contains(connection);
    }

    List<PooledConnection> idle() {
        return List.copyOf(idle);
    }

    int trust() {
        return trust;
    }

    /** A connection was lost that was believed to be in order. */
    void distrust(PooledConnection lost) {
        if (lost.trustedIn() == trust) {
            trust++;
        }
    }

    /** Whether there is none, and none is being opened. */
    boolean isEmpty() {
        return connections.isEmpty() && opening == 0;
    }

    boolean isGone() {
        return isEmpty() && ending.isEmpty();
    }

    int max() {
        return max;
    }

    int size() {
        return connections.size();
    }

    int resting() {
        return idle.size();
    }

    int opening() {
        return opening;
    }

    long created() {
        return created;
    }

    long destroyed() {
        return destroyed;
    }
}
