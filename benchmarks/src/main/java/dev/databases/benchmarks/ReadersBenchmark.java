package dev.databases.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** A row for each of 16 readers; {@link #together()} should take at most 0.77 of {@link #inTurn()}. */
public class ReadersBenchmark extends RowsBenchmark {
    private Side together = Side.NONE;
    private Side inTurn = Side.NONE;
    private Side jdbcTogether = Side.NONE;
    private Side jdbcInTurn = Side.NONE;

    /** Called by JMH. */
    public ReadersBenchmark() {}

    @Override
    void open(Workloads workloads) throws Exception {
        together = workloads.readers();
        inTurn = workloads.oneReader();
        jdbcTogether = workloads.jdbcThreads();
        jdbcInTurn = workloads.jdbcInTurn();
    }

    /**
     * Chains of stages at the same time.
     *
     * @return a digest
     * @throws Exception if it fails
     */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long together() throws Exception {
        return together.run(ROWS);
    }

    /**
     * One chain after the other.
     *
     * @return a digest
     * @throws Exception if it fails
     */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long inTurn() throws Exception {
        return inTurn.run(ROWS);
    }

    /**
     * Plain sqlite-jdbc, each reader a thread with a connection of its own.
     *
     * @return a digest
     * @throws Exception if it fails
     */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long jdbcTogether() throws Exception {
        return jdbcTogether.run(ROWS);
    }

    /**
     * Plain sqlite-jdbc, one thread for all.
     *
     * @return a digest
     * @throws Exception if it fails
     */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long jdbcInTurn() throws Exception {
        return jdbcInTurn.run(ROWS);
    }
}
