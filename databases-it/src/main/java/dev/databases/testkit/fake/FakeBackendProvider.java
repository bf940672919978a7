package dev.databases.testkit.fake;

import dev.databases.config.DatabaseUrl;
import dev.databases.config.Option;
import dev.databases.config.Options;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendProvider;
import java.util.List;
import java.util.Set;

/** Serves {@code fake://}: each database has a server of its own, which ends with it. */
public final class FakeBackendProvider implements BackendProvider {
    /** Called by {@link java.util.ServiceLoader}. */
    public FakeBackendProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("fake");
    }

    @Override
    public List<Option<?>> options() {
        return List.of();
    }

    @Override
    public Backend open(DatabaseUrl url, Options options) {
        return new FakeBackend();
    }
}
