package dev.databases.testkit.wrap;

import dev.databases.config.DatabaseOptions;
import dev.databases.config.DatabaseUrl;
import dev.databases.config.Option;
import dev.databases.config.Options;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendProvider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * Serves {@code wrapper+scheme}: the backend of that scheme, in a wrapper that {@link Wrappers} knows by name. A plus
 * in the inner scheme is written as a dot, since a URL has one plus: {@code pipelined+postgresql.driver}.
 */
public final class WrappedBackendProvider implements BackendProvider {
    /** Called by {@link java.util.ServiceLoader}. */
    public WrappedBackendProvider() {}

    /**
     * Finds the backend of a URL as core does.
     *
     * @param url where the database is
     * @return its provider
     */
    public static BackendProvider providerOf(DatabaseUrl url) {
        return all().stream()
                .filter(each ->
                        each.schemes().contains(url.scheme()) || each.schemes().contains(url.dialect()))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no backend for " + url.scheme()));
    }

    private static List<BackendProvider> all() {
        return ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    @Override
    public Set<String> schemes() {
        return Wrappers.names();
    }

    /** Those of all others, because this is asked before the URL is known. */
    @Override
    public List<Option<?>> options() {
        Map<String, Option<?>> byName = new LinkedHashMap<>();
        all().stream()
                .filter(each -> !(each instanceof WrappedBackendProvider))
                .forEach(each -> each.options().forEach(option -> byName.putIfAbsent(option.name(), option)));
        return List.copyOf(byName.values());
    }

    @Override
    public Backend open(DatabaseUrl url, Options options) {
        DatabaseUrl inner = innerUrl(url);
        BackendProvider provider = providerOf(inner);
        return Wrappers.named(url.dialect()).apply(provider.open(inner, chosen(options, provider, inner)));
    }

    private static DatabaseUrl innerUrl(DatabaseUrl url) {
        String scheme = url.driver()
                .orElseThrow(
                        () -> new IllegalArgumentException("nothing to wrap: write " + url.scheme() + "+sqlite://"));
        int dot = scheme.indexOf('.');
        return dot < 0
                ? url.withDriver(null).withDialect(scheme)
                : url.withDriver(scheme.substring(dot + 1)).withDialect(scheme.substring(0, dot));
    }

    /** The same values for the options of the one backend that is meant. */
    private Options chosen(Options options, BackendProvider provider, DatabaseUrl inner) {
        Map<String, Object> values = new HashMap<>();
        List<Option<?>> offered = new ArrayList<>(DatabaseOptions.ALL);
        offered.addAll(options());
        offered.stream().filter(options::isSet).forEach(each -> values.put(each.name(), options.get(each)));
        List<Option<?>> known = new ArrayList<>(DatabaseOptions.ALL);
        known.addAll(provider.options());
        return Options.of(known, inner, values);
    }
}
