package dev.databases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.error.QueryCancelledException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rows of a publisher as a stream: whichever thread brings them, they come once and in order. */
class RowStreamTest {
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void close() {
        other.shutdownNow();
    }

    /** Brings numbers, some on the thread that asks and some on another, which it waits for or not. */
    private final class Numbers implements Flow.Publisher<Integer>, Flow.Subscription {
        private final Random random;
        private final int count;
        private final Runnable end;
        private int next;
        private Flow.Subscriber<? super Integer> subscriber;

        Numbers(int seed, int count, Runnable end) {
            this.random = new Random(seed);
            this.count = count;
            this.end = end;
        }

        @Override
        public void subscribe(Flow.Subscriber<? super Integer> reader) {
            subscriber = reader;
            reader.onSubscribe(this);
        }

        @Override
        public void request(long rows) {
            int left = (int) rows;
            while (left > 0) {
                int some = 1 + random.nextInt(left);
                left -= some;
                switch (random.nextInt(3)) {
                    case 0 -> bring(some);
                    case 1 ->
                        CompletableFuture.runAsync(() -> bring(some), other).join();
                    default -> {
                        int rest = some + left;
                        left = 0;
                        other.execute(() -> bring(rest));
                    }
                }
            }
        }

        private void bring(int rows) {
            for (int i = 0; i < rows && next < count; i++) {
                subscriber.onNext(next++);
            }
            if (next == count) {
                next++;
                end.run();
            }
        }

        @Override
        public void cancel() {}
    }

    @Test
    void rows_fromAnyThread_comeOnceAndInOrder() {
        for (int seed = 0; seed < 300; seed++) {
            int count = seed * 7;
            Numbers numbers = numbers(seed, count);
            try (Stream<Integer> rows = RowStream.of(numbers)) {
                assertEquals(IntStream.range(0, count).boxed().toList(), rows.toList());
            }
        }
    }

    private Numbers numbers(int seed, int count) {
        Numbers[] made = new Numbers[1];
        made[0] = new Numbers(seed, count, () -> made[0].subscriber.onComplete());
        return made[0];
    }

    @Test
    void error_behindRows_isThrownAfterThem() {
        for (int seed = 0; seed < 50; seed++) {
            IllegalStateException why = new IllegalStateException("enough");
            Numbers[] made = new Numbers[1];
            made[0] = new Numbers(seed, 1_000, () -> made[0].subscriber.onError(why));
            List<Integer> read = new ArrayList<>();
            try (Stream<Integer> rows = RowStream.of(made[0])) {
                assertSame(why, assertThrows(IllegalStateException.class, () -> rows.forEach(read::add)));
            }
            assertEquals(1_000, read.size());
        }
    }

    @Test
    void reader_whoWaits_isWokenByEachRow() {
        CompletableFuture<Flow.Subscriber<? super Integer>> subscribed = new CompletableFuture<>();
        try (Stream<Integer> rows = RowStream.of(silent(subscribed))) {
            Iterator<Integer> iterator = rows.iterator();
            for (int i = 0; i < 1_000; i++) {
                int row = i;
                other.execute(() -> subscribed.join().onNext(row));
                assertEquals(row, iterator.next());
            }
            other.execute(() -> subscribed.join().onComplete());
            assertFalse(iterator.hasNext());
        }
    }

    /** Brings nothing by itself. */
    private static Flow.Publisher<Integer> silent(CompletableFuture<Flow.Subscriber<? super Integer>> subscribed) {
        return subscriber -> {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long rows) {}

                @Override
                public void cancel() {}
            });
            subscribed.complete(subscriber);
        };
    }

    @Test
    void reader_whoIsInterruptedWhileWaiting_stops() throws Exception {
        CompletableFuture<Flow.Subscriber<? super Integer>> subscribed = new CompletableFuture<>();
        CompletableFuture<Thread> reader = new CompletableFuture<>();
        CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(
                () -> {
                    try (Stream<Integer> rows = RowStream.of(silent(subscribed))) {
                        Iterator<Integer> iterator = rows.iterator();
                        reader.complete(Thread.currentThread());
                        assertThrows(QueryCancelledException.class, iterator::hasNext);
                        return Thread.interrupted();
                    }
                },
                other);
        reader.get(30, TimeUnit.SECONDS).interrupt();
        assertTrue(stopped.get(30, TimeUnit.SECONDS));
    }
}
