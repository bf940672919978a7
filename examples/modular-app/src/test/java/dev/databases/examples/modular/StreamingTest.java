package dev.databases.examples.modular;

import static dev.databases.examples.modular.Program.placeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.examples.modular.Program.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A million rows go through a process of 64 MiB, whatever its subscriber does, and the next statement is answered. */
class StreamingTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"reads, read all 1000000", "cancels, cancelled after 10000", "throws, threw after 10000"})
    void iterate_littleMemory_endsAndGivesTheConnectionBack(String kind, String end) throws Exception {
        String path = Program.path(
                placeOf(ManyRows.class.getName()),
                placeOf("dev.databases.Database"),
                placeOf("org.slf4j.Logger"),
                placeOf("org.slf4j.jul.JDK14LoggerAdapter"),
                placeOf("dev.databases.backend.sqlite.SqliteBackendProvider"),
                placeOf("org.sqlite.JDBC"));

        Outcome outcome = Program.run(
                Path.of(System.getProperty("java.home")),
                folder,
                List.of("-Xmx64m", "--class-path", path, ManyRows.class.getName(), kind));

        assertTrue(outcome.output().contains(end + ", then 1000000"), outcome::output);
        assertEquals(0, outcome.exit(), outcome::output);
    }
}
