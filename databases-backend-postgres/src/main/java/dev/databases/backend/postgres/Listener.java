package dev.databases.backend.postgres;

import dev.databases.postgres.Postgres.ChannelEvent;
import dev.databases.postgres.Postgres.Listening;
import dev.databases.postgres.Postgres.Notification;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscription to a channel: takes what {@link Listeners} hears, and gives it to the subscriber on an executor, as it
 * asks. What waits is bounded: where it is too much, it is dropped, and in its place the subscriber is told to look for itself,
 * as after a connection was lost.
 */
final class Listener implements Flow.Subscription {
    /** How much may wait, in bytes as far as that is known. */
    static final int MOST_WAITING = 4 << 20;

    private static final int EVENT = 64;
    private static final Logger LOG = LoggerFactory.getLogger("dev.databases.listen");

    private final String channel;
    private final Flow.Subscriber<? super ChannelEvent> subscriber;
    private final Executor executor;
    private final Listeners listeners;
    private final AtomicInteger signals = new AtomicInteger();
    private final Object monitor = new Object();
    private final Deque<ChannelEvent> waiting = new ArrayDeque<>();
    private long size;
    private long demand;
    private boolean over;
    private @Nullable Runnable last;

    Listener(String channel, Flow.Subscriber<? super ChannelEvent> subscriber, Executor executor, Listeners listeners) {
        this.channel = channel;
        this.subscriber = subscriber;
        this.executor = executor;
        this.listeners = listeners;
    }

    String channel() {
        return channel;
    }

    boolean isOver() {
        synchronized (monitor) {
            return over;
        }
    }

    // what is heard

    void hear(ChannelEvent event) {
        synchronized (monitor) {
            if (over) {
                return;
            }
            if (size > MOST_WAITING || event instanceof Listening) { // what was before does not matter then
                waiting.clear();
                size = 0;
                add(new Listening(channel));
            } else {
                add(event);
            }
        }
        signal();
    }

    private void add(ChannelEvent event) {
        waiting.add(event);
        size += sizeOf(event);
    }

    private static int sizeOf(ChannelEvent event) {
        return event instanceof Notification notification
                ? EVENT + notification.payload().length()
                : EVENT;
    }

    void complete() {
        end(subscriber::onComplete);
    }

    void fail(Throwable why) {
        end(() -> subscriber.onError(why));
    }

    private void end(Runnable signal) {
        synchronized (monitor) {
            if (over) {
                return;
            }
            over = true;
            waiting.clear();
            last = signal;
        }
        signal();
    }

    // what the subscriber says

    @Override
    public void request(long events) {
        if (events <= 0) {
            fail(new IllegalArgumentException("a subscriber must request at least 1 event, not " + events));
            listeners.remove(this);
            return;
        }
        synchronized (monitor) {
            demand = demand + events < 0 ? Long.MAX_VALUE : demand + events;
        }
        signal();
    }

    @Override
    public void cancel() {
        synchronized (monitor) {
            over = true;
            last = null;
            waiting.clear();
        }
        listeners.remove(this);
    }

    // telling

    /** Has everything told that can be; one thread at a time does it. */
    private void signal() {
        if (signals.getAndIncrement() > 0) {
            return;
        }
        try {
            executor.execute(this::tell);
        } catch (RejectedExecutionException ended) { // nobody can be told any more
            LOG.warn("The executor takes no events of channel {} any more; its subscription is cancelled", channel);
            cancel();
        }
    }

    private void tell() {
        int seen = 1;
        while (seen > 0) {
            Runnable next;
            while ((next = next()) != null) {
                try {
                    next.run();
                } catch (RuntimeException | Error thrown) {
                    LOG.error("A subscriber of channel {} threw; its subscription is cancelled", channel, thrown);
                    cancel();
                }
            }
            seen = signals.addAndGet(-seen);
        }
    }

    private @Nullable Runnable next() {
        synchronized (monitor) {
            if (over) {
                Runnable end = last;
                last = null;
                return end;
            }
            if (demand == 0 || waiting.isEmpty()) {
                return null;
            }
            demand -= demand == Long.MAX_VALUE ? 0 : 1;
            ChannelEvent event = waiting.remove();
            size -= sizeOf(event);
            return () -> subscriber.onNext(event);
        }
    }
}
