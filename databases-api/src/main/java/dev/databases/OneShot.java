package dev.databases;

import dev.databases.core.pool.Borrower;
import dev.databases.core.pool.Lease;
import dev.databases.error.ConnectionException;
import dev.databases.error.QueryCancelledException;
import dev.databases.error.TransactionException;
import dev.databases.spi.BackendConnection.Status;
import org.jspecify.annotations.Nullable;

/**
 * Runs one operation on a connection of the pool, outside of any transaction, and gives the connection back before anybody
 * hears of the outcome. A statement that a cancel meant for its neighbour has hit is run once more.
 */
final class OneShot implements Borrower {
    private final DatabaseCore core;
    private final Operation<?> operation;
    private final boolean shareable;
    private boolean again;

    OneShot(DatabaseCore core, Operation<?> operation, boolean shareable) {
        this.core = core;
        this.operation = operation;
        this.shareable = shareable;
    }

    void begin() {
        Lease asked = core.pool().acquire(!shareable || again, operation.plan.mayWrite(), this);
        if (operation.isWaiting()) {
            operation.waitsIn(asked::cancel);
        }
    }

    @Override
    public void lent(Lease lease) {
        operation.start(lease.connection(), failure -> {
            Throwable problem = failure == null ? leftOpen(lease) : failure;
            if (problem == failure && !operation.isGivenUp()) {
                lease.release();
            } else {
                lease.destroy();
            }
            return problem;
        });
    }

    /** A statement that began a transaction behind our back has not done what its caller thinks. */
    private @Nullable Throwable leftOpen(Lease lease) {
        Status status = lease.connection().status();
        boolean inside = status == Status.IN_TRANSACTION || status == Status.FAILED_TRANSACTION;
        return !inside || core.settings().forceRollback()
                ? null
                : new TransactionException(
                        "the statement left a transaction open that was not begun here; it is rolled back",
                        operation.sql(),
                        "begin transactions with transaction(…), never by SQL text",
                        null);
    }

    @Override
    public void refused(Throwable why) {
        operation.refuse(why);
    }

    @Override
    public void recall() {
        operation.stop(new ConnectionException(
                "the statement was stopped: the database was disconnected before it had ended",
                "raise disconnect_timeout, or wait for your statements before you disconnect",
                null));
    }

    @Override
    public String purpose() {
        return operation.inOneLine();
    }

    @Override
    public @Nullable Thread waitingThread() {
        return operation.caller;
    }

    @Override
    public boolean isStuckBehind(Thread thread) {
        return operation.isStuckBehind(thread);
    }

    /**
     * Runs it again if nobody had asked to cancel it: it was a transaction of its own, so nothing of it has happened.
     *
     * @return whether it does
     */
    boolean runsAgain(Throwable problem) {
        if (again || !shareable || !(problem instanceof QueryCancelledException) || !operation.startOver()) {
            return false;
        }
        again = true;
        try {
            begin();
        } catch (ConnectionException disconnected) {
            operation.refuse(problem);
        }
        return true;
    }
}
