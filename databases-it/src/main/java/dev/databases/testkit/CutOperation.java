package dev.databases.testkit;

import static dev.databases.testkit.Schema.NOTES;
import static java.util.concurrent.CompletableFuture.failedFuture;

import dev.databases.BlockingDatabase;
import dev.databases.Database;
import dev.databases.Result;
import dev.databases.Row;
import dev.databases.Transaction;
import dev.databases.sql.Insert;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * An operation of a user, for {@link CutContract} to cut: it starts, can be given up, and leaves so many rows behind
 * if it succeeds.
 *
 * @param name for reports
 * @param rows how many notes there are afterwards whose text is the name of the run
 * @param body starts it
 */
record CutOperation(String name, int rows, Body body) {
    /** Starts an operation on a database, for a run, and says how it is given up. */
    interface Body {
        CompletableFuture<?> start(Database database, String run, Underway underway);
    }

    CompletableFuture<?> start(Database database, String run, Underway underway) {
        return body.start(database, run, underway);
    }

    /** How to give an operation up that may not have returned its stage yet. */
    static final class Underway {
        private @Nullable Runnable givingUp;
        private boolean givenUp;

        void giveUp() {
            Runnable now;
            synchronized (this) {
                givenUp = true;
                now = givingUp;
            }
            if (now != null) {
                now.run();
            }
        }

        void by(Runnable action) {
            boolean late;
            synchronized (this) {
                givingUp = action;
                late = givenUp;
            }
            if (late) {
                action.run();
            }
        }

        <T> CompletableFuture<T> cancelled(CompletableFuture<T> stage) {
            by(() -> stage.cancel(true));
            return stage;
        }
    }

    static List<CutOperation> all() {
        return List.of(
                new CutOperation(
                        "fetchAll",
                        0,
                        (database, run, underway) -> underway.cancelled(database.fetchAll(NOTES.select()))),
                new CutOperation(
                        "execute", 1, (database, run, underway) -> underway.cancelled(database.execute(insert(run)))),
                new CutOperation(
                        "executeMany",
                        3,
                        (database, run, underway) ->
                                underway.cancelled(database.executeMany(NOTES.insert(), three(run)))),
                new CutOperation(
                        "transaction with a savepoint",
                        3,
                        (database, run, underway) -> underway.cancelled(nested(database, run))),
                new CutOperation(
                        "transaction whose savepoint is rolled back",
                        2,
                        (database, run, underway) -> underway.cancelled(rolledBackInside(database, run))),
                new CutOperation(
                        "transaction that fails",
                        0,
                        (database, run, underway) -> underway.cancelled(database.transaction(
                                        tx -> tx.execute(insert(run)).thenCompose(done -> failedFuture(new Undone())))
                                .handle(CutOperation::unlessUndone)
                                .thenCompose(stage -> stage))),
                new CutOperation("begin and commit", 2, CutOperation::explicit),
                new CutOperation(
                        "pinned connection",
                        1,
                        (database, run, underway) ->
                                underway.cancelled(database.connection(pinned -> pinned.fetchAll(NOTES.select())
                                        .thenCompose(rows -> pinned.transaction(tx -> tx.execute(insert(run))))))),
                new CutOperation("iterate", 0, CutOperation::stream),
                new CutOperation("blocking transaction", 2, CutOperation::blocking));
    }

    private static Insert insert(String run) {
        return NOTES.insert().set(NOTES.text, run);
    }

    private static List<Map<String, Object>> three(String run) {
        return List.of(Map.of("text", run), Map.of("text", run), Map.of("text", run));
    }

    /** Thrown by a body that wants to be rolled back. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static CompletableFuture<@Nullable Object> unlessUndone(
            @Nullable Object value, @Nullable Throwable failure) {
        Throwable why = failure == null ? null : Failures.unwrapped(failure);
        return why == null || why instanceof Undone ? CompletableFuture.completedFuture(value) : failedFuture(why);
    }

    private static CompletableFuture<Result> nested(Database database, String run) {
        return database.transaction(outer -> outer.execute(insert(run))
                .thenCompose(first -> outer.transaction(inner -> inner.execute(insert(run))))
                .thenCompose(second -> outer.execute(insert(run))));
    }

    private static CompletableFuture<Result> rolledBackInside(Database database, String run) {
        return database.transaction(outer -> outer.execute(insert(run))
                .thenCompose(first -> outer.transaction(
                                inner -> inner.execute(insert(run)).thenCompose(gone -> failedFuture(new Undone())))
                        .handle(CutOperation::unlessUndone)
                        .thenCompose(stage -> stage))
                .thenCompose(undone -> outer.execute(insert(run))));
    }

    /** Whoever begins by hand also ends by hand, whatever has happened. */
    private static CompletableFuture<?> explicit(Database database, String run, Underway underway) {
        CompletableFuture<Transaction> begun = database.begin();
        CompletableFuture<Void> all = begun.thenCompose(tx -> tx.execute(insert(run))
                .thenCompose(first -> tx.execute(insert(run)))
                .thenCompose(second -> tx.commit()));
        all.whenComplete((nothing, failure) -> {
            if (failure != null && begun.isDone() && !begun.isCompletedExceptionally()) {
                begun.join().rollback();
            }
        });
        return underway.cancelled(all);
    }

    private static CompletableFuture<?> stream(Database database, String run, Underway underway) {
        CompletableFuture<String> end = new CompletableFuture<>();
        database.iterate(NOTES.select()).subscribe(new Flow.Subscriber<Row>() {
            private Flow.@Nullable Subscription rows;

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                rows = subscription;
                underway.by(() -> {
                    subscription.cancel();
                    end.cancel(true);
                });
                subscription.request(1);
            }

            @Override
            public void onNext(Row row) {
                if (rows != null) {
                    rows.request(1);
                }
            }

            @Override
            public void onError(Throwable failure) {
                end.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                end.complete("complete");
            }
        });
        return end;
    }

    private static CompletableFuture<?> blocking(Database database, String run, Underway underway) {
        CompletableFuture<Result> end = new CompletableFuture<>();
        BlockingDatabase db = database.blocking();
        Thread thread = new Thread(() -> {
            try {
                end.complete(db.transaction(outer -> {
                    outer.execute(insert(run));
                    return db.transaction(inner -> inner.execute(insert(run)));
                }));
            } catch (Throwable failure) { // what became of it
                end.completeExceptionally(failure);
            }
        });
        thread.setDaemon(true);
        underway.by(thread::interrupt);
        thread.start();
        return end;
    }
}
