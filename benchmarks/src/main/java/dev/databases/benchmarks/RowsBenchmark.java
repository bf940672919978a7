package dev.databases.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Rows that are read one by one by their keys, on all sides that a subclass opens. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx512m"})
public abstract class RowsBenchmark {
    /** How many rows one call reads. */
    static final int ROWS = Workloads.LINKS;

    private final Workloads workloads = new Workloads();

    /** Called by subclasses. */
    RowsBenchmark() {}

    /** Opens the sides. */
    abstract void open(Workloads from) throws Exception;

    /**
     * Opens all sides.
     *
     * @throws Exception if that fails
     */
    @Setup
    public void open() throws Exception {
        open(workloads);
    }

    /**
     * Closes them.
     *
     * @throws Exception if that fails
     */
    @TearDown
    public void close() throws Exception {
        workloads.close();
    }
}
