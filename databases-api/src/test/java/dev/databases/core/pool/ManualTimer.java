package dev.databases.core.pool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer and a clock that go on only when a test says so. */
final class ManualTimer extends ScheduledThreadPoolExecutor {
    private final List<Task> tasks = new ArrayList<>();
    private long now = 1_000;

    ManualTimer() {
        super(0);
    }

    long now() {
        return now;
    }

    /** A moment passes. */
    void tick() {
        now++;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        Task task = new Task(command, now + unit.toNanos(delay), 0);
        tasks.add(task);
        return task;
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long first, long delay, TimeUnit unit) {
        Task task = new Task(command, now + unit.toNanos(first), unit.toNanos(delay));
        tasks.add(task);
        return task;
    }

    /** How many tasks wait, the upkeep left out. */
    int waiting() {
        tasks.removeIf(Task::isCancelled);
        return (int) tasks.stream().filter(task -> task.period == 0).count();
    }

    /** Goes on to the next task that is not the upkeep, and runs it. */
    void runNext() {
        tasks.removeIf(Task::isCancelled);
        run(tasks.stream()
                .filter(task -> task.period == 0)
                .min(Comparator.comparingLong(task -> task.at))
                .orElseThrow());
    }

    /** Lets time pass and runs what is due in it. */
    void pass(long nanos) {
        long until = now + nanos;
        while (true) {
            tasks.removeIf(Task::isCancelled);
            Task next = tasks.stream()
                    .min(Comparator.comparingLong(task -> task.at))
                    .orElse(null);
            if (next == null || next.at > until) {
                now = until;
                return;
            }
            run(next);
        }
    }

    private void run(Task task) {
        tasks.remove(task);
        now = Math.max(now, task.at);
        task.work.run();
        if (task.period > 0) {
            task.at = now + task.period;
            tasks.add(task);
        }
    }

    private final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {
        final Runnable work;
        final long period;
        long at;

        Task(Runnable work, long at, long period) {
            super(work, null);
            this.work = work;
            this.at = at;
            this.period = period;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - now, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
