package dev.databases;

import dev.databases.config.TransactionOptions;
import dev.databases.core.task.TaskContext;
import dev.databases.core.task.TaskFuture;
import dev.databases.core.transaction.Session;
import dev.databases.error.UnfinishedWorkException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A transaction by block: begins, runs the body inside the task context of the caller, commits or rolls back, gives the
 * connection back, and only then completes its result.
 */
final class TransactionRun<T> {
    private final DatabaseCore core;
    private final Route route;
    private final TransactionOptions options;
    private final Beginning how;
    private final Retries retries;
    private final Body<T> body;
    private final TaskFuture<T> result = new TaskFuture<>();
    private final @Nullable Thread caller = BlockingCall.caller();
    private final Thread origin = Thread.currentThread();
    private final @Nullable TaskContext outer = TaskContext.current();
    private volatile @Nullable Runnable abandon;
    private volatile boolean abandoned;

    TransactionRun(Queries queries, TransactionOptions options, Body<T> body) {
        this.core = queries.core();
        this.route = queries.route();
        this.options = options;
        this.body = body;
        this.how = Beginning.here(options);
        this.retries = new Retries(options.retries());
        result.onAbandon(this::abandon);
    }

    TaskFuture<T> start() {
        TaskFuture<OpenTransaction> opening = route.open(how);
        onAbandon(opening::abandon);
        opening.whenComplete((open, failure) -> {
            if (open != null) {
                core.handOn(origin, () -> run(open));
            } else {
                fail(failure == null ? new CancellationException() : failure);
            }
        });
        return result;
    }

    private void onAbandon(Runnable action) {
        abandon = action;
        if (abandoned) {
            action.run();
        }
    }

    private void abandon() {
        abandoned = true;
        Runnable action = abandon;
        if (action != null) {
            action.run();
        }
    }

    private void run(OpenTransaction open) {
        AtomicBoolean ending = new AtomicBoolean();
        Transaction transaction = new Transaction(core, open, false, options);
        Supplier<CompletionStage<T>> inside =
                () -> TaskContext.call(TaskContext.entering(core, open.route()), () -> stageOf(transaction));
        CompletionStage<T> stage = abandoned
                ? CompletableFuture.failedStage(new CancellationException("the transaction was cancelled"))
                : TaskContext.call(outer, inside);
        onAbandon(() -> {
            // first: else the failure of the statement that is stopped here could win, by chance
            end(open, ending, null, new CancellationException("the transaction was cancelled"));
            if (stage instanceof TaskFuture<?> ours) {
                ours.abandon();
            }
        });
        stage.whenComplete((value, failure) -> end(open, ending, value, failure));
    }

    private CompletionStage<T> stageOf(Transaction transaction) {
        try {
            CompletionStage<T> stage = body.run(transaction);
            return stage != null
                    ? stage
                    : CompletableFuture.failedStage(new IllegalStateException(
                            "the body of a transaction returned null instead of a stage; return completedFuture(null) if"
                                    + " there is nothing to wait for"));
        } catch (Throwable thrown) { // rolls back and is reported
            return CompletableFuture.failedStage(thrown);
        }
    }

    private void end(OpenTransaction open, AtomicBoolean ending, @Nullable T value, @Nullable Throwable failure) {
        if (ending.compareAndSet(false, true)) {
            boolean commit = failure == null && !options.forceRollback();
            open.endBody(commit, caller).whenComplete((ended, endFailure) -> {
                Throwable problem = problem(failure, ended, Failures.unwrappedOrNull(endFailure));
                if (problem == null) {
                    core.callback(caller, () -> result.succeed(value));
                } else if (open.isRoot() && !abandoned && retries.mayRetry(problem)) {
                    again(problem);
                } else {
                    fail(problem);
                }
            });
        }
    }

    private @Nullable Throwable problem(
            @Nullable Throwable failure, Session.@Nullable Ending how, @Nullable Throwable endFailure) {
        if (failure != null) {
            Throwable cause = Failures.unwrapped(failure);
            if (endFailure != null && endFailure != cause) {
                cause.addSuppressed(endFailure);
            }
            return cause;
        }
        if (endFailure == null && how != null && how.unfinished() > 0) {
            return new UnfinishedWorkException(
                    "the transaction was rolled back: its body ended while " + how.unfinished()
                            + " of its statements or inner transactions had not",
                    "return a stage that completes when all of them have, for example Database.all(…)",
                    null);
        }
        return endFailure;
    }

    /** Runs it again after a pause; the timer that ends the pause is not the thread to do it on. */
    private void again(Throwable problem) {
        Future<?> pause = core.surely(
                retries.pause(),
                () -> CompletableFuture.runAsync(() -> {
                    if (abandoned) {
                        fail(problem);
                        return;
                    }
                    try {
                        start();
                    } catch (RuntimeException disconnected) {
                        problem.addSuppressed(disconnected);
                        fail(problem);
                    }
                }));
        onAbandon(() -> {
            if (pause.cancel(false)) {
                fail(problem);
            }
        });
    }

    private void fail(Throwable failure) {
        core.callback(caller, () -> result.fail(Failures.unwrapped(failure)));
    }
}
