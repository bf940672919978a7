package dev.databases.core.pool;

import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection of the pool, and what the pool knows of it; all but events and calls behind the pool's lock. */
final class PooledConnection implements Backend.Events {
    private static final Logger NOTICES = LoggerFactory.getLogger("dev.databases.notice");
    private static final Logger LOG = LoggerFactory.getLogger("dev.databases.pool");

    private final Pool pool;
    private final boolean sharing;
    private final long begun;
    private final long lifetime;
    private final Queue<Runnable> calls = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private @Nullable BackendConnection backend;
    private int users;
    private boolean exclusive;
    private boolean broken;
    private int trustedIn;
    private long openedAt;
    private long restingSince;

    /**
     * Makes one that is yet to be opened.
     *
     * @param sharing whether several borrowers may use it at the same time
     * @param maxLifetime zero for ever
     * @param begun when the attempt to open it begins
     */
    PooledConnection(Pool pool, boolean sharing, Duration maxLifetime, long begun) {
        this.pool = pool;
        this.begun = begun;
        this.sharing = sharing;
        this.lifetime = maxLifetime.isZero() ? Long.MAX_VALUE : jittered(maxLifetime.toNanos());
    }

    /** Up to a tenth less, so that connections made together do not end together. */
    private static long jittered(long nanos) {
        return Math.max(1, nanos - ThreadLocalRandom.current().nextLong(nanos / 10 + 1));
    }

    /** Takes the connection that was made; before anybody else can see this one. */
    void connected(BackendConnection connection) {
        backend = connection;
    }

    void opened(int trust, long now) {
        openedAt = now;
        gaveSignOfLife(trust, now);
    }

    BackendConnection backend() {
        return Objects.requireNonNull(backend, "not connected");
    }

    /** When the attempt to make it began. */
    long begun() {
        return begun;
    }

    int users() {
        return users;
    }

    void lendTo(boolean alone) {
        users++;
        exclusive = alone;
    }

    void takeBack(boolean usable, long now) {
        users--;
        broken |= !usable;
        restingSince = now;
    }

    boolean isShareable(int depth) {
        return !exclusive && !broken && users > 0 && users < depth;
    }

    boolean isUsable(long now) {
        return !broken && now - openedAt < lifetime;
    }

    boolean restsLongerThan(Duration time, long now) {
        return now - restingSince > time.toNanos();
    }

    /** In which era of trust it was made or last gave a sign of life. */
    int trustedIn() {
        return trustedIn;
    }

    void gaveSignOfLife(int trust, long now) {
        trustedIn = trust;
        restingSince = now;
    }

    boolean isBroken() {
        return broken;
    }

    void markBroken() {
        broken = true;
    }

    /** Whether several borrowers may use it at the same time. */
    boolean isSharing() {
        return sharing;
    }

    /** Does something after what was given here before: who shares a connection must not call it at the same time. */
    void inTurn(Runnable call) {
        if (!sharing) {
            call.run();
            return;
        }
        calls.add(call);
        if (pending.getAndIncrement() == 0) {
            do {
                calls.remove().run();
            } while (pending.decrementAndGet() > 0);
        }
    }

    /**
     * Closes politely what is in order, drops what is not or does not close in time, and says when that is done. Until then
     * it keeps its place: where there may be one connection, two would lock each other out.
     */
    void close(Runnable done) {
        if (broken) {
            abort();
        }
        Future<?> limit = pool.closeBefore(() -> {
            abort();
            done.run();
        });
        Guarded.stage(backend()::close).whenComplete((nothing, failure) -> {
            limit.cancel(false);
            if (failure != null) {
                LOG.debug("A connection did not close politely and is dropped", failure);
                abort();
            }
            done.run();
        });
    }

    void abort() {
        Guarded.abort(backend());
    }

    @Override
    public void closed(Throwable why) {
        LOG.debug("A connection was lost", why);
        pool.lost(this);
    }

    @Override
    public void notice(String text) {
        NOTICES.debug("{}", text);
    }

    @Override
    public void warning(String text) {
        NOTICES.warn("{}", text);
    }
}
