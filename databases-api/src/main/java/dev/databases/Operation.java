package dev.databases;

import dev.databases.core.pool.Borrower;
import dev.databases.core.pool.Lease;
import dev.databases.core.task.TaskFuture;
import dev.databases.core.transaction.Session;
import dev.databases.error.AcquireTimeoutException;
import dev.databases.error.ConnectionException;
import dev.databases.error.QueryCancelledException;
import dev.databases.error.QueryTimeoutException;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.Completion;
import dev.databases.spi.Request;
import dev.databases.spi.ResultColumn;
import dev.databases.spi.RowSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One statement on its way: waits for a connection of the pool or for its turn in a session, sends, takes the rows, and
 * completes its future after the connection has been given back. A subclass says what becomes of the rows.
 *
 * @param <R> what the future gives
 */
abstract class Operation<R> implements RowSink, Session.Work, Borrower {
    final Plan plan;
    final TaskFuture<R> future = new TaskFuture<>();
    final @Nullable Thread caller = BlockingCall.caller();

    @Nullable
    RowSchema schema;

    private final DatabaseCore core;
    private final Object monitor = new Object();
    private @Nullable Request request;
    private @Nullable Lease lease;
    private @Nullable BackendConnection connection;
    private @Nullable Throwable stopped;
    private boolean resumed;
    private boolean started;
    private long startedAt;
    private @Nullable Future<?> deadline;

    Operation(DatabaseCore core, Plan plan) {
        this.core = core;
        this.plan = plan;
        future.onAbandon(this::stop);
    }

    /** What the future gives once all rows were taken. */
    abstract R result(Completion completion);

    // waiting

    /** Runs it on a connection of the pool, given back at its end. */
    void runOneShot(boolean exclusive, boolean writer) {
        Lease asked = core.pool().acquire(exclusive, writer, this);
        boolean withdrawn;
        synchronized (monitor) {
            lease = asked;
            withdrawn = stopped != null && !started;
        }
        if (withdrawn && asked.cancel()) {
            refuse(whyStopped());
        }
    }

    /** Runs it in a session when its turn has come, which must not take for ever. */
    void runIn(Session session, Session.@Nullable Scope scope) {
        session.submit(this, scope);
        synchronized (monitor) {
            if (started || future.isDone()) {
                return;
            }
            Duration wait = core.settings().acquireTimeout();
            deadline = core.later(wait, () -> {
                if (session.withdraw(this)) {
                    refuse(new AcquireTimeoutException(
                            "the statement had to wait longer than " + wait.toMillis()
                                    + " ms for its turn on its connection",
                            "something before it has not ended: a stream must be read to its end or closed"));
                }
            });
        }
    }

    @Override
    public void lent(Lease granted) {
        synchronized (monitor) {
            lease = granted;
        }
        start(granted.connection(), failure -> {
            granted.release();
            return failure;
        });
    }

    @Override
    public void refused(Throwable why) {
        refuse(why);
    }

    @Override
    public void refuse(Throwable why) {
        dropDeadline();
        complete(null, why);
    }

    // sending

    @Override
    public void start(BackendConnection backend, UnaryOperator<@Nullable Throwable> answered) {
        Throwable why;
        synchronized (monitor) {
            dropDeadline();
            started = true;
            connection = backend;
            why = stopped;
        }
        if (why != null) {
            complete(null, answered.apply(why));
            return;
        }
        startedAt = core.log().now();
        Request sent = BlockingCall.waiting(caller, () -> plan.send(backend, this));
        attach(sent);
        sent.completion().whenComplete((completion, failure) -> ended(completion, failure, answered));
        if (caller == Thread.currentThread()) {
            core.whileWatched(this, sent::runHere);
        }
    }

    @Override
    public boolean hasSent() {
        synchronized (monitor) {
            return request != null;
        }
    }

    private void attach(Request sent) {
        boolean cancel;
        boolean resume;
        synchronized (monitor) {
            request = sent;
            cancel = stopped != null;
            resume = resumed;
            Duration limit = core.settings().queryTimeout();
            if (!limit.isZero() && !sent.completion().toCompletableFuture().isDone()) {
                deadline = core.later(
                        limit,
                        () -> stop(new QueryTimeoutException(
                                "the statement took longer than " + limit.toMillis() + " ms", sql(), null)));
            }
        }
        if (resume) {
            sent.resume();
        }
        if (cancel) {
            sent.cancel();
        }
    }

    /** Asks for rows again after {@link #row} had said false. */
    void resume() {
        Request sent;
        synchronized (monitor) {
            sent = request;
            resumed = sent == null;
        }
        if (sent == null) {
            return;
        }
        if (caller == Thread.currentThread()) {
            core.whileWatched(
                    this,
                    () -> BlockingCall.waiting(caller, () -> {
                        sent.resume();
                        return sent;
                    }));
        } else {
            sent.resume();
        }
    }

    // rows

    @Override
    public void columns(List<ResultColumn> columns) {
        schema = new RowSchema(columns, plan.outputs());
    }

    Row asRow(@Nullable Object[] values) {
        RowSchema shape = schema;
        if (shape == null) {
            throw new IllegalStateException("the backend sent a row before the columns");
        }
        return shape.row(values);
    }

    // ending

    private void ended(
            @Nullable Completion completion, @Nullable Throwable failure, UnaryOperator<@Nullable Throwable> answered) {
        dropDeadline();
        Throwable problem = answered.apply(Failures.unwrappedOrNull(failure));
        complete(completion, problem instanceof QueryCancelledException ? because(problem) : problem);
    }

    /** A statement that was stopped fails with the reason for stopping it. */
    private Throwable because(Throwable cancelled) {
        synchronized (monitor) {
            Throwable why = stopped;
            if (why == null) {
                return cancelled;
            }
            if (why != cancelled) {
                why.addSuppressed(cancelled);
            }
            return why;
        }
    }

    private void complete(@Nullable Completion completion, @Nullable Throwable failure) {
        core.log().statement(plan, startedAt, completion, failure);
        callback(() -> {
            if (completion == null || failure != null) {
                failed(failure == null ? new IllegalStateException("the backend gave no completion") : failure);
            } else {
                succeeded(completion);
            }
        });
    }

    /** Runs what tells the user, where the user wants to be told. */
    void callback(Runnable action) {
        core.callback(caller, action);
    }

    void succeeded(Completion completion) {
        R value;
        try {
            value = result(completion);
        } catch (RuntimeException | Error refused) {
            failed(refused);
            return;
        }
        future.succeed(value);
    }

    void failed(Throwable failure) {
        future.fail(failure);
    }

    // stopping

    @Override
    public void stop() {
        stop(new QueryCancelledException("the statement was cancelled", sql(), null));
    }

    /** Stops it wherever it is; the first reason counts. */
    void stop(Throwable why) {
        Request sent;
        Lease waiting;
        synchronized (monitor) {
            if (stopped != null) {
                return;
            }
            stopped = why;
            sent = request;
            waiting = started ? null : lease;
        }
        if (sent != null) {
            core.untilSettled(sent, connection);
        } else if (waiting != null && waiting.cancel()) {
            refuse(why);
        }
    }

    Throwable whyStopped() {
        synchronized (monitor) {
            return stopped == null ? new ConnectionException("the statement was not run", null, null) : stopped;
        }
    }

    /** Stops it if its thread, which does the work itself, was interrupted. */
    void stopIfInterrupted() {
        if (caller != null && caller.isInterrupted()) {
            stop(new QueryCancelledException(
                    "the thread was interrupted while it waited for a statement", sql(), null));
        }
    }

    boolean isStopped() {
        synchronized (monitor) {
            return stopped != null;
        }
    }

    private void dropDeadline() {
        Future<?> pending;
        synchronized (monitor) {
            pending = deadline;
            deadline = null;
        }
        if (pending != null) {
            pending.cancel(false);
        }
    }

    String sql() {
        return plan.statement().sql();
    }
}
