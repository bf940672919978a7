package dev.databases.testkit;

import static dev.databases.testkit.Failures.failsWith;
import static dev.databases.testkit.Schema.NOTES;
import static dev.databases.testkit.rules.Rule.CTX_06;
import static dev.databases.testkit.rules.Rule.CTX_10;
import static dev.databases.testkit.rules.Rule.CTX_14;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.databases.BlockingDatabase;
import dev.databases.BlockingTransaction;
import dev.databases.Database;
import dev.databases.config.TransactionOptions;
import dev.databases.error.TransactionClosedException;
import dev.databases.testkit.Verbs.Form;
import dev.databases.testkit.rules.Proves;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Where one transaction of a task ends and another begins: two databases, two threads, errors. */
abstract class TaskBoundsContract extends TransactionalContract {
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    TaskBoundsContract(BackendContract backend) {
        super(backend);
    }

    @AfterEach
    final void endExecutor() {
        other.shutdown();
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
        BlockingDatabase db = database.blocking();
        CompletableFuture.runAsync(
                        () -> {
                            try (BlockingTransaction theirs = db.begin(besides())) {
                                theirs.fetchAll(NOTES.select());
                                gate.complete("later");
                                theirs.rollback();
                                failsWith(TransactionClosedException.class, () -> db.fetchAll(NOTES.select()));
                            }
                        },
                        other)
                .join();
    }

    /** For a transaction that is open beside one that writes. */
    private TransactionOptions besides() {
        return limits().writers() > 1 ? TransactionOptions.DEFAULT : TransactionOptions.DEFAULT.asReadOnly();
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
        one.transaction(() -> one.execute(insert("kept"))
                        .thenCompose(inserted -> two.transaction(
                                besides(),
                                () -> two.fetchAll(NOTES.select()).thenCompose(seen -> {
                                    assertEquals(0, seen.size(), "of two");
                                    return one.fetchAll(NOTES.select());
                                })))
                        .thenAccept(seen -> assertEquals(1, seen.size(), "of one")))
                .join();
        try (BlockingTransaction outer = one.blocking().begin()) {
            outer.execute(insert("gone"));
            try (BlockingTransaction inner = two.blocking().begin(besides())) {
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
}
