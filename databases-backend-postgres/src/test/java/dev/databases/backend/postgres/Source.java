package dev.databases.backend.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A publisher of buffers for tests of COPY: gives what it is asked for, on the thread that asks. It remembers how much that
 * was and whether it was cancelled, and may end with a failure or never.
 */
final class Source implements Flow.Publisher<ByteBuffer>, Flow.Subscription {
    final CompletableFuture<Void> subscribed = new CompletableFuture<>();
    final CompletableFuture<Void> cancelled = new CompletableFuture<>();
    final AtomicLong bytes = new AtomicLong();
    final AtomicLong demand = new AtomicLong();
    private final Iterator<ByteBuffer> items;
    private final @Nullable Throwable failure;
    private final boolean ends;
    private Flow.@Nullable Subscriber<? super ByteBuffer> subscriber;
    private boolean done;

    Source(Iterator<ByteBuffer> items, boolean ends, @Nullable Throwable failure) {
        this.items = items;
        this.ends = ends;
        this.failure = failure;
    }

    static Source of(String... texts) {
        return new Source(buffers(texts), true, null);
    }

    /** Gives these and then nothing more, not even an end. */
    static Source pausingAfter(String... texts) {
        return new Source(buffers(texts), false, null);
    }

    static Source failing(Throwable failure, String... texts) {
        return new Source(buffers(texts), true, failure);
    }

    static Iterator<ByteBuffer> buffers(String... texts) {
        return Arrays.stream(texts).map(Source::buffer).iterator();
    }

    static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> given) {
        subscriber = given;
        given.onSubscribe(this);
        subscribed.complete(null);
    }

    @Override
    public synchronized void request(long count) {
        if (demand.getAndAdd(count) > 0) {
            return; // asked from within onNext, or by another thread meanwhile
        }
        do {
            if (done || cancelled.isDone()) {
                return;
            }
            if (items.hasNext()) {
                ByteBuffer next = items.next();
                bytes.addAndGet(next.remaining());
                subscriber.onNext(next);
            }
            if (!items.hasNext()) {
                done = true;
                end();
            }
        } while (demand.decrementAndGet() > 0);
    }

    private void end() {
        if (failure != null) {
            subscriber.onError(failure);
        } else if (ends) {
            subscriber.onComplete();
        }
    }

    @Override
    public void cancel() {
        cancelled.complete(null);
    }
}
