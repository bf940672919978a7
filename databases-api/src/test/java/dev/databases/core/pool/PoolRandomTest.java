package dev.databases.core.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.core.pool.Tasks.Borrowing;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.Limits;
import dev.databases.stub.StubBackend;
import dev.databases.stub.StubConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many tasks that borrow, cancel, time out, break connections and give them back; whatever happens, nothing is lost. */
class PoolRandomTest {
    private static final int TASKS = 32;
    private static final int STEPS = 10_000 / TASKS + 1;
    private static final int THREADS = 8;
    private static final int MAX = 4;
    private static final int ATTEMPTS = 20_000;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 24);
    }

    /** The seed decides what kind of run it is and what each task does; in which order, the machine. */
    @ParameterizedTest
    @MethodSource("seeds")
    void anyOrderOfSteps_losesNothing(long seed) throws Exception {
        Limits limits = seed % 2 == 0 ? new Limits(3, 2, MAX, 100) : new Limits(1, 1, MAX, 100);
        Duration acquire = Duration.ofMillis(seed % 3 == 0 ? 1 : 20_000);
        Duration validate = seed % 4 == 3 ? Duration.ofNanos(1) : Duration.ZERO;
        StubBackend backend = new StubBackend(limits);
        Tasks tasks = new Tasks(backend, Tasks.settings(1, 10, acquire, validate)).started();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        Run run = new Run(tasks, limits, threads);
        try {
            for (int i = 0; i < TASKS; i++) {
                Random random = new Random(seed * 1_000 + i);
                threads.execute(() -> run.step(random, STEPS));
            }
            assertTrue(run.ended.await(100, TimeUnit.SECONDS), () -> run.ended.getCount() + " tasks were forgotten");
            assertEquals(List.of(), List.copyOf(run.problems));
            backend.settle(); // what fails now counts down, which must not come after the next line
            backend.failingConnects = 0;
            nothingIsLent(tasks, limits);
        } finally {
            threads.shutdownNow();
        }
        tasks.close();
        assertEquals(0, backend.open());
        assertEquals(List.of(), backend.complaints);
    }

    /** All connections can be had at the same time, and all permits of the lane. */
    private static void nothingIsLent(Tasks tasks, Limits limits) throws Exception {
        List<Lease> all = new ArrayList<>();
        for (int i = 0; i < MAX; i++) {
            all.add(lent(tasks, i < limits.writers()));
        }
        all.forEach(Lease::release);
    }

    /**
     * A new connection may come too late for a deadline of a millisecond, and it is made only when the pause after failed
     * attempts is over, which is a second at most. Each asking takes as long as its deadline.
     */
    private static Lease lent(Tasks tasks, boolean writer) throws Exception {
        Borrowing borrowing = tasks.borrow(true, writer);
        for (int i = 0; i < ATTEMPTS && borrowing.failure() != null; i++) {
            tasks.backend.settle();
            borrowing = tasks.borrow(true, writer);
        }
        return borrowing.get();
    }

    /** What all tasks of one run share. */
    private static final class Run {
        final Tasks tasks;
        final Limits limits;
        final ExecutorService threads;
        final CountDownLatch ended = new CountDownLatch(TASKS);
        final Queue<String> problems = new ConcurrentLinkedQueue<>();
        final AtomicInteger writing = new AtomicInteger();
        final Map<BackendConnection, AtomicInteger> users = new ConcurrentHashMap<>();

        Run(Tasks tasks, Limits limits, ExecutorService threads) {
            this.tasks = tasks;
            this.limits = limits;
            this.threads = threads;
        }

        void step(Random random, int left) {
            if (left == 0) {
                ended.countDown();
                return;
            }
            boolean exclusive = random.nextInt(3) > 0;
            boolean writer = random.nextInt(3) == 0;
            int dice = random.nextInt(100);
            if (random.nextInt(1_000) == 0) {
                tasks.backend.failingConnects = 2; // each costs a pause, so not too often
            }
            Runnable next = () -> threads.execute(() -> step(random, left - 1));
            Borrowing borrowing = tasks.borrow(exclusive, writer);
            if (dice < 10 && borrowing.asked.cancel()) {
                if (borrowing.outcome.isDone()) {
                    problems.add("cancelled and told");
                }
                next.run();
                return;
            }
            borrowing.outcome.whenComplete((lease, why) -> {
                if (why == null) {
                    entered(lease, exclusive, writer);
                    threads.execute(() -> leave(lease, exclusive, writer, dice, next));
                } else {
                    next.run();
                }
            });
        }

        private void entered(Lease lease, boolean exclusive, boolean writer) {
            if (writer && writing.incrementAndGet() > limits.writers()) {
                problems.add("too many writers");
            }
            int weight = exclusive ? 1_000 : 1;
            int now = users.computeIfAbsent(lease.connection(), each -> new AtomicInteger())
                    .addAndGet(weight);
            if (exclusive ? now != 1_000 : now > limits.pipelineDepth()) {
                problems.add("a connection was lent to too many: " + now);
            }
        }

        private void leave(Lease lease, boolean exclusive, boolean writer, int dice, Runnable next) {
            if (lease.cancel()) {
                problems.add("a lent lease could be cancelled");
            }
            StubConnection connection = (StubConnection) lease.connection();
            users.get(connection).addAndGet(exclusive ? -1_000 : -1);
            if (writer) {
                writing.decrementAndGet();
            }
            if (dice < 15) {
                connection.die();
                lease.release();
            } else if (dice < 25) {
                lease.destroy();
            } else {
                lease.release();
            }
            next.run();
        }
    }
}
