package dev.databases.examples.notes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of parity has a line for each of the original's tests, and every test that it names exists. */
class ParityTableTest {
    private static final Path ROOT = ReadmeTest.ROOT;
    private static final List<String> LINES =
            ReadmeTest.read(ROOT.resolve("docs/PARITY.md")).lines().toList();

    @Test
    void lines_areAsManyAsTheOriginalHasTests() {
        List<String> names = LINES.stream()
                .filter(line -> line.startsWith("| `test_"))
                .map(line -> line.split("`")[1])
                .toList();
        assertEquals(96, names.size());
        assertEquals(95, names.stream().distinct().count(), "one name is there twice in the original");
    }

    @Test
    void tests_exist() throws IOException {
        Map<String, String> sources = sources();
        List<String[]> named = LINES.stream()
                .flatMap(line ->
                        Pattern.compile("`(\\w+Test)#(\\w+)`").matcher(line).results())
                .map(found -> new String[] {found.group(1), found.group(2)})
                .toList();
        assertTrue(named.size() > 80, "named: " + named.size());
        for (String[] test : named) {
            String source = sources.getOrDefault(test[0], "");
            assertTrue(source.contains(" " + test[1] + "("), () -> "no test " + test[0] + "#" + test[1]);
        }
    }

    private static Map<String, String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().matches(".*[/\\\\]src[/\\\\]test[/\\\\].*Test\\.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            ReadmeTest::read,
                            (one, other) -> one + other));
        }
    }
}
