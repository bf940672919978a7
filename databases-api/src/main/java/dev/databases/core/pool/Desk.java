package dev.databases.core.pool;

import dev.databases.error.DatabaseException;
import dev.databases.spi.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Who gets which connection. Told what has happened, it changes its books and notes in {@link Grants} what is to be done
 * about it; it calls nobody and never waits. All behind the pool's lock; times are the pool's nanoseconds.
 */
final class Desk {
    private final Pool pool;
    private final Limits limits;
    private final PoolSettings settings;
    private final Books books;
    private final Line line;
    private final Stock stock;
    private final Chain lent;
    private final Patience patience;
    private boolean retrying;
    private boolean closing;
    private boolean abandoned;

    Desk(Pool pool, Limits limits, PoolSettings settings) {
        this.pool = pool;
        this.limits = limits;
        this.settings = settings;
        this.books = new Books(limits, settings);
        this.line = books.line;
        this.stock = books.stock;
        this.lent = books.lent;
        this.patience = new Patience(pool, books, settings);
    }

    Books books() {
        return books;
    }

    /** Begins with the first connections and says how many to open. */
    int begin(long now) {
        return stock.open(Math.max(1, settings.minSize()), now);
    }

    // borrowing

    void ask(Lease lease, long now, Grants grants) {
        if (closing) {
            grants.refuse(lease, PoolReport.closed());
            return;
        }
        line.join(lease);
        match(now, grants);
        if (!line.isWaiting(lease)) {
            return;
        }
        if (!patience.refuseIfStuck(lease, now, grants)) {
            patience.watch(lease, now, grants);
        }
    }

    /** Refuses those who wait for what they keep from coming back themselves. */
    void refuseStuck(long now, Grants grants) {
        if (patience.refuseStuck(now, grants)) {
            match(now, grants);
        }
    }

    boolean leave(Lease lease, long now, Grants grants) {
        boolean left = line.leave(lease);
        if (left) {
            match(now, grants);
        }
        return left;
    }

    /** Serves waiters from the head of the line; asks for new connections where some are missing. */
    private void match(long now, Grants grants) {
        boolean crowded = false;
        Lease next;
        while ((next = line.head()) != null) {
            PooledConnection connection = stock.pick(next.exclusive);
            if (connection == null) {
                break;
            }
            line.removeHead();
            lend(next, connection, now);
            crowded |= connection.users() > 1;
            grants.grant(next);
        }
        int wanted = line.waiting() - stock.opening();
        if (wanted <= 0 && crowded && stock.opening() == 0) {
            wanted = 1; // sharing is for the meantime: who shares waits for what is slow before him
        }
        open(wanted, now, grants);
    }

    private void lend(Lease lease, PooledConnection connection, long now) {
        boolean check = connection.trustedIn() != stock.trust()
                || !settings.validateAfter().isZero() && connection.restsLongerThan(settings.validateAfter(), now);
        lease.lend(connection, check, now);
        books.lend(lease, now);
    }

    private void open(int wanted, long now, Grants grants) {
        if (wanted <= 0 || closing) {
            return;
        }
        for (int number = stock.open(wanted, now); number > 0; number--) {
            grants.later(pool::open);
        }
        long pause = stock.pause(now);
        if (pause > 0 && !retrying) {
            retrying = true;
            grants.later(() -> pool.retryIn(pause));
        }
    }

    void retry(long now, Grants grants) {
        retrying = false;
        match(now, grants);
    }

    // giving back

    /** Ends a lease, unless it has ended; null if there is nothing to do about it, which is so when nobody waits. */
    @Nullable
    Grants back(Lease lease, boolean usable, boolean gone, long now) {
        if (lease.in != lent || lease.checking) {
            return null;
        }
        PooledConnection connection = lease.pooled();
        lent.remove(lease);
        line.giveBackPermit(lease);
        takeBack(connection, usable, gone, now);
        if (line.isEmpty() && connection.users() > 0) {
            return null;
        }
        if (line.isEmpty() && !closing && connection.isUsable(now)) {
            stock.rest(connection);
            return null;
        }
        Grants grants = new Grants();
        settleIfFree(connection, now, grants);
        match(now, grants);
        return grants;
    }

    private void takeBack(PooledConnection connection, boolean usable, boolean gone, long now) {
        connection.takeBack(usable, now);
        if (gone) {
            stock.distrust(connection);
        }
    }

    private void settleIfFree(PooledConnection connection, long now, Grants grants) {
        if (connection.users() == 0) {
            settle(connection, now, grants);
        }
    }

    private void settle(PooledConnection connection, long now, Grants grants) {
        if (closing || !connection.isUsable(now)) {
            drop(connection, grants);
        } else {
            stock.rest(connection);
        }
    }

    private void drop(PooledConnection connection, Grants grants) {
        if (abandoned) {
            grants.later(connection::abort);
        } else {
            stock.end(connection);
            grants.later(() -> connection.close(() -> pool.ended(connection)));
        }
    }

    void ended(PooledConnection connection, long now, Grants grants) {
        if (stock.ended(connection)) {
            match(now, grants);
            finishIfDrained(grants);
        }
    }

    private void finishIfDrained(Grants grants) {
        if (closing && stock.isGone()) {
            grants.later(pool::drained);
        }
    }

    // signs of life

    /** The connection of a lease gave a sign of life; false if that came too late. */
    boolean passed(Lease lease, long now) {
        boolean awaited = lease.in == lent && lease.checking;
        if (awaited) {
            lease.checking = false;
            lease.pooled().gaveSignOfLife(stock.trust(), now);
        }
        return awaited;
    }

    /** The connection of a lease gave none: its borrower goes back to where it was in the line. */
    void replace(Lease lease, long now, Grants grants) {
        if (lease.in != lent || !lease.checking) {
            return;
        }
        lease.checking = false;
        books.takeBackUntold(lease);
        if (closing) {
            line.giveBackPermit(lease);
            grants.refuse(lease, PoolReport.closed());
        } else {
            line.putBack(lease);
        }
        takeBack(lease.pooled(), false, true, now);
        settleIfFree(lease.pooled(), now, grants);
        match(now, grants);
        if (line.isWaiting(lease)) {
            patience.watch(lease, now, grants);
        }
    }

    /** A connection said that it is gone. */
    void lost(PooledConnection connection, long now, Grants grants) {
        connection.markBroken();
        if (stock.has(connection)) {
            stock.distrust(connection);
        }
        if (stock.isIdle(connection)) {
            drop(connection, grants);
            match(now, grants);
        }
    }

    // opening

    void opened(PooledConnection connection, boolean usable, long now, Grants grants) {
        if (!usable || connection.isBroken()) {
            grants.later(connection::abort);
            notOpened(connection, PoolReport.unusable(), now, grants);
            return;
        }
        stock.opened(connection, now);
        if (abandoned) {
            stock.forget();
        }
        settle(connection, now, grants);
        match(now, grants);
    }

    /**
     * One failed attempt answers one waiter. Where there is no connection that could come back, it answers all who were
     * there when it began: each would have seen the same.
     */
    void notOpened(PooledConnection attempt, DatabaseException problem, long now, Grants grants) {
        stock.notOpened(attempt, now);
        Lease first = line.head();
        if (first != null) {
            line.leave(first);
            grants.refuse(first, problem);
        }
        if (stock.isEmpty()) {
            for (Lease each : line.all()) {
                if (each.asked - attempt.begun() <= 0) {
                    line.leave(each);
                    grants.refuse(each, problem);
                }
            }
        }
        match(now, grants);
        finishIfDrained(grants);
    }

    // upkeep

    /** Refuses those who have waited too long. */
    void expire(long watched, long now, Grants grants) {
        patience.expire(watched, now, grants);
        match(now, grants);
    }

    /** Closes what has rested too long or is too old, opens what is missing to the minimum, reports what is lent too long. */
    void tidy(long now, Grants grants) {
        patience.reportLeaks(now, grants);
        if (limits.connections() == 1 || closing) {
            return; // the only connection may be all there is of the database
        }
        for (PooledConnection each : stock.idle()) {
            boolean spare = stock.size() > settings.minSize()
                    && !settings.idleTimeout().isZero()
                    && each.restsLongerThan(settings.idleTimeout(), now);
            if (spare || !each.isUsable(now)) {
                drop(each, grants);
            }
        }
        open(settings.minSize() - stock.size() - stock.opening(), now, grants);
    }

    // closing

    /** Refuses all who wait and all who come, and closes what rests; false if that was done before. */
    boolean close(Grants grants) {
        if (closing) {
            return false;
        }
        closing = true;
        for (Lease each : line.all()) {
            line.leave(each);
            grants.refuse(each, PoolReport.closed());
        }
        stock.idle().forEach(each -> drop(each, grants));
        finishIfDrained(grants);
        return true;
    }

    /** Drops all that is left; who still has a connection finds it broken. */
    void abandon(Grants grants) {
        abandoned = true;
        for (Lease each : lent.copy()) {
            if (each.checking) {
                lent.remove(each);
                grants.refuse(each, PoolReport.closed());
            }
        }
        stock.forget().forEach(each -> grants.later(each::abort));
        grants.later(pool::drained);
    }
}
