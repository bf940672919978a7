package dev.databases.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary folder for the files of one run, with the tables in them; deleted in the end. */
final class Folder implements AutoCloseable {
    private final Path path;

    Folder() throws IOException {
        path = Files.createTempDirectory("databases-benchmarks");
    }

    /** Makes a file with so many notes and no entries. */
    Path file(String name, int notes) throws Exception {
        Path file = path.resolve(name + ".db");
        try (PlainJdbc jdbc = new PlainJdbc(file)) {
            jdbc.createTables();
            jdbc.insertNotes(notes);
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        List<Path> all;
        try (Stream<Path> paths = Files.walk(path)) {
            all = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }
}
