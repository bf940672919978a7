package dev.databases.testkit.wrap;

import dev.databases.spi.Backend;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** The wrappers by the names that stand in URLs; a test adds its own before it opens a database with it. */
public final class Wrappers {
    /** Makes the backend asynchronous and pipelined. */
    public static final String PIPELINED = "pipelined";

    private static final Map<String, UnaryOperator<Backend>> BY_NAME =
            new ConcurrentHashMap<>(Map.of(PIPELINED, PipelinedBackend::new));

    private Wrappers() {}

    /**
     * Adds a wrapper.
     *
     * @param name in lower case, of letters, digits and hyphens
     * @param wrapper makes the backend around another
     */
    public static void add(String name, UnaryOperator<Backend> wrapper) {
        BY_NAME.put(name, wrapper);
    }

    /**
     * Forgets a wrapper; databases that have it keep it.
     *
     * @param name its name
     */
    public static void remove(String name) {
        BY_NAME.remove(name);
    }

    /**
     * Puts a wrapper around the backend of a URL.
     *
     * @param name the wrapper's name
     * @param url the URL of a database
     * @return the URL of the same database in the wrapper
     */
    public static String url(String name, String url) {
        int end = url.indexOf("://");
        return name + "+" + url.substring(0, end).replace('+', '.') + url.substring(end);
    }

    static Set<String> names() {
        return Set.copyOf(BY_NAME.keySet());
    }

    static UnaryOperator<Backend> named(String name) {
        UnaryOperator<Backend> wrapper = BY_NAME.get(name);
        if (wrapper == null) {
            throw new NoSuchElementException("no wrapper " + name + "; there are: " + names());
        }
        return wrapper;
    }
}
