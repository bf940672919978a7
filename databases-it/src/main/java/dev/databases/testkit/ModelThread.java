package dev.databases.testkit;

import static dev.databases.testkit.Schema.NOTES;

import dev.databases.BlockingDatabase;
import dev.databases.BlockingQueries;
import dev.databases.config.TransactionOptions;
import dev.databases.error.ConstraintViolationException;
import dev.databases.testkit.RandomProgram.Step;
import java.util.List;
import java.util.stream.Stream;

/** A task of a random program as a thread that waits, each step of which is compared with the model. */
final class ModelThread {
    private final BlockingDatabase database;
    private final ModelTask model;

    ModelThread(BlockingDatabase database, ModelTask model) {
        this.database = database;
        this.model = model;
    }

    void run(List<Step> steps) {
        run(steps, database);
    }

    private boolean run(List<Step> steps, BlockingQueries handle) {
        steps.forEach(step -> run(step, handle));
        return true;
    }

    private void run(Step step, BlockingQueries handle) {
        if (step.kind().isBlock()) {
            block(step, handle);
        } else if (!model.isSkipped(step)) {
            Object expected = model.expected(step);
            ModelTask.require(step, expected, answer(step, step.byHandle() ? handle : database));
        }
    }

    private Object answer(Step step, BlockingQueries queries) {
        try {
            return call(step, queries);
        } catch (ConstraintViolationException violated) {
            return ModelTask.VIOLATION;
        }
    }

    private Object call(Step step, BlockingQueries queries) {
        long key = model.key(step);
        return switch (step.kind()) {
            case INSERT -> queries.execute(model.insert(step)).rowsAffected();
            case UPDATE ->
                queries.execute(NOTES.update().set(NOTES.text, step.text()).where(NOTES.id.eq(key)))
                        .rowsAffected();
            case DELETE ->
                queries.execute(NOTES.delete().where(NOTES.id.eq(key))).rowsAffected();
            case MANY -> queries.executeMany(NOTES.insert(), model.many(step)).rowsAffected();
            case FIND -> queries.fetchVal(NOTES.select(NOTES.text).where(NOTES.id.eq(key)));
            case ITERATE -> {
                try (Stream<String> texts = queries.iterate(model.texts(), String.class)) {
                    yield texts.toList();
                }
            }
            default -> queries.fetchAll(model.texts(), String.class);
        };
    }

    private void block(Step step, BlockingQueries handle) {
        Runnable undo = model.enter(step);
        switch (step.kind()) {
            case COMMITTED -> handle.transaction(tx -> run(step.inner(), tx));
            case FORCED -> {
                handle.transaction(TransactionOptions.DEFAULT.asForceRollback(), tx -> run(step.inner(), tx));
                undo.run();
            }
            case PINNED -> pinned(step, handle);
            default -> {
                failing(step, handle);
                undo.run();
            }
        }
        model.leave(step);
    }

    private void pinned(Step step, BlockingQueries handle) {
        if (handle == database) {
            database.connection(pinned -> run(step.inner(), pinned));
        } else {
            run(step.inner(), handle);
        }
    }

    private void failing(Step step, BlockingQueries handle) {
        Undone mine = new Undone();
        try {
            handle.transaction(tx -> {
                run(step.inner(), tx);
                throw mine;
            });
        } catch (Undone thrown) {
            ModelTask.require(step, mine, thrown);
        }
    }

    /** Thrown by a body that wants to be rolled back. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
