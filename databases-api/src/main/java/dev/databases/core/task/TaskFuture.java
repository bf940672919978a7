package dev.databases.core.task;

import dev.databases.spi.BackendThread;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The stage that every verb returns. Beside carrying the context, it reaches back: completing it from outside (cancel,
 * timeout, complete) stops the work that would have completed it. Waiting for it on a backend's thread fails at once.
 *
 * <p>Core completes it by {@link #succeed} and {@link #fail}; the public ways to complete are the user's.
 */
public final class TaskFuture<T> extends CarryingFuture<T> {
    private @Nullable Abandonment abandonment;

    /** Completes it with a value; false if it was complete, and then nothing has changed. */
    public boolean succeed(@Nullable T value) {
        boolean first = super.complete(value);
        ended();
        return first;
    }

    /** Completes it with a failure; does nothing if it is complete. */
    public void fail(Throwable failure) {
        super.completeExceptionally(failure);
        ended();
    }

    private void ended() {
        if (abandonment != null) {
            abandonment.ended();
        }
    }

    /** Makes a complete one. */
    public static <T> TaskFuture<T> done(@Nullable T value) {
        TaskFuture<T> future = new TaskFuture<>();
        future.succeed(value);
        return future;
    }

    /** Makes a failed one. */
    public static <T> TaskFuture<T> failed(Throwable failure) {
        TaskFuture<T> future = new TaskFuture<>();
        future.fail(failure);
        return future;
    }

    /** Makes one that follows a stage of any kind. */
    public static <T> TaskFuture<T> following(CompletionStage<T> stage) {
        TaskFuture<T> future = new TaskFuture<>();
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                future.succeed(value);
            } else {
                future.fail(failure);
            }
        });
        return future;
    }

    /**
     * Says what to stop when somebody else completes this stage, or one that depends on it, first. Said by who made the
     * stage, before anybody else can depend on it.
     */
    public TaskFuture<T> onAbandon(Runnable stop) {
        Abandonment way = abandonment;
        if (way == null) {
            way = new Abandonment();
            abandonment = way;
        }
        if (!isDone()) {
            way.stopBy(stop);
        }
        return this;
    }

    /** Stops the work behind this stage. */
    public void abandon() {
        if (abandonment != null) {
            abandonment.abandon();
        }
    }

    @Override
    void compose() {
        Abandonment own = new Abandonment();
        own.follow(abandonment);
        abandonment = own;
    }

    @Override
    void follow(CompletionStage<?> inner) {
        if (abandonment != null) {
            abandonment.follow(inner instanceof TaskFuture<?> ours ? ours.abandonment : null);
        }
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        TaskFuture<U> derived = new TaskFuture<>();
        derived.abandonment = abandonment;
        return derived;
    }

    @Override
    public boolean complete(@Nullable T value) {
        return reachBack(super.complete(value));
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return reachBack(super.completeExceptionally(failure));
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return reachBack(super.cancel(mayInterruptIfRunning));
    }

    private boolean reachBack(boolean completed) {
        if (completed) {
            abandon();
        }
        return completed;
    }

    @Override
    public T join() {
        refuseToBlock();
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        refuseToBlock();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        refuseToBlock();
        return super.get(timeout, unit);
    }

    private void refuseToBlock() {
        if (!isDone() && BackendThread.isCurrent()) {
            throw new IllegalStateException(
                    "cannot wait for a statement on " + Thread.currentThread().getName()
                            + ", a backend's own thread: the answer could never arrive; use thenCompose, or set a"
                            + " callbackExecutor");
        }
    }
}
