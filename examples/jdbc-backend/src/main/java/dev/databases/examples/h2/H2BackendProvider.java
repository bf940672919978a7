package dev.databases.examples.h2;

import dev.databases.config.DatabaseUrl;
import dev.databases.config.Option;
import dev.databases.config.Options;
import dev.databases.error.ConfigurationException;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendProvider;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Serves {@code h2:///name}, a database in memory that lives as long as the process, and {@code h2:////path/file}, a file.
 * Core finds this class by {@link java.util.ServiceLoader}, reads the URL and its options, refuses what is not declared
 * here, and calls {@link #open}, which checks and connects nothing.
 */
public final class H2BackendProvider implements BackendProvider {
    private static final Option<Duration> LOCK_TIMEOUT = Option.duration(
                    "lock_timeout", "How long a statement waits for the lock of another connection")
            .withDefault(Duration.ofSeconds(10));

    /**
     * Names in lower case, as the dialect takes them to be; rows made when they are read, so that a stream of many is not
     * held in memory; no statements kept, since a cancel that comes too late would hit the next use of one; no trace
     * file, which would show the values of arguments.
     */
    private static final String SETTINGS =
            ";DATABASE_TO_LOWER=TRUE;LAZY_QUERY_EXECUTION=1;QUERY_CACHE_SIZE=0;TRACE_LEVEL_FILE=0;LOCK_TIMEOUT=";

    /** Called by {@link java.util.ServiceLoader}. */
    public H2BackendProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("h2");
    }

    @Override
    public List<Option<?>> options() {
        return List.of(LOCK_TIMEOUT);
    }

    @Override
    public Backend open(DatabaseUrl url, Options options) {
        String name = url.database();
        if (name.isEmpty() || name.contains(";") || !url.hosts().isEmpty()) {
            throw new ConfigurationException(
                    "The database URL does not name an H2 database",
                    "write h2:///name for one in memory, h2:////path/file for a file; no host, no semicolon");
        }
        String place = name.startsWith("/") ? "file:" + name : "mem:" + name + ";DB_CLOSE_DELAY=-1";
        return new H2Backend(url, place + SETTINGS + options.get(LOCK_TIMEOUT).toMillis());
    }
}
