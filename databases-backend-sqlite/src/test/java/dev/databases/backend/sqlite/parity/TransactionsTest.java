package dev.databases.backend.sqlite.parity;

import static dev.databases.backend.sqlite.parity.Schema.NOTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.databases.Database;
import dev.databases.Result;
import dev.databases.Transaction;
import dev.databases.config.TransactionOptions;
import dev.databases.error.TransactionClosedException;
import dev.databases.sql.Insert;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Blocks, nested ones, explicit ends, the wrapped function, and rollback for tests. */
class TransactionsTest extends FileTest {
    private static final TransactionOptions FORCE_ROLLBACK = TransactionOptions.DEFAULT.asForceRollback();
    private static final Insert INSERT =
            NOTES.insert().set(NOTES.text, "example1").set(NOTES.completed, true);

    private int rows() {
        return database.fetchAll(NOTES.select()).join().size();
    }

    @Test
    void forceRollback_transaction_leavesNothing() {
        Result inserted = database.transaction(FORCE_ROLLBACK, () -> database.execute(INSERT))
                .join();
        assertEquals(1, inserted.rowsAffected());
        assertEquals(0, rows());
    }

    @Test
    void forceRollback_database_leavesNothing() {
        for (int round = 0; round < 2; round++) {
            try (Database isolated = Database.builder(url()).forceRollback(true).build()) {
                isolated.connect().join();
                assertEquals(List.of(), isolated.fetchAll(NOTES.select()).join());
                isolated.execute(INSERT).join();
                assertEquals(1, isolated.fetchAll(NOTES.select()).join().size());
            }
        }
        assertEquals(0, rows());
    }

    @Test
    void transaction_nested_commitsIntoTheOuterOne() {
        CompletableFuture<Integer> seen = database.transaction(
                FORCE_ROLLBACK,
                () -> database.transaction(() -> database.execute(INSERT))
                        .thenCompose(committed -> database.fetchAll(NOTES.select()))
                        .thenApply(List::size));
        assertEquals(1, seen.join());
        assertEquals(0, rows());
    }

    @Test
    void transaction_root_commits() {
        database.transaction(() -> database.execute(INSERT)).join();
        assertEquals(1, rows());
    }

    @Test
    void transaction_nestedThatFails_isRolledBackAlone() {
        CompletableFuture<Integer> seen = database.transaction(() -> database.execute(INSERT)
                .thenCompose(first ->
                        database.transaction(() -> database.execute(INSERT).thenApply(second -> {
                            throw new Deliberate();
                        })))
                .handle((value, failure) -> failure)
                .thenCompose(failure -> database.fetchAll(NOTES.select()))
                .thenApply(List::size));
        assertEquals(1, seen.join());
        assertEquals(1, rows());
    }

    @Test
    void transaction_bodyThrows_isRolledBackAndToldSo() {
        CompletableFuture<Object> outcome =
                database.transaction(() -> database.execute(INSERT).thenApply(inserted -> {
                    throw new Deliberate();
                }));
        assertInstanceOf(Deliberate.class, failure(outcome));
        assertEquals(0, rows());
    }

    @Test
    void begin_commit_keeps() {
        CompletableFuture<Integer> seen = database.transaction(
                FORCE_ROLLBACK,
                outer -> outer.begin()
                        .thenCompose(inner -> inner.execute(INSERT)
                                .thenCompose(inserted -> inner.commit())
                                .thenCompose(committed -> outer.fetchAll(NOTES.select()))
                                .thenApply(List::size)));
        assertEquals(1, seen.join());
    }

    @Test
    void begin_rollback_undoes() {
        CompletableFuture<Integer> seen = database.transaction(
                FORCE_ROLLBACK,
                outer -> outer.begin()
                        .thenCompose(inner -> inner.execute(INSERT)
                                .thenCompose(inserted -> inner.rollback())
                                .thenCompose(undone -> outer.fetchAll(NOTES.select()))
                                .thenApply(List::size)));
        assertEquals(0, seen.join());
    }

    @Test
    void begin_root_isTheCallersToEnd() {
        Transaction kept = database.begin().join();
        kept.execute(INSERT).join();
        kept.commit().join();
        Transaction undone = database.begin().join();
        undone.execute(INSERT).join();
        undone.rollback().join();
        assertEquals(1, rows());
    }

    @Test
    void transactional_function_commitsOrRollsBack() {
        Function<Boolean, CompletableFuture<Result>> insert =
                database.transactional(fails -> database.execute(INSERT).thenApply(inserted -> {
                    if (fails) {
                        throw new Deliberate();
                    }
                    return inserted;
                }));
        assertInstanceOf(Deliberate.class, failure(insert.apply(true)));
        assertEquals(0, rows());
        insert.apply(false).join();
        assertEquals(1, rows());
    }

    @Test
    void transactional_underForceRollback_commitsOrRollsBackInside() {
        try (Database isolated = Database.builder(url()).forceRollback(true).build()) {
            isolated.connect().join();
            Function<Boolean, CompletableFuture<Result>> insert =
                    isolated.transactional(fails -> isolated.execute(INSERT).thenApply(inserted -> {
                        if (fails) {
                            throw new Deliberate();
                        }
                        return inserted;
                    }));
            assertInstanceOf(Deliberate.class, failure(insert.apply(true)));
            assertEquals(0, isolated.fetchAll(NOTES.select()).join().size());
            insert.apply(false).join();
            assertEquals(1, isolated.fetchAll(NOTES.select()).join().size());
        }
        assertEquals(0, rows());
    }

    @Test
    void transactional_calledConcurrently_runsEachCallInItsOwn() {
        Function<String, CompletableFuture<Result>> insert =
                database.transactional(text -> database.execute(NOTES.insert().set(NOTES.text, text)));
        Database.all(IntStream.range(0, 6)
                        .mapToObj(i -> insert.apply("example"))
                        .toList())
                .join();
        assertEquals(6, rows());
    }

    @Test
    void transaction_handleAfterItsEnd_isClosed() {
        AtomicReference<Transaction> leaked = new AtomicReference<>();
        database.transaction(transaction -> {
                    leaked.set(transaction);
                    return transaction.execute(INSERT);
                })
                .join();
        assertInstanceOf(TransactionClosedException.class, failure(leaked.get().execute(INSERT)));
        assertEquals(1, rows());
    }

    @Test
    void begin_neverEnded_doesNotHoldUpDisconnecting() {
        Database forgetful = Database.of(url() + "?disconnect_timeout=100ms");
        forgetful.connect().join();
        forgetful.begin().join().execute(INSERT).join();
        forgetful.disconnect().join();
        assertEquals(0, rows());
    }

    /** What the original has for PostgreSQL's serializable: here every transaction that only reads. */
    @Test
    void transaction_readOnly_keepsItsSnapshot() {
        CompletableFuture<List<Integer>> seen = database.transaction(
                TransactionOptions.DEFAULT.asReadOnly(),
                transaction -> transaction
                        .fetchAll(NOTES.select())
                        .thenCompose(before -> insertedElsewhere()
                                .thenCompose(inserted -> transaction.fetchAll(NOTES.select()))
                                .thenApply(after -> List.of(before.size(), after.size()))));
        assertEquals(List.of(0, 0), seen.join());
        assertEquals(1, rows());
    }

    private CompletableFuture<Void> insertedElsewhere() {
        return CompletableFuture.runAsync(() -> blocking.execute(INSERT));
    }

    @Test
    void blocking_transaction_commitsOrRollsBack() {
        assertThrows(
                Deliberate.class,
                () -> blocking.transaction(transaction -> {
                    blocking.execute(INSERT);
                    throw new Deliberate();
                }));
        assertEquals(0, rows());
        blocking.transaction(transaction -> blocking.execute(INSERT));
        assertEquals(1, rows());
    }

    @Test
    void blocking_begin_rollsBackUnlessCommitted() {
        try (var transaction = blocking.begin()) {
            transaction.execute(INSERT);
        }
        assertEquals(0, rows());
        try (var transaction = blocking.begin()) {
            blocking.execute(INSERT);
            try (var inner = blocking.begin()) {
                blocking.execute(INSERT);
                inner.rollback();
            }
            transaction.commit();
        }
        assertEquals(1, rows());
    }

    @Test
    void blocking_forceRollback_leavesNothing() {
        blocking.transaction(FORCE_ROLLBACK, transaction -> blocking.execute(INSERT));
        assertEquals(0, rows());
    }
}
