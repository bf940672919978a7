package dev.databases.testkit;

import static dev.databases.testkit.Schema.NOTES;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import dev.databases.Database;
import dev.databases.Queries;
import dev.databases.Result;
import dev.databases.config.TransactionOptions;
import dev.databases.error.ConstraintViolationException;
import dev.databases.testkit.RandomProgram.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** A task of a random program as a chain of stages, each step of which is compared with the model. */
final class ModelChain {
    private final Database database;
    private final ModelTask model;

    ModelChain(Database database, ModelTask model) {
        this.database = database;
        this.model = model;
    }

    CompletableFuture<?> run(List<Step> steps) {
        return run(steps, database);
    }

    private CompletableFuture<?> run(List<Step> steps, Queries handle) {
        CompletableFuture<?> chain = database.fetchVal("SELECT 1", Long.class);
        for (Step step : steps) {
            chain = chain.thenCompose(before -> run(step, handle));
        }
        return chain;
    }

    private CompletableFuture<?> run(Step step, Queries handle) {
        if (step.kind().isBlock()) {
            return block(step, handle);
        }
        if (model.isSkipped(step)) {
            return completedFuture("skipped");
        }
        Object expected = model.expected(step);
        return send(step, step.byHandle() ? handle : database)
                .exceptionally(ModelChain::violation)
                .thenAccept(answer -> ModelTask.require(step, expected, answer));
    }

    private static Object violation(Throwable failure) {
        if (Failures.unwrapped(failure) instanceof ConstraintViolationException) {
            return ModelTask.VIOLATION;
        }
        throw failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
    }

    private CompletableFuture<Object> send(Step step, Queries queries) {
        long key = model.key(step);
        return switch (step.kind()) {
            case INSERT -> queries.execute(model.insert(step)).thenApply(Result::rowsAffected);
            case UPDATE ->
                queries.execute(NOTES.update().set(NOTES.text, step.text()).where(NOTES.id.eq(key)))
                        .thenApply(Result::rowsAffected);
            case DELETE ->
                queries.execute(NOTES.delete().where(NOTES.id.eq(key))).thenApply(Result::rowsAffected);
            case MANY -> queries.executeMany(NOTES.insert(), model.many(step)).thenApply(Result::rowsAffected);
            case FIND ->
                queries.fetchVal(NOTES.select(NOTES.text).where(NOTES.id.eq(key)))
                        .thenApply(found -> found);
            case ITERATE -> read(queries.iterate(model.texts(), String.class));
            default -> queries.fetchAll(model.texts(), String.class).thenApply(texts -> texts);
        };
    }

    private CompletableFuture<Object> read(Flow.Publisher<String> texts) {
        List<String> read = new ArrayList<>();
        CompletableFuture<Object> gate = new CompletableFuture<>();
        texts.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(String text) {
                read.add(text);
            }

            @Override
            public void onError(Throwable failure) {
                gate.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                gate.complete(read);
            }
        });
        return Database.all(gate).thenApply(all -> all.get(0)); // a stage of ours: what follows is inside again
    }

    private CompletableFuture<?> block(Step step, Queries handle) {
        Runnable undo = model.enter(step);
        return (switch (step.kind()) {
                    case COMMITTED -> handle.transaction(tx -> inside(step, tx));
                    case FORCED ->
                        handle.transaction(TransactionOptions.DEFAULT.asForceRollback(), tx -> inside(step, tx))
                                .thenRun(undo);
                    case FAILED ->
                        handle.transaction(tx -> inside(step, tx).thenCompose(done -> failedFuture(new Undone())))
                                .handle((done, failure) -> undone(failure, undo))
                                .thenCompose(stage -> stage);
                    case CANCELLED -> cancelled(step, handle, undo);
                    default ->
                        handle == database ? database.connection(pinned -> inside(step, pinned)) : inside(step, handle);
                })
                .whenComplete((done, failure) -> model.leave(step));
    }

    private CompletableFuture<Object> inside(Step step, Queries handle) {
        return run(step.inner(), handle).thenApply(done -> done);
    }

    /** Thrown by a body that wants to be rolled back. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static CompletableFuture<String> undone(Throwable failure, Runnable undo) {
        if (failure == null || !(Failures.unwrapped(failure) instanceof Undone)) {
            return failedFuture(failure == null ? new AssertionError("the block has not failed") : failure);
        }
        undo.run();
        return completedFuture("undone");
    }

    /** The body never ends; when it is through with its steps, the transaction is cancelled. */
    private CompletableFuture<?> cancelled(Step step, Queries handle, Runnable undo) {
        CompletableFuture<Object> through = new CompletableFuture<>();
        CompletableFuture<Object> transaction = handle.transaction(tx -> inside(step, tx)
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        through.completeExceptionally(failure);
                    } else {
                        through.complete("through");
                    }
                })
                .thenCompose(done -> new CompletableFuture<>()));
        return Database.all(through).thenCompose(done -> {
            transaction.cancel(true);
            undo.run();
            return handle.fetchVal("SELECT 1", Long.class); // behind the rollback, if there is a transaction around it
        });
    }
}
