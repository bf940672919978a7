package dev.databases.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.config.TransactionOptions;
import dev.databases.error.CommitOutcomeUnknownException;
import dev.databases.error.ConnectionException;
import dev.databases.error.QueryCancelledException;
import dev.databases.error.QueryException;
import dev.databases.spi.BackendConnection.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A blocking driver made asynchronous: order, pauses, cancels, and the thread that does the work. */
class BlockingBackendConnectionTest {
    private final ScriptedSession session = new ScriptedSession();
    private final List<Throwable> reported = new CopyOnWriteArrayList<>();
    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private BackendConnection connection;

    @BeforeEach
    void open() throws Exception {
        connection = get(BlockingBackendConnection.open("scripted", () -> session, new Backend.Events() {
            @Override
            public void closed(Throwable why) {
                reported.add(why);
            }

            @Override
            public void notice(String text) {}
        }));
    }

    @AfterEach
    void close() throws Exception {
        get(connection.close());
        other.shutdownNow();
        assertEquals(0, session.wrong.get());
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static Throwable failure(CompletionStage<?> stage) throws Exception {
        try {
            throw new AssertionError("did not fail, gave " + get(stage));
        } catch (ExecutionException failed) {
            return failed.getCause();
        }
    }

    /** Takes rows until there are enough. */
    private static final class Sink implements RowSink {
        final List<Object> rows = new CopyOnWriteArrayList<>();
        final Semaphore paused = new Semaphore(0);
        volatile int every = Integer.MAX_VALUE;
        volatile @Nullable Runnable whenPausing;

        @Override
        public void columns(List<ResultColumn> columns) {}

        @Override
        public boolean row(@Nullable Object[] values) {
            rows.add(values[0]);
            if (rows.size() % every != 0) {
                return true;
            }
            paused.release();
            Runnable action = whenPausing;
            if (action != null) {
                action.run();
            }
            return false;
        }

        void awaitPause() throws Exception {
            assertTrue(paused.tryAcquire(10, TimeUnit.SECONDS));
        }
    }

    private static CompiledQuery query(String sql) {
        return CompiledQuery.of(CompiledSql.of(sql, CompiledSql.Kind.WRITE, List.of(), List.of()));
    }

    private Request submit(String sql) {
        return connection.submit(query(sql), new Sink());
    }

    private String nextBlocked() throws Exception {
        return session.blocked.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void requests_runInOrder_onOneThreadThatIsABackends() throws Exception {
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            requests.add(submit("statement " + i));
        }
        CompletionStage<Boolean> onOwn =
                requests.get(99).completion().thenApply(completion -> BackendThread.isCurrent());
        get(onOwn);
        for (int i = 0; i < 100; i++) {
            get(requests.get(i).completion());
            assertEquals("statement " + i, session.calls.get(i));
        }
        assertEquals(1, session.threads.stream().distinct().count());
        assertInstanceOf(BackendThread.class, session.threads.get(0));
    }

    @Test
    void rows_pauseUntilResumed_andHoldUpWhatFollows() throws Exception {
        Sink sink = new Sink();
        sink.every = 2;
        Request rows = connection.submit(query("5 rows"), sink);
        Request next = submit("next");
        sink.awaitPause();
        assertEquals(List.of(0, 1), sink.rows);
        other.submit(rows::resume).get(10, TimeUnit.SECONDS);
        sink.awaitPause();
        assertFalse(next.completion().toCompletableFuture().isDone());
        rows.resume();
        assertEquals(5, get(rows.completion()).rowsAffected());
        get(next.completion());
        assertEquals(List.of(0, 1, 2, 3, 4), sink.rows);
    }

    @Test
    void resume_beforeRowHasReturned_isNotLost() throws Exception {
        for (int round = 0; round < 500; round++) {
            Sink sink = new Sink();
            sink.every = 1;
            CompletableFuture<Request> made = new CompletableFuture<>();
            boolean direct = round % 2 == 0;
            sink.whenPausing = () -> {
                if (direct) {
                    made.join().resume();
                } else {
                    other.execute(() -> made.join().resume());
                }
            };
            Request request = connection.submit(query("20 rows"), sink);
            made.complete(request);
            get(request.completion());
            assertEquals(20, sink.rows.size());
        }
    }

    @Test
    void cancel_beforeItsTurn_dropsIt() throws Exception {
        Request first = submit("blocks");
        nextBlocked();
        Request second = submit("second");
        Request third = submit("third");
        second.cancel();
        assertInstanceOf(QueryCancelledException.class, failure(second.completion()));
        second.cancel();
        assertEquals(0, session.interrupts.get());
        session.go.release();
        get(first.completion());
        get(third.completion());
        assertEquals(List.of("blocks", "third"), session.calls);
    }

    @Test
    void cancel_whileRunning_interrupts() throws Exception {
        Request running = submit("blocks");
        nextBlocked();
        running.cancel();
        assertInstanceOf(QueryException.class, failure(running.completion()));
        get(submit("next").completion());
        assertEquals(Status.IDLE, connection.status());
        assertEquals(List.of(), reported);
    }

    @Test
    void cancel_whilePaused_endsIt() throws Exception {
        Sink sink = new Sink();
        sink.every = 1;
        Request paused = connection.submit(query("5 rows"), sink);
        sink.awaitPause();
        other.submit(paused::cancel).get(10, TimeUnit.SECONDS);
        assertInstanceOf(QueryCancelledException.class, failure(paused.completion()));
        paused.resume();
        get(submit("next").completion());
        assertEquals(1, sink.rows.size());
    }

    @Test
    void cancel_afterTheEnd_hitsNobodyElse() throws Exception {
        Request done = submit("first");
        get(done.completion());
        Request running = submit("blocks");
        nextBlocked();
        done.cancel();
        assertEquals(0, session.interrupts.get());
        session.go.release();
        get(running.completion());
    }

    @Test
    void cancelAndResume_racing_neverHitTheNextStatement() throws Exception {
        for (int round = 0; round < 500; round++) {
            Sink sink = new Sink();
            sink.every = 1;
            Request victim = connection.submit(query("1 rows"), sink);
            Request next = submit("next " + round);
            sink.awaitPause();
            CompletableFuture<Void> resumed = CompletableFuture.runAsync(victim::resume, other);
            victim.cancel();
            get(resumed);
            Throwable outcome = get(victim.completion().handle((completion, why) -> why == null ? null : why));
            assertTrue(outcome == null || outcome instanceof QueryException, () -> "" + outcome);
            get(next.completion());
        }
    }

    @Test
    void begin_isOneUnitWithTheNextRequest() throws Exception {
        connection.begin(TransactionOptions.DEFAULT);
        assertEquals(List.of(), session.calls);
        get(submit("statement").completion());
        get(connection.commit());
        assertEquals(List.of("BEGIN", "statement", "COMMIT"), session.calls);
    }

    @Test
    void begin_thatFails_failsTheRequestUnrun() throws Exception {
        connection.begin(TransactionOptions.DEFAULT.asDeferrable());
        assertInstanceOf(QueryException.class, failure(submit("statement").completion()));
        assertEquals(List.of("BEGIN"), session.calls);
        assertEquals(Status.IDLE, connection.status());
    }

    @Test
    void begin_withoutAnyRequest_sendsNothing() throws Exception {
        connection.begin(TransactionOptions.DEFAULT);
        get(connection.commit());
        connection.begin(TransactionOptions.DEFAULT);
        get(connection.rollback());
        get(submit("statement").completion());
        assertEquals(List.of("statement"), session.calls);
    }

    @Test
    void failedStatement_leavesTheConnectionUsable() throws Exception {
        assertInstanceOf(QueryException.class, failure(submit("fails").completion()));
        get(submit("next").completion());
        assertEquals(List.of(), reported);
    }

    @Test
    void unexpectedException_breaksTheConnection() throws Exception {
        Throwable why = failure(submit("breaks").completion());
        assertInstanceOf(ConnectionException.class, why);
        assertInstanceOf(UnsupportedOperationException.class, why.getCause());
        assertEquals(Status.UNKNOWN, connection.status());
        assertEquals(List.of(why), reported);
        assertInstanceOf(ConnectionException.class, failure(submit("next").completion()));
        assertFalse(session.calls.contains("next"));
    }

    @Test
    void unexpectedException_onCommit_leavesTheOutcomeUnknown() throws Exception {
        connection.begin(TransactionOptions.DEFAULT);
        get(submit("statement").completion());
        session.status = Status.FAILED_TRANSACTION;
        assertInstanceOf(CommitOutcomeUnknownException.class, failure(connection.commit()));
        assertEquals(Status.UNKNOWN, connection.status());
        assertEquals(1, reported.size());
    }

    @Test
    void failedOpening_isAConnectionExceptionThatKeepsTheCause() throws Exception {
        IllegalStateException why = new IllegalStateException("no such file");
        CompletionStage<BackendConnection> opening = BlockingBackendConnection.open(
                "failing",
                () -> {
                    throw why;
                },
                new Backend.Events() {
                    @Override
                    public void closed(Throwable reason) {}

                    @Override
                    public void notice(String text) {}
                });
        Throwable reported = failure(opening);
        assertInstanceOf(ConnectionException.class, reported);
        assertEquals("cannot connect: no such file", reported.getMessage());
        assertSame(why, reported.getCause());
    }

    @Test
    void abort_endsWhatRunsAndWhatWaits() throws Exception {
        Request running = submit("blocks");
        nextBlocked();
        Request waiting = submit("waiting");
        connection.abort();
        failure(running.completion());
        assertInstanceOf(ConnectionException.class, failure(waiting.completion()));
        assertEquals(Status.UNKNOWN, connection.status());
        get(connection.close());
        assertEquals(List.of("blocks", "CLOSE"), session.calls);
    }

    @Test
    void abort_whilePaused_endsTheStream() throws Exception {
        Sink sink = new Sink();
        sink.every = 1;
        Request paused = connection.submit(query("5 rows"), sink);
        sink.awaitPause();
        connection.abort();
        assertInstanceOf(ConnectionException.class, failure(paused.completion()));
        get(connection.close());
    }

    @Test
    void closeAndAbort_inAnyOrderAndTwice_closeTheSessionOnce() throws Exception {
        get(connection.close());
        connection.abort();
        get(connection.close());
        connection.abort();
        get(connection.close());
        assertEquals(List.of("CLOSE"), session.calls);
        assertEquals(0, session.interrupts.get());
        assertEquals(Status.UNKNOWN, connection.status());
    }

    // the thread of a caller that waits

    private static <T> T waiting(Supplier<T> call) {
        boolean before = WaitingCaller.set(true);
        try {
            return call.get();
        } finally {
            WaitingCaller.set(before);
        }
    }

    @Test
    void waitingCaller_doesTheWorkItself() throws Exception {
        ownThreadGoesToRest();
        session.threads.clear();
        for (int i = 0; i < 1_000; i++) {
            Request request = waiting(() -> submit("statement"));
            request.runHere();
            get(request.completion());
        }
        assertEquals(
                List.of(Thread.currentThread()),
                session.threads.stream().distinct().toList());
        get(submit("next").completion());
        assertNotSame(Thread.currentThread(), session.threads.get(1_000));
    }

    /**
     * The own thread tells of its last job before it has left it, and keeps a job that comes until then. At rest it waits
     * for the next with a limit, as it does nowhere else.
     */
    private void ownThreadGoesToRest() throws Exception {
        get(submit("last").completion());
        Thread own = session.threads.get(session.threads.size() - 1);
        assertNotSame(Thread.currentThread(), own);
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (own.isAlive() && own.getState() != Thread.State.TIMED_WAITING) {
            assertTrue(System.nanoTime() - limit < 0, () -> "the own thread does not rest but is " + own.getState());
            Thread.yield();
        }
    }

    @Test
    void waitingCaller_whoIsToRunIt_canStillBeCancelledOrAborted() throws Exception {
        ownThreadGoesToRest();
        Request cancelled = waiting(() -> submit("cancelled"));
        other.submit(cancelled::cancel).get(10, TimeUnit.SECONDS);
        cancelled.runHere();
        assertInstanceOf(QueryCancelledException.class, failure(cancelled.completion()));
        get(submit("next").completion());
        ownThreadGoesToRest();
        Request aborted = waiting(() -> submit("aborted"));
        connection.abort();
        aborted.runHere();
        assertInstanceOf(ConnectionException.class, failure(aborted.completion()));
        get(connection.close());
        assertEquals(1, session.calls.stream().filter("CLOSE"::equals).count());
    }

    @Test
    void waitingCaller_behindOthers_leavesTheWorkToTheOwnThread() throws Exception {
        Request first = submit("blocks");
        nextBlocked();
        Request second = waiting(() -> submit("second"));
        second.runHere();
        assertFalse(second.completion().toCompletableFuture().isDone());
        session.go.release();
        get(first.completion());
        get(second.completion());
        assertNotSame(Thread.currentThread(), session.threads.get(1));
    }

    @Test
    void waitingCaller_handsTheWorkOfOthersOver() throws Exception {
        for (int round = 0; round < 200; round++) {
            CountDownLatch submitted = new CountDownLatch(1);
            CompletableFuture<Request> others = new CompletableFuture<>();
            Sink sink = new Sink();
            sink.every = 1;
            sink.whenPausing = () -> {
                if (others.isDone()) {
                    return;
                }
                other.execute(() -> {
                    others.complete(submit("other"));
                    submitted.countDown();
                });
                await(submitted);
            };
            Request mine = waiting(() -> connection.submit(query("2 rows"), sink));
            mine.runHere();
            for (int pause = 0; pause < 2; pause++) {
                sink.awaitPause();
                waiting(() -> {
                    mine.resume();
                    return true;
                });
            }
            get(mine.completion());
            get(others.join().completion());
            assertNotSame(Thread.currentThread(), session.threads.get(session.threads.size() - 1));
        }
    }

    @Test
    void waitingCaller_whoAsksForMoreWhenAnswered_doesThatToo() throws Exception {
        ownThreadGoesToRest();
        int before = session.calls.size();
        connection.begin(TransactionOptions.DEFAULT);
        Request request = waiting(() -> submit("statement"));
        CompletionStage<Void> committed =
                request.completion().thenCompose(completion -> waiting(() -> connection.commit()));
        request.runHere();
        assertTrue(committed.toCompletableFuture().isDone());
        get(committed);
        assertEquals(List.of("BEGIN", "statement", "COMMIT"), session.calls.subList(before, before + 3));
    }

    @Test
    void waitingCaller_behindWhomOthersCome_handsThemOverAfterItsOwn() throws Exception {
        for (int round = 0; round < 200; round++) {
            ownThreadGoesToRest();
            Request mine = waiting(() -> submit("mine"));
            CompletionStage<Request> next = mine.completion().thenApply(completion -> {
                Request mineToo = waiting(() -> submit("mine too"));
                other.submit(() -> submit("other"));
                return mineToo;
            });
            mine.runHere();
            get(get(next).completion());
            assertSame(Thread.currentThread(), session.threads.get(session.calls.indexOf("mine too")));
            assertTrue(other.submit(() -> true).get(10, TimeUnit.SECONDS));
            get(submit("last").completion());
            assertNotSame(Thread.currentThread(), session.threads.get(session.calls.indexOf("other")));
            session.calls.clear();
            session.threads.clear();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException never) {
            throw new AssertionError(never);
        }
    }
}
