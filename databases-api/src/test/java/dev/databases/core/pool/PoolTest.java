package dev.databases.core.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.core.pool.Tasks.Borrowing;
import dev.databases.error.AcquireTimeoutException;
import dev.databases.error.ConnectionException;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.Limits;
import dev.databases.stub.StubBackend;
import dev.databases.stub.StubConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who gets which connection, and what happens to it afterwards. */
class PoolTest {
    private static final Limits PIPELINED = new Limits(3, 100, 100, 1000);
    private static final Limits ONE_WRITER = new Limits(1, 1, 100, 1000);

    @Test
    void connections_areOpenedOnDemandAndReused() throws Exception {
        try (Tasks tasks = new Tasks(new StubBackend(), Tasks.settings(1, 3)).started()) {
            assertEquals(1, tasks.backend.connections.size());
            BackendConnection first = borrowAndRelease(tasks);
            assertSame(first, borrowAndRelease(tasks));
            Lease one = tasks.exclusive().get();
            Lease two = tasks.exclusive().get();
            assertNotSame(one.connection(), two.connection());
            assertEquals(2, tasks.backend.connections.size());
            one.release();
            two.release();
        }
    }

    private static BackendConnection borrowAndRelease(Tasks tasks) throws Exception {
        Lease lease = tasks.exclusive().get();
        BackendConnection connection = lease.connection();
        lease.release();
        return connection;
    }

    @Test
    void waiters_areServedInOrder() throws Exception {
        try (Tasks tasks = new Tasks(new StubBackend(), Tasks.settings(1, 1)).started()) {
            Lease held = tasks.exclusive().get();
            List<Borrowing> line = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                line.add(tasks.exclusive());
            }
            assertTrue(line.remove(5).asked.cancel());
            for (Borrowing next : line) {
                assertTrue(next.isWaiting());
                held.release();
                held = next.get();
            }
            held.release();
            assertEquals(1, tasks.backend.connections.size());
        }
    }

    @Test
    void endingALeaseTwice_isHarmless() throws Exception {
        try (Tasks tasks = new Tasks(new StubBackend(), Tasks.settings(1, 1)).started()) {
            Lease first = tasks.exclusive().get();
            first.release();
            Lease second = tasks.exclusive().get();
            first.release();
            first.destroy();
            assertFalse(first.cancel());
            Borrowing third = tasks.exclusive();
            assertTrue(third.isWaiting());
            second.release();
            third.get().release();
            assertEquals(1, tasks.backend.open());
        }
    }

    @Test
    void destroyed_keepsItsPlaceUntilItIsClosed() throws Exception {
        try (Tasks tasks = new Tasks(new StubBackend(), Tasks.settings(1, 1)).started()) {
            CompletableFuture<Void> closing = new CompletableFuture<>();
            tasks.backend.connections.get(0).closing = closing;
            tasks.exclusive().get().destroy();
            Borrowing next = tasks.exclusive();
            tasks.backend.settle();
            assertTrue(next.isWaiting());
            assertEquals(1, tasks.backend.connections.size());
            closing.complete(null);
            next.get().release();
        }
    }

    @Test
    void waiters_shareOneTimer_andACancelledOneIsNeverTold() throws Exception {
        try (Tasks tasks = new Tasks(new StubBackend(), Tasks.settings(1, 1)).started()) {
            Lease held = tasks.exclusive().get();
            tasks.holdTimer(); // the upkeep that it runs now and then is not in the queue meanwhile
            int timers = tasks.timer.getQueue().size();
            Borrowing waiting = tasks.exclusive();
            Borrowing another = tasks.exclusive();
            assertEquals(timers + 1, tasks.timer.getQueue().size());
            assertTrue(waiting.asked.cancel());
            assertFalse(waiting.asked.cancel());
            assertTrue(another.asked.cancel());
            held.release();
            tasks.exclusive().get().release();
            assertTrue(waiting.isWaiting());
        }
    }

    @Test
    void acquireDeadline_saysWhatThePoolHas() throws Exception {
        PoolSettings settings = Tasks.settings(2, 2, Duration.ofMillis(5), Duration.ZERO);
        try (Tasks tasks = new Tasks(new StubBackend(), settings).started()) {
            Lease one = tasks.exclusive().get();
            Lease two = tasks.exclusive().get();
            Throwable late = tasks.exclusive().failure();
            String text = assertInstanceOf(AcquireTimeoutException.class, late).getMessage();
            assertTrue(text.contains("within 5 ms: 2 of 2 open, 0 idle, 0 being opened, 0 writing, 1 waiting"), text);
            assertTrue(text.contains("hint: raise max_size"), text);
            one.release();
            two.release();
            tasks.exclusive().get().release();
        }
    }

    @Test
    void lane_letsWritersInOneByOne_andReadersPast() throws Exception {
        try (Tasks tasks = new Tasks(new StubBackend(ONE_WRITER), Tasks.settings(1, 3)).started()) {
            Lease writer = tasks.writer().get();
            Borrowing second = tasks.writer();
            Borrowing third = tasks.writer();
            Lease reader = tasks.exclusive().get();
            assertTrue(second.isWaiting());
            assertTrue(second.asked.cancel());
            writer.release();
            Lease last = third.get();
            Borrowing fourth = tasks.writer();
            assertTrue(fourth.isWaiting());
            last.destroy();
            fourth.get().release();
            reader.release();
        }
    }

    @Test
    void laneDeadline_blamesTheWriter_andKeepsThePermits() throws Exception {
        PoolSettings settings = Tasks.settings(1, 3, Duration.ofMillis(5), Duration.ZERO);
        try (Tasks tasks = new Tasks(new StubBackend(ONE_WRITER), settings).started()) {
            Lease writer = tasks.writer().get();
            String text = tasks.writer().failure().getMessage();
            assertTrue(text.contains("another writer holds the database"), text);
            assertTrue(text.contains("1 writing"), text);
            writer.release();
            tasks.writer().get().release();
        }
    }

    @Test
    void writerWithPermit_thatGivesUpWaitingForAConnection_givesThePermitBack() throws Exception {
        try (Tasks tasks = new Tasks(new StubBackend(ONE_WRITER), Tasks.settings(1, 1)).started()) {
            Lease reader = tasks.exclusive().get();
            Borrowing writer = tasks.writer();
            Borrowing next = tasks.writer();
            assertTrue(writer.asked.cancel());
            reader.release();
            next.get().release();
            tasks.writer().get().release();
        }
    }

    @Test
    void sharedConnections_takeAsManyAsThePipelineIsDeep() throws Exception {
        try (Tasks tasks = new Tasks(new StubBackend(PIPELINED), Tasks.settings(1, 1)).started()) {
            List<Lease> sharing = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                sharing.add(tasks.shared().get());
            }
            Borrowing fourth = tasks.shared();
            assertTrue(fourth.isWaiting());
            sharing.get(0).release();
            Lease moved = fourth.get();
            assertSame(sharing.get(1).connection(), moved.connection());
            moved.release();
            sharing.forEach(Lease::release);
            assertEquals(1, tasks.backend.open());
        }
    }

    @Test
    void exclusiveWaiter_isNotStarvedBySharedOnes() throws Exception {
        try (Tasks tasks = new Tasks(new StubBackend(PIPELINED), Tasks.settings(1, 1)).started()) {
            Lease shared = tasks.shared().get();
            Borrowing exclusive = tasks.exclusive();
            Borrowing late = tasks.shared();
            assertTrue(exclusive.isWaiting());
            assertTrue(late.isWaiting());
            shared.release();
            Lease alone = exclusive.get();
            assertTrue(late.isWaiting());
            alone.release();
            late.get().release();
        }
    }

    @Test
    void exclusiveConnection_isNeverShared() throws Exception {
        try (Tasks tasks = new Tasks(new StubBackend(PIPELINED), Tasks.settings(1, 1)).started()) {
            Lease alone = tasks.exclusive().get();
            Borrowing shared = tasks.shared();
            assertTrue(shared.isWaiting());
            alone.release();
            Lease one = shared.get();
            tasks.shared().get().release();
            one.release();
        }
    }

    @Test
    void connectionThatIsNotClean_isReplaced() throws Exception {
        try (Tasks tasks = new Tasks(new StubBackend(), Tasks.settings(1, 1)).started()) {
            Lease lease = tasks.exclusive().get();
            StubConnection dirty = (StubConnection) lease.connection();
            dirty.status = BackendConnection.Status.IN_TRANSACTION;
            lease.release();
            Lease next = tasks.exclusive().get();
            assertNotSame(dirty, next.connection());
            tasks.backend.settle();
            assertFalse(dirty.isOpen());
            next.destroy();
            tasks.exclusive().get().release();
            assertEquals(1, tasks.backend.open());
        }
    }

    @Test
    void connectionThatDiesWhileIdle_isDroppedAtOnce() throws Exception {
        try (Tasks tasks = new Tasks(new StubBackend(), Tasks.settings(1, 1)).started()) {
            StubConnection dead = tasks.backend.connections.get(0);
            dead.die();
            Lease lease = tasks.exclusive().get();
            assertNotSame(dead, lease.connection());
            lease.release();
        }
    }

    @Test
    void connectionThatDiesWhileLent_isDroppedWhenItComesBack() throws Exception {
        try (Tasks tasks = new Tasks(new StubBackend(PIPELINED), Tasks.settings(1, 1)).started()) {
            Lease one = tasks.shared().get();
            StubConnection dead = (StubConnection) one.connection();
            dead.die();
            Borrowing other = tasks.shared();
            assertTrue(other.isWaiting(), "a dead connection was shared");
            one.release();
            assertNotSame(dead, other.get().connection());
        }
    }

    @Test
    void failedConnect_answersOneWaiterEach() throws Exception {
        StubBackend backend = new StubBackend();
        try (Tasks tasks = new Tasks(backend, Tasks.settings(1, 3)).started()) {
            Lease held = tasks.exclusive().get();
            backend.holdsConnects = true;
            List<Borrowing> waiting = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                waiting.add(tasks.exclusive());
            }
            assertEquals(2, backend.heldConnects.size());
            backend.failingConnects = 1;
            backend.heldConnects.remove().run();
            assertInstanceOf(ConnectionException.class, waiting.get(0).failure());
            assertTrue(waiting.get(1).isWaiting());
            backend.heldConnects.remove().run();
            Lease second = waiting.get(1).get();
            held.release();
            Lease third = waiting.get(2).get();
            backend.settle();
            assertEquals(1, backend.heldConnects.size());
            backend.holdsConnects = false;
            backend.heldConnects.remove().run();
            waiting.get(3).get().release();
            second.release();
            third.release();
        }
        assertEquals(0, backend.open());
    }

    @Test
    void manyWaiters_ofAServerThatIsDown_areAllAnswered() throws Exception {
        StubBackend backend = new StubBackend();
        try (Tasks tasks = new Tasks(backend, Tasks.settings(1, 2)).started()) {
            backend.failingConnects = Integer.MAX_VALUE; // the pool's upkeep may try as well
            backend.connections.get(0).die();
            List<Borrowing> waiting = new ArrayList<>();
            for (int i = 0; i < 3_000; i++) {
                waiting.add(tasks.exclusive());
            }
            for (Borrowing each : waiting) {
                assertInstanceOf(ConnectionException.class, each.failure());
            }
        }
    }

    @Test
    void failedStart_failsThePool() throws Exception {
        StubBackend backend = new StubBackend();
        backend.failingConnects = 1;
        try (Tasks tasks = new Tasks(backend, Tasks.settings(2, 3))) {
            CompletableFuture<Void> started = tasks.pool.start().toCompletableFuture();
            ExecutionException failed = assertThrows(ExecutionException.class, () -> started.get(10, TimeUnit.SECONDS));
            assertInstanceOf(ConnectionException.class, failed.getCause());
        }
        assertEquals(0, backend.open());
    }

    @Test
    void validation_afterRest_replacesADeadConnection() throws Exception {
        PoolSettings settings = Tasks.settings(1, 1, Tasks.LONG, Duration.ofNanos(1));
        StubBackend backend = new StubBackend();
        try (Tasks tasks = new Tasks(backend, settings).started()) {
            tasks.exclusive().get().release();
            assertEquals(List.of("VALIDATE"), backend.sent);
            BackendConnection before = backend.connections.get(0);
            backend.failsValidation = true;
            backend.holdsConnects = true;
            Borrowing borrowing = tasks.exclusive();
            Runnable connect = backend.heldConnects.poll(10, TimeUnit.SECONDS);
            backend.failsValidation = false;
            Borrowing behind = tasks.exclusive();
            connect.run();
            Lease lease = borrowing.get();
            assertNotSame(before, lease.connection());
            assertTrue(behind.isWaiting());
            lease.release();
            behind.get().release();
        }
        assertEquals(0, backend.open());
    }

    @Test
    void waiterSentBackByValidation_hasADeadlineAgain() throws Exception {
        PoolSettings settings = Tasks.settings(1, 1, Duration.ofMillis(20), Duration.ofNanos(1));
        StubBackend backend = new StubBackend();
        try (Tasks tasks = new Tasks(backend, settings).started()) {
            backend.failsValidation = true;
            backend.holdsConnects = true;
            assertInstanceOf(AcquireTimeoutException.class, tasks.exclusive().failure());
            backend.heldConnects.poll(10, TimeUnit.SECONDS).run();
        }
    }

    // closing

    @Test
    void close_refusesWaitersAndNewcomers_andWaitsForTheBorrowed() throws Exception {
        StubBackend backend = new StubBackend();
        Tasks tasks = new Tasks(backend, Tasks.settings(2, 2)).started();
        Lease one = tasks.exclusive().get();
        Lease two = tasks.exclusive().get();
        Borrowing waiting = tasks.exclusive();
        CompletableFuture<Void> closed = tasks.pool.close(Tasks.LONG).toCompletableFuture();
        assertInstanceOf(ConnectionException.class, waiting.failure());
        assertInstanceOf(ConnectionException.class, tasks.exclusive().failure());
        assertFalse(closed.isDone());
        one.release();
        backend.settle();
        assertFalse(closed.isDone());
        two.release();
        closed.get(10, TimeUnit.SECONDS);
        assertEquals(0, backend.open());
        tasks.close();
    }

    @Test
    void close_waitsUntilConnectionsAreReallyClosed() throws Exception {
        StubBackend backend = new StubBackend();
        Tasks tasks = new Tasks(backend, Tasks.settings(1, 1)).started();
        CompletableFuture<Void> polite = new CompletableFuture<>();
        backend.connections.get(0).closing = polite;
        CompletableFuture<Void> closed = tasks.pool.close(Tasks.LONG).toCompletableFuture();
        backend.settle();
        assertFalse(closed.isDone());
        polite.complete(null);
        closed.get(10, TimeUnit.SECONDS);
        assertEquals(0, backend.open());
        tasks.close();
    }

    @Test
    void close_afterItsDeadline_abortsWhatIsLeft() throws Exception {
        StubBackend backend = new StubBackend();
        Duration settle = Duration.ofMillis(5);
        PoolSettings settings = Tasks.settings(2, 2, Tasks.LONG, Duration.ZERO, settle, Duration.ZERO);
        Tasks tasks = new Tasks(backend, settings).started();
        Lease lost = tasks.exclusive().get();
        StubConnection stubborn = backend.connections.stream()
                .filter(each -> each != lost.connection())
                .findFirst()
                .orElseThrow();
        stubborn.closing = new CompletableFuture<>();
        tasks.pool.close(Duration.ofMillis(5)).toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertEquals(0, backend.open());
        lost.release();
        tasks.close();
    }

    @Test
    void close_whileConnecting_closesWhatComesLate() throws Exception {
        StubBackend backend = new StubBackend();
        Tasks tasks = new Tasks(backend, Tasks.settings(1, 2)).started();
        Lease held = tasks.exclusive().get();
        backend.holdsConnects = true;
        Borrowing waiting = tasks.exclusive();
        CompletableFuture<Void> closed = tasks.pool.close(Tasks.LONG).toCompletableFuture();
        assertInstanceOf(ConnectionException.class, waiting.failure());
        held.release();
        assertFalse(closed.isDone());
        backend.heldConnects.remove().run();
        closed.get(10, TimeUnit.SECONDS);
        assertEquals(2, backend.connections.size());
        assertEquals(0, backend.open());
        tasks.close();
    }
}
