package dev.databases;

import dev.databases.core.task.TaskContext;
import dev.databases.spi.Completion;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscription to the rows of a statement. Rows go to the subscriber one by one as it asks for them; without demand
 * the backend reads no further. With a callback executor at most {@link #WINDOW} rows wait for it.
 */
final class Streaming<T> extends Operation<Boolean> implements Flow.Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(Streaming.class);
    private static final int WINDOW = 256;

    private final DatabaseCore core;
    private final Route route;
    private final RowMapper<T> mapper;
    private final Flow.Subscriber<? super T> subscriber;
    private final @Nullable Executor executor;
    private final @Nullable TaskContext context = TaskContext.current();
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean paused = new AtomicBoolean();
    private volatile boolean subscribed;
    private volatile boolean cancelled;
    private volatile long affected;
    /** Not volatile: each thread looks only whether it is the one, and what it wrote itself it sees. */
    private @Nullable Thread emitter;

    Streaming(Queries queries, Plan plan, RowMapper<T> mapper, Flow.Subscriber<? super T> subscriber) {
        super(queries.core(), plan);
        Executor callbacks = queries.core().callbackExecutor();
        this.core = queries.core();
        this.route = queries.route();
        this.mapper = mapper;
        this.subscriber = subscriber;
        this.executor = callbacks == null || caller != null ? null : new SerialExecutor(callbacks);
    }

    /** Nothing is signalled before the subscriber has returned from its first call. */
    void begin() {
        subscriber.onSubscribe(this);
        subscribed = true;
        beginIfWanted();
    }

    @Override
    public void request(long rows) {
        if (rows <= 0) {
            endWith(new IllegalArgumentException("a subscriber must request at least 1 row, not " + rows));
            return;
        }
        demand.accumulateAndGet(rows, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more);
        beginIfWanted();
        resumeIfWanted();
    }

    private void beginIfWanted() {
        boolean wanted = demand.get() > 0 || isStopped();
        if (!subscribed || !wanted || !begun.compareAndSet(false, true)) {
            return;
        }
        if (isStopped()) {
            failed(whyStopped());
            return;
        }
        try {
            route.run(this, true);
        } catch (RuntimeException refused) {
            failed(refused);
        }
    }

    /** Ends the stream with an error of the subscriber's own making, also if it has not begun. */
    void endWith(Throwable why) {
        stop(why);
        beginIfWanted();
    }

    @Override
    public void cancel() {
        cancelled = true;
        stop();
        if (begun.compareAndSet(false, true)) {
            future.succeed(true);
        }
    }

    /** Whether the subscriber wants no more, and is told nothing. */
    boolean isCancelled() {
        return cancelled;
    }

    /** How many rows the server counted; known at the end. */
    long rowsAffected() {
        return affected;
    }

    /** Waits for the connection to be free again, as long as that may take. */
    void awaitEnd() {
        long millis = 2 * core.settings().settleTimeout().toMillis();
        BlockingCall.await(() -> future.copy().completeOnTimeout(false, millis, TimeUnit.MILLISECONDS));
    }

    private boolean mayGoOn() {
        return demand.get() > 0 && waiting.get() < WINDOW;
    }

    private void resumeIfWanted() {
        if (mayGoOn() && paused.compareAndSet(true, false)) {
            resume();
        }
    }

    @Override
    public boolean mayPause() {
        return true;
    }

    @Override
    public boolean row(@Nullable Object[] values) {
        if (demand.get() != Long.MAX_VALUE) {
            demand.decrementAndGet();
        }
        Executor other = executor;
        if (other == null) {
            emit(values);
        } else {
            waiting.incrementAndGet();
            other.execute(() -> {
                emit(values);
                waiting.decrementAndGet();
                resumeIfWanted();
            });
        }
        return goesOn();
    }

    /** Whether to read on; the second look is for demand that came while the first was being answered. */
    private boolean goesOn() {
        if (mayGoOn()) {
            return true;
        }
        paused.set(true);
        boolean on = mayGoOn() && paused.compareAndSet(true, false);
        if (!on && subscriber instanceof RowStream<?> reader && reader.isBeingRead()) {
            core.streamRests();
        }
        return on;
    }

    private void emit(@Nullable Object[] values) {
        if (cancelled || isStopped()) {
            return;
        }
        T item;
        try {
            item = mapper.map(asRow(values));
            if (item == null) {
                throw new NullPointerException("a row of a stream was mapped to null, which a publisher must not give");
            }
        } catch (RuntimeException | Error refused) {
            stop(refused);
            return;
        }
        signal(() -> subscriber.onNext(item));
    }

    /** Calls the subscriber in the context that it subscribed in; one that throws is cancelled. */
    private void signal(Runnable call) {
        emitter = Thread.currentThread();
        try {
            TaskContext.call(context, () -> {
                call.run();
                return Boolean.TRUE;
            });
        } catch (RuntimeException | Error thrown) {
            LOG.error("A subscriber threw; its stream is cancelled", thrown);
            cancel();
        } finally {
            emitter = null;
        }
    }

    @Override
    public boolean holdsUp(Thread thread) {
        return emitter == thread || caller == thread;
    }

    /** Nothing more is read until rows are asked for, and only who reads here asks for them. */
    @Override
    boolean isStuckBehind(Thread thread) {
        return subscriber instanceof RowStream<?> reader
                && reader.isBeingReadBy(thread)
                && paused.get()
                && demand.get() == 0;
    }

    @Override
    void callback(Runnable action) {
        if (executor == null) {
            BlockingCall.tell(action);
        } else {
            executor.execute(action);
        }
    }

    @Override
    void forget() {
        throw new IllegalStateException("rows that a subscriber has seen cannot be taken back");
    }

    @Override
    Boolean result(Completion completion) {
        return true;
    }

    @Override
    void succeeded(Completion completion) {
        affected = completion.rowsAffected();
        if (isStopped()) {
            failed(whyStopped()); // the last row was the one that could not be mapped
        } else {
            end(subscriber::onComplete);
        }
    }

    @Override
    void failed(Throwable failure) {
        end(() -> subscriber.onError(failure));
    }

    /** The last signal; the future lets the blocking view wait for the connection to be back. */
    private void end(Runnable signal) {
        if (!future.isDone()) {
            future.succeed(true);
            if (!cancelled) {
                signal(signal);
            }
        }
    }
}
