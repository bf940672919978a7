package dev.databases.benchmarks;

import dev.databases.core.site.CallSite;
import dev.databases.core.task.TaskContext;
import dev.databases.core.task.TaskFuture;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A stage of ours over one of the JDK's: at most 100 ns and 150 bytes more ({@code -prof gc}). One operation is one stage of
 * a chain, from registering it to running it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 3,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx512m"})
public class ContextBenchmark {
    private static final int STAGES = 10;
    private static final Object OWNER = new Object();

    /** Whose stages: of the JDK, ours outside of any transaction, ours inside of one. */
    @Param({"jdk", "outside", "inside"})
    public String stages = "";

    private Supplier<CompletableFuture<Integer>> pending = CompletableFuture::new;

    /** Called by JMH. */
    public ContextBenchmark() {}

    /** Puts the thread where the stages are. */
    @Setup
    public void enter() {
        if (!stages.equals("jdk")) {
            pending = TaskFuture::new;
        }
        if (stages.equals("inside")) {
            TaskContext.swap(TaskContext.entering(OWNER, "a transaction"));
        }
    }

    /** Takes it out. */
    @TearDown
    public void leave() {
        TaskContext.swap(null);
    }

    private CompletableFuture<Integer> done(int value) {
        CompletableFuture<Integer> future = pending.get();
        complete(future, value);
        return future;
    }

    /** As the library does it, which does not reach back. */
    private static void complete(CompletableFuture<Integer> future, int value) {
        if (future instanceof TaskFuture<Integer> ours) {
            ours.succeed(value);
        } else {
            future.complete(value);
        }
    }

    private static CompletableFuture<Integer> applied(CompletableFuture<Integer> first) {
        CompletableFuture<Integer> chain = first;
        for (int i = 0; i < STAGES; i++) {
            chain = chain.thenApply(value -> value + 1);
        }
        return chain;
    }

    private CompletableFuture<Integer> composed(CompletableFuture<Integer> first) {
        CompletableFuture<Integer> chain = first;
        for (int i = 0; i < STAGES; i++) {
            chain = chain.thenCompose(value -> done(value + 1));
        }
        return chain;
    }

    /**
     * Stages that run at once.
     *
     * @return the end
     */
    @Benchmark
    @OperationsPerInvocation(STAGES)
    public int thenApplyDone() {
        return applied(done(0)).getNow(-1);
    }

    /**
     * Stages that run when the first is completed.
     *
     * @return the end
     */
    @Benchmark
    @OperationsPerInvocation(STAGES)
    public int thenApplyLater() {
        CompletableFuture<Integer> first = pending.get();
        CompletableFuture<Integer> last = applied(first);
        complete(first, 0);
        return last.getNow(-1);
    }

    /**
     * Stages that make a stage, at once.
     *
     * @return the end
     */
    @Benchmark
    @OperationsPerInvocation(STAGES)
    public int thenComposeDone() {
        return composed(done(0)).getNow(-1);
    }

    /**
     * Stages that make a stage when the first is completed.
     *
     * @return the end
     */
    @Benchmark
    @OperationsPerInvocation(STAGES)
    public int thenComposeLater() {
        CompletableFuture<Integer> first = pending.get();
        CompletableFuture<Integer> last = composed(first);
        complete(first, 0);
        return last.getNow(-1);
    }

    /**
     * What forced rollback pays for a place in the code.
     *
     * @return the place
     */
    @Benchmark
    public Object callSite() {
        return CallSite.here();
    }
}
