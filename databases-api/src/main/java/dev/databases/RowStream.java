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

/**
 * Pulls the rows of a publisher, a window at a time, for a thread that reads them as a stream.
 *
 * <p>To wake the reader for each row would cost more than the row. So it sleeps until a window is complete, but no longer
 * than {@link #PATIENCE} while there are rows. A window has as many rows as come in about that time.
 */
final class RowStream<T> extends Spliterators.AbstractSpliterator<T> implements Flow.Subscriber<T> {
    private static final int FIRST_WINDOW = 256;
    private static final int SMALLEST_WINDOW = 16;
    private static final int LARGEST_WINDOW = 1_024;
    /** Nanoseconds. */
    private static final long PATIENCE = 500_000;

    /** What the reader sleeps for. */
    private enum Wait {
        NOTHING,
        WINDOW,
        ROW
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** What has come since the reader has looked; it takes all at once and leaves an empty queue. */
    private Queue<T> rows = new ArrayDeque<>(FIRST_WINDOW);

    private Wait waits = Wait.NOTHING;
    private volatile @Nullable Thread readBy;
    private Flow.@Nullable Subscription subscription;
    private @Nullable Throwable failure;
    private boolean done;
    private int outstanding;
    /** The reader's own: what it has taken, and that it asks for more right now and so may be given rows itself. */
    private Queue<T> taken = new ArrayDeque<>(FIRST_WINDOW);

    private int window = FIRST_WINDOW;
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

    /** What most streams end in: says once for all rows at hand that they are being read. */
    @Override
    public void forEachRemaining(Consumer<? super T> action) {
        T row = next();
        while (row != null) {
            readBy = Thread.currentThread();
            try {
                for (T each = row; each != null; each = taken.poll()) {
                    action.accept(each);
                }
            } finally {
                readBy = null;
            }
            row = next();
        }
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
        try {
            while (row == null && take()) {
                row = taken.poll();
            }
        } catch (InterruptedException interrupt) { // outside of the lock, which who brings rows may need to end
            throw interrupted(interrupt);
        }
        if (row == null) {
            throwIfFailed();
        }
        return row;
    }

    /**
     * Takes the rows that are there, or asks for more or waits for them; false after the last. The next window is asked for
     * before the last rows of this one are read, so that who brings them need not wait until they are.
     */
    private boolean take() throws InterruptedException {
        lock.lock();
        try {
            awaitRows();
            if (!rows.isEmpty()) {
                Queue<T> empty = taken;
                taken = rows;
                rows = empty;
            } else if (done) {
                return false;
            }
            if (done || outstanding > 0) {
                return true;
            }
            outstanding = window;
        } finally {
            lock.unlock();
        }
        request();
        return true;
    }

    /** Waits while rows are under way: for all that were asked for, or, if that takes long, for the first. */
    private void awaitRows() throws InterruptedException {
        if (rows.isEmpty() && !done) {
            BlockingCall.refuseOnBackendThread();
        }
        if (outstanding == 0 || done) {
            return;
        }
        long left = PATIENCE;
        while (outstanding > 0 && !done && left > 0) {
            waits = Wait.WINDOW;
            left = changed.awaitNanos(left);
        }
        if (left > 0) {
            window = Math.min(LARGEST_WINDOW, window * 2);
        } else if (!rows.isEmpty()) {
            window = Math.max(SMALLEST_WINDOW, window / 2);
        }
        while (rows.isEmpty() && !done) {
            waits = Wait.ROW;
            changed.await();
        }
        waits = Wait.NOTHING;
    }

    private void request() {
        Flow.Subscription source = subscription;
        if (source == null) {
            return;
        }
        asking = Thread.currentThread();
        try {
            source.request(window);
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
        if (waits == Wait.ROW || waits == Wait.WINDOW && (outstanding == 0 || done)) {
            waits = Wait.NOTHING;
            changed.signal();
        }
    }
}
