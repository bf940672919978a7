package dev.databases.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A subscriber whose test asks for rows and takes them one by one, waiting for each. */
class Reader<T> implements Flow.Subscriber<T> {
    private static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<T> items = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final CompletableFuture<String> end = new CompletableFuture<>();

    /** Reads a publisher to its end. */
    static <T> List<T> all(Flow.Publisher<T> publisher) {
        Reader<T> reader = new Reader<>();
        publisher.subscribe(reader);
        reader.request(Long.MAX_VALUE);
        reader.awaitEnd();
        return new ArrayList<>(reader.items);
    }

    /** Asks for all rows, without waiting for them. */
    CompletableFuture<List<T>> rest() {
        request(Long.MAX_VALUE);
        return end.thenApply(complete -> new ArrayList<>(items));
    }

    void request(long count) {
        subscription.join().request(count);
    }

    void cancel() {
        subscription.join().cancel();
    }

    T next() {
        try {
            T item = items.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (item == null) {
                throw new AssertionError("no row came within " + PATIENCE_SECONDS + " seconds; end: " + end);
            }
            return item;
        } catch (InterruptedException interrupt) {
            throw new AssertionError("interrupted", interrupt);
        }
    }

    int waiting() {
        return items.size();
    }

    void awaitEnd() {
        end.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    Throwable failure() {
        return Failures.failureOf(this::awaitEnd);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.complete(given);
    }

    @Override
    public void onNext(T item) {
        items.add(item);
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        end.complete("complete");
    }
}
