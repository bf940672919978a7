package dev.databases.testkit;

import dev.databases.spi.Backend;
import dev.databases.testkit.rules.Proves;
import dev.databases.testkit.wrap.Wrappers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the tests that name some rules until one fails. What comes in, the names of the rules and the time that each test
 * has, and what goes out, what became of each test, are classes of the JDK, so that a {@link MutatedCore} can be asked as
 * well, which has a class of this name of its own.
 */
final class RuleRun implements BiFunction<Set<String>, Duration, Map<String, Optional<Throwable>>> {
    private final UnaryOperator<Backend> wrapper;
    private final List<Class<?>> classes;
    private final Launcher launcher = LauncherFactory.create(LauncherConfig.builder()
            .enableTestExecutionListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .build());
    private Duration longest = Duration.ZERO;

    /** Runs tests of the contract on SQLite in a wrapper. */
    RuleRun(UnaryOperator<Backend> wrapper) {
        this(wrapper, List.of(MutatedBackend.class));
    }

    /** Runs all tests, on SQLite as it is and on the fake backend. */
    RuleRun() {
        this(
                UnaryOperator.identity(),
                Stream.concat(Stream.of(MutatedBackend.class), RuleBookTest.fakeTests())
                        .toList());
    }

    private RuleRun(UnaryOperator<Backend> wrapper, List<Class<?>> classes) {
        this.wrapper = wrapper;
        this.classes = classes;
    }

    @Override
    public Map<String, Optional<Throwable>> apply(Set<String> rules, Duration limit) {
        Wrappers.add(MutatedBackend.WRAPPER, wrapper);
        Map<String, Optional<Throwable>> outcomes = new LinkedHashMap<>();
        longest = Duration.ZERO;
        for (UniqueId test : testsOf(rules)) {
            long begun = System.nanoTime();
            launcher.execute(request(List.of(DiscoverySelectors.selectUniqueId(test)), limit), new Outcomes(outcomes));
            Duration taken = Duration.ofNanos(System.nanoTime() - begun);
            longest = taken.compareTo(longest) > 0 ? taken : longest;
            if (outcomes.values().stream().anyMatch(Optional::isPresent)) {
                break;
            }
        }
        Wrappers.remove(MutatedBackend.WRAPPER);
        return outcomes;
    }

    /** How long the slowest test of the last run has taken. */
    Duration longest() {
        return longest;
    }

    private List<UniqueId> testsOf(Set<String> rules) {
        TestPlan plan = launcher.discover(
                request(classes.stream().map(DiscoverySelectors::selectClass).toList(), Duration.ofSeconds(1)));
        return plan.getRoots().stream()
                .flatMap(root -> plan.getDescendants(root).stream())
                .filter(test -> proves(test, rules))
                .map(TestIdentifier::getUniqueIdObject)
                .toList();
    }

    private static boolean proves(TestIdentifier test, Set<String> rules) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getJavaMethod().getAnnotation(Proves.class))
                .filter(proves -> Stream.of(proves.value()).anyMatch(rule -> rules.contains(rule.name())))
                .isPresent();
    }

    /** A test that hangs is given up, although it waits in a way that no interrupt ends. */
    private static LauncherDiscoveryRequest request(List<? extends DiscoverySelector> what, Duration limit) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(what)
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .configurationParameter("junit.jupiter.execution.timeout.default", limit.toMillis() + " ms")
                .configurationParameter("junit.jupiter.execution.timeout.thread.mode.default", "SEPARATE_THREAD")
                .build();
    }

    /** What the tests have failed with, those of a factory one by one. */
    private record Outcomes(Map<String, Optional<Throwable>> byTest) implements TestExecutionListener {
        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            boolean failed = result.getStatus() == TestExecutionResult.Status.FAILED;
            if (failed || test.isTest() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
                byTest.put(test.getUniqueId(), result.getThrowable());
            }
        }
    }
}
