package dev.databases.backend.sqlite;

import dev.databases.backend.sqlite.SqliteOptions.Mode;
import dev.databases.error.ConnectionException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a file before SQLite opens it, because SQLite says no more than "unable to open database file", and opens
 * without a word for reading only what it may not write. {@link SqliteOpener} calls it.
 */
final class SqliteFiles {
    private SqliteFiles() {}

    static void check(Path file, Mode mode) {
        if (Files.isDirectory(file)) {
            throw problem(file, "it is a directory", "name a file in it");
        }
        if (!Files.exists(file)) {
            checkMissing(file, mode);
        } else if (!Files.isReadable(file)) {
            throw problem(file, "this process has no permission to read it", null);
        } else if (mode != Mode.RO && !Files.isWritable(file)) {
            throw problem(file, "this process has no permission to write it", "to only read it: ?mode=ro");
        }
    }

    private static void checkMissing(Path file, Mode mode) {
        Path folder = file.getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw problem(file, "the directory " + folder + " does not exist", "create it, or check the path");
        }
        if (mode != Mode.RWC) {
            throw problem(file, "it does not exist", "to create it: ?mode=rwc, which is the default");
        }
        if (folder != null && !Files.isWritable(folder)) {
            throw problem(file, "this process has no permission to create it in " + folder, null);
        }
    }

    private static ConnectionException problem(Path file, String why, @Nullable String hint) {
        return new ConnectionException(file + " cannot be opened: " + why, hint, null);
    }
}
