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

/** A row for each of 16 readers; {@link #together()} should take at most 0.77 of {@link #inTurn()}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx512m"})
public class ReadersBenchmark {
    private static final int LINKS = Workloads.LINKS;

    private final Workloads workloads = new Workloads();
    private Side together = Side.NONE;
    private Side inTurn = Side.NONE;
    private Side jdbcTogether = Side.NONE;
    private Side jdbcInTurn = Side.NONE;

    /** Called by JMH. */
    public ReadersBenchmark() {}

    /**
     * Opens both sides.
     *
     * @throws Exception if that fails
     */
    @Setup
    public void open() throws Exception {
        together = workloads.readers();
        inTurn = workloads.oneReader();
        jdbcTogether = workloads.jdbcThreads();
        jdbcInTurn = workloads.jdbcInTurn();
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
     * Chains of stages at the same time.
     *
     * @return a digest
     * @throws Exception if it fails
     */
    @Benchmark
    @OperationsPerInvocation(LINKS)
    public long together() throws Exception {
        return together.run(LINKS);
    }

    /**
     * One chain after the other.
     *
     * @return a digest
     * @throws Exception if it fails
     */
    @Benchmark
    @OperationsPerInvocation(LINKS)
    public long inTurn() throws Exception {
        return inTurn.run(LINKS);
    }

    /**
     * Plain sqlite-jdbc, each reader a thread with a connection of its own.
     *
     * @return a digest
     * @throws Exception if it fails
     */
    @Benchmark
    @OperationsPerInvocation(LINKS)
    public long jdbcTogether() throws Exception {
        return jdbcTogether.run(LINKS);
    }

    /**
     * Plain sqlite-jdbc, one thread for all.
     *
     * @return a digest
     * @throws Exception if it fails
     */
    @Benchmark
    @OperationsPerInvocation(LINKS)
    public long jdbcInTurn() throws Exception {
        return jdbcInTurn.run(LINKS);
    }
}
