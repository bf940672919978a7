package dev.databases.backend.sqlite.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Database;
import dev.databases.Transaction;
import dev.databases.backend.sqlite.load.Bank.Transfer;
import dev.databases.config.PoolMetrics;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many tasks that write one file at once, threads that wait and chains of stages, and readers among them. None may hear
 * that the database is locked. Writers wait in the lane; a reader may hold SQLite's own lock for a moment, when it has met
 * the index of the WAL half written, and for that there is the busy timeout.
 */
class TransfersTest {
    private static final System.Logger LOG = System.getLogger(TransfersTest.class.getName());
    private static final int THREADS = 32;
    private static final int CHAINS = 32;
    private static final int READERS = 2;

    /** How many a busy machine does in a second. */
    private static final int TRANSFERS_PER_SECOND = 1_000;

    private static final int SECONDS = Integer.getInteger("load.seconds", 5);

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Database database;

    @BeforeEach
    void connect() {
        database = Database.connect("sqlite:///" + folder.resolve("bank.db")).join();
    }

    @AfterEach
    void disconnect() {
        threads.shutdownNow();
        database.close();
    }

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void transfers_byManyTasksAtOnce_loseNothing() {
        Bank bank = new Bank(database);
        bank.open();
        AtomicLong left = new AtomicLong((long) SECONDS * TRANSFERS_PER_SECOND);
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong reads = new AtomicLong();
        List<CompletableFuture<?>> writers = new ArrayList<>();
        List<CompletableFuture<?>> readers = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < READERS; i++) {
            readers.add(CompletableFuture.runAsync(() -> readUntil(over, reads, bank), threads));
            readers.add(readLaterUntil(over, reads, bank));
        }
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(i);
            writers.add(CompletableFuture.runAsync(() -> transferAll(left, random, bank), threads));
        }
        for (int i = 0; i < CHAINS; i++) {
            writers.add(transferAllLater(left, new Random(THREADS + i), bank));
        }
        try {
            Database.all(writers).join();
        } finally {
            over.set(true);
        }
        long nanos = System.nanoTime() - start;
        Database.all(readers).join();
        PoolMetrics pool = database.poolMetrics();
        LOG.log(
                Level.INFO,
                "{0} transfers and {1} reads in {2} ms, {3}",
                bank.audit(),
                reads,
                TimeUnit.NANOSECONDS.toMillis(nanos),
                pool);
        assertEquals(0, pool.timedOut());
    }

    private static void transferAll(AtomicLong left, Random random, Bank bank) {
        while (left.getAndDecrement() > 0) {
            bank.transfer(Transfer.any(random));
        }
    }

    private static CompletableFuture<?> transferAllLater(AtomicLong left, Random random, Bank bank) {
        CompletableFuture<Void> all = new CompletableFuture<>();
        transferNext(left, random, bank, all);
        return all;
    }

    private static void transferNext(AtomicLong left, Random random, Bank bank, CompletableFuture<Void> all) {
        if (left.getAndDecrement() <= 0) {
            all.complete(null);
            return;
        }
        bank.transferLater(Transfer.any(random)).whenComplete((done, failure) -> {
            if (failure == null) {
                transferNext(left, random, bank, all);
            } else {
                all.completeExceptionally(failure);
            }
        });
    }

    private static void readUntil(AtomicBoolean over, AtomicLong reads, Bank bank) {
        do {
            bank.readSnapshot();
            reads.incrementAndGet();
        } while (!over.get());
    }

    private static CompletableFuture<?> readLaterUntil(AtomicBoolean over, AtomicLong reads, Bank bank) {
        CompletableFuture<Void> all = new CompletableFuture<>();
        readNext(over, reads, bank, all);
        return all;
    }

    private static void readNext(AtomicBoolean over, AtomicLong reads, Bank bank, CompletableFuture<Void> all) {
        bank.readLater().whenComplete((done, failure) -> {
            reads.incrementAndGet();
            if (failure != null) {
                all.completeExceptionally(failure);
            } else if (over.get()) {
                all.complete(null);
            } else {
                readNext(over, reads, bank, all);
            }
        });
    }

    @Test
    void writers_behindOneWhoHoldsTheLane_areServedInOrder() {
        int count = 60;
        database.execute("CREATE TABLE served (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)")
                .join();
        Transaction holder = database.begin().join();
        List<CompletableFuture<?>> writers = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            writers.add(write(n));
            awaitWaitingWriters(n + 1);
        }
        holder.commit().join();
        Database.all(writers).join();
        assertEquals(
                IntStream.range(0, count).boxed().toList(),
                database.fetchAll("SELECT n FROM served ORDER BY id").join().stream()
                        .map(row -> row.get("n", Integer.class))
                        .toList());
    }

    /** In each of the ways in which one can write. */
    private CompletableFuture<?> write(int n) {
        String insert = "INSERT INTO served (n) VALUES (:n)";
        Map<String, Object> value = Map.of("n", n);
        return switch (n % 5) {
            case 0 -> database.execute(insert, value);
            case 1 -> database.transaction(() -> database.execute(insert, value));
            case 2 -> database.executeMany(insert, List.of(value));
            case 3 -> CompletableFuture.runAsync(() -> database.blocking().execute(insert, value), threads);
            default ->
                CompletableFuture.supplyAsync(
                        () -> database.blocking().transaction(transaction -> transaction.execute(insert, value)),
                        threads);
        };
    }

    private void awaitWaitingWriters(int count) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (database.poolMetrics().waitingWriters() < count) {
            PoolMetrics now = database.poolMetrics();
            assertTrue(System.nanoTime() - end < 0, () -> "not " + count + " writers wait: " + now);
            Thread.onSpinWait();
        }
    }
}
