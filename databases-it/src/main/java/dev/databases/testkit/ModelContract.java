package dev.databases.testkit;

import static dev.databases.testkit.Schema.NOTES;
import static dev.databases.testkit.rules.Rule.MODEL_01;
import static dev.databases.testkit.rules.Rule.MODEL_02;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.databases.Database;
import dev.databases.config.DatabaseOptions;
import dev.databases.config.Feature;
import dev.databases.testkit.RandomProgram.Step;
import dev.databases.testkit.RandomProgram.Task;
import dev.databases.testkit.rules.Proves;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Random programs against a model in memory. A failure prints its program; the system property
 * {@code dev.databases.testkit.seed} runs the program of one seed alone.
 */
abstract class ModelContract extends TransactionalContract {
    private static final String SEED = "dev.databases.testkit.seed";
    private static final int PROGRAMS = 200;
    private static final int FORCED = 60;
    private static final long PATIENCE_SECONDS = 60;

    private long nextKey = 1;

    ModelContract(BackendContract backend) {
        super(backend);
    }

    @Test
    @Proves(MODEL_01)
    final void programs_doWhatTheModelDoes() {
        Database database = open(DatabaseOptions.MAX_SIZE, 3);
        seeds(PROGRAMS).forEach(seed -> run(database, RandomProgram.of(seed)));
    }

    @Test
    @Proves(MODEL_02)
    final void programs_underForcedRollback_doTheSameAndLeaveNothing() {
        Assumptions.assumeTrue(limits().connections() > 1, "nothing outlives the connection");
        Database outside = open();
        Database database = connect(Map.of(DatabaseOptions.FORCE_ROLLBACK, true));
        seeds(FORCED).forEach(seed -> run(database, RandomProgram.of(seed)));
        database.disconnect().join();
        assertEquals(List.of(), texts(outside));
    }

    private static LongStream seeds(int count) {
        Long alone = Long.getLong(SEED);
        return alone == null ? LongStream.rangeClosed(1, count) : LongStream.of(alone);
    }

    private void run(Database database, RandomProgram program) {
        List<ModelTask> models = new ArrayList<>();
        for (int i = 0; i < program.tasks().size(); i++) {
            models.add(new ModelTask(nextKey, has(Feature.ERROR_ABORTS_TRANSACTION)));
            nextKey += ModelTask.KEYS;
            separate(database);
        }
        List<CompletableFuture<?>> tasks = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            tasks.add(start(database, program.tasks().get(i), models.get(i)));
        }
        try {
            CompletableFuture.allOf(tasks.toArray(CompletableFuture[]::new))
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (RuntimeException failure) {
            throw new AssertionError(
                    "run it again with -D" + SEED + "=" + program.seed() + "\n" + Failures.unwrapped(failure) + "\n"
                            + program,
                    failure);
        }
    }

    /** A row behind those of a task: a server that locks what lies between two rows would else let one task wait for another. */
    private void separate(Database database) {
        database.execute(NOTES.insert().set(NOTES.id, nextKey++).set(NOTES.text, "between"))
                .join();
    }

    /** At its end a task looks once more at all that it has. */
    private static CompletableFuture<?> start(Database database, Task task, ModelTask model) {
        List<Step> steps = new ArrayList<>(task.steps());
        steps.add(new Step(RandomProgram.Kind.LIST, 0, "", false, List.of()));
        if (!task.blocking()) {
            return new ModelChain(database, model).run(steps);
        }
        CompletableFuture<String> end = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                new ModelThread(database.blocking(), model).run(steps);
                end.complete("through");
            } catch (Throwable failure) { // what became of it
                end.completeExceptionally(failure);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return end;
    }
}
