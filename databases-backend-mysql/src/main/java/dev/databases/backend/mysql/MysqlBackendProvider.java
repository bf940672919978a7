package dev.databases.backend.mysql;

import dev.databases.config.DatabaseUrl;
import dev.databases.config.Option;
import dev.databases.config.Options;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendProvider;
import java.util.List;
import java.util.Set;

/** Serves {@code mysql://user:password@host:3306/database} and the same with {@code mariadb}. */
public final class MysqlBackendProvider implements BackendProvider {
    /** Called by {@link java.util.ServiceLoader}. */
    public MysqlBackendProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("mysql", "mariadb");
    }

    @Override
    public List<Option<?>> options() {
        return MysqlOptions.ALL;
    }

    @Override
    public Backend open(DatabaseUrl url, Options options) {
        return new MysqlBackend(MysqlSettings.of(url, options));
    }
}
