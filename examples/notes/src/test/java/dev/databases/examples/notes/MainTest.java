package dev.databases.examples.notes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program prints its notes, and the same again on the next run. */
class MainTest {
    private static final List<String> PRINTED = List.of(
            "still to do: 3",
            "Note[id=1, text=buy milk, completed=true]",
            "Note[id=2, text=water the plants, completed=false]",
            "Note[id=3, text=call home, completed=false]",
            "Note[id=4, text=make pancakes, completed=false]");

    @TempDir
    Path folder;

    @Test
    void main_runTwice_printsTheSameNotes() throws Exception {
        assertEquals(PRINTED, run());
        assertEquals(PRINTED, run());
        assertTrue(Files.exists(folder.resolve("notes.db")));
    }

    private List<String> run() throws Exception {
        Path output = folder.resolve("output.txt");
        Path log = folder.resolve("log.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--class-path",
                        classPath(),
                        Main.class.getName())
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(log.toFile())
                .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        assertTrue(ended, "the program did not end");
        assertEquals(0, process.exitValue(), Files.readString(log));
        return Files.readAllLines(output);
    }

    private static String classPath() {
        return Stream.of(
                        Main.class.getName(),
                        "dev.databases.Database",
                        "dev.databases.backend.sqlite.SqliteBackendProvider",
                        "org.sqlite.JDBC",
                        "org.slf4j.Logger",
                        "org.slf4j.jul.JDK14LoggerAdapter")
                .map(MainTest::placeOf)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String placeOf(String className) {
        try {
            Class<?> type = Class.forName(className, false, MainTest.class.getClassLoader());
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (Exception missing) {
            throw new AssertionError(missing);
        }
    }
}
