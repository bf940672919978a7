package dev.databases.core.pool;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the pool decided under its lock and does after it: calls to borrowers and backends. */
final class Grants {
    private @Nullable Lease single;
    private @Nullable List<Runnable> more;

    /** The one grant of the common case costs no list. */
    void grant(Lease lease) {
        if (single == null) {
            single = lease;
        } else {
            later(lease::deliver);
        }
    }

    void refuse(Lease lease, Throwable why) {
        later(() -> lease.borrower.refused(why));
    }

    void later(Runnable action) {
        List<Runnable> actions = more;
        if (actions == null) {
            actions = new ArrayList<>();
            more = actions;
        }
        actions.add(action);
    }

    boolean isEmpty() {
        return single == null && more == null;
    }

    void tell() {
        if (single != null) {
            single.deliver();
        }
        if (more != null) {
            more.forEach(Runnable::run);
        }
    }
}
