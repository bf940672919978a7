package dev.databases;

import dev.databases.core.task.TaskFuture;
import dev.databases.core.transaction.Session;
import dev.databases.core.transaction.Work;
import dev.databases.error.AcquireTimeoutException;
import dev.databases.error.CommitOutcomeUnknownException;
import dev.databases.error.ConnectionException;
import dev.databases.error.QueryCancelledException;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.Completion;
import dev.databases.spi.ResultColumn;
import dev.databases.spi.RowSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One statement on its way: waits for a connection of the pool or for its turn in a session, sends, takes the rows, and
 * completes its future after the connection has been given back. A subclass says what becomes of the rows.
 *
 * @param <R> what the future gives
 */
abstract class Operation<R> implements RowSink, Work {
    private static final int LONGEST_NAME = 200;

    final Plan plan;
    final TaskFuture<R> future = new TaskFuture<>();
    final @Nullable Thread caller = BlockingCall.caller();

    @Nullable
    RowSchema schema;

    private final DatabaseCore core;
    private final Object monitor = new Object();
    private @Nullable OneShot oneShot;
    private @Nullable Session session;
    private @Nullable BooleanSupplier leave;
    private @Nullable Flight flight;
    private @Nullable Throwable stopped;
    private @Nullable Future<?> deadline;
    private boolean outside;
    private boolean resumed;
    private boolean over;
    private boolean givenUp;
    private long startedAt;

    Operation(DatabaseCore core, Plan plan) {
        this.core = core;
        this.plan = plan;
        future.onAbandon(this::stop);
    }

    /** What the future gives once all rows were taken. */
    abstract R result(Completion completion);

    // waiting

    /** Runs it on a connection of the pool, given back at its end. */
    void runOneShot(boolean shareable) {
        OneShot alone = new OneShot(core, this, shareable);
        oneShot = alone;
        alone.begin();
    }

    /** Runs it in a session when its turn has come, which must not take for ever. */
    void runIn(Session where, Session.@Nullable Scope scope) {
        session = where;
        where.submit(this, scope);
        if (!isWaiting()) {
            return;
        }
        waitsIn(() -> where.withdraw(this));
        synchronized (monitor) {
            if (flight != null || over) {
                return;
            }
            Duration wait = core.settings().acquireTimeout();
            deadline = core.later(wait, () -> {
                if (where.withdraw(this)) {
                    refuse(new AcquireTimeoutException(
                            "the statement had to wait longer than " + wait.toMillis()
                                    + " ms for its turn on its connection",
                            "something before it has not ended: a stream must be read to its end or closed"));
                }
            });
        }
    }

    /** Whether it has neither been started nor refused. */
    boolean isWaiting() {
        synchronized (monitor) {
            return flight == null && !over;
        }
    }

    /** Says how to take it out of the line that it waits in; that is done at once if it was stopped before. */
    void waitsIn(BooleanSupplier way) {
        boolean unwanted;
        synchronized (monitor) {
            leave = way;
            unwanted = stopped != null && flight == null;
        }
        if (unwanted && way.getAsBoolean()) {
            refuse(whyStopped());
        }
    }

    @Override
    public void refuse(Throwable why) {
        dropDeadline();
        end(null, why);
    }

    // sending

    @Override
    public void start(BackendConnection backend, UnaryOperator<@Nullable Throwable> answered) {
        Flight next = new Flight(core, this, backend, answered);
        Throwable why;
        boolean resume;
        synchronized (monitor) {
            flight = next;
            why = stopped;
            resume = resumed;
            outside = session == null ? !core.settings().forceRollback() : session.isOutside();
        }
        dropDeadline();
        if (why != null) {
            next.end(null, why);
            return;
        }
        startedAt = core.log().now();
        if (resume) {
            next.resume(null);
        }
        next.send(caller);
    }

    @Override
    public boolean hasSent() {
        Flight current = flight();
        return current != null && current.hasSent();
    }

    private @Nullable Flight flight() {
        synchronized (monitor) {
            return flight;
        }
    }

    /** Asks for rows again after {@link #row} had said false. */
    void resume() {
        Flight current;
        synchronized (monitor) {
            current = flight;
            resumed = current == null;
        }
        if (current != null) {
            current.resume(caller);
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

    /** The answer of a flight is in, and the connection is given back or has gone on. */
    void landed(Flight from, @Nullable Completion completion, @Nullable Throwable problem) {
        OneShot alone = oneShot;
        if (problem == null) {
            end(completion, null);
        } else if (alone == null || !alone.runsAgain(problem)) {
            end(null, explained(from, problem));
        }
    }

    /** Where the server has not answered to being stopped either, what counts is why it was. */
    private Throwable explained(Flight from, Throwable problem) {
        boolean lost = problem instanceof ConnectionException;
        if (lost && outside && from.hasSent() && plan.mayWrite()) {
            return new CommitOutcomeUnknownException(
                    "the answer to the statement was lost: it may have taken effect or not",
                    sql(),
                    "look in the database whether it took effect",
                    problem);
        }
        return lost || problem instanceof QueryCancelledException ? because(problem) : problem;
    }

    /** Makes it as it was before it was sent; false if it was stopped. */
    boolean startOver() {
        synchronized (monitor) {
            if (stopped != null || over) {
                return false;
            }
            flight = null;
            leave = null;
        }
        forget();
        return true;
    }

    /** Forgets the rows that have come. */
    abstract void forget();

    /** Tells the outcome, once. */
    private void end(@Nullable Completion completion, @Nullable Throwable failure) {
        synchronized (monitor) {
            if (over) {
                return;
            }
            over = true;
        }
        complete(completion, failure);
    }

    @Override
    public void giveUp(Throwable why) {
        Flight current;
        synchronized (monitor) {
            givenUp = true;
            current = flight;
        }
        if (current != null) {
            current.end(null, why);
        }
    }

    /** The server does not answer any more, be it this statement or what is queued behind it. */
    void giveUpAll(Throwable why) {
        Session in = session;
        if (in == null) {
            giveUp(why);
        } else {
            in.giveUp(why);
        }
    }

    boolean isGivenUp() {
        synchronized (monitor) {
            return givenUp;
        }
    }

    /** A statement that was stopped fails with the reason for stopping it. */
    private Throwable because(Throwable problem) {
        synchronized (monitor) {
            Throwable why = stopped;
            if (why == null) {
                return problem;
            }
            if (why != problem) {
                why.addSuppressed(problem);
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
        Flight current;
        BooleanSupplier waiting;
        synchronized (monitor) {
            if (stopped != null) {
                return;
            }
            stopped = why;
            current = flight;
            waiting = current == null ? leave : null;
        }
        if (current != null) {
            current.cancel();
        } else if (waiting != null && waiting.getAsBoolean()) {
            refuse(why);
        }
    }

    /** Whether it certainly cannot end before that thread goes on. */
    boolean isStuckBehind(Thread thread) {
        return false;
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

    /** What it is, for messages about the connection that it has. */
    String inOneLine() {
        String line = sql().replaceAll("\\s+", " ");
        return "for the statement " + (line.length() <= LONGEST_NAME ? line : line.substring(0, LONGEST_NAME) + "…");
    }

    String sql() {
        return plan.statement().sql();
    }
}
