package dev.databases;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Notices interrupts of threads that do the work of their own statements: deep inside a driver they cannot see it
 * themselves. Looks only while there are any, so an idle database wakes nobody.
 */
final class InterruptWatch implements Runnable {
    private static final long PERIOD_MILLIS = 20;

    private final ScheduledExecutorService timer;
    private final Set<Operation<?>> watched = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean armed = new AtomicBoolean();

    InterruptWatch(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /** Runs the work; an interrupt of this thread meanwhile stops the operation. */
    void during(Operation<?> operation, Runnable work) {
        watched.add(operation);
        arm();
        try {
            work.run();
        } finally {
            watched.remove(operation);
        }
    }

    private void arm() {
        if (!armed.get() && armed.compareAndSet(false, true)) {
            timer.schedule(this, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void run() {
        watched.forEach(Operation::stopIfInterrupted);
        armed.set(false);
        if (!watched.isEmpty()) {
            arm();
        }
    }
}
