package dev.databases.core.pool;

import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection of the pool and what the pool knows of it; all but the events behind the pool's lock. */
final class PooledConnection implements Backend.Events {
    private static final Logger NOTICES = LoggerFactory.getLogger("dev.databases.notice");
    private static final Logger LOG = LoggerFactory.getLogger("dev.databases.pool");

    private final Pool pool;
    private final long expires;
    private final Queue<Runnable> calls = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private @Nullable BackendConnection backend;
    private int users;
    private boolean exclusive;
    private boolean broken;
    private long restingSince = System.nanoTime();

    PooledConnection(Pool pool, Duration maxLifetime) {
        this.pool = pool;
        this.expires = maxLifetime.isZero() ? 0 : System.nanoTime() + jittered(maxLifetime.toNanos());
    }

    /** Up to a tenth less, so that connections made together do not end together. */
    private static long jittered(long nanos) {
        return Math.max(1, nanos - ThreadLocalRandom.current().nextLong(nanos / 10 + 1));
    }

    void connected(BackendConnection connection) {
        backend = connection;
    }

    BackendConnection backend() {
        return Objects.requireNonNull(backend, "not connected");
    }

    int users() {
        return users;
    }

    void lendTo(Lease lease) {
        users++;
        exclusive = lease.exclusive;
        lease.lend(this);
    }

    void takeBack(boolean destroy) {
        users--;
        broken |= destroy;
        restingSince = System.nanoTime();
    }

    boolean isShareable(int depth) {
        return !exclusive && !broken && users > 0 && users < depth;
    }

    boolean isClean(BackendConnection.Status expected) {
        return !broken && backend().status() == expected;
    }

    boolean isExpired() {
        return expires != 0 && System.nanoTime() - expires >= 0;
    }

    boolean idleLongerThan(Duration time) {
        return System.nanoTime() - restingSince > time.toNanos();
    }

    void markBroken() {
        broken = true;
    }

    /** Does something after what was given here before: who shares a connection must not call it at the same time. */
    void inTurn(Runnable call) {
        calls.add(call);
        if (pending.getAndIncrement() == 0) {
            do {
                calls.remove().run();
            } while (pending.decrementAndGet() > 0);
        }
    }

    /** Closes politely what is in order, drops what is not, and says when that is done. */
    void close(Runnable done) {
        BackendConnection connection = backend();
        if (broken) {
            connection.abort();
            done.run();
            return;
        }
        connection.close().whenComplete((nothing, failure) -> {
            if (failure != null) {
                LOG.debug("A connection did not close politely and is dropped", failure);
                connection.abort();
            }
            done.run();
        });
    }

    void abort() {
        backend().abort();
    }

    @Override
    public void closed(Throwable why) {
        LOG.debug("A connection was lost", why);
        pool.lost(this);
    }

    @Override
    public void notice(String text) {
        NOTICES.info("{}", text);
    }
}
