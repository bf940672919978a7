package dev.databases.testkit;

import dev.databases.config.DatabaseOptions;
import dev.databases.config.DatabaseUrl;
import dev.databases.config.Feature;
import dev.databases.config.Option;
import dev.databases.config.Options;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendProvider;
import dev.databases.spi.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.ServiceLoader;
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
        BackendProvider provider = provider(url);
        List<Option<?>> known = new ArrayList<>(DatabaseOptions.ALL);
        known.addAll(provider.options());
        Backend backend = provider.open(url, Options.of(known, url, Map.of()));
        Offline offline = new Offline(backend.dialect().features(), backend.limits());
        backend.close().toCompletableFuture().join();
        return offline;
    }

    private static BackendProvider provider(DatabaseUrl url) {
        return ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each ->
                        each.schemes().contains(url.scheme()) || each.schemes().contains(url.dialect()))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no backend for " + url.scheme()));
    }
}
