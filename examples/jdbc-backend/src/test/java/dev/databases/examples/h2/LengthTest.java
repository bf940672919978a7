package dev.databases.examples.h2;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A complete backend stays short. */
final class LengthTest {
    private static final int MOST_LINES = 300;
    private static final List<String> OTHERS = List.of("/*", "*", "//", "@", "package ", "import ");

    @Test
    void backend_hasFewLinesOfCode() throws IOException {
        long lines = 0;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertTrue(sources.size() > 5, "found " + sources);
            for (Path source : sources) {
                lines += Files.readAllLines(source).stream()
                        .filter(LengthTest::isCode)
                        .count();
            }
        }
        assertTrue(lines < MOST_LINES, lines + " lines of code");
    }

    /** What says something: no blank line, comment, annotation, package or import, and no brace that only closes. */
    private static boolean isCode(String line) {
        String text = line.strip();
        return !text.matches("[});]*") && OTHERS.stream().noneMatch(text::startsWith);
    }
}
