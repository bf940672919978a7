package dev.databases.backend.postgres;

import dev.databases.config.DatabaseUrl;
import dev.databases.config.Option;
import dev.databases.config.Options;
import dev.databases.postgres.Postgres;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendProvider;
import dev.databases.spi.OwnVerbs;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Serves {@code postgresql://user:password@host:5432/database} and the same with {@code postgres}. */
public final class PostgresBackendProvider implements BackendProvider {
    /** Called by {@link java.util.ServiceLoader}. */
    public PostgresBackendProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("postgresql", "postgres");
    }

    @Override
    public List<Option<?>> options() {
        return PostgresOptions.ALL;
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type, OwnVerbs verbs) {
        return type == Postgres.class ? Optional.of(type.cast(new PostgresVerbs(verbs))) : Optional.empty();
    }

    @Override
    public Backend open(DatabaseUrl url, Options options) {
        return new PostgresBackend(PostgresSettings.of(url, options));
    }
}
