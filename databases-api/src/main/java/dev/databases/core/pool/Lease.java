package dev.databases.core.pool;

import dev.databases.spi.BackendConnection;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One borrowing of a connection, from the asking to the giving back. Ending it twice is harmless. What is not private is
 * behind the pool's lock.
 */
public final class Lease {
    final boolean exclusive;
    final boolean writer;
    final Borrower borrower;
    final long asked;

    @Nullable
    Chain in;

    @Nullable
    Lease older;

    @Nullable
    Lease newer;

    /** Whether its connection has to give a sign of life before the borrower gets it. */
    boolean checking;

    /** Whether it was reported as held for too long. */
    boolean reported;

    /** Its place in the line, kept when it comes back there. */
    int turn;

    /** When it got its connection. */
    long lentAt;

    private final Pool pool;
    private @Nullable PooledConnection connection;

    Lease(Pool pool, boolean exclusive, boolean writer, Borrower borrower, long asked) {
        this.pool = pool;
        this.exclusive = exclusive;
        this.writer = writer;
        this.borrower = borrower;
        this.asked = asked;
    }

    /** Returns the connection; only while it is lent. */
    public BackendConnection connection() {
        return pooled().backend();
    }

    PooledConnection pooled() {
        return Objects.requireNonNull(connection, "not lent");
    }

    /** Gives the connection back; it is destroyed if it is not clean. */
    public void release() {
        pool.release(this, false);
    }

    /** Gives the connection back, to be destroyed. */
    public void destroy() {
        pool.release(this, true);
    }

    /** Leaves the line; false if the connection was lent or refused before. */
    public boolean cancel() {
        return pool.cancel(this);
    }

    void lend(PooledConnection lent, boolean check, long now) {
        connection = lent;
        checking = check;
        lentAt = now;
        lent.lendTo(exclusive);
    }

    /** Tells the borrower; a connection that rested long, or is suspect, is asked for a sign of life first. */
    void deliver() {
        PooledConnection lent = pooled();
        if (checking) {
            check(lent);
        } else if (lent.isSharing()) {
            lent.inTurn(this::tell);
        } else {
            tell();
        }
    }

    private void tell() {
        try {
            borrower.lent(this);
        } catch (RuntimeException | Error thrown) { // it has no connection then, and nobody else must get this one
            destroy();
            borrower.refused(thrown);
        }
    }

    private void check(PooledConnection lent) {
        AtomicBoolean over = new AtomicBoolean();
        Future<?> limit = pool.checkBefore(() -> {
            if (over.compareAndSet(false, true)) {
                lent.abort();
                pool.replace(this);
            }
        });
        lent.inTurn(() -> Guarded.stage(lent.backend()::validate).whenComplete((nothing, failure) -> {
            limit.cancel(false);
            if (!over.compareAndSet(false, true)) {
                return;
            }
            if (failure != null) {
                pool.replace(this);
            } else if (pool.passed(this)) {
                lent.inTurn(this::tell);
            }
        }));
    }
}
