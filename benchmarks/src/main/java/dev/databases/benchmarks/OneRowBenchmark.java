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

/** One row by its key, read by one task or one thread; at most 1.5 times {@link #jdbc()}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx512m"})
public class OneRowBenchmark {
    private static final int ROWS = Workloads.LINKS;

    private final Workloads workloads = new Workloads();
    private Side chain = Side.NONE;
    private Side blocking = Side.NONE;
    private Side blockingText = Side.NONE;
    private Side jdbc = Side.NONE;

    /** Called by JMH. */
    public OneRowBenchmark() {}

    /**
     * Opens both sides.
     *
     * @throws Exception if that fails
     */
    @Setup
    public void open() throws Exception {
        chain = workloads.chain();
        blocking = workloads.blocking();
        blockingText = workloads.blockingText();
        jdbc = workloads.jdbc();
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
     * Each row is asked for by the stage that has the one before.
     *
     * @return a digest
     * @throws Exception if it fails
     */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long chain() throws Exception {
        return chain.run(ROWS);
    }

    /**
     * The thread waits for each row.
     *
     * @return a digest
     * @throws Exception if it fails
     */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long blocking() throws Exception {
        return blocking.run(ROWS);
    }

    /**
     * The same by SQL text.
     *
     * @return a digest
     * @throws Exception if it fails
     */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long blockingText() throws Exception {
        return blockingText.run(ROWS);
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
        return jdbc.run(ROWS);
    }
}
