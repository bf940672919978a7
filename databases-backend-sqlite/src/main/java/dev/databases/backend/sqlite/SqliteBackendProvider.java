package dev.databases.backend.sqlite;

import dev.databases.config.DatabaseUrl;
import dev.databases.config.Option;
import dev.databases.config.Options;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendProvider;
import java.util.List;
import java.util.Set;

/**
 * Serves {@code sqlite:///relative.db}, {@code sqlite:////absolute.db} and, in memory, {@code sqlite://},
 * {@code sqlite:///:memory:} and {@code ?mode=memory}.
 *
 * <p>A file gets write-ahead logging, enforced foreign keys and a busy timeout of five seconds, unless options say
 * otherwise. A database in memory belongs to one {@link Backend} and is gone when that is closed.
 */
public final class SqliteBackendProvider implements BackendProvider {
    /** Called by {@link java.util.ServiceLoader}. */
    public SqliteBackendProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("sqlite");
    }

    @Override
    public List<Option<?>> options() {
        return SqliteOptions.all();
    }

    @Override
    public Backend open(DatabaseUrl url, Options options) {
        return new SqliteBackend(SqliteLocation.of(url, options), options);
    }
}
