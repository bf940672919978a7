package dev.databases.core.pool;

import dev.databases.spi.BackendConnection;
import java.util.Objects;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One borrowing of a connection, from the asking to the giving back. Ending it twice is harmless. */
public final class Lease {
    private enum State {
        WAITING,
        LENT,
        ENDED
    }

    final boolean exclusive;
    final boolean writer;
    final Borrower borrower;

    @Nullable
    Future<?> deadline;

    private final Pool pool;
    private State state = State.WAITING;
    private @Nullable PooledConnection connection;

    Lease(Pool pool, boolean exclusive, boolean writer, Borrower borrower) {
        this.pool = pool;
        this.exclusive = exclusive;
        this.writer = writer;
        this.borrower = borrower;
    }

    /** Returns the connection; only while it is lent. */
    public BackendConnection connection() {
        return Objects.requireNonNull(connection, "not lent").backend();
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

    boolean isWaiting() {
        return state == State.WAITING;
    }

    void lend(PooledConnection lent) {
        state = State.LENT;
        connection = lent;
        dropDeadline();
    }

    private void dropDeadline() {
        Future<?> timeout = deadline;
        deadline = null;
        if (timeout != null) {
            timeout.cancel(false);
        }
    }

    /** Ends it and returns the connection that comes back, null if none does. */
    @Nullable
    PooledConnection ended() {
        PooledConnection back = state == State.LENT ? connection : null;
        state = State.ENDED;
        dropDeadline();
        return back;
    }

    /** Makes it wait again and returns the connection that was no good, null if it has ended meanwhile. */
    @Nullable
    PooledConnection backInLine() {
        if (state != State.LENT) {
            return null;
        }
        PooledConnection dead = connection;
        state = State.WAITING;
        connection = null;
        return dead;
    }

    /** Tells the borrower; a connection that rested long is asked for a sign of life first. */
    void deliver() {
        PooledConnection lent = Objects.requireNonNull(connection, "not lent");
        lent.inTurn(() -> {
            if (pool.needsValidation(lent)) {
                validate(lent);
            } else {
                borrower.lent(this);
            }
        });
    }

    private void validate(PooledConnection lent) {
        Future<?> limit = pool.abortLater(lent);
        lent.backend().validate().whenComplete((nothing, failure) -> {
            limit.cancel(false);
            if (failure == null) {
                lent.inTurn(() -> borrower.lent(this));
            } else {
                pool.replace(this);
            }
        });
    }
}
