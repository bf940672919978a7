package dev.databases.benchmarks.peers;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.ToLongFunction;

/** Takes all rows of a publisher as they come, and looks at each. */
final class Summing<T> implements Flow.Subscriber<T> {
    private final ToLongFunction<T> digest;
    private final CompletableFuture<Long> end = new CompletableFuture<>();
    private long sum;

    Summing(ToLongFunction<T> digest) {
        this.digest = digest;
    }

    CompletableFuture<Long> sum() {
        return end;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(T row) {
        sum += digest.applyAsLong(row);
    }

    @Override
    public void onError(Throwable problem) {
        end.completeExceptionally(problem);
    }

    @Override
    public void onComplete() {
        end.complete(sum);
    }
}
