package dev.databases.benchmarks;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Tells the CPU time of the whole process per operation, which other work on the machine disturbs less than the time on the
 * wall: {@code -prof dev.databases.benchmarks.CpuProfiler}.
 */
public final class CpuProfiler implements InternalProfiler {
    private long start;

    /** Called by JMH. */
    public CpuProfiler() {}

    @Override
    public String getDescription() {
        return "CPU time of the process per operation";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        start = Meter.cpu();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double nanos = Meter.cpu() - start;
        long operations = Math.max(1, result.getMetadata().getAllOps());
        return List.of(new ScalarResult("cpu", nanos / operations / 1_000, "us/op", AggregationPolicy.AVG));
    }
}
