package dev.databases.backend.sqlite;

import dev.databases.config.Option;
import dev.databases.config.Options;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The options of the URL {@code sqlite:…}, most of them pragmas under SQLite's own names: declared here for core, which
 * refuses all others, and turned into pragmas for {@link SqliteOpener}.
 */
final class SqliteOptions {
    /** How the file is opened. */
    enum Mode {
        RO,
        RW,
        RWC,
        MEMORY
    }

    /** How a transaction is kept safe from a crash. */
    enum JournalMode {
        WAL,
        DELETE,
        TRUNCATE,
        PERSIST,
        MEMORY,
        OFF
    }

    /** How often the file system is told to write. */
    enum Synchronous {
        OFF,
        NORMAL,
        FULL,
        EXTRA
    }

    /** Where temporary tables are. */
    enum TempStore {
        DEFAULT,
        FILE,
        MEMORY
    }

    /** What becomes of pages that are not used any more. */
    enum AutoVacuum {
        NONE,
        FULL,
        INCREMENTAL
    }

    static final Option<Mode> MODE = Option.choice(
                    "mode", Mode.class, "How the file is opened: ro, rw (it must exist), rwc (created), or memory")
            .withDefault(Mode.RWC);
    static final Option<JournalMode> JOURNAL_MODE =
            Option.choice("journal_mode", JournalMode.class, "The journal of a file, by default wal");
    static final Option<Synchronous> SYNCHRONOUS = Option.choice(
            "synchronous", Synchronous.class, "When the disk is waited for, by default normal with wal, else full");
    static final Option<Duration> BUSY_TIMEOUT = Option.durationOrZero(
                    "busy_timeout", "How long a statement waits for the lock of another connection; 0: not at all")
            .withDefault(Duration.ofSeconds(5));
    static final Option<Integer> STATEMENT_CACHE_SIZE = Option.integer(
                    "statement_cache_size", 0, 10_000, "How many prepared statements each connection keeps")
            .withDefault(128);

    /** Longer is a mistake: SQLite's pragma counts milliseconds, and a bare number in a URL counts seconds. */
    static final Duration LONGEST_BUSY_TIMEOUT = Duration.ofMinutes(10);

    private static final Option<Boolean> FOREIGN_KEYS =
            Option.bool("foreign_keys", "Whether foreign keys are enforced").withDefault(true);
    private static final Option<Integer> PAGE_SIZE =
            Option.integer("page_size", 512, 65_536, "The bytes of a page, a power of two; only for a new database");
    private static final Option<AutoVacuum> AUTO_VACUUM =
            Option.choice("auto_vacuum", AutoVacuum.class, "How unused pages are given back; only for a new database");

    /** What has to be set before the first page is written. */
    private static final List<Option<?>> OF_NEW_DATABASES = List.of(PAGE_SIZE, AUTO_VACUUM);

    private static final List<Option<?>> OF_CONNECTIONS = List.of(
            FOREIGN_KEYS,
            Option.integer(
                    "cache_size", Integer.MIN_VALUE, Integer.MAX_VALUE, "Cached pages; if negative, cached kibibytes"),
            Option.choice("temp_store", TempStore.class, "Where temporary tables are: default, file or memory"),
            Option.longInteger("mmap_size", 0, Long.MAX_VALUE, "The most bytes of the file that are mapped to memory"),
            Option.integer(
                    "wal_autocheckpoint", 0, Integer.MAX_VALUE, "The pages in the WAL before a checkpoint; 0: never"),
            Option.longInteger(
                    "journal_size_limit", -1, Long.MAX_VALUE, "The most bytes that an unused journal keeps; -1: any"),
            Option.bool("recursive_triggers", "Whether a trigger may fire itself"),
            Option.bool("secure_delete", "Whether deleted content is overwritten with zeros"),
            Option.bool("trusted_schema", "Whether views and triggers may call functions that are not innocuous"));

    private SqliteOptions() {}

    /** Every option there is. */
    static List<Option<?>> all() {
        Stream<Option<?>> own = Stream.of(MODE, JOURNAL_MODE, SYNCHRONOUS, BUSY_TIMEOUT, STATEMENT_CACHE_SIZE);
        return Stream.of(own, OF_NEW_DATABASES.stream(), OF_CONNECTIONS.stream())
                .flatMap(some -> some)
                .toList();
    }

    /** The pragmas that must come before the journal mode, as one script; empty if there are none. */
    static String pragmasOfNewDatabase(Options options) {
        return script(OF_NEW_DATABASES, options);
    }

    /** The pragmas that every connection needs, as one script. */
    static String pragmasOfConnection(Options options, boolean wal) {
        Synchronous usual = wal ? Synchronous.NORMAL : Synchronous.FULL;
        return pragma(SYNCHRONOUS, options.find(SYNCHRONOUS).orElse(usual)) + script(OF_CONNECTIONS, options);
    }

    private static String script(List<Option<?>> pragmas, Options options) {
        return pragmas.stream()
                .flatMap(option -> options.find(option).map(value -> pragma(option, value)).stream())
                .collect(Collectors.joining());
    }

    private static String pragma(Option<?> option, Object value) {
        return "PRAGMA " + option.name() + " = " + value.toString().toLowerCase(Locale.ROOT) + ";";
    }
}
