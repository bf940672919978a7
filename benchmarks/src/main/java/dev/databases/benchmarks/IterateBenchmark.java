package dev.databases.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Half a million rows of three columns, figures per row; at most 1.2 times {@link #jdbc()}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(
        value = 3,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx512m"})
public class IterateBenchmark {
    private static final int ROWS = Workloads.MANY_NOTES;

    private final Workloads workloads = new Workloads();
    private Side unbounded = Side.NONE;
    private Side windowed = Side.NONE;
    private Side blocking = Side.NONE;
    private Side jdbc = Side.NONE;

    /** Called by JMH. */
    public IterateBenchmark() {}

    /**
     * Opens both sides.
     *
     * @throws Exception if that fails
     */
    @Setup
    public void open() throws Exception {
        unbounded = workloads.iterate(Integer.MAX_VALUE);
        windowed = workloads.iterate(Workloads.WINDOW);
        blocking = workloads.iterateBlocking();
        jdbc = workloads.jdbcAll();
    }

    /**
     * Closes both sides.
     *
     * @throws Exception if that fails
     */
    @TearDown
    public void close() throws Exception {
        workloads.close();
    }

    /**
     * A publisher whose subscriber wants all at once.
     *
     * @return a digest
     * @throws Exception if it fails
     */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long unbounded() throws Exception {
        return unbounded.run(1);
    }

    /**
     * A publisher whose subscriber asks for a few at a time.
     *
     * @return a digest
     * @throws Exception if it fails
     */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long windowed() throws Exception {
        return windowed.run(1);
    }

    /**
     * A stream.
     *
     * @return a digest
     * @throws Exception if it fails
     */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long blocking() throws Exception {
        return blocking.run(1);
    }

    /**
     * Plain sqlite-jdbc.
     *
     * @return a digest
     * @throws Exception if it fails
     */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long jdbc() throws Exception {
        return jdbc.run(1);
    }
}
