package dev.databases;

import static dev.databases.Stubbed.failure;
import static dev.databases.Stubbed.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.error.AcquireTimeoutException;
import dev.databases.error.ConnectionException;
import dev.databases.error.QueryCancelledException;
import dev.databases.error.QueryTimeoutException;
import dev.databases.error.TransactionException;
import dev.databases.spi.BackendThread;
import dev.databases.stub.StubConnection;
import dev.databases.stub.StubRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Single statements and streams: threads of callbacks, deadlines, cancels. */
class OperationsTest {
    /** Collects a stream and looks at the thread of each signal. */
    private static class Collector implements Flow.Subscriber<Row> {
        final CompletableFuture<List<Object>> done = new CompletableFuture<>();
        final List<Object> rows = new CopyOnWriteArrayList<>();
        final List<String> threads = new CopyOnWriteArrayList<>();
        final AtomicInteger inside = new AtomicInteger();
        private final long batch;
        Flow.@Nullable Subscription subscription;

        Collector(long batch) {
            this.batch = batch;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(batch);
        }

        @Override
        public void onNext(Row row) {
            if (inside.incrementAndGet() != 1) {
                done.completeExceptionally(new AssertionError("two signals at once"));
            }
            threads.add(Thread.currentThread().getName());
            rows.add(row.get(0));
            inside.decrementAndGet();
            if (rows.size() % batch == 0) {
                subscription.request(batch);
            }
        }

        @Override
        public void onError(Throwable why) {
            done.completeExceptionally(why);
        }

        @Override
        public void onComplete() {
            threads.add(Thread.currentThread().getName());
            done.complete(rows);
        }
    }

    private static List<Object> numbers(int count) {
        List<Object> numbers = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    @Test
    void callbacks_runOnTheBackendsThread_unlessAnExecutorIsGiven() throws Exception {
        try (Stubbed on = new Stubbed()) {
            CompletableFuture<Result> held = on.database.execute("INSERT hold");
            CompletableFuture<Boolean> thread = held.thenApply(result -> BackendThread.isCurrent());
            on.backend.nextHeld().answer();
            assertTrue(get(thread));
        }
    }

    @Test
    void callbackExecutor_getsEveryCallback() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(2, work -> new Thread(work, "callbacks"));
        try (Stubbed on = new Stubbed(settings ->
                settings.callbackExecutor(executor).option("max_size", 1).option("acquire_timeout", "20ms"))) {
            CountDownLatch registered = new CountDownLatch(1); // none may be told before it asks where it is told
            executor.execute(() -> await(registered));
            executor.execute(() -> await(registered));
            CompletableFuture<Result> first = on.database.execute("INSERT hold");
            List<CompletableFuture<String>> threads = new ArrayList<>();
            threads.add(threadOf(first));
            StubRequest held = on.backend.nextHeld();
            threads.add(threadOf(on.database.execute("INSERT too late")));
            threads.add(threadOf(on.database.begin()));
            threads.add(threadOf(on.database.connection(c -> c.execute("INSERT too late"))));
            threads.add(threadOf(on.database.transaction(tx -> tx.execute("INSERT too late"))));
            registered.countDown();
            for (CompletableFuture<String> each : threads.subList(1, 5)) {
                assertEquals("callbacks", get(each));
            }
            held.answer();
            assertEquals("callbacks", get(threads.get(0)));
        } finally {
            executor.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException never) {
            throw new AssertionError(never);
        }
    }

    private static CompletableFuture<String> threadOf(CompletableFuture<?> stage) {
        return stage.handle((value, failure) -> Thread.currentThread().getName());
    }

    @Test
    void callbackExecutor_thatRefuses_stillLetsFuturesComplete() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (Stubbed on = new Stubbed(settings -> settings.callbackExecutor(executor))) {
            executor.shutdownNow();
            get(on.database.execute("INSERT 1"));
        }
    }

    @Test
    void stream_onACallbackExecutor_keepsItsOrder() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(4, work -> new Thread(work, "callbacks"));
        try (Stubbed on = new Stubbed(settings -> settings.callbackExecutor(executor))) {
            for (long batch : new long[] {1, 7, 1_000, Long.MAX_VALUE}) {
                Collector collector = new Collector(batch);
                on.database.iterate("SELECT 2000").subscribe(collector);
                assertEquals(numbers(2_000), get(collector.done));
                assertEquals(
                        List.of("callbacks"),
                        collector.threads.stream().distinct().toList());
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void stream_withoutExecutor_givesAllRowsInOrder() throws Exception {
        try (Stubbed on = new Stubbed()) {
            for (long batch : new long[] {1, 3, 1_000, Long.MAX_VALUE}) {
                Collector collector = new Collector(batch);
                on.database.iterate("SELECT 3000").subscribe(collector);
                assertEquals(numbers(3_000), get(collector.done));
            }
        }
    }

    @Test
    void stream_withDemandFromAnotherThread_losesNoWakeUp() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Stubbed on = new Stubbed()) {
            for (int round = 0; round < 50; round++) {
                Collector collector = new Collector(Long.MAX_VALUE) {
                    @Override
                    public void onSubscribe(Flow.Subscription given) {
                        other.execute(() -> {
                            for (int i = 0; i < 201; i++) {
                                given.request(1);
                            }
                        });
                    }
                };
                on.database.iterate("SELECT 200").subscribe(collector);
                assertEquals(numbers(200), get(collector.done));
            }
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void stream_withABadRequest_endsWithThatError() throws Exception {
        try (Stubbed on = new Stubbed(settings -> settings.option("max_size", 1))) {
            Collector never = new Collector(0);
            on.database.iterate("SELECT 10").subscribe(never);
            assertInstanceOf(IllegalArgumentException.class, failure(never.done));
            Collector later = new Collector(2) {
                @Override
                public void onNext(Row row) {
                    subscription.request(-1);
                }
            };
            on.database.iterate("SELECT 10").subscribe(later);
            assertInstanceOf(IllegalArgumentException.class, failure(later.done));
            get(on.database.execute("INSERT after"));
        }
    }

    @Test
    void stream_whoseSubscriberThrows_isCancelled_andTheConnectionLives() throws Exception {
        try (Stubbed on = new Stubbed(settings -> settings.option("max_size", 1))) {
            Collector throwing = new Collector(1) {
                @Override
                public void onNext(Row row) {
                    throw new StackOverflowError("on purpose");
                }
            };
            on.database.iterate("SELECT 10").subscribe(throwing);
            get(on.database.execute("INSERT after"));
            on.backend.settle();
            assertFalse(throwing.done.isDone());
            assertEquals(1, on.backend.connections.size());
        }
    }

    @Test
    void statementFromOnNext_onTheSameConnection_isRefusedAtOnce() throws Exception {
        try (Stubbed on = new Stubbed()) {
            List<Throwable> refused = new CopyOnWriteArrayList<>();
            get(on.database.transaction(tx -> {
                Collector collector = new Collector(2) {
                    @Override
                    public void onNext(Row row) {
                        tx.execute("INSERT 1").whenComplete((result, why) -> refused.add(why));
                        tx.begin().whenComplete((inner, why) -> refused.add(why));
                        super.onNext(row);
                    }

                    @Override
                    public void onComplete() {
                        tx.execute("INSERT 2").whenComplete((result, why) -> super.onComplete());
                    }
                };
                tx.iterate("SELECT 2").subscribe(collector);
                return collector.done;
            }));
            assertEquals(4, refused.size());
            for (Throwable each : refused) {
                assertInstanceOf(TransactionException.class, each);
                assertTrue(each.getMessage().contains("the connection is busy with the stream"), each.getMessage());
            }
            assertFalse(on.backend.sent.contains("INSERT 1"));
            assertTrue(on.backend.sent.contains("INSERT 2"));
        }
    }

    @Test
    void statementBehindAStream_waitsOnlyAsLongAsForAConnection() throws Exception {
        try (Stubbed on = new Stubbed(settings -> settings.option("acquire_timeout", "20ms"))) {
            get(on.database.connection(c -> {
                Collector stalled = new Collector(1) {
                    @Override
                    public void onNext(Row row) {}
                };
                c.iterate("SELECT 5").subscribe(stalled);
                return c.execute("INSERT 1").handle((result, why) -> {
                    assertInstanceOf(AcquireTimeoutException.class, why);
                    stalled.subscription.cancel();
                    return true;
                });
            }));
        }
    }

    @Test
    void queryTimeout_stopsTheStatement_andSaysSo() throws Exception {
        try (Stubbed on =
                new Stubbed(settings -> settings.option("query_timeout", "5ms").option("max_size", 1))) {
            CompletableFuture<Result> slow = on.database.execute("INSERT hold");
            StubRequest held = on.backend.nextHeld();
            Throwable why = assertInstanceOf(QueryTimeoutException.class, failure(slow));
            assertTrue(why.getMessage().contains("longer than 5 ms"), why.getMessage());
            assertTrue(why.getMessage().contains("INSERT hold"), why.getMessage());
            assertTrue(held.cancels.get() >= 1);
            assertThrows(
                    QueryTimeoutException.class, () -> on.database.blocking().execute("INSERT hold"));
            assertSame(held.connection(), get(on.database.connection(OperationsTest::stubs)));
        }
    }

    /** The connection that was lent, without a statement, which could take too long itself. */
    private static CompletableFuture<StubConnection> stubs(Connection lent) {
        return CompletableFuture.completedFuture(
                lent.unwrap(StubConnection.class).orElseThrow());
    }

    @Test
    void cancel_ofADerivedStage_stopsTheStatement() throws Exception {
        try (Stubbed on = new Stubbed(settings -> settings.option("max_size", 1))) {
            CompletableFuture<Result> slow = on.database.execute("INSERT hold");
            StubRequest held = on.backend.nextHeld();
            slow.thenApply(Result::rowsAffected).thenApply(rows -> rows + 1).cancel(true);
            assertInstanceOf(QueryCancelledException.class, failure(slow));
            assertTrue(held.cancels.get() >= 1);
            get(on.database.execute("INSERT after"));
        }
    }

    @Test
    void interrupt_ofABlockingCall_stopsTheStatement() throws Exception {
        try (Stubbed on = new Stubbed(settings -> settings.option("max_size", 1))) {
            CompletableFuture<Object> outcome = new CompletableFuture<>();
            Thread waiting = new Thread(() -> {
                try {
                    outcome.complete(on.database.blocking().execute("INSERT hold"));
                } catch (QueryCancelledException cancelled) {
                    outcome.complete(Thread.currentThread().isInterrupted());
                }
            });
            waiting.start();
            on.backend.nextHeld();
            waiting.interrupt();
            assertEquals(true, get(outcome));
            get(on.database.execute("INSERT after"));
        }
    }

    @Test
    void mapperThatThrows_failsTheVerb_notTheConnection() throws Exception {
        try (Stubbed on = new Stubbed(settings -> settings.option("max_size", 1))) {
            Error serious = new AssertionError("on purpose");
            RuntimeException plain = new IllegalStateException("on purpose");
            for (Throwable thrown : List.of(serious, plain)) {
                RowMapper<Object> mapper = row -> {
                    throw Failures.thrown(thrown);
                };
                Operation<?> all = new Fetching<>(on.database.core(), on.database.plan("SELECT 3", Map.of()), mapper);
                on.database.route().run(all, false);
                assertSame(thrown, failure(all.future));
                Operation<?> one =
                        new FetchingFirst<>(on.database.core(), on.database.plan("SELECT 3", Map.of()), mapper);
                on.database.route().run(one, false);
                assertSame(thrown, failure(one.future));
            }
            get(on.database.execute("INSERT after"));
            assertEquals(1, on.backend.connections.size());
        }
    }

    @Test
    void oneShotsOfManyThreads_shareConnections_butNeverCallOneAtTheSameTime() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Stubbed on = Stubbed.pipelined()) {
            List<CompletableFuture<Result>> all = new CopyOnWriteArrayList<>();
            List<CompletableFuture<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                tasks.add(CompletableFuture.runAsync(
                        () -> {
                            for (int j = 0; j < 1_000; j++) {
                                all.add(on.database.execute("INSERT " + j));
                            }
                        },
                        threads));
            }
            for (CompletableFuture<Void> each : tasks) {
                each.get(10, TimeUnit.SECONDS);
            }
            for (CompletableFuture<Result> each : all) {
                assertEquals(1, get(each).rowsAffected());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void blockingVerb_onABackendThread_failsAtOnce() throws Exception {
        try (Stubbed on = new Stubbed()) {
            CompletableFuture<Throwable> refused = get(on.database
                            .execute("INSERT 1")
                            .thenApplyAsync(result -> CompletableFuture.supplyAsync(
                                    () -> assertThrows(
                                            IllegalStateException.class,
                                            () -> on.database.blocking().execute("INSERT 2")),
                                    on.backend::onLoop)))
                    .thenApply(thrown -> thrown);
            assertTrue(get(refused).getMessage().contains("a backend's own thread"));
        }
    }

    @Test
    void callback_onTheThreadOfAnotherWhoWaits_startsWorkOfItsOwn() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Stubbed on = new Stubbed(settings -> settings.option("max_size", 1))) {
            CompletableFuture<Result> waiting =
                    CompletableFuture.supplyAsync(() -> on.database.blocking().execute("INSERT early hold"), other);
            StubRequest first = on.backend.nextHeld();
            CompletableFuture<Thread> calledBack = new CompletableFuture<>();
            CompletableFuture<Result> last = on.database.execute("INSERT early").thenCompose(done -> {
                calledBack.complete(Thread.currentThread());
                return on.database.execute("INSERT next");
            });
            first.answer();
            get(waiting);
            get(last);
            assertSame(other.submit(Thread::currentThread).get(), get(calledBack));
            assertEquals(List.of("INSERT early hold"), on.backend.forCallers);
        } finally {
            other.shutdownNow();
        }
    }

    /** The timer runs what is due in order, so a timeout that has come is proof that no cancel is left that was due before. */
    @Test
    void cancel_thatIsNeverAnswered_isNotRepeatedWhenNobodyWaitsAnyMore() throws Exception {
        try (Stubbed on = new Stubbed(
                settings -> settings.option("query_timeout", "400ms").option("settle_timeout", "20ms"))) {
            on.backend.unanswered.add("SELECT 1 hold for ever");
            CompletableFuture<?> given = on.database.fetchAll("SELECT 1 hold for ever");
            Throwable why = assertInstanceOf(QueryTimeoutException.class, failure(given));
            assertInstanceOf(ConnectionException.class, why.getSuppressed()[0]);
            StubRequest silent = on.backend.forgotten.take();
            assertInstanceOf(QueryTimeoutException.class, failure(on.database.fetchAll("SELECT 1 hold")));
            int cancels = silent.cancels.get();
            assertTrue(cancels > 1, () -> "a cancel is repeated as long as it may come too early: " + cancels);
            assertInstanceOf(QueryTimeoutException.class, failure(on.database.fetchAll("SELECT 2 hold")));
            assertEquals(cancels, silent.cancels.get());
        }
    }
}
