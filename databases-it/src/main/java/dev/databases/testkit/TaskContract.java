package dev.databases.testkit;

import static dev.databases.testkit.Failures.failsWith;
import static dev.databases.testkit.Schema.NOTES;
import static dev.databases.testkit.rules.Rule.CTX_01;
import static dev.databases.testkit.rules.Rule.CTX_02;
import static dev.databases.testkit.rules.Rule.CTX_03;
import static dev.databases.testkit.rules.Rule.CTX_04;
import static dev.databases.testkit.rules.Rule.CTX_05;
import static dev.databases.testkit.rules.Rule.CTX_07;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.databases.Body;
import dev.databases.Database;
import dev.databases.Result;
import dev.databases.Transaction;
import dev.databases.error.TransactionClosedException;
import dev.databases.testkit.Verbs.Form;
import dev.databases.testkit.rules.Proves;
import java.io.IOException;
import java.util.List;
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
                Opened.RolledBack.class,
                () -> database.transaction((Transaction tx) -> body.run(tx)
                                .toCompletableFuture()
                                .thenCompose(done -> failedFuture(new Opened.RolledBack())))
                        .join());
        return texts(database);
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
}
