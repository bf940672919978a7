package dev.databases;

import dev.databases.error.QueryCancelledException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Pulls the rows of a publisher, a window at a time, for a thread that reads them as a stream. */
final class RowStream<T> extends Spliterators.AbstractSpliterator<T> implements Flow.Subscriber<T> {
    private static final int WINDOW = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<T> rows = new ArrayDeque<>(WINDOW);
    private volatile @Nullable Thread readBy;
    private Flow.@Nullable Subscription subscription;
    private @Nullable Throwable failure;
    private boolean done;
    private int outstanding;

    private RowStream() {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    }

    /** Subscribes; a statement that cannot even be compiled fails here. */
    static <T> Stream<T> of(Flow.Publisher<T> publisher) {
        RowStream<T> reader = new RowStream<>();
        BlockingCall.await(() -> {
            publisher.subscribe(reader);
            return CompletableFuture.completedFuture(publisher);
        });
        reader.throwIfFailed();
        return StreamSupport.stream(reader, false).onClose(reader::close);
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        T row = next();
        if (row == null) {
            return false;
        }
        readBy = Thread.currentThread();
        try {
            action.accept(row);
        } finally {
            readBy = null;
        }
        return true;
    }

    /** Whether a thread is doing something with a row now. */
    boolean isBeingRead() {
        return readBy != null;
    }

    /** Whether that thread is doing something with a row, and asks for no other before it has. */
    boolean isBeingReadBy(Thread thread) {
        return readBy == thread;
    }

    private @Nullable T next() {
        while (true) {
            lock.lock();
            try {
                T row = rows.poll();
                if (row != null) {
                    return row;
                }
                if (done) {
                    break;
                }
                BlockingCall.refuseOnBackendThread();
                if (outstanding > 0) {
                    changed.await();
                    continue;
                }
                outstanding = WINDOW;
            } catch (InterruptedException interrupt) {
                throw interrupted(interrupt);
            } finally {
                lock.unlock();
            }
            request();
        }
        throwIfFailed();
        return null;
    }

    private void request() {
        Flow.Subscription source = subscription;
        if (source != null) {
            source.request(WINDOW);
        }
    }

    private QueryCancelledException interrupted(InterruptedException interrupt) {
        close();
        Thread.currentThread().interrupt();
        return new QueryCancelledException("the thread was interrupted while it read a stream", null, interrupt);
    }

    private void throwIfFailed() {
        Throwable problem;
        lock.lock();
        try {
            problem = rows.isEmpty() ? failure : null;
        } finally {
            lock.unlock();
        }
        if (problem != null) {
            throw Failures.thrown(problem);
        }
    }

    /** Ends the statement and waits until its connection is free again, so that the next one finds it so. */
    private void close() {
        if (subscription instanceof Streaming<?> stream) {
            stream.cancel();
            stream.awaitEnd();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
    }

    @Override
    public void onNext(T row) {
        change(() -> {
            rows.add(row);
            outstanding--;
        });
    }

    @Override
    public void onError(Throwable why) {
        change(() -> {
            failure = why;
            done = true;
        });
    }

    @Override
    public void onComplete() {
        change(() -> done = true);
    }

    private void change(Runnable update) {
        lock.lock();
        try {
            update.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
