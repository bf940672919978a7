package dev.databases.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Rules and tests belong together, and docs/RULES.md says the same. */
final class RuleBookTest {
    private static List<Method> tests() {
        List<Method> tests = new ArrayList<>();
        for (Class<?> tier : BackendContract.class.getDeclaredClasses()) {
            for (Class<?> type = tier.getSuperclass(); type != Object.class; type = type.getSuperclass()) {
                Stream.of(type.getDeclaredMethods())
                        .filter(each ->
                                each.isAnnotationPresent(Test.class) || each.isAnnotationPresent(TestFactory.class))
                        .forEach(tests::add);
            }
        }
        return tests;
    }

    @Test
    void tests_allNameTheirRules() {
        List<Method> tests = tests();
        assertTrue(tests.size() > 100, () -> "only " + tests.size() + " tests were seen");
        assertEquals(
                List.of(),
                tests.stream()
                        .filter(each -> !each.isAnnotationPresent(Proves.class))
                        .toList());
    }

    @Test
    void rules_areAllProven() {
        Set<Rule> unproven = EnumSet.allOf(Rule.class);
        tests().forEach(each ->
                Arrays.asList(each.getAnnotation(Proves.class).value()).forEach(unproven::remove));
        assertEquals(Set.of(), unproven);
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
