package dev.databases.benchmarks;

import dev.databases.spi.CompiledQuery;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Compiling a statement whose structure was seen before; every one of these should take less than a microsecond. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx512m"})
public class CompileBenchmark {
    private final Statements statements = new Statements();
    private int value;

    /** Called by JMH. */
    public CompileBenchmark() {}

    /**
     * A query by key that is built anew.
     *
     * @return the compiled query
     */
    @Benchmark
    public CompiledQuery built() {
        return statements.built(value++);
    }

    /**
     * The same query object each time.
     *
     * @return the compiled query
     */
    @Benchmark
    public CompiledQuery reused() {
        return statements.reused();
    }

    /**
     * A longer query that is built anew.
     *
     * @return the compiled query
     */
    @Benchmark
    public CompiledQuery search() {
        return statements.search(value++);
    }

    /**
     * An INSERT that is built anew.
     *
     * @return the compiled query
     */
    @Benchmark
    public CompiledQuery insert() {
        return statements.insert(value++);
    }

    /**
     * SQL text with one parameter.
     *
     * @return the compiled query
     */
    @Benchmark
    public CompiledQuery text() {
        return statements.text(value++);
    }
}
