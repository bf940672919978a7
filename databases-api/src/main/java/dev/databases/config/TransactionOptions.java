package dev.databases.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a transaction is to run; the caller builds it from {@link #DEFAULT}, the backend's begin honours it or refuses.
 *
 * <p>Isolation, read-only and deferrable belong to the outermost transaction only: a nested one that asks for them is
 * an error, since a savepoint cannot give them.
 *
 * @param isolationLevel the level, null for the database's default
 * @param readOnly whether the server must refuse writes
 * @param deferrable whether a read-only serializable transaction waits for a snapshot that cannot fail
 * @param forceRollback whether the transaction is rolled back at its end whatever happens, as tests want it
 * @param retries how many times the body may be run again after a serialization failure or a deadlock
 */
public record TransactionOptions(
        @Nullable IsolationLevel isolationLevel,
        boolean readOnly,
        boolean deferrable,
        boolean forceRollback,
        int retries) {
    /** The database's default isolation, writable, committed at the end, never retried. */
    public static final TransactionOptions DEFAULT = new TransactionOptions(null, false, false, false, 0);

    /**
     * Checks the number of retries.
     *
     * @param isolationLevel the level, null for the database's default
     * @param readOnly whether the server must refuse writes
     * @param deferrable whether it waits for a snapshot that cannot fail
     * @param forceRollback whether it is rolled back whatever happens
     * @param retries how many times the body may be run again
     * @throws IllegalArgumentException if it is negative
     */
    public TransactionOptions {
        if (retries < 0) {
            throw new IllegalArgumentException("retries must not be negative: " + retries);
        }
    }

    /**
     * Returns the level asked for.
     *
     * @return the level, empty for the database's default
     */
    public Optional<IsolationLevel> isolation() {
        return Optional.ofNullable(isolationLevel);
    }

    /**
     * Returns a copy with a level.
     *
     * @param level the level
     * @return the copy
     */
    public TransactionOptions isolation(IsolationLevel level) {
        return new TransactionOptions(level, readOnly, deferrable, forceRollback, retries);
    }

    /**
     * Returns a copy that refuses writes.
     *
     * @return the copy
     */
    public TransactionOptions asReadOnly() {
        return new TransactionOptions(isolationLevel, true, deferrable, forceRollback, retries);
    }

    /**
     * Returns a copy that is deferrable.
     *
     * @return the copy
     */
    public TransactionOptions asDeferrable() {
        return new TransactionOptions(isolationLevel, readOnly, true, forceRollback, retries);
    }

    /**
     * Returns a copy that is rolled back at its end whatever happens.
     *
     * @return the copy
     */
    public TransactionOptions asForceRollback() {
        return new TransactionOptions(isolationLevel, readOnly, deferrable, true, retries);
    }

    /**
     * Returns a copy whose body may be run again.
     *
     * @param times how many times more, at most
     * @return the copy
     * @throws IllegalArgumentException if {@code times} is negative
     */
    public TransactionOptions retry(int times) {
        return new TransactionOptions(isolationLevel, readOnly, deferrable, forceRollback, times);
    }

    /**
     * Tells whether anything is asked for that only an outermost transaction can give.
     *
     * @return true if a level, read-only or deferrable is set
     */
    public boolean needsRoot() {
        return isolationLevel != null || readOnly || deferrable;
    }
}
