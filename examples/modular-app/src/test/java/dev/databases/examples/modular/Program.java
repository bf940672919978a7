package dev.databases.examples.modular;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts {@code java} as a process of its own, for the tests here, and tells how it ended. */
final class Program {
    /** How a program ended. */
    record Outcome(int exit, String output) {}

    private static final long SECONDS = 90;

    private Program() {}

    /** The running JDK, and those of the two versions that the library promises to run on, where they are beside it. */
    static List<Path> jdks() throws IOException {
        Path running = Path.of(System.getProperty("java.home")).toRealPath();
        List<Path> homes = new ArrayList<>(List.of(running));
        try (Stream<Path> beside = Files.list(running.getParent())) {
            for (Path home : beside.sorted().toList()) {
                if (Files.isExecutable(java(home)) && !homes.contains(home.toRealPath()) && isPromised(home)) {
                    homes.add(home.toRealPath());
                }
            }
        }
        return homes;
    }

    private static boolean isPromised(Path home) throws IOException {
        Path release = home.resolve("release");
        return Files.exists(release)
                && Files.readAllLines(release).stream().anyMatch(line -> line.matches("JAVA_VERSION=\"(17|25)\\b.*"));
    }

    private static Path java(Path home) {
        return home.resolve("bin").resolve("java");
    }

    /** The folder or jar that a class was loaded from. */
    static Path placeOf(String className) {
        try {
            Class<?> type = Class.forName(className, false, Program.class.getClassLoader());
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (ClassNotFoundException | URISyntaxException missing) {
            throw new AssertionError(missing);
        }
    }

    static String path(Path... places) {
        return Arrays.stream(places).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** Runs {@code java} in a folder; one that has not ended in time is a failure. */
    static Outcome run(Path home, Path folder, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java(home).toString()));
        command.addAll(arguments);
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        String text = Files.readString(output);
        assertTrue(ended, () -> "not ended after " + SECONDS + " s: " + command + "\n" + text);
        return new Outcome(process.exitValue(), text);
    }
}
