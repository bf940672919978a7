package dev.databases.core.transaction;

import dev.databases.error.TransactionException;
import dev.databases.error.TransactionRolledBackException;
import dev.databases.spi.BackendConnection.Status;
import org.jspecify.annotations.Nullable;

/**
 * Holds the stack against what the server says after every answer. Where a failed statement has taken the transaction with
 * it, the transaction is over and the connection as good as before; where anything else does not agree, the session is
 * lost. Not safe for many threads: the session guards it.
 */
final class Agreement {
    private final TransactionStack stack;
    private boolean begun;
    private @Nullable Throwable lost;
    private @Nullable TransactionException over;

    Agreement(TransactionStack stack) {
        this.stack = stack;
    }

    /** Why nothing can run now, null if something can. */
    @Nullable
    Throwable refusal() {
        return lost != null ? lost : over;
    }

    boolean isLost() {
        return lost != null;
    }

    /** Whether a statement that runs now is a transaction of its own. */
    boolean isOutside() {
        return stack.isEmpty() && !stack.isInsideForeign();
    }

    /** Notes that what was recorded is on its way to the server. */
    void sent() {
        begun |= !stack.isEmpty() && over == null;
    }

    /** Notes that the connection cannot be used any more; the first reason counts. */
    void lose(Throwable why) {
        if (lost == null) {
            lost = why;
        }
    }

    /** Closes a level after the server's answer. */
    void close(TransactionStack.Level level) {
        stack.close(level);
        if (stack.isEmpty()) {
            begun = false;
            over = null;
        }
    }

    /** Compares after an answer; returns what is to be reported of it. */
    @Nullable
    Throwable check(Status status, @Nullable Throwable failure) {
        if (lost != null) {
            return failure;
        }
        boolean expected = begun || stack.isInsideForeign();
        if (status == Status.UNKNOWN) {
            lost = new TransactionException("the connection of this transaction was lost", null, failure);
        } else if (!expected && status != Status.IDLE) {
            lost = new TransactionException(
                    "a transaction is open on the server that was not begun here",
                    "begin transactions with transaction(…), never by SQL text",
                    failure);
        } else if (expected && status == Status.IDLE) {
            ended(failure);
        }
        return failure == null ? lost : failure;
    }

    /** A failure explains why nothing is open any more; a statement that succeeded must not have ended anything. */
    private void ended(@Nullable Throwable failure) {
        if (failure == null) {
            lost = new TransactionException(
                    "the transaction is not open on the server any more: a statement has committed it or rolled it back",
                    "leave out statements that end transactions by themselves, or run them outside",
                    null);
            return;
        }
        TransactionRolledBackException rolledBack = new TransactionRolledBackException(
                "the transaction was not begun or was rolled back by the server, after a statement had failed",
                "run the whole transaction again",
                failure);
        if (stack.isInsideForeign()) {
            lost = rolledBack;
        } else {
            over = rolledBack;
            begun = false;
        }
    }
}
