package dev.databases.testkit;

import static dev.databases.testkit.Schema.NOTES;
import static dev.databases.testkit.rules.Rule.CAN_08;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.BlockingTransaction;
import dev.databases.Database;
import dev.databases.Transaction;
import dev.databases.config.DatabaseOptions;
import dev.databases.config.Feature;
import dev.databases.config.TransactionOptions;
import dev.databases.testkit.rules.Proves;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many transactions, several at once, cancelled at all points of their lives. How many is said by the system property
 * {@value #ROUNDS}, which seed they begin with by {@value #SEED}.
 */
abstract class StressContract extends TransactionalContract {
    private static final String ROUNDS = "databases.stress.rounds";
    private static final String SEED = "databases.stress.seed";
    private static final int AT_ONCE = 8;
    private static final int CONNECTIONS = 4;

    private final Set<Integer> completed = ConcurrentHashMap.newKeySet();
    private final Map<String, Throwable> surprises = new ConcurrentHashMap<>();
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final ExecutorService others = Executors.newFixedThreadPool(2);

    StressContract(BackendContract backend) {
        super(backend);
    }

    @Test
    @Proves(CAN_08)
    @Tag("stress")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    final void transactions_cancelledAnywhere_areWholeOrNot_andLoseNothing() throws InterruptedException {
        Database database = open(Map.of(DatabaseOptions.MAX_SIZE, CONNECTIONS));
        int rounds = Integer.getInteger(ROUNDS, 1_000);
        long seed = Long.getLong(SEED, 1L);
        try {
            for (int round = 0; round < rounds; round++) {
                assertTrue(room.tryAcquire(60, TimeUnit.SECONDS), "a stage has not completed after all its deadlines");
                begin(database, round, new Random(seed + round));
            }
            assertTrue(room.tryAcquire(AT_ONCE, 60, TimeUnit.SECONDS), "a stage has not completed");
            assertNothingIsHeld(database);
            assertWholeOrNot(texts(database));
            assertEquals(Map.of(), surprises, "with seed " + seed);
        } finally {
            others.shutdownNow();
        }
    }

    private void begin(Database database, int round, Random random) {
        if (random.nextInt(8) == 0) {
            others.execute(() -> ended(round, interrupted(database, round, random)));
            return;
        }
        StressedBody body = new StressedBody(database, round, random);
        CompletableFuture<Integer> block = database.transaction(body::run);
        CompletableFuture<?> target = random.nextBoolean() ? block : block.thenApply(value -> value);
        switch (random.nextInt(5)) {
            case 0 -> {
                // nobody cancels it
            }
            case 1 -> target.cancel(true);
            case 2 -> others.execute(() -> target.cancel(true));
            case 3 -> target.orTimeout(random.nextInt(2_000), TimeUnit.MICROSECONDS);
            default -> body.cancelAtItsEvent(target);
        }
        block.whenComplete((value, failure) -> ended(round, failure));
    }

    /** The same in a thread that may be interrupted before or while it works. */
    private @Nullable Throwable interrupted(Database database, int round, Random random) {
        Thread self = Thread.currentThread();
        if (random.nextBoolean()) {
            CompletableFuture.runAsync(self::interrupt);
        }
        try (BlockingTransaction transaction = database.blocking().begin()) {
            int rows = 1 + random.nextInt(3);
            for (int row = 0; row < rows; row++) {
                transaction.execute(insert(StressedBody.text(round, row, rows)));
            }
            transaction.commit();
            return null;
        } catch (RuntimeException failure) {
            return failure;
        } finally {
            Thread.interrupted();
        }
    }

    private void ended(int round, @Nullable Throwable failure) {
        if (failure == null) {
            completed.add(round);
        } else if (!StressedBody.isExpected(Failures.unwrapped(failure))) {
            surprises.put("round " + round, failure);
        }
        room.release();
    }

    /** All connections can be borrowed at once, none is in a transaction, and a writer can write. */
    private void assertNothingIsHeld(Database database) {
        boolean readOnly = has(Feature.READ_ONLY_TRANSACTIONS);
        TransactionOptions options = readOnly ? TransactionOptions.DEFAULT.asReadOnly() : TransactionOptions.DEFAULT;
        int writers = readOnly ? Integer.MAX_VALUE : limits().writers();
        int most = Math.min(CONNECTIONS, Math.min(writers, limits().connections()));
        List<Transaction> all = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            all.add(database.begin(options).orTimeout(60, TimeUnit.SECONDS).join());
        }
        all.forEach(each -> each.fetchAll("SELECT count(*) FROM kit_notes").join());
        all.forEach(each -> each.rollback().join());
        assertEquals(
                1,
                database.execute(insert("writer"))
                        .orTimeout(60, TimeUnit.SECONDS)
                        .join()
                        .rowsAffected());
        database.execute(NOTES.delete().where(NOTES.text.eq("writer"))).join();
    }

    private void assertWholeOrNot(List<String> texts) {
        Map<Integer, Integer> found = new HashMap<>();
        Map<Integer, Integer> whole = new HashMap<>();
        for (String text : texts) {
            String[] parts = text.split(" ", -1);
            int round = Integer.parseInt(parts[0]);
            found.merge(round, 1, Integer::sum);
            whole.put(round, Integer.parseInt(parts[2]));
        }
        assertEquals(whole, found, "each transaction is there whole, or not at all");
        Set<Integer> lost = ConcurrentHashMap.newKeySet();
        lost.addAll(completed);
        lost.removeAll(whole.keySet());
        assertEquals(Set.of(), lost, "transactions that had completed");
    }
}
