package dev.databases.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.testkit.rules.Proves;
import dev.databases.testkit.rules.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Rules and tests belong together, and docs/RULES.md says the same. */
final class RuleBookTest {
    private static final Path FAKE_TESTS = Path.of("src", "test", "java", "dev", "databases", "testkit", "fake");

    /** Those that a backend runs. */
    private static List<Method> testsOfTheContract() {
        List<Method> tests = new ArrayList<>();
        for (Class<?> tier : BackendContract.class.getDeclaredClasses()) {
            for (Class<?> type = tier.getSuperclass(); type != Object.class; type = type.getSuperclass()) {
                tests.addAll(testsOf(type));
            }
        }
        return tests;
    }

    private static List<Method> testsOfTheFakeBackend() {
        return fakeTests().flatMap(type -> testsOf(type).stream()).toList();
    }

    /** The classes with the tests of the fake backend. */
    static Stream<Class<?>> fakeTests() {
        try (Stream<Path> files = Files.list(FAKE_TESTS)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            return names.stream().filter(name -> name.endsWith("Test.java")).map(RuleBookTest::fakeTest);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Class<?> fakeTest(String file) {
        try {
            return Class.forName("dev.databases.testkit.fake." + file.replace(".java", ""));
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(missing);
        }
    }

    private static List<Method> testsOf(Class<?> type) {
        return Stream.of(type.getDeclaredMethods())
                .filter(each -> each.isAnnotationPresent(Test.class) || each.isAnnotationPresent(TestFactory.class))
                .toList();
    }

    private static Set<Rule> provenBy(List<Method> tests) {
        Set<Rule> proven = EnumSet.noneOf(Rule.class);
        tests.forEach(
                each -> proven.addAll(List.of(each.getAnnotation(Proves.class).value())));
        return proven;
    }

    private static Set<Rule> provenOnTheFakeBackendOnly() {
        Set<Rule> rules = provenBy(testsOfTheFakeBackend());
        rules.removeAll(provenBy(testsOfTheContract()));
        return rules;
    }

    @Test
    void tests_allNameTheirRules() {
        List<Method> contract = testsOfTheContract();
        List<Method> fake = testsOfTheFakeBackend();
        assertTrue(contract.size() > 100, () -> "only " + contract.size() + " tests of the contract were seen");
        assertTrue(fake.size() > 40, () -> "only " + fake.size() + " tests of the fake backend were seen");
        assertEquals(
                List.of(),
                Stream.concat(contract.stream(), fake.stream())
                        .filter(each -> !each.isAnnotationPresent(Proves.class))
                        .toList());
    }

    @Test
    void rules_areAllProven() {
        Set<Rule> unproven = EnumSet.allOf(Rule.class);
        unproven.removeAll(provenBy(testsOfTheContract()));
        unproven.removeAll(provenBy(testsOfTheFakeBackend()));
        assertEquals(Set.of(), unproven);
    }

    @Test
    void document_saysWhatIsProvenOnTheFakeBackendOnly() throws IOException {
        String expected = provenOnTheFakeBackendOnly().stream().map(Rule::id).collect(Collectors.joining(", "));
        String document = Files.readString(Path.of("..", "docs", "RULES.md"));
        assertEquals(
                List.of("Proven on the fake backend only: " + expected + "."),
                document.lines()
                        .filter(line -> line.startsWith("Proven on the fake"))
                        .toList());
    }

    @Test
    void document_listsTheRules() throws IOException {
        String expected = Stream.of(Rule.values())
                .map(rule -> "| " + rule.id() + " | " + rule.sentence() + " |")
                .collect(Collectors.joining("\n"));
        String document = Files.readString(Path.of("..", "docs", "RULES.md"));
        int table = document.indexOf("| --- | --- |\n");
        assertEquals(
                expected, document.substring(table + "| --- | --- |\n".length()).strip());
    }
}
