package dev.databases.config;

import java.time.Duration;

/**
 * What a pool has at one moment, and what it has done since {@code connect()}; got from {@code Database.poolMetrics()}.
 *
 * @param maxSize how many connections there may be
 * @param open how many there are
 * @param idle how many of them rest
 * @param lent how many of them are in use; where one-shots share connections, each may be so by several
 * @param opening how many more are being opened
 * @param waiting how many borrowers wait: statements, transactions and pinned connections
 * @param waitingWriters how many of them wait for the permit to write
 * @param acquired how often a connection was lent
 * @param timedOut how many borrowers waited longer than {@link DatabaseOptions#ACQUIRE_TIMEOUT}
 * @param created how many connections were made
 * @param destroyed how many of them were closed or dropped
 * @param acquireTime how long those who got a connection have waited for it, all together
 */
public record PoolMetrics(
        int maxSize,
        int open,
        int idle,
        int lent,
        int opening,
        int waiting,
        int waitingWriters,
        long acquired,
        long timedOut,
        long created,
        long destroyed,
        Duration acquireTime) {}
