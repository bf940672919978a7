package dev.databases;

import dev.databases.config.DatabaseUrl;
import dev.databases.error.ConfigurationException;
import dev.databases.spi.BackendProvider;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the backend for the scheme of a URL among the jars on the module path and the class path. */
final class Backends {
    private static final Map<String, String> KNOWN_JARS = Map.of(
            "sqlite", "databases-backend-sqlite",
            "postgresql", "databases-backend-postgres",
            "postgres", "databases-backend-postgres",
            "mysql", "databases-backend-mysql",
            "mariadb", "databases-backend-mysql");

    private Backends() {}

    static BackendProvider provider(DatabaseUrl url) {
        Map<String, BackendProvider> byScheme = found();
        BackendProvider exact = byScheme.get(url.scheme());
        BackendProvider provider = exact != null ? exact : byScheme.get(url.dialect());
        if (provider == null) {
            throw new ConfigurationException(problem(url, byScheme), hint(url));
        }
        return provider;
    }

    private static String problem(DatabaseUrl url, Map<String, BackendProvider> byScheme) {
        String found = byScheme.isEmpty() ? "none" : String.join(", ", new TreeSet<>(byScheme.keySet()));
        return "no backend for the scheme \"" + url.scheme() + "\"; found: " + found;
    }

    private static String hint(DatabaseUrl url) {
        String jar = KNOWN_JARS.get(url.dialect());
        return jar != null
                ? "add the jar dev.databases:" + jar + " to the module path or the class path"
                : "check the spelling, or add the jar of a backend for it to the module path or the class path";
    }

    /** The context class loader comes first: in containers it is the one that sees the application's jars. */
    private static Map<String, BackendProvider> found() {
        Map<String, BackendProvider> byScheme = new LinkedHashMap<>();
        collect(Thread.currentThread().getContextClassLoader(), byScheme);
        collect(Backends.class.getClassLoader(), byScheme);
        return byScheme;
    }

    private static void collect(@Nullable ClassLoader loader, Map<String, BackendProvider> byScheme) {
        if (loader == null) {
            return;
        }
        try {
            List<BackendProvider> providers = ServiceLoader.load(BackendProvider.class, loader).stream()
                    .map(ServiceLoader.Provider::get)
                    .sorted(Comparator.comparing(provider -> provider.getClass().getName()))
                    .toList();
            providers.forEach(provider -> provider.schemes().forEach(scheme -> byScheme.putIfAbsent(scheme, provider)));
        } catch (ServiceConfigurationError broken) {
            throw new ConfigurationException(
                    "a backend on the path cannot be loaded: " + broken.getMessage(), null, broken);
        }
    }
}
