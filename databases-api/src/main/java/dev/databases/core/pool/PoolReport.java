package dev.databases.core.pool;

import dev.databases.config.PoolMetrics;
import dev.databases.error.ConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the pool says, in errors and in the log, about who has its connections. */
final class PoolReport {
    private static final Logger LOG = LoggerFactory.getLogger("dev.databases.pool");

    private PoolReport() {}

    static String timedOut(Duration timeout, PoolMetrics counts, int writing) {
        return "no connection became free within " + timeout.toMillis() + " ms: " + counts.open() + " of "
                + counts.maxSize() + " open, " + counts.idle() + " idle, " + counts.opening() + " being opened, "
                + writing + " writing, " + counts.waiting() + " waiting";
    }

    static String hint(boolean forPermit) {
        return forPermit
                ? "another writer holds the database: keep writing transactions and pinned connections short"
                : "raise max_size or acquire_timeout, or look for connections that are not given back";
    }

    /** The one who has had a connection for longest, as a fact of a message. */
    static List<String> oldest(@Nullable Lease lease, long now) {
        return lease == null
                ? List.of()
                : List.of("oldest borrower: for " + age(lease, now) + ", " + lease.borrower.purpose());
    }

    static ConnectionException waitsForItself(Lease holder, long now) {
        return new ConnectionException(
                "no connection can become free: this thread holds what it would wait for",
                "collect the rows before running other statements, or raise max_size",
                null,
                List.of("held: for " + age(holder, now) + ", " + holder.borrower.purpose()));
    }

    static ConnectionException closed() {
        return new ConnectionException("the database is disconnected", "call connect() first", null);
    }

    static ConnectionException unusable() {
        return new ConnectionException(
                "cannot connect: the server closed the connection as soon as it was made", null, null);
    }

    static void leaked(Lease lease, long now) {
        LOG.warn(
                "A connection has been lent for {}, longer than leak_detection allows, {}",
                age(lease, now),
                lease.borrower.purpose());
    }

    private static String age(Lease lease, long now) {
        return String.format(Locale.ROOT, "%.3f s", (now - lease.lentAt) / 1e9);
    }
}
