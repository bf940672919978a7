package dev.databases.testkit;

import dev.databases.config.DatabaseOptions;
import dev.databases.config.DatabaseUrl;
import dev.databases.config.Feature;
import dev.databases.config.Option;
import dev.databases.config.Options;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendProvider;
import dev.databases.spi.Limits;
import dev.databases.testkit.wrap.WrappedBackendProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a backend says of itself without a server; the contracts ask it what to expect.
 *
 * @param features what the database can do
 * @param limits how many connections, writers and parameters it bears
 */
record Offline(Set<Feature> features, Limits limits) {
    static Offline of(String text) {
        DatabaseUrl url = DatabaseUrl.of(text);
        BackendProvider provider = WrappedBackendProvider.providerOf(url);
        List<Option<?>> known = new ArrayList<>(DatabaseOptions.ALL);
        known.addAll(provider.options());
        Backend backend = provider.open(url, Options.of(known, url, Map.of()));
        Offline offline = new Offline(backend.dialect().features(), backend.limits());
        backend.close().toCompletableFuture().join();
        return offline;
    }
}
