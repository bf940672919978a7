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
    /** What has come since the reader has looked; it takes all at once and leaves an empty queue. */
    private Queue<T> rows = new ArrayDeque<>(WINDOW);

    private boolean waits;
    private volatile @Nullable Thread readBy;
    private Flow.@Nullable Subscription subscription;
    private @Nullable Throwable failure;
    private boolean done;
    private int outstanding;
    /** The reader's own: what it has taken, and that it asks for more right now and so may be given rows itself. */
    private Queue<T> taken = new ArrayDeque<>(WINDOW);

    private @Nullable Thread asking;

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
        T row = taken.poll();
        while (row == null && take()) {
            row = taken.poll();
        }
        if (row == null) {
            throwIfFailed();
        }
        return row;
    }

    /** Takes the rows that are there, or asks for more or waits for them; false after the last. */
    private boolean take() {
        lock.lock();
        try {
            if (rows.isEmpty() && !done) {
                BlockingCall.refuseOnBackendThread();
            }
            while (rows.isEmpty() && !done && outstanding > 0) {
                await();
            }
            if (!rows.isEmpty()) {
                Queue<T> empty = taken;
                taken = rows;
                rows = empty;
                return true;
            }
            if (done) {
                return false;
            }
            outstanding = WINDOW;
        } catch (InterruptedException interrupt) {
            throw interrupted(interrupt);
        } finally {
            lock.unlock();
        }
        request();
        return true;
    }

    private void await() throws InterruptedException {
        waits = true;
        try {
            changed.await();
        } finally {
            waits = false;
        }
    }

    private void request() {
        Flow.Subscription source = subscription;
        if (source == null) {
            return;
        }
        asking = Thread.currentThread();
        try {
            source.request(WINDOW);
        } finally {
            asking = null;
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

    /**
     * A row that the reader's thread has read itself needs no lock, unless others have brought rows before it. No other
     * thread can take itself for the one that asks, and signals come one after the other.
     */
    @Override
    public void onNext(T row) {
        if (asking == Thread.currentThread() && rows.isEmpty()) {
            taken.add(row);
            outstanding--;
            return;
        }
        lock.lock();
        try {
            rows.add(row);
            outstanding--;
            wake();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onError(Throwable why) {
        end(why);
    }

    @Override
    public void onComplete() {
        end(null);
    }

    private void end(@Nullable Throwable why) {
        lock.lock();
        try {
            failure = why;
            done = true;
            wake();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        if (waits) {
            waits = false;
            changed.signal();
        }
    }
}
