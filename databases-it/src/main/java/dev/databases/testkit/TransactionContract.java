package dev.databases.testkit;

import static dev.databases.testkit.Failures.failsWith;
import static dev.databases.testkit.Failures.says;
import static dev.databases.testkit.Schema.AUTHORS;
import static dev.databases.testkit.Schema.NOTES;
import static dev.databases.testkit.rules.Rule.CORE_04;
import static dev.databases.testkit.rules.Rule.CTX_07;
import static dev.databases.testkit.rules.Rule.CTX_08;
import static dev.databases.testkit.rules.Rule.CTX_09;
import static dev.databases.testkit.rules.Rule.TX_01;
import static dev.databases.testkit.rules.Rule.TX_02;
import static dev.databases.testkit.rules.Rule.TX_03;
import static dev.databases.testkit.rules.Rule.TX_06;
import static dev.databases.testkit.rules.Rule.TX_07;
import static dev.databases.testkit.rules.Rule.TX_11;
import static dev.databases.testkit.rules.Rule.TX_14;
import static dev.databases.testkit.rules.Rule.TX_15;
import static dev.databases.testkit.rules.Rule.TX_16;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.databases.Database;
import dev.databases.Result;
import dev.databases.Row;
import dev.databases.Transaction;
import dev.databases.config.Feature;
import dev.databases.error.ConstraintViolationException;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryException;
import dev.databases.error.TransactionClosedException;
import dev.databases.error.TransactionException;
import dev.databases.error.UnfinishedWorkException;
import dev.databases.testkit.rules.Proves;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Transactions by block, in their asynchronous form. */
abstract class TransactionContract extends TransactionalContract {
    TransactionContract(BackendContract backend) {
        super(backend);
    }

    @Test
    @Proves(TX_01)
    final void block_commits_whetherByHandleOrByDatabase() {
        Database database = open();
        long sum = database.transaction(tx -> tx.execute(insert("handle"))
                        .thenCompose(first -> database.execute(insert("database"))
                                .thenApply(second -> first.rowsAffected() + second.rowsAffected())))
                .join();
        assertEquals(2, sum);
        assertEquals(List.of("database", "handle"), texts(database));
        assertEquals(
                "nothing sent",
                database.transaction(() -> completedFuture("nothing sent")).join());
    }

    @Test
    @Proves({TX_02, CTX_08})
    final void block_fails_rollsBackWithThatException() {
        Database database = open();
        IOException mine = new IOException("mine");
        IOException failed = failsWith(
                IOException.class,
                () -> database.transaction(tx -> tx.execute(insert("gone")).thenCompose(result -> failedFuture(mine)))
                        .join());
        assertSame(mine, failed);
        IOException thrown = failsWith(
                IOException.class,
                () -> database.transaction(tx -> {
                            tx.execute(insert("gone"));
                            throw mine;
                        })
                        .join());
        assertSame(mine, thrown);
        assertEquals(List.of(), texts(database));
    }

    @Test
    @Proves({TX_02, CTX_09})
    @SuppressWarnings("NullAway") // null is what is being proven to be refused
    final void block_returnsNull_rollsBackAndSaysSo() {
        Database database = open();
        IllegalStateException failure = failsWith(
                IllegalStateException.class,
                () -> database.transaction(tx -> {
                            tx.execute(insert("gone"));
                            return null;
                        })
                        .join());
        says(failure, "null", "stage");
        assertEquals(List.of(), texts(database));
    }

    @Test
    @Proves({TX_02, CTX_08})
    final void block_statementFails_rollsBackWithItsError() {
        Database database = open();
        failsWith(
                ConstraintViolationException.class,
                () -> database.transaction(
                                tx -> tx.execute(insert("gone")).thenCompose(first -> tx.execute(AUTHORS.insert())))
                        .join());
        assertEquals(List.of(), texts(database));
    }

    @Test
    @Proves(TX_03)
    final void nestedBlock_fails_leavesTheOuterAsItWas() {
        Database database = open();
        database.transaction(outer -> outer.execute(insert("outer"))
                        .thenCompose(done -> database.transaction(() -> database.execute(insert("gone"))
                                .thenCompose(result -> failedFuture(new IOException("inner")))))
                        .exceptionallyCompose(failure -> outer.transaction(inner -> inner.execute(insert("second")))
                                .thenApply(result -> "recovered")))
                .join();
        assertEquals(List.of("outer", "second"), texts(database));
    }

    @Test
    @Proves(TX_03)
    final void nestedBlocks_commitOnlyWithTheOutermost() {
        Database database = open();
        failsWith(
                IOException.class,
                () -> database.transaction(one -> one.execute(insert("1"))
                                .thenCompose(a -> one.transaction(two -> two.execute(insert("2"))
                                        .thenCompose(b -> two.transaction(three -> three.execute(insert("3"))))))
                                .thenCompose(all -> failedFuture(new IOException("outermost"))))
                        .join());
        assertEquals(List.of(), texts(database));
    }

    @Test
    @Proves(TX_03)
    final void nestedBlocks_twentyDeep_work() {
        Database database = open();
        nested(database, 20).join();
        assertEquals(20, texts(database).size());
    }

    private static CompletableFuture<Result> nested(Database database, int depth) {
        return database.transaction(() -> {
            CompletableFuture<Result> inserted = database.execute(insert("at " + depth));
            return depth == 1 ? inserted : inserted.thenCompose(result -> nested(database, depth - 1));
        });
    }

    @Test
    @Proves({TX_06, CTX_07})
    final void block_endsBeforeItsStatements_isRolledBack() {
        Database database = open();
        Reader<Row> running = new Reader<>();
        CompletableFuture<CompletableFuture<Result>> queued = new CompletableFuture<>();
        UnfinishedWorkException failure = failsWith(
                UnfinishedWorkException.class,
                () -> database.transaction(tx -> tx.executeMany(
                                        NOTES.insert(), List.of(Map.of("text", "a"), Map.of("text", "b")))
                                .thenAccept(both -> {
                                    tx.iterate(NOTES.select()).subscribe(running);
                                    running.request(1); // of two rows: the stream cannot have ended
                                    queued.complete(tx.execute(insert("behind the stream")));
                                }))
                        .join());
        says(failure, "2 of its statements");
        failsWith(DatabaseException.class, () -> queued.join().join());
        running.failure();
        assertEquals(List.of(), texts(database));
    }

    @Test
    @Proves({TX_06, CTX_07})
    final void block_endsBeforeAnInnerTransaction_isRolledBack() {
        Database database = open();
        failsWith(
                UnfinishedWorkException.class,
                () -> database.transaction(tx -> tx.begin().thenCompose(inner -> inner.execute(insert("gone"))))
                        .join());
        assertEquals(List.of(), texts(database));
    }

    @Test
    @Proves({TX_07, CTX_07})
    final void handle_usedAfterTheBlock_isRefused() {
        Database database = open();
        CompletableFuture<Transaction> escaped = new CompletableFuture<>();
        database.transaction(tx -> {
                    escaped.complete(tx);
                    return tx.execute(insert("in time"));
                })
                .join();
        Transaction closed = escaped.join();
        failsWith(
                TransactionClosedException.class,
                () -> closed.execute(insert("late")).join());
        failsWith(
                TransactionClosedException.class,
                () -> closed.fetchAll("SELECT 1").join());
        failsWith(
                TransactionClosedException.class,
                () -> closed.executeMany(NOTES.insert(), List.of(Map.of())).join());
        failsWith(
                TransactionClosedException.class,
                () -> closed.transaction(tx -> tx.execute(insert("late"))).join());
        failsWith(TransactionException.class, () -> closed.commit().join());
        assertEquals(List.of("in time"), texts(database));
    }

    @Test
    @Proves(TX_07)
    final void handle_ofABlock_cannotBeEndedByHand() {
        Database database = open();
        database.transaction(tx -> tx.execute(insert("kept"))
                        .thenCompose(result -> tx.rollback().handle((nothing, failure) -> Failures.unwrapped(failure))))
                .thenAccept(failure -> says(failure, "ends with its body"))
                .join();
        assertEquals(List.of("kept"), texts(database));
    }

    @Test
    @Proves(TX_11)
    final void failedStatement_abortsOrNot_asDeclared() {
        Database database = open();
        CompletableFuture<Result> goingOn = database.transaction(tx -> tx.execute(insert("first"))
                .thenCompose(done -> tx.execute(AUTHORS.insert()))
                .exceptionallyCompose(failure -> tx.execute(insert("second"))));
        if (has(Feature.ERROR_ABORTS_TRANSACTION)) {
            failsWith(QueryException.class, goingOn::join);
            assertEquals(List.of(), texts(database));
        } else {
            goingOn.join();
            assertEquals(List.of("first", "second"), texts(database));
        }
    }

    /** So many that they are sent in parts; the last one is refused. */
    private static List<Map<String, String>> authorsWithOneTwice() {
        return IntStream.range(0, 2_500)
                .mapToObj(i -> Map.of("name", "author " + i % 2_499))
                .toList();
    }

    @Test
    @Proves(CORE_04)
    final void executeMany_failsInsideATransaction_mayHaveBeenDoneInPart() {
        Database database = open();
        CompletableFuture<Result> goingOn = database.transaction(tx -> tx.execute(insert("first"))
                .thenCompose(done -> tx.executeMany(AUTHORS.insert(), authorsWithOneTwice()))
                .exceptionallyCompose(failure -> {
                    says(failure, "row");
                    return tx.execute(insert("second"));
                }));
        if (has(Feature.ERROR_ABORTS_TRANSACTION)) {
            failsWith(QueryException.class, goingOn::join);
            assertEquals(List.of(), texts(database));
            assertEquals(List.of(), authors(database));
        } else {
            goingOn.join();
            assertEquals(List.of("first", "second"), texts(database));
            List<String> given =
                    authorsWithOneTwice().stream().map(row -> row.get("name")).toList();
            List<String> stand = authors(database);
            assertEquals(given.subList(0, stand.size()), stand);
        }
    }

    @Test
    @Proves(CORE_04)
    final void executeMany_failsInsideANestedTransaction_isUndoneByIt() {
        Database database = open();
        database.transaction(outer -> outer.execute(insert("first"))
                        .thenCompose(done ->
                                outer.transaction(inner -> inner.executeMany(AUTHORS.insert(), authorsWithOneTwice())))
                        .exceptionallyCompose(failure -> outer.execute(insert("second"))))
                .join();
        assertEquals(List.of("first", "second"), texts(database));
        assertEquals(List.of(), authors(database));
    }

    private static List<String> authors(Database database) {
        return database.fetchAll(AUTHORS.select(AUTHORS.name).orderBy(AUTHORS.id), String.class)
                .join();
    }

    @Test
    @Proves(TX_14)
    final void transactional_callsAtOnce_areTransactionsOfTheirOwn() {
        Database database = open();
        Function<Integer, CompletableFuture<Result>> function = database.transactional(n -> database.execute(
                        insert("n" + n))
                .thenCompose(result -> n == 3 ? failedFuture(new IOException("three")) : completedFuture(result)));
        List<CompletableFuture<Result>> calls =
                IntStream.rangeClosed(1, 6).mapToObj(function::apply).toList();
        failsWith(IOException.class, calls.get(2)::join);
        calls.stream().filter(call -> call != calls.get(2)).forEach(CompletableFuture::join);
        assertEquals(List.of("n1", "n2", "n4", "n5", "n6"), texts(database));
    }

    @Test
    @Proves(TX_15)
    final void createTable_rolledBack_isUndoneWhereDeclared() {
        Database database = open();
        if (has(Feature.TRANSACTIONAL_DDL)) {
            failsWith(
                    IOException.class,
                    () -> database.transaction(tx -> tx.execute("CREATE TABLE kit_gone (a INTEGER)")
                                    .thenCompose(result -> failedFuture(new IOException("undo"))))
                            .join());
            failsWith(
                    QueryException.class,
                    () -> database.fetchAll("SELECT * FROM kit_gone").join());
        } else {
            failsWith(
                    TransactionException.class,
                    () -> database.transaction(tx -> tx.execute("CREATE TABLE kit_gone (a INTEGER)"))
                            .join());
            database.execute("DROP TABLE kit_gone").join();
        }
    }

    @Test
    @Proves(TX_16)
    final void statements_issuedAtOnce_runInOrder() {
        Database database = open();
        List<Long> counts = database.transaction(tx -> {
                    List<CompletableFuture<Long>> seen = new ArrayList<>();
                    for (int i = 0; i < 50; i++) {
                        tx.execute(insert("n"));
                        seen.add(tx.fetchVal("SELECT count(*) FROM kit_notes", Long.class)
                                .thenApply(count -> count.orElseThrow()));
                    }
                    return Database.all(seen);
                })
                .join();
        assertEquals(IntStream.rangeClosed(1, 50).mapToObj(Long::valueOf).toList(), counts);
    }
}
