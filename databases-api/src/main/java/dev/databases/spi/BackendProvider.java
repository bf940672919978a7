package dev.databases.spi;

import dev.databases.config.DatabaseUrl;
import dev.databases.config.Option;
import dev.databases.config.Options;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The way into a backend: found by {@link java.util.ServiceLoader}, chosen by the scheme of the URL.
 *
 * <p>A backend jar names its provider both in its {@code module-info} and in {@code META-INF/services}. The provider has a
 * public constructor without parameters and no state.
 */
public interface BackendProvider {
    /**
     * Returns the schemes served: {@code dialect} or {@code dialect+driver}, in lower case.
     *
     * @return at least one scheme
     */
    Set<String> schemes();

    /**
     * Returns the options that the backend understands beside those of core; any other is refused.
     *
     * @return the options
     */
    List<Option<?>> options();

    /**
     * Opens a backend. Checks what it is given; connects nothing and reads no file.
     *
     * @param url where the database is
     * @param options the chosen values of {@link #options()} and of core's options
     * @return the backend, for one {@code Database}
     * @throws dev.databases.error.ConfigurationException if URL and options do not make sense together
     */
    Backend open(DatabaseUrl url, Options options);

    /**
     * Gives the verbs that only this backend has.
     *
     * @param type what is asked for: an interface of the backend's
     * @param verbs runs their requests
     * @param <T> that interface
     * @return its verbs, empty if the backend has no such interface
     */
    default <T> Optional<T> unwrap(Class<T> type, OwnVerbs verbs) {
        return Optional.empty();
    }
}
