package dev.databases.testkit;

import static dev.databases.testkit.Failures.failsWith;
import static dev.databases.testkit.Schema.NOTES;
import static dev.databases.testkit.rules.Rule.CTX_01;
import static dev.databases.testkit.rules.Rule.CTX_02;
import static dev.databases.testkit.rules.Rule.CTX_03;
import static dev.databases.testkit.rules.Rule.CTX_04;
import static dev.databases.testkit.rules.Rule.CTX_05;
import static dev.databases.testkit.rules.Rule.CTX_06;
import static dev.databases.testkit.rules.Rule.CTX_07;
import static dev.databases.testkit.rules.Rule.CTX_10;
import static dev.databases.testkit.rules.Rule.CTX_14;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.databases.BlockingDatabase;
import dev.databases.BlockingTransaction;
import dev.databases.Body;
import dev.databases.Database;
import dev.databases.Result;
import dev.databases.Transaction;
import dev.databases.config.TransactionOptions;
import dev.databases.error.TransactionClosedException;
import dev.databases.testkit.Verbs.Form;
import dev.databases.testkit.rules.Proves;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What is inside a transaction and what is not: a statement that is inside is gone when the transaction rolls back. */
abstract class TaskContract extends TransactionalContract {
    private static final long PATIENCE_SECONDS = 20;

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
        for (Form form : Form.values()) {
            Opened inside = new Opened(form, open());
            inside.run(() -> Database.contextExecutor(other).execute(() -> inside.issue("inside")));
            inside.statement().join();
            assertEquals(List.of(), inside.leftAfterRollback(), form::name);
        }
    }

    @Test
    @Proves(CTX_04)
    final void stagesOfOurs_ofAThreadInATransaction_areInside() {
        Opened inside = new Opened(Form.BLOCKING, open());
        CompletableFuture<Object> gate = new CompletableFuture<>();
        inside.run(() -> Database.all(gate).thenAcceptAsync(done -> inside.issue("inside"), other));
        gate.complete("later");
        inside.statement().join();
        assertEquals(List.of(), inside.leftAfterRollback());
    }

    @Test
    @Proves(CTX_01)
    final void dependents_ofAForeignFutureThatIsDoneLater_areOutside() {
        for (Form form : Form.values()) {
            CompletableFuture<Object> gate = new CompletableFuture<>();
            Opened inside = new Opened(form, open());
            inside.run(() -> CompletableFuture.supplyAsync(gate::join, other)
                    .thenApply(done -> done)
                    .thenAccept(done -> inside.issue("outside")));
            gate.complete("later");
            inside.statement();
            assertEquals(List.of("outside"), inside.leftAfterRollback(), form::name);
        }
    }

    @Test
    @Proves(CTX_02)
    final void dependents_ofAForeignFutureThatIsDone_runAtOnce_soInside() {
        CompletableFuture<Integer> done = CompletableFuture.supplyAsync(() -> 1, other);
        done.join();
        for (Form form : Form.values()) {
            Opened inside = new Opened(form, open());
            inside.run(() -> done.thenAccept(one -> inside.issue("inside")));
            inside.statement().join();
            assertEquals(List.of(), inside.leftAfterRollback(), form::name);
        }
    }

    @Test
    @Proves(CTX_02)
    final void dependents_ofAStatement_inAForeignFutureThatIsDone_areOutside() {
        CompletableFuture<Integer> done = CompletableFuture.supplyAsync(() -> 1, other);
        done.join();
        for (Form form : Form.values()) {
            CompletableFuture<Object> gate = new CompletableFuture<>();
            Opened inside = new Opened(form, open());
            inside.run(() -> done.thenCompose(one -> Database.all(gate)).thenAccept(later -> inside.issue("outside")));
            gate.complete("later");
            inside.statement();
            assertEquals(List.of("outside"), inside.leftAfterRollback(), form::name);
        }
    }

    @Test
    @Proves(CTX_03)
    final void jdksOwn_allOfAndAnyOf_areOutside() {
        List<BinaryOperator<CompletableFuture<?>>> joins = List.of(CompletableFuture::allOf, CompletableFuture::anyOf);
        for (Form form : Form.values()) {
            for (BinaryOperator<CompletableFuture<?>> join : joins) {
                CompletableFuture<Object> gate = new CompletableFuture<>();
                Opened inside = new Opened(form, open());
                inside.run(() ->
                        join.apply(Database.all(gate), Database.all(gate)).thenAccept(done -> inside.issue("outside")));
                gate.complete("later");
                inside.statement();
                assertEquals(List.of("outside"), inside.leftAfterRollback(), form::name);
            }
        }
    }

    @Test
    @Proves(CTX_05)
    final void newThreads_andRunAsync_areOutside() {
        List<Consumer<Runnable>> starts = List.of(
                work -> new Thread(work).start(),
                work -> CompletableFuture.runAsync(work, other),
                CompletableFuture::runAsync);
        for (Form form : Form.values()) {
            for (Consumer<Runnable> start : starts) {
                Opened inside = new Opened(form, open());
                inside.run(() -> start.accept(() -> inside.issue("outside")));
                inside.statement();
                assertEquals(List.of("outside"), inside.leftAfterRollback(), form::name);
            }
        }
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
    @Proves(CTX_07)
    final void dependents_thatRunAfterTheEnd_areRefused_notRunOutside() {
        for (Form form : Form.values()) {
            CompletableFuture<Object> gate = new CompletableFuture<>();
            Opened inside = new Opened(form, open());
            inside.run(() -> Database.all(gate).thenAccept(done -> inside.issue("late")));
            inside.rollBack();
            gate.complete("late");
            failsWith(TransactionClosedException.class, inside.statement()::join);
            assertEquals(List.of(), texts(inside.database), form::name);
        }
    }

    @Test
    @Proves(CTX_10)
    final void stage_completedByAThreadInAnotherTransaction_isInItsOwn_andThatThreadStaysInThat() {
        for (Form form : Form.values()) {
            CompletableFuture<Object> gate = new CompletableFuture<>();
            Opened mine = new Opened(form, open());
            mine.run(() -> Database.all(gate).thenAccept(done -> mine.issue("mine")));
            Database second = limits().connections() == 1 ? open() : mine.database;
            completeInside(second, gate);
            mine.statement().join();
            assertEquals(List.of(), mine.leftAfterRollback(), form::name);
        }
    }

    @Test
    @Proves(CTX_14)
    final void stageThatThrows_completedByAThreadInAnotherTransaction_leavesThatThreadInThat() {
        CompletableFuture<Object> gate = new CompletableFuture<>();
        CompletableFuture<CompletableFuture<Void>> throwing = new CompletableFuture<>();
        Opened mine = new Opened(Form.ASYNCHRONOUS, open());
        mine.run(() -> throwing.complete(Database.all(gate).thenAccept(done -> {
            throw new StackOverflowError("thrown by the test");
        })));
        completeInside(limits().connections() == 1 ? open() : mine.database, gate);
        failsWith(StackOverflowError.class, throwing.join()::join);
        assertEquals(List.of(), mine.leftAfterRollback());
    }

    /** Completes it on a thread that is in a transaction, of a database of its own where there is one connection. */
    private void completeInside(Database database, CompletableFuture<Object> gate) {
        TransactionOptions besides =
                limits().writers() > 1 ? TransactionOptions.DEFAULT : TransactionOptions.DEFAULT.asReadOnly();
        BlockingDatabase db = database.blocking();
        CompletableFuture.runAsync(
                        () -> {
                            try (BlockingTransaction theirs = db.begin(besides)) {
                                theirs.fetchAll(NOTES.select());
                                gate.complete("later");
                                theirs.rollback();
                                failsWith(TransactionClosedException.class, () -> db.fetchAll(NOTES.select()));
                            }
                        },
                        other)
                .join();
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
        assertInstanceOf(
                IOException.class, all.handle((values, failure) -> failure).join(), "not wrapped");
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
    @Proves(CTX_06)
    final void databases_nested_areEachInTheirOwn() {
        Database one = open();
        Database two = limits().connections() == 1 ? open() : connect(Map.of());
        TransactionOptions besides =
                limits().writers() > 1 ? TransactionOptions.DEFAULT : TransactionOptions.DEFAULT.asReadOnly();
        one.transaction(() -> one.execute(insert("kept"))
                        .thenCompose(inserted -> two.transaction(
                                besides,
                                () -> two.fetchAll(NOTES.select()).thenCompose(seen -> {
                                    assertEquals(0, seen.size(), "of two");
                                    return one.fetchAll(NOTES.select());
                                })))
                        .thenAccept(seen -> assertEquals(1, seen.size(), "of one")))
                .join();
        try (BlockingTransaction outer = one.blocking().begin()) {
            outer.execute(insert("gone"));
            try (BlockingTransaction inner = two.blocking().begin(besides)) {
                assertEquals(2, one.blocking().fetchAll(NOTES.select()).size());
                assertEquals(
                        limits().connections() == 1 ? 0 : 1,
                        two.blocking().fetchAll(NOTES.select()).size());
                inner.rollback();
            }
        }
        assertEquals(List.of("kept"), texts(one));
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

    @Test
    @Proves(CTX_14)
    final void work_throwsAnError_takesTheThreadOut() {
        Database database = open();
        failsWith(
                StackOverflowError.class,
                () -> database.blocking().transaction(tx -> {
                    tx.execute(insert("gone"));
                    throw new StackOverflowError("thrown by the test");
                }));
        database.blocking().execute(insert("outside"));
        assertEquals(List.of("outside"), texts(database));
    }

    /**
     * A transaction that stays open until it is rolled back, by a body or by a thread of its own; and a statement that is
     * issued from somewhere: if it was inside it is gone afterwards, if it was outside it is kept. Nobody inside waits for
     * that statement, which may not be able to run before the end.
     */
    private static final class Opened {
        final Database database;
        private final Form form;
        private final CompletableFuture<Object> ran = new CompletableFuture<>();
        private final CompletableFuture<Object> end = new CompletableFuture<>();
        private final CompletableFuture<CompletableFuture<Result>> issued = new CompletableFuture<>();
        private CompletableFuture<Object> transaction = new CompletableFuture<>();

        Opened(Form form, Database database) {
            this.form = form;
            this.database = database;
        }

        /** Opens it and runs something inside. */
        void run(Runnable inside) {
            transaction = form == Form.ASYNCHRONOUS ? block(inside) : thread(inside);
            patient(CompletableFuture.anyOf(ran, transaction)).join();
        }

        private CompletableFuture<Object> block(Runnable inside) {
            return database.transaction(() -> {
                inside.run();
                ran.complete("ran");
                return end;
            });
        }

        private CompletableFuture<Object> thread(Runnable inside) {
            return onNewThread(() -> {
                try (BlockingTransaction open = database.blocking().begin()) {
                    inside.run();
                    ran.complete("ran");
                    return end.join();
                }
            });
        }

        void issue(String text) {
            issued.complete(database.execute(insert(text)));
        }

        /** The statement, once it has been issued. */
        CompletableFuture<Result> statement() {
            return patient(issued).join();
        }

        void rollBack() {
            end.completeExceptionally(new RolledBack());
            failsWith(RolledBack.class, patient(transaction)::join);
        }

        List<String> leftAfterRollback() {
            rollBack();
            if (issued.isDone()) {
                statement().join();
            }
            return texts(database);
        }
    }

    private static <T> CompletableFuture<T> patient(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Calls something on a thread of its own. */
    private static CompletableFuture<Object> onNewThread(Callable<Object> call) {
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                outcome.complete(call.call());
            } catch (Throwable thrown) { // reported to the test
                outcome.completeExceptionally(thrown);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return outcome;
    }
}
