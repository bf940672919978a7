package dev.databases.backend.postgres;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The data of a {@link PgCopyIn} on its way from the user's publisher to the socket. Asks for as many buffers as are about
 * {@link #WINDOW} bytes, and writes them part by part, the next when the socket has taken the one before.
 *
 * <p>The publisher is called on an executor, and calls on any thread; all else happens on the event loop.
 */
final class CopyFeed implements Flow.Subscriber<ByteBuffer> {
    private static final int PART = 1 << 16;
    private static final int WINDOW = 1 << 18;
    private static final int FIRST_ITEMS = 4;
    private static final int MOST_ITEMS = 256;

    private final PgCopyIn copy;
    private final Flow.Publisher<? extends ByteBuffer> source;
    private final Executor executor;
    private final Queue<ByteBuffer> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final AtomicBoolean subscribed = new AtomicBoolean();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile @Nullable Throwable failure;
    private volatile boolean complete;
    private volatile boolean over;
    private boolean writing;
    private long wanted;
    private long items;
    private long bytes;

    CopyFeed(PgCopyIn copy, Flow.Publisher<? extends ByteBuffer> source, Executor executor) {
        this.copy = copy;
        this.source = source;
        this.executor = executor;
    }

    /** The server is ready. */
    void start() {
        call(() -> source.subscribe(this));
    }

    /** Nothing more is wanted. */
    void end() {
        if (!over) {
            over = true;
            queue.clear();
            Flow.Subscription given = subscription;
            if (given != null && !complete) {
                call(given::cancel);
            }
        }
    }

    /** Calls the publisher where it may do what it likes. */
    private void call(Runnable action) {
        try {
            executor.execute(() -> guarded(action));
        } catch (RuntimeException rejected) {
            onError(rejected);
        }
    }

    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error thrown) {
            onError(thrown);
        }
    }

    // what the publisher says

    @Override
    public void onSubscribe(Flow.Subscription given) {
        Objects.requireNonNull(given, "subscription");
        if (!subscribed.compareAndSet(false, true)) {
            given.cancel();
            return;
        }
        subscription = given;
        if (over) {
            given.cancel();
        }
        wake();
    }

    @Override
    public void onNext(ByteBuffer item) {
        queue.add(item.duplicate());
        wake();
    }

    @Override
    public void onError(Throwable why) {
        if (failure == null) {
            failure = Objects.requireNonNull(why, "failure");
        }
        complete = true;
        wake();
    }

    @Override
    public void onComplete() {
        complete = true;
        wake();
    }

    private void wake() {
        if (!over && awake.compareAndSet(false, true)) {
            copy.session().run(this::goOn);
        }
    }

    // on the event loop

    private void goOn() {
        awake.set(false);
        boolean last = complete;
        if (over) {
            queue.clear();
        } else if (failure != null) {
            copy.fed(failure);
        } else if (!writing && !queue.isEmpty()) {
            writing = true;
            copy.session().write(part(), this::written);
            askForMore();
        } else if (!writing && last) {
            copy.fed(null);
        } else {
            askForMore();
        }
    }

    private void written() {
        writing = false;
        goOn();
    }

    private ByteBuf part() {
        ByteBuf out = copy.session().buffer(PART);
        int start = PgMessages.begin(out, 'd');
        int left = PART;
        ByteBuffer item;
        while (left > 0 && (item = queue.peek()) != null) {
            int length = Math.min(left, item.remaining());
            out.writeBytes(item.slice(item.position(), length));
            item.position(item.position() + length);
            left -= length;
            bytes += length;
            if (!item.hasRemaining()) {
                queue.remove();
                wanted--;
                items++;
            }
        }
        PgMessages.end(out, start);
        return out;
    }

    /** Asks when about half of what it may have is used up, so that the publisher does not have to wait. */
    private void askForMore() {
        Flow.Subscription given = subscription;
        long window = items == 0 ? FIRST_ITEMS : Math.max(1, Math.min(MOST_ITEMS, WINDOW * items / Math.max(1, bytes)));
        if (given != null && !complete && wanted <= window / 2) {
            long more = window - wanted;
            wanted = window;
            call(() -> given.request(more));
        }
    }
}
