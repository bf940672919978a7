package dev.databases;

import dev.databases.core.task.TaskFuture;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Joins several stages into one of ours. */
final class Stages {
    private Stages() {}

    static <T> CompletableFuture<List<T>> all(List<? extends CompletionStage<? extends T>> stages) {
        List<CompletableFuture<? extends T>> futures = stages.stream()
                .<CompletableFuture<? extends T>>map(Stages::future)
                .toList();
        CompletableFuture<Void> ended = CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new));
        TaskFuture<List<T>> all = new TaskFuture<>();
        ended.whenComplete((nothing, failure) -> {
            if (failure == null) {
                all.succeed(futures.stream().<T>map(CompletableFuture::join).toList());
            } else {
                all.fail(Failures.unwrapped(failure));
            }
        });
        return all.onAbandon(() -> futures.forEach(Stages::abandon));
    }

    static <T> CompletableFuture<T> any(List<? extends CompletionStage<? extends T>> stages) {
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("any(…) of no stages would never complete");
        }
        TaskFuture<T> first = new TaskFuture<>();
        stages.forEach(stage -> stage.whenComplete((value, failure) -> {
            if (failure == null) {
                first.succeed(value);
            } else {
                first.fail(Failures.unwrapped(failure));
            }
        }));
        return first.onAbandon(() -> stages.forEach(Stages::abandon));
    }

    private static <T> CompletableFuture<T> future(CompletionStage<T> stage) {
        return stage.toCompletableFuture();
    }

    private static void abandon(CompletionStage<?> stage) {
        if (stage instanceof TaskFuture<?> ours) {
            ours.abandon();
        }
    }
}
