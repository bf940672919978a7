package dev.databases.testkit;

import static dev.databases.testkit.Failures.failsWith;
import static dev.databases.testkit.Rule.CTX_03;
import static dev.databases.testkit.Rule.CTX_04;
import static dev.databases.testkit.Rule.CTX_05;
import static dev.databases.testkit.Rule.CTX_06;
import static dev.databases.testkit.Rule.CTX_14;
import static dev.databases.testkit.Schema.NOTES;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.databases.Body;
import dev.databases.Database;
import dev.databases.Result;
import dev.databases.Transaction;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What is inside a transaction and what is not: a statement that is inside is gone when the transaction rolls back. */
abstract class TaskContract extends TransactionalContract {
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    TaskContract(BackendContract backend) {
        super(backend);
    }

    @AfterEach
    final void endExecutor() {
        other.shutdown();
    }

    /** Runs a body that is then rolled back, and returns the notes that are left: those from outside. */
    private static List<String> left(Database database, Body<Result> body) {
        failsWith(
                RolledBack.class,
                () -> database.transaction((Transaction tx) ->
                                body.run(tx).toCompletableFuture().thenCompose(done -> failedFuture(new RolledBack())))
                        .join());
        return texts(database);
    }

    private static final class RolledBack extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** Inside by way of an own statement first, then whatever the continuation does. */
    private static Body<Result> after(Function<CompletableFuture<Result>, CompletionStage<Result>> continuation) {
        return tx -> continuation.apply(tx.execute(insert("first")));
    }

    @Test
    @Proves(CTX_04)
    final void stagesOfOurs_onAnyExecutor_areInside() {
        Database database = open();
        Function<Object, CompletionStage<Result>> insert = done -> database.execute(insert("inside"));
        assertEquals(List.of(), left(database, after(first -> first.thenCompose(insert))));
        assertEquals(List.of(), left(database, after(first -> first.thenComposeAsync(insert))));
        assertEquals(List.of(), left(database, after(first -> first.thenComposeAsync(insert, other))));
        assertEquals(
                List.of(),
                left(
                        database,
                        after(first -> first.thenApplyAsync(done -> done, other).thenCompose(insert))));
        assertEquals(
                List.of(),
                left(
                        database,
                        after(first -> first.handle((done, failure) -> done).thenCompose(insert))));
        assertEquals(
                List.of(),
                left(
                        database,
                        after(first ->
                                first.orTimeout(10, TimeUnit.SECONDS).copy().thenCompose(insert))));
        assertEquals(
                List.of(),
                left(database, after(first -> first.whenComplete((a, b) -> {}).thenCompose(insert))));
    }

    @Test
    @Proves(CTX_04)
    final void contextExecutor_carriesTheTransaction() {
        Database database = open();
        assertEquals(
                List.of(),
                left(
                        database,
                        tx -> CompletableFuture.supplyAsync(
                                        () -> database.execute(insert("inside")), Database.contextExecutor(other))
                                .thenCompose(inserted -> inserted)));
    }

    @Test
    @Proves(CTX_05)
    final void foreignFuturesAndThreads_areOutside() {
        Database database = open();
        Assumptions.assumeTrue(limits().connections() > 1 && limits().writers() > 1, "a second writer would wait");
        assertEquals(
                List.of("outside"),
                left(
                        database,
                        tx -> CompletableFuture.supplyAsync(() -> 1, other)
                                .thenCompose(one -> database.execute(insert("outside")))));
    }

    @Test
    @Proves(CTX_05)
    final void foreignThread_doesNotSeeWhatIsInside() {
        Database database = open();
        Assumptions.assumeTrue(limits().connections() > 1, "there is only one connection");
        int seen = database.transaction(tx -> tx.execute(insert("inside"))
                        .thenCompose(
                                done -> CompletableFuture.supplyAsync(() -> database.fetchAll(NOTES.select()), other)
                                        .thenCompose(rows -> rows)))
                .join()
                .size();
        assertEquals(0, seen);
    }

    @Test
    @Proves(CTX_03)
    final void all_andAny_areInside() {
        Database database = open();
        assertEquals(
                List.of(),
                left(
                        database,
                        tx -> Database.all(tx.execute(insert("a")), database.execute(insert("b")))
                                .thenCompose(both -> database.execute(insert("inside")))));
        assertEquals(
                List.of(),
                left(
                        database,
                        tx -> Database.any(tx.execute(insert("a")))
                                .thenCompose(one -> database.execute(insert("inside")))));
    }

    @Test
    @Proves(CTX_03)
    final void all_oneFails_failsAfterAllHaveEnded() {
        Database database = open();
        CompletableFuture<Result> slow = new CompletableFuture<>();
        CompletableFuture<List<Result>> all = Database.all(List.of(failedFuture(new IOException("one")), slow));
        assertEquals(false, all.isDone());
        slow.complete(null);
        failsWith(IOException.class, all::join);
        assertEquals(
                List.of(), Database.all(List.<CompletableFuture<String>>of()).join());
        assertEquals(List.of(), texts(database));
    }

    @Test
    @Proves(CTX_06)
    final void databases_nested_areTransactionsOfTheirOwn() {
        Database one = open();
        Assumptions.assumeTrue(limits().connections() == 1 || limits().writers() > 1, "two writers on one file");
        Database two = limits().connections() == 1 ? open() : connect(Map.of());
        failsWith(
                IOException.class,
                () -> one.transaction(() -> one.execute(insert("gone"))
                                .thenCompose(a -> two.transaction(() ->
                                        two.execute(insert("kept")).thenCompose(b -> one.execute(insert("gone too")))))
                                .thenCompose(c -> failedFuture(new IOException("undo"))))
                        .join());
        assertEquals(List.of("kept"), texts(two));
    }

    @Test
    @Proves(CTX_14)
    final void callback_throwsAnError_restoresTheContext() {
        Database database = open();
        failsWith(
                StackOverflowError.class,
                () -> database.transaction(tx -> tx.execute(insert("gone")).thenApply(done -> {
                            throw new StackOverflowError("thrown by the test");
                        }))
                        .join());
        database.execute(insert("outside")).join();
        assertEquals(List.of("outside"), texts(database));
    }
}
