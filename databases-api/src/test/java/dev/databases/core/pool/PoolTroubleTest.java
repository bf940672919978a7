package dev.databases.core.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.core.pool.ManualBackend.Attempt;
import dev.databases.core.pool.ManualBackend.Connection;
import dev.databases.core.pool.Tasks.Borrowing;
import dev.databases.error.ConnectionException;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.BackendConnection.Status;
import dev.databases.spi.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Backends that throw, hang or fail, and servers that go: the pool keeps count, and answers everybody. */
class PoolTroubleTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long A_WHILE = TimeUnit.SECONDS.toNanos(3);
    private static final Limits PLAIN = new Limits(1, 100, 100, 100);
    private static final Limits SHARED = new Limits(3, 100, 100, 100);

    private final ManualTimer timer = new ManualTimer();
    private final List<String> complaints = new ArrayList<>();
    private Function<BackendConnection, CompletionStage<Void>> prepare =
            connection -> CompletableFuture.completedStage(null);

    private Pool pool(Backend backend, int min, int max) {
        PoolSettings settings = new PoolSettings(
                min,
                max,
                SECOND,
                Duration.ofSeconds(30),
                SECOND,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Status.IDLE);
        return new Pool(
                backend, connection -> prepare.apply(connection), settings, timer, timer::now, grants -> grants.tell());
    }

    private Borrowing borrow(Pool pool, boolean exclusive) {
        Borrowing borrowing = new Borrowing(complaints);
        borrowing.asked = pool.acquire(exclusive, false, borrowing);
        return borrowing;
    }

    private static void assertFailed(Borrowing borrowing, String part) throws Exception {
        Throwable why = assertInstanceOf(ConnectionException.class, borrowing.failure());
        assertTrue(why.getMessage().contains(part), why::getMessage);
    }

    /** All of the pool is there, and can be had. */
    private void assertWhole(Pool pool, ManualBackend backend) throws Exception {
        timer.pass(A_WHILE);
        Borrowing next = borrow(pool, true);
        while (!backend.attempts.isEmpty()) {
            backend.attempts.get(0).succeed();
        }
        next.get().release();
        assertEquals(pool.metrics().open(), pool.metrics().idle());
        assertEquals(pool.metrics().open(), backend.open());
        assertEquals(List.of(), complaints);
    }

    // connecting

    @Test
    void connect_thatThrows_isAFailure() throws Exception {
        ManualBackend backend = new ManualBackend(PLAIN) {
            private int calls;

            @Override
            public CompletionStage<? extends BackendConnection> connect(Duration timeout, Events events) {
                if (calls++ == 0) {
                    throw new IllegalStateException("thrown by connect");
                }
                return super.connect(timeout, events);
            }
        };
        Pool pool = pool(backend, 0, 1);
        assertFailed(borrow(pool, true), "thrown by connect");
        assertWhole(pool, backend);
    }

    @Test
    void connect_thatNeverCompletes_isGivenUp_andWhatComesLateIsDropped() throws Exception {
        ManualBackend backend = new ManualBackend(PLAIN);
        Pool pool = pool(backend, 0, 1);
        Borrowing waiting = borrow(pool, true);
        Attempt hanging = backend.attempts.get(0);
        timer.pass(A_WHILE);
        assertFailed(waiting, "no connection within 1000 ms");
        assertFalse(hanging.succeed().open);
        assertWhole(pool, backend);
    }

    @Test
    void prepare_thatThrowsOrFailsOrHangs_leaksNoConnection() throws Exception {
        List<CompletionStage<Void>> outcomes = new ArrayList<>();
        outcomes.add(null);
        outcomes.add(CompletableFuture.failedFuture(new IllegalStateException("failed by prepare")));
        outcomes.add(new CompletableFuture<>());
        prepare = connection -> {
            if (outcomes.size() == 3) {
                outcomes.remove(0);
                throw new IllegalStateException("thrown by prepare");
            }
            return outcomes.isEmpty() ? CompletableFuture.completedStage(null) : outcomes.remove(0);
        };
        ManualBackend backend = new ManualBackend(PLAIN);
        Pool pool = pool(backend, 0, 1);
        for (String expected : List.of("thrown by prepare", "failed by prepare", "no connection within")) {
            Borrowing waiting = borrow(pool, true);
            timer.pass(backend.attempts.isEmpty() ? TimeUnit.MILLISECONDS.toNanos(500) : 1);
            backend.attempts.get(0).succeed();
            timer.pass(A_WHILE);
            assertFailed(waiting, expected);
            assertEquals(0, backend.open());
        }
        assertWhole(pool, backend);
    }

    @Test
    void connection_thatIsClosedAsSoonAsItIsMade_countsAsAFailure() throws Exception {
        ManualBackend backend = new ManualBackend(PLAIN);
        prepare = connection -> {
            if (backend.connections.size() == 1) {
                backend.connections.get(0).die();
            }
            return CompletableFuture.completedStage(null);
        };
        Pool pool = pool(backend, 0, 1);
        Borrowing waiting = borrow(pool, true);
        backend.attempts.get(0).succeed();
        assertFailed(waiting, "closed the connection as soon as it was made");
        assertWhole(pool, backend);
    }

    @Test
    void serverThatIsDown_answersAllButSeesFewAttempts() throws Exception {
        ManualBackend backend = new ManualBackend(PLAIN);
        Pool pool = pool(backend, 0, 4);
        int attempts = 0;
        for (int round = 0; round < 100; round++) {
            List<Borrowing> waiting =
                    IntStream.range(0, 50).mapToObj(i -> borrow(pool, true)).toList();
            long waited = timer.now();
            while (waiting.stream().anyMatch(Borrowing::isWaiting)) {
                for (Attempt each : List.copyOf(backend.attempts)) {
                    attempts++;
                    each.fail();
                }
                if (waiting.stream().anyMatch(Borrowing::isWaiting)) {
                    timer.runNext();
                }
            }
            assertTrue(timer.now() - waited <= TimeUnit.SECONDS.toNanos(1), "a waiter waited for a second");
        }
        int all = attempts;
        assertTrue(all <= 110, () -> "5000 waiters in 100 rounds made " + all + " attempts");
        assertWhole(pool, backend);
    }

    // signs of life

    @Test
    void lostConnection_makesTheOthersProveThemselves() throws Exception {
        ManualBackend backend = new ManualBackend(PLAIN);
        Pool pool = pool(backend, 3, 3);
        start(pool, backend, 3);
        Borrowing lent = borrow(pool, true);
        ((Connection) lent.get().connection()).abort();
        lent.get().release();
        Borrowing next = borrow(pool, true);
        assertTrue(next.isWaiting());
        assertEquals(1, backend.checks.size());
        backend.checks.remove(0).complete(null);
        Lease trusted = next.get();
        Borrowing second = borrow(pool, true);
        Connection dead = backend.checks.get(0).of;
        backend.checks.remove(0).completeExceptionally(ManualBackend.down());
        assertFalse(dead.open);
        backend.attempts.get(0).succeed();
        second.get().release();
        trusted.release();
        borrow(pool, true).get().release(); // both are trusted again
        assertEquals(List.of(), backend.checks);
        assertWhole(pool, backend);
    }

    private void start(Pool pool, ManualBackend backend, int number) {
        CompletableFuture<Void> started = pool.start().toCompletableFuture();
        for (int i = 0; i < number; i++) {
            backend.attempts.get(0).succeed();
        }
        started.join();
    }

    @Test
    void validate_thatThrowsOrHangs_replacesTheConnection() throws Exception {
        for (boolean hangs : List.of(false, true)) {
            ManualBackend backend = new ManualBackend(PLAIN) {
                @Override
                CompletionStage<Void> validated(Connection connection) {
                    if (hangs) {
                        return new CompletableFuture<>();
                    }
                    throw new IllegalStateException("thrown by validate");
                }
            };
            Pool pool = pool(backend, 2, 2);
            start(pool, backend, 2);
            Borrowing lost = borrow(pool, true);
            ((Connection) lost.get().connection()).abort();
            lost.get().destroy();
            Connection suspect = backend.connections.get(0);
            Borrowing next = borrow(pool, true);
            timer.pass(SECOND.toNanos() + 1);
            backend.attempts.get(0).succeed();
            assertNotSame(suspect, next.get().connection());
            assertFalse(suspect.open);
            next.get().release();
            assertEquals(List.of(), complaints);
        }
    }

    // closing

    @Test
    void close_thatThrowsOrHangs_dropsTheConnection() throws Exception {
        for (boolean hangs : List.of(false, true)) {
            ManualBackend backend = new ManualBackend(PLAIN) {
                @Override
                CompletionStage<Void> closed(Connection connection) {
                    if (hangs) {
                        return new CompletableFuture<>();
                    }
                    throw new IllegalStateException("thrown by close");
                }
            };
            Pool pool = pool(backend, 1, 1);
            start(pool, backend, 1);
            CompletableFuture<Void> drained = pool.close(Duration.ofSeconds(5)).toCompletableFuture();
            assertEquals(!hangs, drained.isDone());
            timer.pass(SECOND.toNanos() + 1);
            drained.join();
            assertEquals(0, backend.open());
        }
    }

    @Test
    void close_withABorrowerThatIsBeingChecked_answersIt() throws Exception {
        ManualBackend backend = new ManualBackend(PLAIN);
        Pool pool = pool(backend, 2, 2);
        start(pool, backend, 2);
        Borrowing lost = borrow(pool, true);
        ((Connection) lost.get().connection()).abort();
        lost.get().release();
        Borrowing checked = borrow(pool, true);
        CompletableFuture<Void> drained = pool.close(Duration.ZERO).toCompletableFuture();
        assertFailed(checked, "disconnected");
        drained.join();
        backend.checks.remove(0).complete(null);
        assertEquals(List.of(), complaints);
    }

    // borrowers

    @Test
    void borrower_thatThrowsWhenItIsTold_isRefused_andLosesItsConnection() throws Exception {
        ManualBackend backend = new ManualBackend(PLAIN);
        Pool pool = pool(backend, 0, 1);
        start(pool, backend, 1);
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        pool.acquire(true, false, new Borrower() {
            @Override
            public void lent(Lease lease) {
                throw new IllegalStateException("thrown by a borrower");
            }

            @Override
            public void refused(Throwable why) {
                refused.complete(why);
            }
        });
        assertEquals("thrown by a borrower", refused.join().getMessage());
        assertFalse(backend.connections.get(0).open);
        assertWhole(pool, backend);
    }

    // sharing

    @Test
    void sharing_isForTheMeantime() throws Exception {
        ManualBackend backend = new ManualBackend(SHARED);
        Pool pool = pool(backend, 1, 3);
        start(pool, backend, 1);
        Lease one = borrow(pool, false).get();
        assertEquals(List.of(), backend.attempts);
        Lease two = borrow(pool, false).get();
        assertSame(one.connection(), two.connection());
        assertEquals(1, backend.attempts.size());
        Lease three = borrow(pool, false).get();
        assertEquals(1, backend.attempts.size()); // one at a time
        Connection second = backend.attempts.get(0).succeed();
        Lease four = borrow(pool, false).get();
        assertSame(second, four.connection());
        assertSame(second, borrow(pool, false).get().connection()); // the one with fewer users
        backend.attempts.get(0).succeed();
        assertEquals(3, pool.metrics().open());
        one.release();
        two.release();
        three.release();
        assertEquals(2, pool.metrics().idle());
    }
}
