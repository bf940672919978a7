package dev.databases.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.spi.Backend;
import dev.databases.testkit.rules.Proves;
import dev.databases.testkit.rules.Rule;
import dev.databases.testkit.wrap.WrappedBackend;
import dev.databases.testkit.wrap.WrappedConnection;
import dev.databases.testkit.wrap.Wrappers;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The kit is tested: backends that each break one promise must be caught by the rules that are named for it, within the
 * deadline of a test.
 *
 * <p>No backend can break what core keeps by itself, so there is no mutant for these: what is refused before anything
 * is sent (CORE-05, 09 to 11, 14, 15, 17, 18, 21, 22, 25), mapping (CORE-13, TYPE-07), the ends and options of
 * transactions (TX-04 to 08, 13, 14, 16), the context of a task (all of CTX), the lane and hand-over of the pool
 * (CAN-04, POOL-01, 02, 04), what may be done inside a stream (STREAM-05). Nor are there mutants that complete twice,
 * which no {@code CompletionStage} can, that take too long to connect, since core counts that time itself, or that
 * take a commit for done whose connection is gone.
 */
final class MutantTest {
    private static List<Mutant> mutants() {
        List<Mutant> all = new ArrayList<>(AnswerMutants.all());
        all.addAll(TransactionMutants.all());
        all.addAll(RequestMutants.all());
        return all;
    }

    @TestFactory
    Stream<DynamicTest> mutants_areCaughtByTheirRules() {
        return mutants().stream()
                .flatMap(mutant -> mutant.rules().stream()
                        .map(rule -> DynamicTest.dynamicTest(mutant.name() + " by " + rule.id(), () -> {
                            Outcome outcome = run(mutant.wrapper(), Set.of(rule), "2 s");
                            assertFalse(
                                    outcome.failed.isEmpty(),
                                    () -> rule.id() + " does not notice " + mutant.name() + ": all of its "
                                            + outcome.passed + " tests pass");
                        })));
    }

    /** Else it would be the wrapper that is caught. */
    @Test
    void original_isNotCaught() {
        Set<Rule> rules = EnumSet.noneOf(Rule.class);
        mutants().forEach(mutant -> rules.addAll(mutant.rules()));
        rules.removeIf(rule -> rule.name().startsWith("TYPE")); // many, and read like others
        Outcome outcome = run(backend -> new WrappedBackend(backend, WrappedConnection::new), rules, "60 s");
        assertEquals(List.of(), outcome.failed);
        assertTrue(outcome.passed > rules.size(), () -> outcome.passed + " tests for " + rules);
    }

    private static Outcome run(UnaryOperator<Backend> wrapper, Collection<Rule> rules, String deadline) {
        Wrappers.add(MutatedBackend.WRAPPER, wrapper);
        MutatedBackend.caught = false;
        Outcome outcome = new Outcome();
        LauncherFactory.create(LauncherConfig.builder()
                        .enableTestExecutionListenerAutoRegistration(false)
                        .enableLauncherSessionListenerAutoRegistration(false)
                        .build())
                .execute(request(rules, deadline), outcome);
        Wrappers.remove(MutatedBackend.WRAPPER);
        return outcome;
    }

    /** A test that hangs is given up, although it waits in a way that no interrupt ends. */
    private static LauncherDiscoveryRequest request(Collection<Rule> rules, String deadline) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(MutatedBackend.class))
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .filters((PostDiscoveryFilter) test -> FilterResult.includedIf(proves(test, rules)))
                .configurationParameter("junit.jupiter.execution.timeout.default", deadline)
                .configurationParameter("junit.jupiter.execution.timeout.thread.mode.default", "SEPARATE_THREAD")
                .build();
    }

    private static boolean proves(TestDescriptor test, Collection<Rule> rules) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getJavaMethod())
                .map((Method method) -> method.getAnnotation(Proves.class))
                .filter(proves -> Stream.of(proves.value()).anyMatch(rules::contains))
                .isPresent();
    }

    /** What became of the tests. */
    private static final class Outcome implements TestExecutionListener {
        private final List<String> failed = new ArrayList<>();
        private int passed;

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                failed.add(test.getDisplayName() + ": " + result.getThrowable().orElse(null));
                MutatedBackend.caught = true;
            } else if (test.isTest() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
                passed++;
            }
        }
    }
}
