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

/** A thousand rows of three columns to insert; at most 0.7 times {@link #jdbcBatch()}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 3,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx512m"})
public class ManyBenchmark {
    private static final int TIMES = 50;

    private final Workloads workloads = new Workloads();
    private Side chained = Side.NONE;
    private Side joined = Side.NONE;
    private Side blocking = Side.NONE;
    private Side jdbcBatch = Side.NONE;

    /** Called by JMH. */
    public ManyBenchmark() {}

    /**
     * Opens both sides.
     *
     * @throws Exception if that fails
     */
    @Setup
    public void open() throws Exception {
        chained = workloads.executeMany();
        joined = workloads.executeManyJoined();
        blocking = workloads.executeManyBlocking();
        jdbcBatch = workloads.jdbcBatch();
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
     * In a chain of stages.
     *
     * @return how many rows
     * @throws Exception if it fails
     */
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public long chained() throws Exception {
        return chained.run(TIMES);
    }

    /**
     * The thread joins each future.
     *
     * @return how many rows
     * @throws Exception if it fails
     */
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public long joined() throws Exception {
        return joined.run(TIMES);
    }

    /**
     * By the blocking view.
     *
     * @return how many rows
     * @throws Exception if it fails
     */
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public long blocking() throws Exception {
        return blocking.run(TIMES);
    }

    /**
     * Plain sqlite-jdbc: one batch in one transaction.
     *
     * @return how many rows
     * @throws Exception if it fails
     */
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public long jdbcBatch() throws Exception {
        return jdbcBatch.run(TIMES);
    }
}
