package dev.databases.core.pool;

import dev.databases.config.PoolMetrics;
import dev.databases.error.DatabaseException;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.BackendConnection.Status;
import dev.databases.spi.Limits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lends connections: exclusively, or, for one-shots where the backend takes several requests in a row, shared. Waiters are
 * served in order; a freed connection goes straight to the next one. Writers first take a permit of the lane.
 *
 * <p>Who may have what is decided by the {@link Desk}, behind one lock; here is the lock, the timer, and all that is called
 * after the lock is released.
 */
public final class Pool {
    /** A change of the books. */
    private interface Change {
        void make(long now, Grants grants);
    }

    private final Backend backend;
    private final Function<BackendConnection, CompletionStage<Void>> prepare;
    private final PoolSettings settings;
    private final ScheduledExecutorService timer;
    private final LongSupplier clock;
    private final Consumer<Grants> teller;
    private final boolean sharing;
    private final ReentrantLock lock = new ReentrantLock();
    private final Desk desk;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile @Nullable Future<?> upkeep;

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
        this(backend, prepare, settings, timer, System::nanoTime, Grants::tell);
    }

    /** For tests that decide what time it is, and when it is told what was decided. */
    Pool(
            Backend backend,
            Function<BackendConnection, CompletionStage<Void>> prepare,
            PoolSettings settings,
            ScheduledExecutorService timer,
            LongSupplier clock,
            Consumer<Grants> teller) {
        Limits limits = backend.limits();
        this.backend = backend;
        this.prepare = prepare;
        this.settings = settings;
        this.timer = timer;
        this.clock = clock;
        this.teller = teller;
        this.sharing = limits.pipelineDepth() > 1;
        this.desk = new Desk(this, limits, settings);
    }

    private void change(Change change) {
        Grants grants = new Grants();
        long now = clock.getAsLong();
        lock.lock();
        try {
            change.make(now, grants);
        } finally {
            lock.unlock();
        }
        teller.accept(grants);
    }

    /** Opens the first connections; fails, and must be closed then, if one cannot be opened. */
    public CompletionStage<Void> start() {
        long now = clock.getAsLong();
        int first;
        lock.lock();
        try {
            first = desk.begin(now);
        } finally {
            lock.unlock();
        }
        CompletableFuture<?>[] opened = new CompletableFuture<?>[first];
        for (int i = 0; i < first; i++) {
            opened[i] = open().toCompletableFuture();
        }
        long period = settings.upkeepNanos();
        upkeep = timer.scheduleWithFixedDelay(() -> change(desk::tidy), period, period, TimeUnit.NANOSECONDS);
        return CompletableFuture.allOf(opened);
    }

    // borrowing and giving back

    /**
     * Asks for a connection.
     *
     * @param exclusive whether nobody else may use it meanwhile
     * @param writer whether a permit of the lane is needed
     * @param borrower told exactly once, on this thread or a later one; not at all after {@link Lease#cancel()} said true
     * @return the lease, granted or waiting
     */
    public Lease acquire(boolean exclusive, boolean writer, Borrower borrower) {
        long now = clock.getAsLong();
        Lease lease = new Lease(this, exclusive, writer, borrower, now);
        Grants grants = new Grants();
        lock.lock();
        try {
            desk.ask(lease, now, grants);
        } finally {
            lock.unlock();
        }
        teller.accept(grants);
        return lease;
    }

    boolean cancel(Lease lease) {
        long now = clock.getAsLong();
        Grants grants = new Grants();
        boolean left;
        lock.lock();
        try {
            left = desk.leave(lease, now, grants);
        } finally {
            lock.unlock();
        }
        teller.accept(grants);
        return left;
    }

    /** The status is asked for before the lock is taken, and after all that this borrower did. */
    void release(Lease lease, boolean destroy) {
        Status status = Guarded.status(lease.connection());
        boolean usable = !destroy && status == settings.cleanStatus();
        boolean gone = status == Status.UNKNOWN;
        long now = clock.getAsLong();
        Grants grants;
        lock.lock();
        try {
            grants = desk.back(lease, usable, gone, now);
        } finally {
            lock.unlock();
        }
        if (grants != null) {
            teller.accept(grants);
        }
    }

    /** Looks again for waiters that only wait for themselves; to be called when a borrower has got stuck. */
    public void lookForStuck() {
        change(desk::refuseStuck);
    }

    // what connections do

    /** Opens a connection that is already counted as being opened. */
    CompletionStage<Void> open() {
        PooledConnection pooled = new PooledConnection(this, sharing, settings.maxLifetime(), clock.getAsLong());
        return Opening.of(backend, settings.connectTimeout(), pooled, prepare, timer)
                .handle((connection, failure) -> {
                    if (connection == null) {
                        DatabaseException problem = Guarded.problem(failure);
                        change((now, grants) -> desk.notOpened(pooled, problem, now, grants));
                        return CompletableFuture.<Void>failedStage(problem);
                    }
                    pooled.connected(connection);
                    boolean usable = Guarded.status(connection) == settings.cleanStatus();
                    change((now, grants) -> desk.opened(pooled, usable, now, grants));
                    return CompletableFuture.<Void>completedStage(null);
                })
                .thenCompose(outcome -> outcome);
    }

    boolean passed(Lease lease) {
        long now = clock.getAsLong();
        lock.lock();
        try {
            return desk.passed(lease, now);
        } finally {
            lock.unlock();
        }
    }

    void replace(Lease lease) {
        change((now, grants) -> desk.replace(lease, now, grants));
    }

    void lost(PooledConnection connection) {
        change((now, grants) -> desk.lost(connection, now, grants));
    }

    void ended(PooledConnection connection) {
        change((now, grants) -> desk.ended(connection, now, grants));
    }

    // time

    Future<?> checkBefore(Runnable otherwise) {
        return later(settings.connectTimeout().toNanos(), otherwise);
    }

    Future<?> closeBefore(Runnable otherwise) {
        return later(settings.settleTimeout().toNanos(), otherwise);
    }

    void expireIn(long nanos, long watched) {
        later(nanos, () -> change((now, grants) -> desk.expire(watched, now, grants)));
    }

    void retryIn(long nanos) {
        later(nanos, () -> change(desk::retry));
    }

    private Future<?> later(long nanos, Runnable action) {
        return timer.schedule(action, nanos, TimeUnit.NANOSECONDS);
    }

    /** Counts what there is and what has been; cheap. */
    public PoolMetrics metrics() {
        lock.lock();
        try {
            return desk.books().metrics();
        } finally {
            lock.unlock();
        }
    }

    // closing

    /**
     * Refuses new borrowers and waits for the connections that are lent; after the timeout asks their borrowers to stop, and
     * after the settle timeout drops what is still there.
     *
     * @param timeout how long to wait for what is lent; zero drops all at once
     * @return completes when no connection is left
     */
    public CompletionStage<Void> close(Duration timeout) {
        change((now, grants) -> {
            if (desk.close(grants)) {
                grants.later(() -> closeFor(timeout));
            }
        });
        return drained;
    }

    private void closeFor(Duration timeout) {
        Future<?> tidying = upkeep;
        if (tidying != null) {
            tidying.cancel(false);
        }
        if (timeout.isZero()) {
            change((now, grants) -> desk.abandon(grants));
        } else if (!drained.isDone()) {
            later(timeout.toNanos(), () -> change((now, grants) -> desk.books().recall(grants)));
            long last = timeout.plus(settings.settleTimeout()).toNanos();
            later(last, () -> change((now, grants) -> desk.abandon(grants)));
        }
    }

    void drained() {
        drained.complete(null);
    }
}
