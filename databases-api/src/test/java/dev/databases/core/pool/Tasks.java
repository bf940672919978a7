package dev.databases.core.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.spi.BackendConnection.Status;
import dev.databases.stub.StubBackend;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A pool on a stub, and borrowers that wait. */
final class Tasks implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(20);

    final StubBackend backend;
    final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    final Pool pool;
    private final CountDownLatch released = new CountDownLatch(1);

    Tasks(StubBackend backend, PoolSettings settings) {
        this.backend = backend;
        timer.setRemoveOnCancelPolicy(true);
        pool = new Pool(backend, connection -> CompletableFuture.completedStage(null), settings, timer);
    }

    static PoolSettings settings(int min, int max) {
        return settings(min, max, LONG, Duration.ZERO);
    }

    static PoolSettings settings(int min, int max, Duration acquire, Duration validateAfter) {
        return settings(min, max, acquire, validateAfter, LONG, Duration.ZERO);
    }

    static PoolSettings settings(
            int min, int max, Duration acquire, Duration validateAfter, Duration settle, Duration leak) {
        return new PoolSettings(
                min, max, LONG, acquire, settle, Duration.ZERO, Duration.ZERO, validateAfter, leak, Status.IDLE);
    }

    Tasks started() throws Exception {
        pool.start().toCompletableFuture().get(10, TimeUnit.SECONDS);
        return this;
    }

    /** One borrower; its future completes when it is told. */
    static final class Borrowing implements Borrower {
        final CompletableFuture<Lease> outcome = new CompletableFuture<>();
        volatile Lease asked;

        private final Collection<String> complaints;

        Borrowing(Collection<String> complaints) {
            this.complaints = complaints;
        }

        @Override
        public void lent(Lease lease) {
            if (!outcome.complete(lease)) {
                complaints.add("lent, and told before");
            }
        }

        @Override
        public void refused(Throwable why) {
            if (!outcome.completeExceptionally(why)) {
                complaints.add("refused, and told before: " + why);
            }
        }

        Lease get() throws Exception {
            return outcome.get(10, TimeUnit.SECONDS);
        }

        Throwable failure() throws Exception {
            return outcome.handle((lease, why) -> why).get(10, TimeUnit.SECONDS);
        }

        boolean isWaiting() {
            return !outcome.isDone();
        }
    }

    Borrowing borrow(boolean exclusive, boolean writer) {
        Borrowing borrowing = new Borrowing(backend.complaints);
        borrowing.asked = pool.acquire(exclusive, writer, borrowing);
        return borrowing;
    }

    Borrowing exclusive() {
        return borrow(true, false);
    }

    Borrowing shared() {
        return borrow(false, false);
    }

    Borrowing writer() {
        return borrow(true, true);
    }

    /** Keeps the timer's only thread from everything that it is there for, until the end. */
    void holdTimer() throws Exception {
        CountDownLatch holds = new CountDownLatch(1);
        timer.execute(() -> {
            holds.countDown();
            await(released);
        });
        await(holds);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException never) {
            throw new AssertionError(never);
        }
    }

    @Override
    public void close() throws Exception {
        released.countDown();
        pool.close(Duration.ZERO).toCompletableFuture().get(10, TimeUnit.SECONDS);
        timer.shutdownNow();
        assertEquals(List.of(), backend.complaints);
    }
}
