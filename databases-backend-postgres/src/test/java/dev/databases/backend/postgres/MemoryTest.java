package dev.databases.backend.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.servers.PostgresExtension;
import dev.databases.servers.PostgresServer;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A million rows of 200 MB go through a process of 64 MiB, whatever its subscriber does, and its connection goes on. */
@ExtendWith({PostgresExtension.class, Leaks.class})
final class MemoryTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "reads, read all 1000000",
        "transaction, read all 1000000",
        "hurries, read all 1000000",
        "blocks, read all 1000000",
        "cancels, cancelled after 10000",
        "throws, threw after 10000"
    })
    void iterate_littleMemory_endsAndTheConnectionGoesOn(String kind, String end, PostgresServer server)
            throws Exception {
        Path said = folder.resolve("said.txt");
        Process process = new ProcessBuilder(command(server.url(), kind))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        boolean ended = process.waitFor(110, TimeUnit.SECONDS);
        process.destroyForcibly();
        String output = Files.readString(said);
        assertTrue(ended, output);
        assertTrue(output.contains(end + ", the same connection"), output);
        assertEquals(0, process.exitValue(), output);
    }

    private static List<String> command(String url, String kind) {
        String path = Stream.of(
                        tests(), System.getProperty("jdk.module.path", ""), System.getProperty("java.class.path"))
                .collect(Collectors.joining(File.pathSeparator));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                path,
                ManyRows.class.getName(),
                url,
                kind);
    }

    /** Where the classes of the tests are; on the module path no property tells. */
    private static String tests() {
        Path root = Path.of(MemoryTest.class.getResource("MemoryTest.class").getPath());
        for (String part : MemoryTest.class.getName().split("\\.")) {
            root = root.getParent();
        }
        return root.toString();
    }
}
