package dev.databases.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * What core adds to one row by its key: {@link #database()} allocates at most 1,000 bytes more than {@link #backend()}, which
 * sends the same compiled statement to a connection itself ({@code -prof gc}). All are chains of stages.
 */
public class OneShotOverheadBenchmark extends RowsBenchmark {
    private Side database = Side.NONE;
    private Side databaseBuilding = Side.NONE;
    private Side backend = Side.NONE;
    private Side backendBuilding = Side.NONE;

    /** Called by JMH. */
    public OneShotOverheadBenchmark() {}

    @Override
    void open(Workloads workloads) throws Exception {
        database = workloads.chainOfOneStatement();
        databaseBuilding = workloads.chain();
        backend = workloads.backend(false);
        backendBuilding = workloads.backend(true);
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
