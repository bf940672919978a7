package dev.databases.backend.sqlite;

import dev.databases.backend.sqlite.SqliteOptions.JournalMode;
import dev.databases.backend.sqlite.SqliteOptions.Mode;
import dev.databases.config.DatabaseUrl;
import dev.databases.config.Options;
import dev.databases.error.ConfigurationException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is and how it is opened: made from URL and options by the provider, read by {@link SqliteOpener} and by
 * error messages. Looks at no file.
 *
 * @param file the absolute file, null for a database in memory
 * @param mode how it is opened
 * @param nameInMemory tells databases in memory apart
 */
record SqliteLocation(@Nullable Path file, Mode mode, UUID nameInMemory) {
    private static final String IN_MEMORY = ":memory:";
    private static final Set<JournalMode> JOURNALS_IN_MEMORY = Set.of(JournalMode.MEMORY, JournalMode.OFF);

    static SqliteLocation of(DatabaseUrl url, Options options) {
        if (url.username().isPresent() || url.password().isPresent()) {
            throw new ConfigurationException(
                    "The database URL names a user, and SQLite has none",
                    "the file is the database: sqlite:///file.db");
        }
        if (options.get(SqliteOptions.BUSY_TIMEOUT).compareTo(SqliteOptions.LONGEST_BUSY_TIMEOUT) > 0) {
            throw new ConfigurationException(
                    "The option `busy_timeout` is longer than ten minutes",
                    "a bare number counts seconds; for milliseconds write 5000ms");
        }
        boolean named = !url.database().isEmpty() && !url.database().equals(IN_MEMORY);
        return named && options.get(SqliteOptions.MODE) != Mode.MEMORY ? ofFile(url, options) : inMemory(options);
    }

    private static SqliteLocation ofFile(DatabaseUrl url, Options options) {
        if (options.get(SqliteOptions.MODE) == Mode.RO && options.isSet(SqliteOptions.JOURNAL_MODE)) {
            throw new ConfigurationException(
                    "The option `journal_mode` cannot be set where `mode` is ro",
                    "a file keeps its mode; leave one out");
        }
        try {
            Path file = Path.of(url.database()).toAbsolutePath();
            return new SqliteLocation(file, options.get(SqliteOptions.MODE), UUID.randomUUID());
        } catch (InvalidPathException invalid) {
            throw new ConfigurationException(
                    "The database URL does not name a file: " + invalid.getReason(), null, invalid);
        }
    }

    private static SqliteLocation inMemory(Options options) {
        if (options.isSet(SqliteOptions.MODE) && Set.of(Mode.RO, Mode.RW).contains(options.get(SqliteOptions.MODE))) {
            throw new ConfigurationException(
                    "The database URL names a database in memory, which is always new, and `mode` says that it exists",
                    "leave out mode, or name a file: sqlite:///file.db");
        }
        if (options.isSet(SqliteOptions.JOURNAL_MODE)
                && !JOURNALS_IN_MEMORY.contains(options.get(SqliteOptions.JOURNAL_MODE))) {
            throw new ConfigurationException(
                    "The option `journal_mode` can only be memory or off for a database in memory", "leave it out");
        }
        return new SqliteLocation(null, Mode.MEMORY, UUID.randomUUID());
    }

    /** What SQLite is given. A URI, because sqlite-jdbc looks for pragmas behind a question mark in a plain path. */
    String uri() {
        return file == null
                ? "file:databases-" + nameInMemory + "?mode=memory&cache=shared"
                : file.toUri().toString();
    }

    boolean isMemory() {
        return file == null;
    }

    boolean isReadOnly() {
        return mode == Mode.RO;
    }

    /** For messages: the file, or that there is none. */
    @Override
    public String toString() {
        return file == null ? "the database in memory" : file.toString();
    }
}
