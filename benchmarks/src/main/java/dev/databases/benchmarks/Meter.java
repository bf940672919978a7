package dev.databases.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Reads the clocks of this process: the wall's, that of its CPU time, and the bytes its threads have allocated. */
final class Meter {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Meter() {}

    /**
     * What some operations took, or what one of them took.
     *
     * @param nanos of time
     * @param cpu nanoseconds of CPU time of all threads, those of the JVM too; Linux counts in steps of 10 ms
     * @param bytes allocated by all threads that live at the end
     */
    record Reading(double nanos, double cpu, double bytes) {
        private Reading since(Reading start) {
            return new Reading(nanos - start.nanos, cpu - start.cpu, bytes - start.bytes);
        }

        private Reading by(int operations) {
            return new Reading(nanos / operations, cpu / operations, bytes / operations);
        }
    }

    /** Runs operations and tells what one of them took. */
    static Reading read(Side side, int operations) throws Exception {
        Reading start = now();
        long digest = side.run(operations);
        Reading end = now();
        if (digest == 0) {
            throw new IllegalStateException("no rows were read or written");
        }
        return end.since(start).by(operations);
    }

    private static Reading now() {
        double bytes = 0;
        for (long each : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            bytes += Math.max(0, each);
        }
        return new Reading(System.nanoTime(), SYSTEM.getProcessCpuTime(), bytes);
    }

    /** Nanoseconds of CPU time of this process. */
    static long cpu() {
        return SYSTEM.getProcessCpuTime();
    }

    /** Nanoseconds of CPU time of the current thread. */
    static long cpuOfThread() {
        return THREADS.getCurrentThreadCpuTime();
    }
}
