package dev.databases.testkit;

import static dev.databases.sql.Sql.bind;
import static dev.databases.testkit.Rule.STREAM_01;
import static dev.databases.testkit.Schema.NOTES;

import dev.databases.Database;
import dev.databases.config.DatabaseOptions;
import dev.databases.sql.Select;
import dev.databases.sql.SqlType;
import dev.databases.sql.Table;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.SkipException;

/** The Reactive Streams TCK, each of its rules as a test of JUnit. */
abstract class StreamRulesContract extends StreamingContract {
    private static final int ROWS = 1_000;
    private static final Table FOURTH = NOTES.alias("fourth");
    private static final int SUBSCRIBERS = 4;
    private static final long SIGNAL_MILLIS = 1_000;
    private static final long SILENCE_MILLIS = 20;

    StreamRulesContract(BackendContract backend) {
        super(backend);
    }

    @TestFactory
    @Proves(STREAM_01)
    final Stream<DynamicTest> iterate_keepsTheRulesOfReactiveStreams() {
        return Arrays.stream(PublisherVerification.class.getMethods())
                .filter(method -> method.isAnnotationPresent(org.testng.annotations.Test.class))
                .sorted(Comparator.comparing(Method::getName))
                .map(method -> DynamicTest.dynamicTest(method.getName(), () -> run(method)));
    }

    /** Some rules leave streams behind that nobody reads, so each has a database of its own. */
    private void run(Method rule) throws Throwable {
        Database database = open(Map.of(
                DatabaseOptions.DISCONNECT_TIMEOUT, Duration.ofMillis(10), DatabaseOptions.MAX_SIZE, SUBSCRIBERS));
        insertNotes(database, ROWS);
        Verification verification = new Verification(database);
        verification.setUp();
        try {
            rule.invoke(verification);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause() instanceof SkipException skipped
                    ? new TestAbortedException(skipped.getMessage(), skipped)
                    : thrown.getCause();
        } finally {
            database.close();
        }
    }

    /** Publishers as the TCK wants them: of so many rows, and of an error. */
    static final class Verification extends PublisherVerification<Long> {
        private final Database database;

        Verification(Database database) {
            super(new TestEnvironment(SIGNAL_MILLIS, SILENCE_MILLIS));
            this.database = database;
        }

        @Override
        public Publisher<Long> createPublisher(long elements) {
            Select<?> rows = elements <= ROWS ? NOTES.select(NOTES.id) : EVERYTHING.crossJoin(FOURTH);
            return FlowAdapters.toPublisher(database.iterate(rows.limit(elements), Long.class));
        }

        @Override
        public Publisher<Long> createFailedPublisher() {
            return FlowAdapters.toPublisher(database.iterate(
                    NOTES.select().where(NOTES.id.eq(bind("missing", SqlType.BIGINT))), Long.class));
        }

        @Override
        public long maxElementsFromPublisher() {
            return Integer.MAX_VALUE;
        }
    }
}
