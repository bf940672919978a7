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

/**
 * What core adds to one row by its key: {@link #database()} allocates at most 1,000 bytes more than {@link #backend()}, which
 * sends the same compiled statement to a connection itself ({@code -prof gc}). All are chains of stages.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx512m"})
public class OneShotOverheadBenchmark {
    private static final int ROWS = Workloads.LINKS;

    private final Workloads workloads = new Workloads();
    private Side database = Side.NONE;
    private Side databaseBuilding = Side.NONE;
    private Side backend = Side.NONE;
    private Side backendBuilding = Side.NONE;

    /** Called by JMH. */
    public OneShotOverheadBenchmark() {}

    /**
     * Opens a file twice.
     *
     * @throws Exception if that fails
     */
    @Setup
    public void open() throws Exception {
        database = workloads.chainOfOneStatement();
        databaseBuilding = workloads.chain();
        backend = workloads.backend(false);
        backendBuilding = workloads.backend(true);
    }

    /**
     * Closes it.
     *
     * @throws Exception if that fails
     */
    @TearDown
    public void close() throws Exception {
        workloads.close();
    }

    /**
     * Through the library, by a statement that is kept and has a parameter.
     *
     * @return a digest
     * @throws Exception if it fails
     */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long database() throws Exception {
        return database.run(ROWS);
    }

    /**
     * Through the library, the statement built anew for each row.
     *
     * @return a digest
     * @throws Exception if it fails
     */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long databaseBuilding() throws Exception {
        return databaseBuilding.run(ROWS);
    }

    /**
     * By the SPI, the statement compiled once.
     *
     * @return a digest
     * @throws Exception if it fails
     */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long backend() throws Exception {
        return backend.run(ROWS);
    }

    /**
     * By the SPI, the statement built and compiled anew for each row.
     *
     * @return a digest
     * @throws Exception if it fails
     */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long backendBuilding() throws Exception {
        return backendBuilding.run(ROWS);
    }
}
