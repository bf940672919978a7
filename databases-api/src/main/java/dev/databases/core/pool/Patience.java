package dev.databases.core.pool;

import dev.databases.error.AcquireTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** How long borrowers may wait for a connection, and have one. Behind the pool's lock. */
final class Patience {
    private final Pool pool;
    private final Books books;
    private final Line line;
    private final Chain lent;
    private final PoolSettings settings;
    private boolean watching;
    private long watchedUntil;

    Patience(Pool pool, Books books, PoolSettings settings) {
        this.pool = pool;
        this.books = books;
        this.line = books.line;
        this.lent = books.lent;
        this.settings = settings;
    }

    private long deadline(Lease lease) {
        return lease.asked + settings.acquireTimeout().toNanos();
    }

    /** One task of the timer watches over all who wait: it looks when the first of them has waited too long. */
    void watch(Lease lease, long now, Grants grants) {
        long until = deadline(lease);
        if (!watching || until - watchedUntil < 0) {
            watching = true;
            watchedUntil = until;
            grants.later(() -> pool.expireIn(until - now, until));
        }
    }

    /** Refuses those who have waited too long, and watches on; nothing if an earlier look was arranged meanwhile. */
    void expire(long watched, long now, Grants grants) {
        if (watched != watchedUntil) {
            return;
        }
        watching = false;
        List<Lease> overdue = new ArrayList<>();
        for (Lease each : line.all()) {
            if (deadline(each) - now <= 0) {
                overdue.add(each);
            } else {
                watch(each, now, grants);
            }
        }
        refuse(overdue, now, grants);
    }

    private void refuse(List<Lease> overdue, long now, Grants grants) {
        if (overdue.isEmpty()) {
            return;
        }
        String problem = PoolReport.timedOut(settings.acquireTimeout(), books.metrics(), line.writing());
        List<String> facts = PoolReport.oldest(lent.first(), now);
        for (Lease each : overdue) {
            boolean forPermit = line.isInLane(each);
            line.leave(each);
            books.timedOut();
            grants.refuse(each, new AcquireTimeoutException(problem, PoolReport.hint(forPermit), facts));
        }
    }

    /** Reports, once each, who has had a connection for too long. */
    void reportLeaks(long now, Grants grants) {
        long longest = settings.leakDetection().toNanos();
        for (Lease each = lent.first();
                longest > 0 && each != null && now - each.lentAt >= longest;
                each = each.newer) {
            if (!each.reported && !each.checking) {
                each.reported = true;
                Lease leaked = each;
                grants.later(() -> PoolReport.leaked(leaked, now));
            }
        }
    }

    /** Refuses those who wait for what they keep from coming back themselves; whether there were any. */
    boolean refuseStuck(long now, Grants grants) {
        boolean any = false;
        for (Lease each : line.all()) {
            any |= refuseIfStuck(each, now, grants);
        }
        return any;
    }

    boolean refuseIfStuck(Lease lease, long now, Grants grants) {
        Lease holder = books.stuckBehind(lease);
        if (holder != null) {
            line.leave(lease);
            grants.refuse(lease, PoolReport.waitsForItself(holder, now));
        }
        return holder != null;
    }
}
