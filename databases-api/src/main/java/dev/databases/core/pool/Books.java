package dev.databases.core.pool;

import dev.databases.config.PoolMetrics;
import dev.databases.spi.Limits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Who waits, who has what, what there is, and what has been: all that a pool knows. Behind the pool's lock. */
final class Books {
    final Line line;
    final Stock stock;
    final Chain lent = new Chain();
    private long acquired;
    private long timedOut;
    private long waited;

    Books(Limits limits, PoolSettings settings) {
        this.line = new Line(limits.writers());
        this.stock = new Stock(Math.min(settings.maxSize(), limits.connections()), limits.pipelineDepth());
    }

    void lend(Lease lease, long now) {
        lent.add(lease);
        acquired++;
        waited += now - lease.asked;
    }

    /** Its borrower never heard of it. */
    void takeBackUntold(Lease lease) {
        lent.remove(lease);
        acquired--;
        waited -= lease.lentAt - lease.asked;
    }

    void timedOut() {
        timedOut++;
    }

    /** Finds a lease that the asking thread itself keeps from ending, if all that could serve it are of that kind. */
    @Nullable
    Lease stuckBehind(Lease lease) {
        Thread thread = lease.borrower.waitingThread();
        if (thread == null) {
            return null;
        }
        Lease found = null;
        int connections = 0;
        int permits = 0;
        for (Lease each = lent.first(); each != null; each = each.newer) {
            if (each.exclusive && each.borrower.isStuckBehind(thread)) {
                found = each;
                connections++;
                permits += each.writer ? 1 : 0;
            }
        }
        boolean noConnection = connections == stock.max();
        boolean noPermit = line.isInLane(lease) && permits == line.permits();
        return noConnection || noPermit ? found : null;
    }

    PoolMetrics metrics() {
        return new PoolMetrics(
                stock.max(),
                stock.size(),
                stock.resting(),
                stock.size() - stock.resting(),
                stock.opening(),
                line.waiting() + line.inLane(),
                line.inLane(),
                acquired,
                timedOut,
                stock.created(),
                stock.destroyed(),
                Duration.ofNanos(waited));
    }

    /** Asks all who have a connection to stop. */
    void recall(Grants grants) {
        for (Lease each : lent.copy()) {
            if (!each.checking) {
                grants.later(each.borrower::recall);
            }
        }
    }
}
