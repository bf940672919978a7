package dev.databases.backend.postgres;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A subscriber for tests of COPY: asks for buffers one by one, as long as it is allowed, and keeps what it gets. */
final class Collected implements Flow.Subscriber<ByteBuffer> {
    final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    final CompletableFuture<Void> first = new CompletableFuture<>();
    final CompletableFuture<String> done = new CompletableFuture<>();
    final AtomicInteger buffers = new AtomicInteger();
    final AtomicLong size = new AtomicLong();
    final CopyOnWriteArrayList<String> threads = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final long most;

    Collected() {
        this(Long.MAX_VALUE);
    }

    /** Asks for so many buffers and no more. */
    Collected(long most) {
        this.most = most;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.complete(given);
        given.request(1);
    }

    @Override
    public void onNext(ByteBuffer item) {
        threads.addIfAbsent(Thread.currentThread().getName());
        byte[] read = new byte[item.remaining()];
        item.get(read);
        bytes.writeBytes(read);
        size.addAndGet(read.length);
        first.complete(null);
        if (buffers.incrementAndGet() < most) {
            subscription.join().request(1);
        }
    }

    @Override
    public void onError(Throwable failure) {
        first.completeExceptionally(failure);
        done.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        done.complete(bytes.toString(StandardCharsets.UTF_8));
    }
}
