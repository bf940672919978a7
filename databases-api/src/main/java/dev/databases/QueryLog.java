package dev.databases;

import dev.databases.spi.Completion;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs statements to {@code dev.databases.query}: all at DEBUG, slow ones at WARN; values only where asked for. */
final class QueryLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.databases.query");

    private final boolean values;
    private final long slow;

    QueryLog(boolean values, Duration slow) {
        this.values = values;
        this.slow = slow.isZero() ? Long.MAX_VALUE : slow.toNanos();
    }

    /** The time, or 0 where nobody wants to know. */
    long now() {
        return slow != Long.MAX_VALUE || LOG.isDebugEnabled() ? System.nanoTime() : 0;
    }

    void statement(Plan plan, long startedAt, @Nullable Completion completion, @Nullable Throwable failure) {
        if (startedAt == 0) {
            return;
        }
        long nanos = System.nanoTime() - startedAt;
        if (nanos >= slow) {
            LOG.warn("Slow: {}", text(plan, nanos, completion, failure));
        } else if (LOG.isDebugEnabled()) {
            LOG.debug("{}", text(plan, nanos, completion, failure));
        }
    }

    private String text(Plan plan, long nanos, @Nullable Completion completion, @Nullable Throwable failure) {
        StringBuilder line = new StringBuilder(plan.statement().sql());
        if (values) {
            line.append(" ").append(Arrays.deepToString(plan.arguments()));
        }
        line.append(" (").append(nanos / 1_000).append(" µs");
        if (failure != null) {
            line.append(", failed: ").append(failure.getClass().getSimpleName());
        } else if (completion != null && completion.rowsAffected() > 0) {
            line.append(", ").append(completion.rowsAffected()).append(" rows affected");
        }
        return line.append(")").toString();
    }
}
