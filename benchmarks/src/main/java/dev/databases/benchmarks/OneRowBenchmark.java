package dev.databases.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** One row by its key, read by one task or one thread; at most 1.5 times {@link #jdbc()}. */
public class OneRowBenchmark extends RowsBenchmark {
    private Side chain = Side.NONE;
    private Side blocking = Side.NONE;
    private Side blockingText = Side.NONE;
    private Side jdbc = Side.NONE;

    /** Called by JMH. */
    public OneRowBenchmark() {}

    @Override
    void open(Workloads workloads) throws Exception {
        chain = workloads.chain();
        blocking = workloads.blocking();
        blockingText = workloads.blockingText();
        jdbc = workloads.jdbc();
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
