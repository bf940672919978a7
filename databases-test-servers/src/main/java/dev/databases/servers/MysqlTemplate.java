package dev.databases.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The data of a new server with its system tables: made once for each kind of program, since that takes seconds. */
final class MysqlTemplate {
    private static final String BEFORE_THE_SCRIPTS =
            "CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket = NULL;\n";

    private MysqlTemplate() {}

    static void copy(MysqlBinaries binaries, Path target) throws IOException {
        Path template = Unpacked.folder(binaries.name() + "-data", folder -> make(binaries, folder));
        try (Stream<Path> files = Files.walk(template)) {
            files.forEach(each -> copy(each, target.resolve(template.relativize(each))));
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void make(MysqlBinaries binaries, Path folder) throws IOException {
        boolean own = binaries.scripts().isEmpty();
        List<String> command = new ArrayList<>(binaries.command());
        command.add("--datadir=" + folder);
        command.add(own ? "--initialize-insecure" : "--bootstrap");
        Path said = Files.createTempFile("databases-my", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try (OutputStream input = process.getOutputStream()) {
            if (!own) {
                input.write(BEFORE_THE_SCRIPTS.getBytes(StandardCharsets.US_ASCII));
            }
            for (Path script : binaries.scripts()) {
                Files.copy(script, input);
            }
        }
        int exit = process.onExit().join().exitValue();
        String log = Files.readString(said);
        Files.delete(said);
        if (exit != 0) {
            throw new IOException("the server could not make its system tables: " + log);
        }
    }
}
