package dev.databases.testkit.fake;

import static dev.databases.testkit.rules.Rule.STREAM_02;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Database;
import dev.databases.Row;
import dev.databases.config.DatabaseOptions;
import dev.databases.testkit.rules.Proves;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Back-pressure against an event loop: demand comes from another thread, one row at a time, slowly or all at once. */
final class DemandTest {
    private static final int MANY = 10_000_000;
    private static final int MOST_WAITING = 1_000;

    private final FakeDatabase fake = FakeDatabase.open(Map.of(DatabaseOptions.MAX_SIZE, 1));
    private final Database database = fake.database();

    @AfterEach
    void close() {
        fake.close();
    }

    /** Hands what it gets to the test's thread. */
    private static class Subscriber implements Flow.Subscriber<Long> {
        final BlockingQueue<Long> rows = new LinkedBlockingQueue<>();
        final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        final CompletableFuture<String> end = new CompletableFuture<>();

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
        }

        @Override
        public void onNext(Long row) {
            rows.add(row);
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            end.complete("complete");
        }
    }

    private static long next(Subscriber subscriber) throws InterruptedException {
        return Optional.ofNullable(subscriber.rows.poll(10, TimeUnit.SECONDS)).orElseThrow();
    }

    @Test
    @Proves(STREAM_02)
    void demand_oneByOneFromAnotherThread_givesEachRowOnce() throws InterruptedException {
        Subscriber subscriber = new Subscriber();
        database.iterate("SELECT ROWS 1000", Map.of()).subscribe(mapped(subscriber));
        for (long i = 0; i < 1_000; i++) {
            subscriber.subscription.join().request(1);
            assertEquals(i, next(subscriber));
            assertTrue(subscriber.rows.isEmpty(), "no more than was asked for");
        }
        subscriber.subscription.join().request(1);
        assertEquals("complete", subscriber.end.orTimeout(10, TimeUnit.SECONDS).join());
    }

    /** The value of the first column, handed on. */
    private static Flow.Subscriber<Row> mapped(Subscriber subscriber) {
        return new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscriber.onSubscribe(subscription);
            }

            @Override
            public void onNext(Row row) {
                subscriber.onNext((Long) row.get(0));
            }

            @Override
            public void onError(Throwable failure) {
                subscriber.onError(failure);
            }

            @Override
            public void onComplete() {
                subscriber.onComplete();
            }
        };
    }

    @Test
    @Proves(STREAM_02)
    void demand_fromInsideOnNext_neverStacksUp() {
        AtomicInteger count = new AtomicInteger();
        Subscriber greedy = new Subscriber() {
            @Override
            public void onNext(Long row) {
                count.incrementAndGet();
                subscription.join().request(1);
            }
        };
        database.iterate("SELECT ROWS 200000").subscribe(mapped(greedy));
        greedy.subscription.join().request(1);
        assertEquals("complete", greedy.end.orTimeout(20, TimeUnit.SECONDS).join());
        assertEquals(200_000, count.get());
    }

    @Test
    @Proves(STREAM_02)
    void callbackExecutor_subscriberIsSlow_onlyAWindowWaits() {
        ExecutorService callbacks = Executors.newFixedThreadPool(2);
        Database slow = Database.builder("fake://")
                .callbackExecutor(callbacks)
                .build()
                .connect()
                .join();
        FakeServer server = slow.blocking()
                .connection(connection -> connection.unwrap(FakeServer.class))
                .orElseThrow();
        CompletableFuture<Void> reading = new CompletableFuture<>();
        CompletableFuture<Void> gate = new CompletableFuture<>();
        Subscriber subscriber = new Subscriber() {
            @Override
            public void onNext(Long row) {
                reading.complete(null);
                gate.join();
            }
        };
        slow.iterate("SELECT ROWS " + MANY).subscribe(mapped(subscriber));
        subscriber.subscription.join().request(Long.MAX_VALUE);
        reading.join();
        server.settle();
        assertTrue(server.rows() <= MOST_WAITING, () -> server.rows() + " rows wait for a subscriber that holds one");
        subscriber.subscription.join().cancel();
        gate.complete(null);
        slow.close();
        callbacks.shutdown();
    }

    @Test
    @Proves(STREAM_02)
    void blockingStream_ofMany_isReadInWindows() {
        try (Stream<Row> rows = database.blocking().iterate("SELECT ROWS " + MANY)) {
            assertEquals(
                    List.of(0L, 1L, 2L), rows.limit(3).map(row -> row.get(0)).toList());
        }
        assertEquals(
                Optional.of(1L),
                database.fetchVal("SELECT ECHO :x", Map.of("x", 1L), Long.class).join());
    }
}
