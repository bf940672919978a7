package dev.databases.core.task;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A future whose dependents run in the {@link TaskContext} of the thread that registered them, whichever thread completes
 * it. Every method that registers a dependent is overridden; a test fails when a JDK adds one.
 */
abstract class CarryingFuture<T> extends CompletableFuture<T> {
    /** Makes this stage one that composes; called before anybody can depend on it. */
    abstract void compose();

    /** Makes this stage, which composes, reach the inner one that it now waits for. */
    abstract void follow(CompletionStage<?> inner);

    @Override
    public CompletionStage<T> minimalCompletionStage() {
        return copy();
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier) {
        return completeAsync(supplier, defaultExecutor());
    }

    /** The JDK's own would complete the stage behind our back, without reaching the work. */
    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        Objects.requireNonNull(supplier, "supplier");
        executor.execute(carried(() -> completeBy(supplier)));
        return this;
    }

    private void completeBy(Supplier<? extends T> supplier) {
        if (isDone()) {
            return;
        }
        T value;
        try {
            value = supplier.get();
        } catch (Throwable thrown) { // reported by the stage
            completeExceptionally(thrown);
            return;
        }
        complete(value);
    }

    private static <A, R> Function<A, R> carried(Function<? super A, ? extends R> function) {
        TaskContext context = TaskContext.current();
        return a -> TaskContext.call(context, () -> function.apply(a));
    }

    private static <A> Consumer<A> carried(Consumer<? super A> consumer) {
        TaskContext context = TaskContext.current();
        return a -> TaskContext.call(context, () -> {
            consumer.accept(a);
            return context;
        });
    }

    private static <A, B, R> BiFunction<A, B, R> carried(BiFunction<? super A, ? super B, ? extends R> function) {
        TaskContext context = TaskContext.current();
        return (a, b) -> TaskContext.call(context, () -> function.apply(a, b));
    }

    private static <A, B> BiConsumer<A, B> carried(BiConsumer<? super A, ? super B> consumer) {
        TaskContext context = TaskContext.current();
        return (a, b) -> TaskContext.call(context, () -> {
            consumer.accept(a, b);
            return context;
        });
    }

    private static Runnable carried(Runnable action) {
        TaskContext context = TaskContext.current();
        return () -> TaskContext.call(context, () -> {
            action.run();
            return context;
        });
    }

    /** A carried function that makes a stage, and the future that will follow that stage. */
    private static final class Composition<A, R> implements Function<A, CompletionStage<R>> {
        private final Function<A, ? extends CompletionStage<R>> function;
        private volatile @Nullable CompletionStage<R> inner;
        private volatile @Nullable CarryingFuture<?> derived;

        Composition(Function<? super A, ? extends CompletionStage<R>> function) {
            this.function = carried(function);
        }

        @Override
        public CompletionStage<R> apply(A value) {
            CompletionStage<R> stage = function.apply(value);
            inner = stage;
            CarryingFuture<?> known = derived;
            if (known != null) {
                known.follow(stage);
            }
            return stage;
        }

        CompletableFuture<R> linked(CompletableFuture<R> future) {
            CarryingFuture<?> made = (CarryingFuture<?>) future;
            made.compose();
            derived = made;
            CompletionStage<R> stage = inner;
            if (stage != null) {
                made.follow(stage);
            }
            return future;
        }
    }

    @Override
    public <U> CompletableFuture<U> thenApply(Function<? super T, ? extends U> fn) {
        return super.thenApply(carried(fn));
    }

    @Override
    public <U> CompletableFuture<U> thenApplyAsync(Function<? super T, ? extends U> fn) {
        return super.thenApplyAsync(carried(fn));
    }

    @Override
    public <U> CompletableFuture<U> thenApplyAsync(Function<? super T, ? extends U> fn, Executor executor) {
        return super.thenApplyAsync(carried(fn), executor);
    }

    @Override
    public CompletableFuture<Void> thenAccept(Consumer<? super T> action) {
        return super.thenAccept(carried(action));
    }

    @Override
    public CompletableFuture<Void> thenAcceptAsync(Consumer<? super T> action) {
        return super.thenAcceptAsync(carried(action));
    }

    @Override
    public CompletableFuture<Void> thenAcceptAsync(Consumer<? super T> action, Executor executor) {
        return super.thenAcceptAsync(carried(action), executor);
    }

    @Override
    public CompletableFuture<Void> thenRun(Runnable action) {
        return super.thenRun(carried(action));
    }

    @Override
    public CompletableFuture<Void> thenRunAsync(Runnable action) {
        return super.thenRunAsync(carried(action));
    }

    @Override
    public CompletableFuture<Void> thenRunAsync(Runnable action, Executor executor) {
        return super.thenRunAsync(carried(action), executor);
    }

    @Override
    public <U, V> CompletableFuture<V> thenCombine(
            CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> fn) {
        return super.thenCombine(other, carried(fn));
    }

    @Override
    public <U, V> CompletableFuture<V> thenCombineAsync(
            CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> fn) {
        return super.thenCombineAsync(other, carried(fn));
    }

    @Override
    public <U, V> CompletableFuture<V> thenCombineAsync(
            CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> fn, Executor executor) {
        return super.thenCombineAsync(other, carried(fn), executor);
    }

    @Override
    public <U> CompletableFuture<Void> thenAcceptBoth(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
        return super.thenAcceptBoth(other, carried(action));
    }

    @Override
    public <U> CompletableFuture<Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
        return super.thenAcceptBothAsync(other, carried(action));
    }

    @Override
    public <U> CompletableFuture<Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action, Executor executor) {
        return super.thenAcceptBothAsync(other, carried(action), executor);
    }

    @Override
    public CompletableFuture<Void> runAfterBoth(CompletionStage<?> other, Runnable action) {
        return super.runAfterBoth(other, carried(action));
    }

    @Override
    public CompletableFuture<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action) {
        return super.runAfterBothAsync(other, carried(action));
    }

    @Override
    public CompletableFuture<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action, Executor executor) {
        return super.runAfterBothAsync(other, carried(action), executor);
    }

    @Override
    public <U> CompletableFuture<U> applyToEither(CompletionStage<? extends T> other, Function<? super T, U> fn) {
        return super.applyToEither(other, carried(fn));
    }

    @Override
    public <U> CompletableFuture<U> applyToEitherAsync(CompletionStage<? extends T> other, Function<? super T, U> fn) {
        return super.applyToEitherAsync(other, carried(fn));
    }

    @Override
    public <U> CompletableFuture<U> applyToEitherAsync(
            CompletionStage<? extends T> other, Function<? super T, U> fn, Executor executor) {
        return super.applyToEitherAsync(other, carried(fn), executor);
    }

    @Override
    public CompletableFuture<Void> acceptEither(CompletionStage<? extends T> other, Consumer<? super T> action) {
        return super.acceptEither(other, carried(action));
    }

    @Override
    public CompletableFuture<Void> acceptEitherAsync(CompletionStage<? extends T> other, Consumer<? super T> action) {
        return super.acceptEitherAsync(other, carried(action));
    }

    @Override
    public CompletableFuture<Void> acceptEitherAsync(
            CompletionStage<? extends T> other, Consumer<? super T> action, Executor executor) {
        return super.acceptEitherAsync(other, carried(action), executor);
    }

    @Override
    public CompletableFuture<Void> runAfterEither(CompletionStage<?> other, Runnable action) {
        return super.runAfterEither(other, carried(action));
    }

    @Override
    public CompletableFuture<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action) {
        return super.runAfterEitherAsync(other, carried(action));
    }

    @Override
    public CompletableFuture<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action, Executor executor) {
        return super.runAfterEitherAsync(other, carried(action), executor);
    }

    @Override
    public <U> CompletableFuture<U> handle(BiFunction<? super T, @Nullable Throwable, ? extends U> fn) {
        return super.handle(carried(fn));
    }

    @Override
    public <U> CompletableFuture<U> handleAsync(BiFunction<? super T, @Nullable Throwable, ? extends U> fn) {
        return super.handleAsync(carried(fn));
    }

    @Override
    public <U> CompletableFuture<U> handleAsync(
            BiFunction<? super T, @Nullable Throwable, ? extends U> fn, Executor executor) {
        return super.handleAsync(carried(fn), executor);
    }

    @Override
    public CompletableFuture<T> whenComplete(BiConsumer<? super T, ? super @Nullable Throwable> action) {
        return super.whenComplete(carried(action));
    }

    @Override
    public CompletableFuture<T> whenCompleteAsync(BiConsumer<? super T, ? super @Nullable Throwable> action) {
        return super.whenCompleteAsync(carried(action));
    }

    @Override
    public CompletableFuture<T> whenCompleteAsync(
            BiConsumer<? super T, ? super @Nullable Throwable> action, Executor executor) {
        return super.whenCompleteAsync(carried(action), executor);
    }

    @Override
    public <U> CompletableFuture<U> thenCompose(Function<? super T, ? extends CompletionStage<U>> fn) {
        Composition<T, U> composition = new Composition<>(fn);
        return composition.linked(super.thenCompose(composition));
    }

    @Override
    public <U> CompletableFuture<U> thenComposeAsync(Function<? super T, ? extends CompletionStage<U>> fn) {
        Composition<T, U> composition = new Composition<>(fn);
        return composition.linked(super.thenComposeAsync(composition));
    }

    @Override
    public <U> CompletableFuture<U> thenComposeAsync(
            Function<? super T, ? extends CompletionStage<U>> fn, Executor executor) {
        Composition<T, U> composition = new Composition<>(fn);
        return composition.linked(super.thenComposeAsync(composition, executor));
    }

    @Override
    public CompletableFuture<T> exceptionally(Function<Throwable, ? extends T> fn) {
        return super.exceptionally(carried(fn));
    }

    @Override
    public CompletableFuture<T> exceptionallyAsync(Function<Throwable, ? extends T> fn) {
        return super.exceptionallyAsync(carried(fn));
    }

    @Override
    public CompletableFuture<T> exceptionallyAsync(Function<Throwable, ? extends T> fn, Executor executor) {
        return super.exceptionallyAsync(carried(fn), executor);
    }

    @Override
    public CompletableFuture<T> exceptionallyCompose(Function<Throwable, ? extends CompletionStage<T>> fn) {
        Composition<Throwable, T> composition = new Composition<>(fn);
        return composition.linked(super.exceptionallyCompose(composition));
    }

    @Override
    public CompletableFuture<T> exceptionallyComposeAsync(Function<Throwable, ? extends CompletionStage<T>> fn) {
        Composition<Throwable, T> composition = new Composition<>(fn);
        return composition.linked(super.exceptionallyComposeAsync(composition));
    }

    @Override
    public CompletableFuture<T> exceptionallyComposeAsync(
            Function<Throwable, ? extends CompletionStage<T>> fn, Executor executor) {
        Composition<Throwable, T> composition = new Composition<>(fn);
        return composition.linked(super.exceptionallyComposeAsync(composition, executor));
    }
}
