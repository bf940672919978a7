package dev.databases.testkit;

import static dev.databases.sql.Sql.bind;
import static dev.databases.testkit.Schema.NOTES;
import static dev.databases.testkit.rules.Rule.STREAM_01;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Database;
import dev.databases.config.DatabaseOptions;
import dev.databases.sql.Select;
import dev.databases.sql.SqlType;
import dev.databases.sql.Table;
import dev.databases.testkit.rules.Proves;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
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
    private static final long SIGNAL_MILLIS = 20_000;
    private static final long SILENCE_MILLIS = 20;
    private static final long LOOK_MILLIS = 20;

    /** Optional rules whose subscribers read at the same time, each on a connection of its own. */
    private static final Set<String> TOGETHER = Set.of(
            "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribers"
                    + "WhenRequestingOneByOne",
            "optional_spec111_registeredSubscribersMustReceiveOnNextOrOnCompleteSignals");

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
        Assumptions.assumeTrue(
                limits().connections() > 1 || !TOGETHER.contains(rule.getName()), "there is only one connection");
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
        private final TestEnvironment environment;

        Verification(Database database) {
            this(database, new TestEnvironment(SIGNAL_MILLIS, SILENCE_MILLIS, LOOK_MILLIS));
        }

        private Verification(Database database, TestEnvironment environment) {
            super(environment);
            this.database = database;
            this.environment = environment;
        }

        @Override
        public Publisher<Long> createPublisher(long elements) {
            Select<?> rows = elements <= ROWS ? NOTES.select(NOTES.id) : EVERYTHING.crossJoin(FOURTH);
            return FlowAdapters.toPublisher(database.iterate(rows.limit(elements), Long.class));
        }

        /** The TCK gives a cancel a third of a second and collects once; this collects until the subscriber is gone. */
        @Override
        public void required_spec313_cancelMustMakeThePublisherEventuallyDropAllReferencesToTheSubscriber()
                throws Throwable {
            activePublisherTest(3, false, publisher -> {
                WeakReference<Object> subscriber = cancelled(publisher);
                long limit = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SIGNAL_MILLIS);
                while (subscriber.get() != null) {
                    assertTrue(System.nanoTime() - limit < 0, publisher + " keeps a subscriber that has cancelled");
                    System.gc();
                }
                environment.verifyNoAsyncErrorsNoDelay();
            });
        }

        private WeakReference<Object> cancelled(Publisher<Long> publisher) throws InterruptedException {
            TestEnvironment.ManualSubscriber<Long> subscriber = environment.newManualSubscriber(publisher);
            subscriber.request(1);
            subscriber.nextElement();
            subscriber.cancel();
            return new WeakReference<>(subscriber);
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
