package dev.databases.testkit;

import static dev.databases.testkit.Schema.AUTHORS;
import static dev.databases.testkit.Schema.NOTES;
import static dev.databases.testkit.rules.Rule.POOL_01;
import static dev.databases.testkit.rules.Rule.POOL_02;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.databases.BlockingDatabase;
import dev.databases.Database;
import dev.databases.config.DatabaseOptions;
import dev.databases.testkit.rules.Proves;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many tasks, few connections. */
abstract class ConcurrencyContract extends TransactionalContract {
    private static final int TASKS = 32;
    private static final int STEPS = 8;

    ConcurrencyContract(BackendContract backend) {
        super(backend);
    }

    private Database counting() {
        Database database = open(DatabaseOptions.MAX_SIZE, 3);
        database.execute(AUTHORS.insert().set(AUTHORS.name, "counter").set(AUTHORS.age, 0))
                .join();
        return database;
    }

    private static CompletableFuture<?> increment(Database database) {
        return database.transaction(() -> database.execute(AUTHORS.update().setTo(AUTHORS.age, AUTHORS.age.plus(1)))
                .thenCompose(done -> database.execute(insert("step"))));
    }

    private static void assertCounted(Database database, int expected) {
        assertEquals(
                Optional.of(expected),
                database.fetchVal(AUTHORS.select(AUTHORS.age)).join());
        assertEquals(expected, texts(database).size());
    }

    @Test
    @Proves(POOL_01)
    final void tasks_asynchronous_loseNothing() {
        Database database = counting();
        List<CompletableFuture<?>> tasks = new ArrayList<>();
        for (int task = 0; task < TASKS; task++) {
            CompletableFuture<?> chain = CompletableFuture.completedFuture(0);
            for (int step = 0; step < STEPS; step++) {
                chain = chain.thenCompose(before -> increment(database))
                        .thenCompose(done -> database.fetchAll(NOTES.select().limit(3)));
            }
            tasks.add(chain);
        }
        tasks.forEach(CompletableFuture::join);
        assertCounted(database, TASKS * STEPS);
    }

    @Test
    @Proves(POOL_01)
    final void tasks_blocking_loseNothing() throws Exception {
        Database database = counting();
        BlockingDatabase db = database.blocking();
        ExecutorService threads = Executors.newFixedThreadPool(TASKS);
        try {
            List<Future<?>> tasks = new ArrayList<>();
            for (int task = 0; task < TASKS; task++) {
                tasks.add(threads.submit(() -> {
                    for (int step = 0; step < STEPS; step++) {
                        db.transaction(tx -> {
                            db.execute(AUTHORS.update().setTo(AUTHORS.age, AUTHORS.age.plus(1)));
                            return tx.execute(insert("step"));
                        });
                        db.fetchAll(NOTES.select().limit(3));
                    }
                }));
            }
            for (Future<?> task : tasks) {
                task.get();
            }
        } finally {
            threads.shutdown();
        }
        assertCounted(database, TASKS * STEPS);
    }

    @Test
    @Proves(POOL_02)
    final void pinned_keepsTheSession_andStatementsInOrder() {
        Database database = open();
        List<CompletableFuture<Long>> pinned = IntStream.range(0, 6)
                .mapToObj(task -> database.connection(connection -> {
                    connection.execute("CREATE TEMPORARY TABLE kit_pinned (a INTEGER)");
                    connection.execute("INSERT INTO kit_pinned (a) VALUES (1)");
                    database.execute("INSERT INTO kit_pinned (a) VALUES (2)");
                    CompletableFuture<Long> count = connection
                            .fetchVal("SELECT count(*) FROM kit_pinned", Long.class)
                            .thenApply(found -> found.orElseThrow());
                    connection.execute("DROP TABLE kit_pinned");
                    return count;
                }))
                .toList();
        assertEquals(List.of(2L, 2L, 2L, 2L, 2L, 2L), Database.all(pinned).join());
    }

    @Test
    @Proves(POOL_02)
    final void pinned_blocking_keepsTheSession() {
        BlockingDatabase db = open().blocking();
        long count = db.connection(connection -> {
            connection.execute("CREATE TEMPORARY TABLE kit_pinned (a INTEGER)");
            db.execute("INSERT INTO kit_pinned (a) VALUES (1)");
            connection.transaction(tx -> tx.execute("INSERT INTO kit_pinned (a) VALUES (2)"));
            long found = connection
                    .fetchVal("SELECT count(*) FROM kit_pinned", Long.class)
                    .orElseThrow();
            db.execute("DROP TABLE kit_pinned");
            return found;
        });
        assertEquals(2, count);
    }
}
