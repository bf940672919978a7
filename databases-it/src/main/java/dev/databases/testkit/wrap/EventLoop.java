package dev.databases.testkit.wrap;

import dev.databases.spi.BackendThread;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One backend thread that does what it is given in order; what comes after its end is done where it comes from. */
final class EventLoop implements Executor {
    private final ThreadPoolExecutor thread;

    EventLoop(String name) {
        thread = new ThreadPoolExecutor(
                1,
                1,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> new LoopThread(work, name),
                (late, ended) -> late.run());
        thread.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable work) {
        thread.execute(work);
    }

    void shutdown() {
        thread.shutdown();
    }

    /** The thread of one loop. */
    private static final class LoopThread extends Thread implements BackendThread {
        LoopThread(Runnable work, String name) {
            super(work, name);
            setDaemon(true);
        }
    }
}
