package dev.databases.jasync;

import dev.databases.spi.BackendThread;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one backend: event loops that read and write its connections, and a few others for what blocks while
 * connecting, such as looking up names. A backend makes one and closes it after its last connection.
 */
public final class Loops {
    /** More do not make it faster: one loop serves all connections of most pools. */
    private static final int MOST = 4;

    private static final int BLOCKING_THREADS = 4;

    private final HookedGroup group;
    private final ThreadPoolExecutor blocking;

    /**
     * Makes the loops; threads start when they are needed.
     *
     * @param name what the names of the threads begin with
     */
    public Loops(String name) {
        AtomicInteger count = new AtomicInteger();
        int size = Math.min(MOST, Runtime.getRuntime().availableProcessors());
        this.group = new HookedGroup(size, work -> new LoopThread(work, name + " loop " + count.incrementAndGet()));
        this.blocking = new ThreadPoolExecutor(
                BLOCKING_THREADS, BLOCKING_THREADS, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, name + " connecting");
                    thread.setDaemon(true);
                    return thread;
                });
        blocking.allowCoreThreadTimeOut(true);
    }

    /** The event loops, for jasync and for other connections of the backend. */
    EventLoopGroup group() {
        return group;
    }

    /**
     * Returns one of the event loops, for what has to happen in order, or later.
     *
     * @return the loop
     */
    public ScheduledExecutorService next() {
        return group.next();
    }

    /**
     * Returns the threads for what may block.
     *
     * @return their executor
     */
    public Executor blocking() {
        return blocking;
    }

    /**
     * Ends the threads.
     *
     * @return completes when the event loops have ended
     */
    public CompletionStage<Void> close() {
        blocking.shutdown();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).addListener(ended -> closed.complete(null));
        return closed;
    }

    /** Event loops that tell an {@link Attempt} of its channel: jasync itself does not give it out. */
    private static final class HookedGroup extends MultiThreadIoEventLoopGroup {
        HookedGroup(int threads, java.util.concurrent.ThreadFactory factory) {
            super(threads, factory, NioIoHandler.newFactory());
        }

        @Override
        public ChannelFuture register(Channel channel) {
            Channel used = UnixSocket.inPlaceOf(channel);
            used.pipeline().addLast(new Attempt.Hook());
            return super.register(used);
        }
    }

    /** A thread that nobody may block. */
    private static final class LoopThread extends FastThreadLocalThread implements BackendThread {
        LoopThread(Runnable work, String name) {
            super(work, name);
            setDaemon(true);
        }
    }
}
