package dev.databases.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** How often this process has a file open, where the operating system tells: on Linux. Each SQLite connection opens its file. */
final class OpenFiles {
    private static final Path HANDLES = Path.of("/proc/self/fd");

    private OpenFiles() {}

    static OptionalInt count(Path file) {
        if (!Files.isDirectory(HANDLES)) {
            return OptionalInt.empty();
        }
        try (Stream<Path> handles = Files.list(HANDLES)) {
            Path real = file.getParent().toRealPath().resolve(file.getFileName());
            return OptionalInt.of(
                    (int) handles.filter(each -> leadsTo(each, real)).count());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean leadsTo(Path handle, Path file) {
        try {
            return Files.readSymbolicLink(handle).equals(file);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
