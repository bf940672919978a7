package dev.databases.config;

import dev.databases.error.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The decoded components of a URL, checked: the parser and the {@code with} methods of {@link DatabaseUrl} make them,
 * so that what a copy may hold is what a text may say.
 */
record UrlComponents(
        String dialect,
        @Nullable String driver,
        @Nullable String username,
        @Nullable String password,
        List<HostAndPort> hosts,
        String database,
        Map<String, String> options) {
    private static final String SQLITE = "sqlite";
    private static final Pattern DIALECT = Pattern.compile("[A-Za-z][A-Za-z0-9.-]*");
    private static final Pattern DRIVER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*");

    UrlComponents {
        dialect = schemePart(dialect, DIALECT, "dialect");
        driver = driver == null ? null : schemePart(driver, DRIVER, "driver");
        if (username != null) {
            requireText(username, "user name");
            requireNotEmpty(username, "user name");
        }
        if (password != null) {
            requireText(password, "password");
        }
        hosts = List.copyOf(hosts);
        if (isSqlite(dialect) && !hosts.isEmpty()) {
            throw new ConfigurationException(
                    "The database URL names a host, and SQLite has none",
                    "the file is the database: sqlite:///file.db");
        }
        requireText(database, "database");
        options.forEach(UrlComponents::requireOption);
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    static boolean isSqlite(String dialect) {
        return dialect.equalsIgnoreCase(SQLITE);
    }

    String scheme() {
        return driver == null ? dialect : dialect + "+" + driver;
    }

    UrlComponents withDialect(String newDialect) {
        return new UrlComponents(newDialect, driver, username, password, hosts, database, options);
    }

    UrlComponents withDriver(@Nullable String newDriver) {
        return new UrlComponents(dialect, newDriver, username, password, hosts, database, options);
    }

    UrlComponents withUsername(@Nullable String newUsername) {
        return new UrlComponents(dialect, driver, newUsername, password, hosts, database, options);
    }

    UrlComponents withPassword(@Nullable String newPassword) {
        return new UrlComponents(dialect, driver, username, newPassword, hosts, database, options);
    }

    UrlComponents withHosts(List<HostAndPort> newHosts) {
        return new UrlComponents(dialect, driver, username, password, newHosts, database, options);
    }

    UrlComponents withDatabase(String newDatabase) {
        return new UrlComponents(dialect, driver, username, password, hosts, newDatabase, options);
    }

    UrlComponents withOptions(Map<String, String> newOptions) {
        return new UrlComponents(dialect, driver, username, password, hosts, database, newOptions);
    }

    private static String schemePart(String text, Pattern pattern, String part) {
        if (!pattern.matcher(text).matches()) {
            throw new ConfigurationException(
                    "The " + part + " in the scheme of the database URL is not a name",
                    "a scheme is like postgresql or mysql+jasync: letters, digits, '-' and '.'");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static void requireOption(String name, String value) {
        requireText(name, "option name");
        requireNotEmpty(name, "option name");
        requireText(value, "option " + Wording.quoted(name));
    }

    private static void requireNotEmpty(String text, String part) {
        if (text.isEmpty()) {
            throw new ConfigurationException("The " + part + " of the database URL is empty", "leave it out");
        }
    }

    /** No server and no file system takes NUL, and half a surrogate pair has no UTF-8 form. */
    private static void requireText(String text, String part) {
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new ConfigurationException(
                    "The " + part + " of the database URL has a NUL character or half of a surrogate pair in it");
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "UrlComponents of " + scheme();
    }
}
