package dev.databases;

import dev.databases.error.QueryException;
import dev.databases.error.TransactionRolledBackException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Whether, and after what pause, a transaction is run again. Pauses are random, so that two that have collided do not
 * collide again, and grow, so that many do not.
 */
final class Retries {
    private static final long FIRST_MILLIS = 5;
    private static final long LONGEST_MILLIS = 500;

    private int left;
    private long most = FIRST_MILLIS;

    Retries(int times) {
        this.left = times;
    }

    /** Takes one of the retries, if there is one left and the failure may be gone at the next try. */
    boolean mayRetry(Throwable problem) {
        if (left == 0 || !isRetryable(problem)) {
            return false;
        }
        left--;
        return true;
    }

    private static boolean isRetryable(@Nullable Throwable problem) {
        return problem instanceof QueryException query
                ? query.retryable()
                : problem instanceof TransactionRolledBackException && isRetryable(problem.getCause());
    }

    /** How long to wait before the next try. */
    Duration pause() {
        long millis = ThreadLocalRandom.current().nextLong(most + 1);
        most = Math.min(2 * most, LONGEST_MILLIS);
        return Duration.ofMillis(millis);
    }
}
