package dev.databases.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Programs of Debian's newest packages, with the C library that they need, in a folder of their own: nothing is installed,
 * and an older Debian runs them through that folder's dynamic linker. {@link MysqlBinaries} asks for them.
 *
 * @param root where the packages are unpacked
 */
record DebianPackages(Path root) {
    private static final String KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg";
    private static final List<String> OPTIONS = List.of(
            "Dir::Etc::sourceparts=/dev/null",
            "Dir::Etc::parts=/dev/null",
            "APT::Sandbox::User=",
            "APT::Install-Recommends=false",
            "Acquire::Languages=none",
            "Acquire::Retries=3",
            "Acquire::Check-Valid-Until=false", // mirrors may be behind
            "Acquire::Check-Date=false",
            "Debug::NoLocking=true");

    /**
     * Returns a folder that has a package and all that it needs.
     *
     * @param alone packages of which the files are taken, without what they need
     */
    static DebianPackages of(String packageName, String... alone) {
        return new DebianPackages(Unpacked.folder(packageName, folder -> unpack(folder, packageName, alone)));
    }

    private static void unpack(Path folder, String packageName, String... alone) throws IOException {
        Path apt = folder.resolve("apt");
        for (String each : List.of("etc", "state/lists/partial", "cache/archives/partial")) {
            Files.createDirectories(apt.resolve(each));
        }
        Files.createFile(apt.resolve("status"));
        String source = "deb [signed-by=" + KEYS + "] " + mirror(folder) + " sid main";
        Files.writeString(apt.resolve("etc/sources.list"), source + "\n");
        Path archives = apt.resolve("cache/archives");
        apt(apt, archives, "update");
        apt(apt, archives, "install", "--yes", "--download-only", packageName);
        for (String each : alone) {
            apt(apt, archives, "download", each);
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(archives, "*.deb")) {
            for (Path each : files) {
                if (!each.getFileName().toString().matches("(lib)?perl.*")) {
                    Commands.run(folder, Map.of(), List.of("dpkg-deb", "-x", each.toString(), folder.toString()));
                }
            }
        }
        Folders.delete(apt);
        Folders.delete(folder.resolve("usr/share/doc"));
        Folders.delete(folder.resolve("usr/share/man"));
        Folders.delete(folder.resolve("usr/share/locale"));
    }

    private static void apt(Path apt, Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("apt-get", "-q"));
        Stream<String> places = Stream.of(
                "Dir=" + apt,
                "Dir::State=" + apt.resolve("state"),
                "Dir::State::status=" + apt.resolve("status"),
                "Dir::Cache=" + apt.resolve("cache"),
                "Dir::Etc=" + apt.resolve("etc"),
                "Dir::Etc::sourcelist=" + apt.resolve("etc/sources.list"));
        Stream.concat(places, OPTIONS.stream()).forEach(each -> command.addAll(List.of("-o", each)));
        command.addAll(List.of(arguments));
        Commands.run(folder, Map.of("APT_CONFIG", "/dev/null"), command);
    }

    /** The mirror that this machine's own apt uses. */
    private static String mirror(Path folder) throws IOException {
        String targets = Commands.run(
                folder,
                Map.of(),
                List.of("apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"));
        return targets.lines()
                .filter(each -> each.matches(".*/debian/?"))
                .findFirst()
                .orElseThrow(() -> new IOException("apt of this machine knows no mirror of Debian"));
    }

    /** Returns the beginning of a command: a program below the root, through the linker. */
    List<String> command(String program) {
        Path libraries = only(root.resolve("usr/lib"), "*-linux-gnu*");
        Path linker = only(libraries, "ld-linux*.so.*");
        return List.of(
                linker.toString(),
                "--library-path",
                libraries.toString(),
                root.resolve(program).toString());
    }

    private static Path only(Path folder, String glob) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
            return found.iterator().next();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
