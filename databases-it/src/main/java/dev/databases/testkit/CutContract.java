package dev.databases.testkit;

import static dev.databases.testkit.Schema.NOTES;
import static dev.databases.testkit.rules.Rule.CUT_01;
import static dev.databases.testkit.rules.Rule.CUT_02;
import static dev.databases.testkit.rules.Rule.CUT_03;
import static dev.databases.testkit.rules.Rule.CUT_04;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Database;
import dev.databases.Row;
import dev.databases.config.DatabaseOptions;
import dev.databases.config.Option;
import dev.databases.error.CommitOutcomeUnknownException;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryException;
import dev.databases.testkit.rules.Proves;
import dev.databases.testkit.wrap.CutScript;
import dev.databases.testkit.wrap.CutScript.Cut;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Operations that are cut at every point at which they wait for the database. One run without a cut counts the
 * points; then the operation is run once for each, and something happens there. Afterwards the database itself is
 * asked what is left.
 */
abstract class CutContract extends CuttableContract {
    private static final int BASE_ROWS = 3;
    private static final int CONNECTIONS = 2;

    CutContract(BackendContract backend) {
        super(backend);
    }

    @TestFactory
    @Proves(CUT_01)
    final Stream<DynamicTest> cancelled_atEveryPoint_leavesNothingOpen() {
        return everywhere(Cut.CANCEL);
    }

    @TestFactory
    @Proves(CUT_02)
    final Stream<DynamicTest> connectionLost_atEveryPoint_leavesNothingOpen() {
        return everywhere(Cut.DIE);
    }

    @TestFactory
    @Proves(CUT_03)
    final Stream<DynamicTest> silence_atEveryPoint_leavesNothingOpen() {
        return everywhere(Cut.SILENCE);
    }

    @TestFactory
    @Proves(CUT_04)
    final Stream<DynamicTest> refusal_atEveryPoint_leavesNothingOpen() {
        return everywhere(Cut.ERROR);
    }

    private Stream<DynamicTest> everywhere(Cut cut) {
        return CutOperation.all().stream()
                .map(operation -> DynamicTest.dynamicTest(operation.name(), () -> everywhere(operation, cut)));
    }

    private void everywhere(CutOperation operation, Cut cut) {
        Database observer = limits().connections() == 1 ? null : prepared(open());
        List<String> points = new Run(operation, 0, null, observer).run();
        for (int point = 1; point <= points.size(); point++) {
            if (cut != Cut.ERROR || mayBeRefused(points.get(point - 1))) {
                try {
                    new Run(operation, point, cut, observer).run();
                } catch (Throwable failure) {
                    throw new AssertionError(
                            operation.name() + ": " + cut + " at point " + point + ", " + points.get(point - 1) + ": "
                                    + failure,
                            failure);
                }
            }
        }
    }

    /** Not after the answer, nor at a row that a change gives back: the server may have committed it by then. */
    private static boolean mayBeRefused(String point) {
        return !point.startsWith("answer") && !point.matches("(?s)row \\d+ of (INSERT|UPDATE|DELETE) .*");
    }

    private static Database prepared(Database database) {
        database.executeMany(
                        NOTES.insert(),
                        Stream.generate(() -> Map.of("text", "base"))
                                .limit(BASE_ROWS)
                                .toList())
                .join();
        return database;
    }

    /** One operation on a database of its own, cut at one point. */
    private final class Run {
        private final CutOperation operation;
        private final int point;
        private final @Nullable Cut cut;
        private final @Nullable Database observer;
        private final CutScript script = new CutScript();
        private final String name = "run " + number();

        Run(CutOperation operation, int point, @Nullable Cut cut, @Nullable Database observer) {
            this.operation = operation;
            this.point = point;
            this.cut = cut;
            this.observer = observer;
        }

        List<String> run() {
            Database database = connected();
            Throwable failure = outcome(database);
            script.disarm();
            requireExplained(failure);
            requireAllOrNothing(observer == null ? database : observer, failure);
            requireAllConnections(database);
            database.disconnect().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
            assertEquals(0, script.open(), "connections that nobody has closed");
            return script.points();
        }

        private Database connected() {
            Map<Option<?>, Object> options = new HashMap<>();
            options.put(DatabaseOptions.MAX_SIZE, CONNECTIONS);
            if (cut == Cut.SILENCE) {
                options.put(DatabaseOptions.COMMIT_TIMEOUT, SHORT);
                options.put(DatabaseOptions.SETTLE_TIMEOUT, SHORT);
            }
            Database database =
                    closedAfterwards(cuttable(script, options).connect().join());
            if (observer == null) {
                database.createAll(Schema.ALL).join();
                prepared(database);
            }
            return database;
        }

        private @Nullable Throwable outcome(Database database) {
            CutOperation.Underway underway = new CutOperation.Underway();
            script.arm(point, cut, underway::giveUp);
            CompletableFuture<?> stage = operation.start(database, name, underway);
            if (cut == Cut.SILENCE) {
                CompletableFuture.delayedExecutor(SHORT.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(underway::giveUp);
            }
            try {
                stage.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                return null;
            } catch (TimeoutException never) {
                throw new AssertionError("the user's stage has not completed; passed: " + script.points(), never);
            } catch (Exception failure) {
                return Failures.unwrapped(failure);
            }
        }

        private void requireExplained(@Nullable Throwable failure) {
            boolean mayBeCancelled = cut == Cut.CANCEL || cut == Cut.SILENCE;
            boolean explained =
                    failure instanceof DatabaseException || mayBeCancelled && failure instanceof CancellationException;
            assertTrue(failure == null || explained, () -> "failed with " + failure);
        }

        private void requireAllOrNothing(Database asked, @Nullable Throwable failure) {
            long count = count(asked);
            boolean givenUp = failure != null && !(failure instanceof DatabaseException);
            boolean unknown = givenUp || failure instanceof CommitOutcomeUnknownException;
            long expected = failure == null ? operation.rows() : 0;
            assertTrue(
                    count == expected || unknown && count == operation.rows(),
                    () -> count + " rows of " + operation.rows() + " are there after " + failure);
            write(asked);
        }

        private long count(Database asked) {
            return patiently(() -> asked.fetchAll(NOTES.select().where(NOTES.text.eq(name))))
                    .size();
        }

        /** A lost connection may need a moment to let go of its locks; whether it does at all is the question. */
        private <T> T patiently(Supplier<CompletableFuture<T>> verb) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (true) {
                try {
                    return verb.get()
                            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                            .join();
                } catch (CompletionException failure) {
                    boolean passing = failure.getCause() instanceof QueryException query && query.retryable();
                    if (!passing || System.nanoTime() - deadline > 0) {
                        throw failure;
                    }
                }
            }
        }

        private void write(Database asked) {
            patiently(() ->
                    asked.execute(NOTES.update().set(NOTES.completed, true).where(NOTES.text.eq("base"))));
        }

        /** As many streams as there may be connections are open at once; then somebody writes. */
        private void requireAllConnections(Database database) {
            List<Reader<Row>> readers = new ArrayList<>();
            for (int i = 0; i < Math.min(CONNECTIONS, limits().connections()); i++) {
                Reader<Row> reader = new Reader<>();
                database.iterate(NOTES.select().where(NOTES.text.eq("base"))).subscribe(reader);
                reader.request(1);
                readers.add(reader);
            }
            readers.forEach(Reader::next);
            readers.forEach(Reader::cancel);
            write(database);
        }
    }
}
