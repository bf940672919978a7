package dev.databases.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.testkit.rules.Rule;
import dev.databases.testkit.wrap.WrappedBackend;
import dev.databases.testkit.wrap.WrappedConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kit is tested: what breaks a promise must be caught by the rules that are named for it. {@link Mutant}s are
 * backends that each do one thing wrong, {@link CoreMutant}s are the library with one line changed, for what core keeps
 * by itself: transactions, the context of tasks, cancels, the pool. Each rule of these four chapters has one at least.
 *
 * <p>There are none for what is refused before anything is sent (CORE-05, 09 to 11, 14, 15, 17, 18, 21, 22, 25), for
 * mapping (CORE-13, TYPE-07) and for what may be done inside a stream (STREAM-05). Nor are there backends that complete
 * twice, which no {@code CompletionStage} can, or that take too long to connect, since core counts that time itself.
 *
 * <p>A catch is a test that fails. Only where it shows in nothing else that a promise is broken is it a test that does not
 * end in several times the time that it takes on the original.
 */
final class MutantTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Set<String> CHAPTERS = Set.of("TX", "CTX", "CAN", "POOL");

    private final RuleRun wrapped = new RuleRun(backend -> new WrappedBackend(backend, WrappedConnection::new));

    @TempDir
    private Path folder;

    private static List<Mutant> backends() {
        List<Mutant> all = new ArrayList<>(AnswerMutants.all());
        all.addAll(TransactionMutants.all());
        all.addAll(RequestMutants.all());
        return all;
    }

    private static Set<Rule> broken(Stream<List<Rule>> rules) {
        return rules.flatMap(List::stream).collect(Collectors.toCollection(() -> EnumSet.noneOf(Rule.class)));
    }

    private static Set<String> names(Collection<Rule> rules) {
        return rules.stream().map(Rule::name).collect(Collectors.toSet());
    }

    @TestFactory
    Stream<DynamicTest> mutants_ofABackend_areCaughtByTheirRules() {
        return backends().stream()
                .map(mutant -> DynamicTest.dynamicTest(mutant.name(), () -> {
                    RuleRun run = new RuleRun(mutant.wrapper());
                    mutant.rules().forEach(rule -> caught(mutant.name(), rule, mutant.hangs(), run, wrapped));
                }));
    }

    @TestFactory
    Stream<DynamicTest> mutants_ofCore_areCaughtByTheirRules() {
        RuleRun original = new RuleRun();
        return CoreMutants.all().stream()
                .map(mutant -> DynamicTest.dynamicTest(mutant.name(), () -> {
                    MutatedCore core = MutatedCore.of(mutant, Files.createDirectory(folder.resolve(mutant.name())));
                    mutant.rules().forEach(rule -> caught(mutant.name(), rule, mutant.hangs(), core, original));
                }));
    }

    private static void caught(
            String mutant,
            Rule rule,
            boolean hangs,
            BiFunction<Set<String>, Duration, Map<String, Optional<Throwable>>> run,
            RuleRun original) {
        Set<String> rules = Set.of(rule.name());
        Duration limit = hangs ? patience(original, rules) : LONG;
        Map<String, Optional<Throwable>> outcomes = run.apply(rules, limit);
        Map<String, Throwable> failures = failures(outcomes);
        assertFalse(
                failures.isEmpty(),
                () -> rule.id() + " does not notice " + mutant + ": all of its " + outcomes.size() + " tests pass");
        assertEquals(
                hangs,
                failures.values().iterator().next() instanceof TimeoutException,
                () -> mutant + " shows to " + rule.id() + " in another way: " + failures);
    }

    /** Longer than it takes on the original, however slow this machine is now. */
    private static Duration patience(RuleRun original, Set<String> rules) {
        assertEquals(Map.of(), failures(original.apply(rules, LONG)));
        return original.longest().multipliedBy(4).plusSeconds(1);
    }

    /** What tests have failed with, by their names. */
    private static Map<String, Throwable> failures(Map<String, Optional<Throwable>> outcomes) {
        Map<String, Throwable> failures = new LinkedHashMap<>();
        outcomes.forEach((test, failure) -> failure.ifPresent(thrown -> failures.put(test, thrown)));
        return failures;
    }

    /** Else it would be the wrapper that is caught. */
    @Test
    void original_inAWrapper_isNotCaught() {
        Set<Rule> rules = broken(backends().stream().map(Mutant::rules));
        rules.removeIf(rule -> rule.name().startsWith("TYPE")); // many, and read like others
        Map<String, Optional<Throwable>> outcomes = wrapped.apply(names(rules), LONG);
        assertEquals(Map.of(), failures(outcomes));
        assertTrue(outcomes.size() > rules.size(), () -> outcomes.size() + " tests for " + rules);
    }

    /** Else it would be the copy that is caught. */
    @Test
    void original_compiledAnew_isNotCaught() throws Exception {
        Set<Rule> rules = broken(CoreMutants.all().stream().map(CoreMutant::rules));
        Map<String, Optional<Throwable>> outcomes =
                MutatedCore.of(CoreMutants.none(), folder).apply(names(rules), LONG);
        assertEquals(Map.of(), failures(outcomes));
        assertTrue(outcomes.size() > rules.size(), () -> outcomes.size() + " tests for " + rules);
    }

    @Test
    void rules_thatCoreKeeps_haveAMutantEach() {
        Set<Rule> without = EnumSet.allOf(Rule.class);
        without.removeIf(rule -> !CHAPTERS.contains(rule.name().replaceAll("_.*", "")));
        without.removeAll(broken(backends().stream().map(Mutant::rules)));
        without.removeAll(broken(CoreMutants.all().stream().map(CoreMutant::rules)));
        assertEquals(Set.of(), without);
    }
}
