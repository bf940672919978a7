package dev.databases.core.pool;

import dev.databases.error.AcquireTimeoutException;
import dev.databases.error.ConnectionException;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.Limits;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lends connections: exclusively, or, for one-shots where the backend takes several requests in a row, shared. Waiters are
 * served in order; a freed connection goes straight to the next one. Writers first take a permit of the lane.
 *
 * <p>All state is behind one lock; backends and borrowers are called only after it is released.
 */
public final class Pool {
    private final Function<BackendConnection, CompletionStage<Void>> prepare;
    private final Backend backend;
    private final Limits limits;
    private final PoolSettings settings;
    private final ScheduledExecutorService timer;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<PooledConnection> connections = new ArrayList<>();
    private final Deque<PooledConnection> idle = new ArrayDeque<>();
    private final Deque<Lease> lane = new ArrayDeque<>();
    private final Deque<Lease> waiting = new ArrayDeque<>();
    private final Set<PooledConnection> ending = new HashSet<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private @Nullable ScheduledFuture<?> upkeep;
    private int opening;
    private int writers;
    private boolean closing;

    /**
     * Makes an empty pool.
     *
     * @param backend makes the connections
     * @param prepare done with each new connection before it is lent
     * @param settings how the pool behaves
     * @param timer runs deadlines; not the pool's to shut down
     */
    public Pool(
            Backend backend,
            Function<BackendConnection, CompletionStage<Void>> prepare,
            PoolSettings settings,
            ScheduledExecutorService timer) {
        this.prepare = prepare;
        this.backend = backend;
        this.limits = backend.limits();
        this.settings = settings;
        this.timer = timer;
    }

    /** Opens the first connections; fails, and leaves the pool closed, if one cannot be opened. */
    public CompletionStage<Void> start() {
        int first = Math.max(1, Math.min(settings.minSize(), maxSize()));
        CompletableFuture<?>[] opened = new CompletableFuture<?>[first];
        lock.lock();
        try {
            opening += first;
        } finally {
            lock.unlock();
        }
        for (int i = 0; i < first; i++) {
            opened[i] = open().toCompletableFuture();
        }
        long period = 1_000;
        upkeep = timer.scheduleWithFixedDelay(this::tidy, period, period, TimeUnit.MILLISECONDS);
        return CompletableFuture.allOf(opened);
    }

    /**
     * Asks for a connection.
     *
     * @param exclusive whether nobody else may use it meanwhile
     * @param writer whether a permit of the lane is needed
     * @param borrower told exactly once, on this thread or a later one; not at all after {@link Lease#cancel()} said true
     * @return the lease, granted or waiting
     */
    public Lease acquire(boolean exclusive, boolean writer, Borrower borrower) {
        Lease lease = new Lease(this, exclusive, writer, borrower);
        Grants grants = new Grants();
        lock.lock();
        try {
            if (closing) {
                grants.refuse(lease, closed());
            } else {
                (writer ? lane : waiting).add(lease);
                match(grants);
                expireLater(lease);
            }
        } finally {
            lock.unlock();
        }
        grants.tell();
        return lease;
    }

    private void expireLater(Lease lease) {
        if (lease.isWaiting()) {
            long wait = settings.acquireTimeout().toNanos();
            lease.deadline = timer.schedule(() -> expire(lease), wait, TimeUnit.NANOSECONDS);
        }
    }

    /** A sign of life that does not come is as bad as a failure. */
    Future<?> abortLater(PooledConnection connection) {
        return timer.schedule(connection::abort, settings.connectTimeout().toNanos(), TimeUnit.NANOSECONDS);
    }

    private static ConnectionException closed() {
        return new ConnectionException("the database is disconnected", "call connect() first", null);
    }

    /** Lets writers in, then serves waiters from the head of the line; asks for new connections where some are missing. */
    private void match(Grants grants) {
        while (writers < limits.writers() && !lane.isEmpty()) {
            writers++;
            waiting.add(lane.remove());
        }
        Lease next;
        while ((next = waiting.peek()) != null) {
            PooledConnection connection = pick(next);
            if (connection == null) {
                break;
            }
            waiting.remove();
            connection.lendTo(next);
            grants.grant(next);
        }
        int wanted = Math.min(waiting.size() - opening, maxSize() - connections.size() - opening);
        if (wanted > 0 && !closing) {
            opening += wanted;
            grants.open(wanted, this);
        }
    }

    private @Nullable PooledConnection pick(Lease lease) {
        PooledConnection free = idle.pollLast();
        if (free != null || lease.exclusive || limits.pipelineDepth() == 1) {
            return free;
        }
        PooledConnection best = null;
        for (PooledConnection each : connections) {
            if (each.isShareable(limits.pipelineDepth()) && (best == null || each.users() < best.users())) {
                best = each;
            }
        }
        return best;
    }

    private int maxSize() {
        return Math.min(settings.maxSize(), limits.connections());
    }

    void release(Lease lease, boolean destroy) {
        Grants grants = new Grants();
        lock.lock();
        try {
            PooledConnection connection = lease.ended();
            if (connection == null) {
                return;
            }
            if (lease.writer) {
                writers--;
            }
            connection.takeBack(destroy);
            if (connection.users() == 0) {
                settle(connection, grants);
            }
            match(grants);
        } finally {
            lock.unlock();
        }
        grants.tell();
    }

    private void settle(PooledConnection connection, Grants grants) {
        if (closing || !connection.isClean(settings.cleanStatus()) || connection.isExpired()) {
            drop(connection, grants);
        } else {
            idle.addLast(connection);
        }
    }

    private void drop(PooledConnection connection, Grants grants) {
        connections.remove(connection);
        ending.add(connection);
        grants.close(connection, () -> ended(connection));
    }

    private void ended(PooledConnection connection) {
        Grants grants = new Grants();
        lock.lock();
        try {
            ending.remove(connection);
            finishIfDrained(grants);
        } finally {
            lock.unlock();
        }
        grants.tell();
    }

    private void finishIfDrained(Grants grants) {
        if (closing && connections.isEmpty() && opening == 0 && ending.isEmpty()) {
            grants.drained(drained);
        }
    }

    boolean cancel(Lease lease) {
        return withdraw(lease, null);
    }

    private void expire(Lease lease) {
        withdraw(lease, this::timeout);
    }

    private boolean withdraw(Lease lease, @Nullable Function<Lease, Throwable> why) {
        Grants grants = new Grants();
        lock.lock();
        try {
            boolean first = waiting.remove(lease);
            if (!first && !lane.remove(lease)) {
                return false;
            }
            if (first && lease.writer) {
                writers--;
            }
            if (why == null) {
                lease.ended();
            } else {
                grants.refuse(lease, why.apply(lease));
            }
            match(grants);
        } finally {
            lock.unlock();
        }
        grants.tell();
        return true;
    }

    private Throwable timeout(Lease lease) {
        boolean forLane = lease.writer && writers >= limits.writers();
        return new AcquireTimeoutException(
                "no connection became free within " + settings.acquireTimeout().toMillis() + " ms: "
                        + connections.size() + " of " + maxSize() + " open, " + idle.size() + " idle, " + opening
                        + " being opened, " + writers + " writing, " + (waiting.size() + lane.size() + 1) + " waiting",
                forLane
                        ? "another writer holds the database: keep writing transactions and pinned connections short"
                        : "raise max_size or acquire_timeout, or look for connections that are not given back");
    }

    /** Opens a connection that is already counted as opening. */
    CompletionStage<Void> open() {
        PooledConnection pooled = new PooledConnection(this, settings.maxLifetime());
        return Opening.of(backend, settings.connectTimeout(), pooled, prepare, timer)
                .handle((connection, failure) -> opened(pooled, connection, failure))
                .thenCompose(outcome -> outcome);
    }

    private CompletionStage<Void> opened(
            PooledConnection pooled, @Nullable BackendConnection connection, @Nullable Throwable failure) {
        Grants grants = new Grants();
        Throwable problem = Opening.unwrapped(failure);
        lock.lock();
        try {
            opening--;
            if (connection == null) {
                refuseFirst(problem, grants);
                finishIfDrained(grants);
            } else {
                pooled.connected(connection);
                connections.add(pooled);
                settle(pooled, grants);
            }
            match(grants);
        } finally {
            lock.unlock();
        }
        grants.tell();
        return problem == null ? CompletableFuture.completedStage(null) : CompletableFuture.failedStage(problem);
    }

    /** One failed attempt answers one waiter: the others have attempts of their own. */
    private void refuseFirst(@Nullable Throwable problem, Grants grants) {
        Lease first = waiting.poll();
        if (first != null && problem != null) {
            writers -= first.writer ? 1 : 0;
            grants.refuse(first, problem);
        }
    }

    /** A granted connection turned out to be dead: the borrower goes back to the head of the line. */
    void replace(Lease lease) {
        Grants grants = new Grants();
        lock.lock();
        try {
            PooledConnection dead = lease.backInLine();
            if (dead == null) {
                return;
            }
            dead.takeBack(true);
            if (dead.users() == 0) {
                drop(dead, grants);
            }
            if (closing) {
                grants.refuse(lease, closed());
            } else {
                waiting.addFirst(lease);
                match(grants);
                expireLater(lease);
            }
        } finally {
            lock.unlock();
        }
        grants.tell();
    }

    /** A connection said that it is gone. */
    void lost(PooledConnection connection) {
        Grants grants = new Grants();
        lock.lock();
        try {
            connection.markBroken();
            if (idle.remove(connection)) {
                drop(connection, grants);
                match(grants);
            }
        } finally {
            lock.unlock();
        }
        grants.tell();
    }

    boolean needsValidation(PooledConnection connection) {
        Duration after = settings.validateAfter();
        return !after.isZero() && connection.idleLongerThan(after);
    }

    /** Closes what has been idle too long or is too old, and opens what is missing to the minimum. */
    private void tidy() {
        if (limits.connections() == 1) {
            return; // the only connection may be all there is of the database
        }
        Grants grants = new Grants();
        lock.lock();
        try {
            for (PooledConnection each : List.copyOf(idle)) {
                boolean spare = connections.size() > settings.minSize()
                        && !settings.idleTimeout().isZero()
                        && each.idleLongerThan(settings.idleTimeout());
                if (spare || each.isExpired()) {
                    idle.remove(each);
                    drop(each, grants);
                }
            }
            int missing = settings.minSize() - connections.size() - opening;
            if (missing > 0 && !closing) {
                opening += missing;
                grants.open(missing, this);
            }
        } finally {
            lock.unlock();
        }
        grants.tell();
    }

    /**
     * Refuses new borrowers, waits for the connections that are lent, and closes all.
     *
     * @param timeout after which connections that are still lent are dropped
     * @return completes when no connection is left
     */
    public CompletionStage<Void> close(Duration timeout) {
        Grants grants = new Grants();
        lock.lock();
        try {
            if (!closing) {
                closing = true;
                waiting.forEach(lease -> grants.refuse(lease, closed()));
                lane.forEach(lease -> grants.refuse(lease, closed()));
                waiting.clear();
                lane.clear();
                for (PooledConnection each : List.copyOf(idle)) {
                    idle.remove(each);
                    drop(each, grants);
                }
                finishIfDrained(grants);
                timer.schedule(this::abortAll, timeout.toNanos(), TimeUnit.NANOSECONDS);
            }
        } finally {
            lock.unlock();
        }
        ScheduledFuture<?> tidying = upkeep;
        if (tidying != null) {
            tidying.cancel(false);
        }
        grants.tell();
        return drained;
    }

    private void abortAll() {
        List<PooledConnection> left;
        lock.lock();
        try {
            left = new ArrayList<>(connections);
            left.addAll(ending);
            connections.clear();
        } finally {
            lock.unlock();
        }
        left.forEach(PooledConnection::abort);
        drained.complete(null);
    }
}
