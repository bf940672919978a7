package dev.databases.core.task;

import org.jspecify.annotations.Nullable;

/**
 * The way back from a stage to the work behind it. Stages that merely depend share the one of their source; one that
 * composes has its own, which first leads to its source and then to the inner stage. Work that has ended lets go of itself,
 * so that a stage that is kept keeps nothing else alive.
 */
final class Abandonment {
    private volatile @Nullable Runnable stop;
    private volatile @Nullable Abandonment source;
    private volatile boolean abandoned;

    void stopBy(Runnable action) {
        stop = action;
        if (abandoned) {
            action.run();
        }
    }

    void follow(@Nullable Abandonment next) {
        source = next;
        if (abandoned && next != null) {
            next.abandon();
        }
    }

    void abandon() {
        for (Abandonment each = this; each != null; each = each.source) {
            each.abandoned = true;
            Runnable action = each.stop;
            if (action != null) {
                action.run();
            }
        }
    }

    void ended() {
        stop = null;
        source = null;
    }
}
