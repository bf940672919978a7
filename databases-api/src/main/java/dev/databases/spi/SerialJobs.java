package dev.databases.spi;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs the jobs of one blocking connection in order, one at a time: on a thread of its own, or, where the caller will do
 * nothing but wait ({@link WaitingCaller}), on the caller's thread, which saves two thread switches.
 *
 * <p>A job may pause; it stays the first in line until it is resumed. A caller's thread goes on with a job that it waits for
 * as well, such as the COMMIT behind its statement, but never with the jobs of strangers: these go to the own thread.
 */
final class SerialJobs {
    /** One thing to do with the session. */
    abstract static class Job {
        private boolean keptBack;
        /** The thread that will do nothing but wait for it, null if there is none. */
        private @Nullable Thread waiter;

        private boolean resumed;
        private boolean paused;

        /**
         * Works until done or paused; must not throw.
         *
         * @return true if done, false if paused
         */
        abstract boolean run();

        /** Reports the outcome; called once, outside of any lock, after {@link #run} said true. Must not throw. */
        abstract void report();
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Job> jobs = new ArrayDeque<>();
    private final ThreadPoolExecutor thread;
    private boolean running;

    SerialJobs(String name) {
        thread = new ThreadPoolExecutor(
                1, 1, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> new ConnectionThread(work, name));
        thread.allowCoreThreadTimeOut(true);
    }

    void add(Job job) {
        if (enqueue(job, false)) {
            start(job);
        }
    }

    /** Adds a job that the caller, who waits for it, will run himself if its turn is now. */
    void addForCaller(Job job) {
        if (!WaitingCaller.isCurrent()) {
            add(job);
        } else {
            enqueue(job, true);
        }
    }

    /** True if the job is the first and nothing runs: it is then to be started. */
    private boolean enqueue(Job job, boolean keepBack) {
        Thread waiter = WaitingCaller.isCurrent() ? Thread.currentThread() : null;
        lock.lock();
        try {
            job.waiter = waiter;
            jobs.add(job);
            if (running || jobs.size() > 1) {
                return false;
            }
            running = true;
            job.keptBack = keepBack;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Runs a job that was kept back for this thread. */
    void runHere(Job job) {
        lock.lock();
        try {
            if (!job.keptBack) {
                return;
            }
            job.keptBack = false;
        } finally {
            lock.unlock();
        }
        drain(job);
    }

    void resume(Job job) {
        lock.lock();
        try {
            if (!job.paused) {
                job.resumed = true;
                return;
            }
            job.paused = false;
            running = true;
        } finally {
            lock.unlock();
        }
        start(job);
    }

    /** Takes a job out of the line if it has not begun; it is then the caller's to report. */
    boolean remove(Job job) {
        lock.lock();
        try {
            return jobs.peek() != job && jobs.remove(job);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Does something while a job is certainly the current one, so that it cannot hit the next. A paused job, or one that is
     * just about to pause, goes on, to notice.
     */
    void whileCurrent(Job job, Runnable action) {
        boolean wake;
        lock.lock();
        try {
            if (jobs.peek() != job) {
                return;
            }
            action.run();
            wake = job.paused;
            job.paused = false;
            job.resumed |= !wake;
            running |= wake;
        } finally {
            lock.unlock();
        }
        if (wake) {
            thread.execute(() -> drain(null));
        }
    }

    private void start(Job job) {
        if (WaitingCaller.isCurrent()) {
            drain(job);
        } else {
            thread.execute(() -> drain(null));
        }
    }

    /** Runs jobs until the line is empty or one pauses; a caller's thread runs its own job, and what it waits for next. */
    private void drain(@Nullable Job own) {
        Thread caller = own == null ? null : Thread.currentThread();
        Job job = first();
        while (job != null) {
            if (caller != null && job != own && job.waiter != caller) {
                thread.execute(() -> drain(null));
                return;
            }
            if (job.run()) {
                finish(job);
                job = first();
            } else {
                job = again(job);
            }
        }
    }

    private @Nullable Job first() {
        lock.lock();
        try {
            Job job = jobs.peek();
            running = job != null;
            return job;
        } finally {
            lock.unlock();
        }
    }

    private void finish(Job job) {
        lock.lock();
        try {
            jobs.poll();
        } finally {
            lock.unlock();
        }
        job.report();
    }

    /** The job itself if it was resumed before it had paused, else null: somebody will resume it. */
    private @Nullable Job again(Job job) {
        lock.lock();
        try {
            if (job.resumed) {
                job.resumed = false;
                return job;
            }
            job.paused = true;
            running = false;
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Does something to the current job unless it is the one to spare; one that is paused is started again. */
    void disturb(Job spared, Runnable action) {
        Job first;
        lock.lock();
        try {
            first = jobs.peek();
        } finally {
            lock.unlock();
        }
        if (first != null && first != spared) {
            whileCurrent(first, action);
        }
    }

    /** Lets the thread end as soon as the jobs are done; later ones would start a new one. */
    void shutdown() {
        thread.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
    }

    /** The own thread of one connection. */
    private static final class ConnectionThread extends Thread implements BackendThread {
        ConnectionThread(Runnable work, String name) {
            super(work, name);
            setDaemon(true);
        }
    }
}
