package dev.databases.testkit;

import static dev.databases.testkit.Failures.failsWith;

import dev.databases.BlockingTransaction;
import dev.databases.Database;
import dev.databases.Result;
import dev.databases.testkit.Verbs.Form;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A transaction that stays open until it is rolled back, by a body or by a thread of its own; and a statement that is
 * issued from somewhere: if it was inside it is gone afterwards, if it was outside it is kept. Nobody inside waits for
 * that statement, which may not be able to run before the end.
 */
final class Opened {
    private static final long PATIENCE_SECONDS = 20;

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
        issued.complete(database.execute(TransactionalContract.insert(text)));
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
        return TransactionalContract.texts(database);
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

    /** Why it is rolled back. */
    static final class RolledBack extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
