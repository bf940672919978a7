package dev.databases;

import dev.databases.error.QueryTimeoutException;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.Completion;
import dev.databases.spi.Request;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One sending of an {@link Operation}: from the submit to the answer, or to the moment when nobody waits for the answer any
 * more. Tells the operation once.
 */
final class Flight {
    private final DatabaseCore core;
    private final Operation<?> operation;
    private final BackendConnection backend;
    private final UnaryOperator<@Nullable Throwable> answered;
    private @Nullable Request request;
    private @Nullable Future<?> deadline;
    private boolean resumed;
    private boolean cancelled;
    private boolean over;

    Flight(
            DatabaseCore core,
            Operation<?> operation,
            BackendConnection backend,
            UnaryOperator<@Nullable Throwable> answered) {
        this.core = core;
        this.operation = operation;
        this.backend = backend;
        this.answered = answered;
    }

    BackendConnection connection() {
        return backend;
    }

    boolean hasSent() {
        synchronized (this) {
            return request != null;
        }
    }

    /** Whether the answer is in, or nobody waits for it any more. */
    boolean isOver() {
        synchronized (this) {
            return over;
        }
    }

    void send(@Nullable Thread caller) {
        Request sent;
        try {
            sent = BlockingCall.waiting(caller, () -> operation.plan.send(backend, operation));
        } catch (RuntimeException | Error broken) { // a backend must not throw here; nobody knows what it is in now
            backend.abort();
            end(null, broken);
            return;
        }
        attach(sent);
        sent.completion().whenComplete((completion, failure) -> end(completion, Failures.unwrappedOrNull(failure)));
        if (caller == Thread.currentThread()) {
            core.whileWatched(operation, sent::runHere);
        }
    }

    private void attach(Request sent) {
        boolean cancel;
        boolean resume;
        synchronized (this) {
            request = sent;
            cancel = cancelled;
            resume = resumed;
            Duration limit = core.settings().queryTimeout();
            if (!limit.isZero() && !sent.completion().toCompletableFuture().isDone()) {
                deadline = core.later(limit, () -> operation.stop(tooLong(limit)));
            }
        }
        if (resume) {
            sent.resume();
        }
        if (cancel) {
            core.untilSettled(this, sent);
        }
    }

    private QueryTimeoutException tooLong(Duration limit) {
        return new QueryTimeoutException(
                "the statement took longer than " + limit.toMillis() + " ms", operation.sql(), null);
    }

    /** Asks for rows again after the sink had said false. */
    void resume(@Nullable Thread caller) {
        Request sent;
        synchronized (this) {
            sent = request;
            resumed = sent == null;
        }
        if (sent == null) {
            return;
        }
        if (caller == Thread.currentThread()) {
            core.whileWatched(
                    operation,
                    () -> BlockingCall.waiting(caller, () -> {
                        sent.resume();
                        return sent;
                    }));
        } else {
            sent.resume();
        }
    }

    /** Asks the server to stop, until it has. */
    void cancel() {
        Request sent;
        synchronized (this) {
            cancelled = true;
            sent = request;
        }
        if (sent != null) {
            core.untilSettled(this, sent);
        }
    }

    /** The server does not answer; whoever is behind it on the connection hears the same. */
    void giveUp(Throwable why) {
        operation.giveUpAll(why);
    }

    /** The answer, or what is taken for it. */
    void end(@Nullable Completion completion, @Nullable Throwable failure) {
        Future<?> pending;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            pending = deadline;
        }
        if (pending != null) {
            pending.cancel(false);
        }
        operation.landed(this, completion, answered.apply(failure));
    }
}
