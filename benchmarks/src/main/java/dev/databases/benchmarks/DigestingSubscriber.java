package dev.databases.benchmarks;

import dev.databases.Row;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Reads every value of every row that it is given; asks for all at once, or for the next half of a window in time. */
final class DigestingSubscriber implements Flow.Subscriber<Row> {
    private final CompletableFuture<Long> end = new CompletableFuture<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final int window;
    private final int half;
    private long digest;
    private int read;

    DigestingSubscriber(int window) {
        this.window = window;
        this.half = window / 2;
    }

    /** Waits for the end. */
    long digest() {
        return end.join();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.complete(given);
        given.request(window == Integer.MAX_VALUE ? Long.MAX_VALUE : window);
    }

    @Override
    public void onNext(Row row) {
        digest += Notes.digest(row);
        if (++read == half) {
            read = 0;
            subscription.join().request(half);
        }
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        end.complete(digest);
    }
}
