package dev.databases.core.pool;

import dev.databases.spi.BackendConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How a pool behaves; fixed when it is made.
 *
 * @param minSize how many connections are opened at the start and kept
 * @param maxSize how many there may be
 * @param connectTimeout how long making one, or its sign of life, may take
 * @param acquireTimeout how long a borrower waits
 * @param settleTimeout how long closing one politely may take, and what is recalled when the pool closes
 * @param idleTimeout after how long an idle one beyond {@code minSize} is closed; zero for never
 * @param maxLifetime after how long one is replaced; zero for never
 * @param validateAfter after how long idle one is asked for a sign of life before it is lent; zero for never
 * @param leakDetection after how long one that is still lent is reported; zero for never
 * @param cleanStatus the status in which a connection may be lent
 */
public record PoolSettings(
        int minSize,
        int maxSize,
        Duration connectTimeout,
        Duration acquireTimeout,
        Duration settleTimeout,
        Duration idleTimeout,
        Duration maxLifetime,
        Duration validateAfter,
        Duration leakDetection,
        BackendConnection.Status cleanStatus) {
    /** How often to tidy: each second, or more often where leaks are to be seen sooner. */
    long upkeepNanos() {
        long second = TimeUnit.SECONDS.toNanos(1);
        long leak = leakDetection.toNanos();
        return leak == 0 ? second : Math.min(second, Math.max(leak / 4, TimeUnit.MILLISECONDS.toNanos(5)));
    }
}
