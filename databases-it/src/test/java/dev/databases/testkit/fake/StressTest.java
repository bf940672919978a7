package dev.databases.testkit.fake;

import static dev.databases.testkit.rules.Rule.CAN_08;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Database;
import dev.databases.Result;
import dev.databases.Transaction;
import dev.databases.config.DatabaseOptions;
import dev.databases.testkit.rules.Proves;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random transactions and one-shots on a pipelined server, cancelled anywhere; begins fail and cancels go astray. */
final class StressTest {
    private static final int CONNECTIONS = 4;

    private final FakeDatabase fake = FakeDatabase.open(Map.of(DatabaseOptions.MAX_SIZE, CONNECTIONS));
    private final Database database = fake.database();
    private final FakeServer server = fake.server();
    private final ExecutorService others = Executors.newFixedThreadPool(2);
    private final Semaphore room = new Semaphore(16);
    private final AtomicInteger committed = new AtomicInteger();

    @Test
    @Proves(CAN_08)
    @Tag("stress")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void everythingAtOnce_cancelledAnywhere_leavesNothingOpen() throws InterruptedException {
        int rounds = Integer.getInteger("databases.stress.rounds", 1_000);
        long seed = Long.getLong("databases.stress.seed", 1L);
        try (FakeDatabase closing = fake) {
            for (int round = 0; round < rounds; round++) {
                assertTrue(room.tryAcquire(60, TimeUnit.SECONDS), "a stage has not completed after all its deadlines");
                begin(new Random(seed + round));
            }
            assertTrue(room.tryAcquire(16, 60, TimeUnit.SECONDS), "a stage has not completed");
            assertNothingIsHeld();
            assertTransactionsAreInOrder();
        } finally {
            others.shutdownNow();
        }
    }

    private void begin(Random random) {
        if (random.nextInt(10) == 0) {
            server.failNextBegin();
        }
        if (random.nextInt(10) == 0) {
            server.misdirectCancels(1);
        }
        boolean alone = random.nextInt(3) == 0;
        CompletableFuture<?> stage = alone ? oneShot(random) : block(random);
        CompletableFuture<?> target = random.nextBoolean() ? stage : stage.thenApply(value -> value);
        boolean never = alone && random.nextInt(4) == 0;
        switch (random.nextInt(4)) {
            case 0 -> target.cancel(true);
            case 1 -> others.execute(() -> target.cancel(true));
            case 2 -> target.orTimeout(random.nextInt(1_000), TimeUnit.MICROSECONDS);
            default -> {
                // nobody cancels it
            }
        }
        stage.whenComplete((value, failure) -> {
            committed.addAndGet(failure == null && !alone ? 1 : 0);
            room.release();
        });
        if (never) {
            CompletableFuture<?> stuck = database.fetchAll("SELECT NEVER");
            others.execute(() -> stuck.cancel(true));
        }
    }

    private CompletableFuture<?> oneShot(Random random) {
        return database.execute(random.nextBoolean() ? "SELECT ROWS 3" : "UPDATE OUTSIDE");
    }

    private CompletableFuture<?> block(Random random) {
        int statements = 1 + random.nextInt(4);
        int nested = random.nextInt(4);
        return database.transaction(tx -> {
            CompletableFuture<Result> chain = tx.execute("INSIDE");
            for (int i = 0; i < statements; i++) {
                boolean inner = i == nested;
                chain = chain.thenCompose(done -> inner
                        ? Database.all(savepoint(tx), savepoint(tx)).thenApply(both -> both.get(0))
                        : tx.execute("INSIDE"));
            }
            return chain;
        });
    }

    private static CompletableFuture<Result> savepoint(Transaction transaction) {
        return transaction.transaction(inner -> inner.execute("INSIDE"));
    }

    private void assertNothingIsHeld() {
        List<Transaction> all = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            all.add(database.begin().orTimeout(60, TimeUnit.SECONDS).join());
        }
        assertEquals(0, server.inTransaction());
        all.forEach(each -> each.execute("INSIDE").join());
        assertEquals(CONNECTIONS, server.inTransaction());
        all.forEach(each -> each.rollback().join());
        assertEquals(0, server.inTransaction());
    }

    private void assertTransactionsAreInOrder() {
        assertEquals(List.of(), server.complaints());
        long commits = server.received().stream()
                .filter(each -> each.endsWith(": COMMIT"))
                .count();
        assertTrue(commits >= committed.get(), commits + " were committed, " + committed + " have said so");
    }
}
