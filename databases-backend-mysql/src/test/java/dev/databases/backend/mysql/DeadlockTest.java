package dev.databases.backend.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Database;
import dev.databases.Transaction;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryException;
import dev.databases.servers.MysqlKind;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a transaction that the server has chosen as the victim of a deadlock, and of its connection. */
final class DeadlockTest {
    private static final String TABLE = "deadlocks";

    private static Database connected(MysqlKind kind) {
        return Database.builder(kind.server().url())
                .option("max_size", 2)
                .build()
                .connect()
                .join();
    }

    private static void create(Database database) {
        database.execute("DROP TABLE IF EXISTS " + TABLE).join();
        database.execute("CREATE TABLE " + TABLE + " (id INT PRIMARY KEY, n INT) ENGINE = InnoDB")
                .join();
        database.execute("INSERT INTO " + TABLE + " VALUES (1, 0), (2, 0)").join();
    }

    /** Changes one row, and when the other transaction has done that too, the other's, in a savepoint. */
    private static CompletableFuture<?> crossing(
            Transaction transaction, int own, int others, CompletableFuture<?> has, CompletableFuture<?> otherHas) {
        return update(transaction, own)
                .thenAccept(done -> has.complete(null))
                .thenCombine(otherHas, (mine, theirs) -> theirs)
                .thenCompose(both -> transaction.transaction(inner -> update(inner, others)));
    }

    private static CompletableFuture<?> update(Transaction transaction, int id) {
        return transaction.execute("UPDATE " + TABLE + " SET n = n + 1 WHERE id = " + id);
    }

    private static boolean won(@Nullable Object result, @Nullable Throwable failure) {
        if (failure != null) {
            QueryException query = assertInstanceOf(
                    QueryException.class, DatabaseException.of(failure).orElseThrow());
            assertTrue(query.retryable(), query::getMessage);
        }
        return failure == null;
    }

    /** The server would begin a transaction of its own with the next statement, and nobody would commit it. */
    @ParameterizedTest
    @EnumSource
    void victim_isRolledBack_andItsConnectionAsGoodAsBefore(MysqlKind kind) {
        try (Database database = connected(kind);
                Database outside = connected(kind)) {
            create(database);
            CompletableFuture<?> firstHasOne = new CompletableFuture<>();
            CompletableFuture<?> secondHasTwo = new CompletableFuture<>();
            CompletableFuture<Boolean> first = database.transaction(tx -> crossing(tx, 1, 2, firstHasOne, secondHasTwo))
                    .handle(DeadlockTest::won);
            CompletableFuture<Boolean> second = database.transaction(
                            tx -> crossing(tx, 2, 1, secondHasTwo, firstHasOne))
                    .handle(DeadlockTest::won);
            assertTrue(first.join() != second.join(), "one of them is the victim");
            assertEquals(2, sum(outside));
            insertOnBoth(database);
            assertEquals(4, sum(outside));
        }
    }

    private static void insertOnBoth(Database database) {
        CompletableFuture<?>[] inserts = Stream.of(11, 12)
                .map(id -> database.connection(
                        pinned -> pinned.execute("INSERT INTO " + TABLE + " VALUES (" + id + ", 1)")))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(inserts).join();
    }

    private static long sum(Database database) {
        return database.fetchVal("SELECT CAST(sum(n) AS SIGNED) FROM " + TABLE, Long.class)
                .join()
                .orElseThrow();
    }
}
