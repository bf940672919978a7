package dev.databases.config;

import dev.databases.error.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a {@link DatabaseUrl} as text: its own form, with or without secrets, and the form that JDBC drivers read. */
final class DatabaseUrlWriter {
    private static final String HIDDEN = "********";
    private static final String PLAIN_IN_DATABASE = "/:";
    private static final String PLAIN_IN_OPTION = "/:,";
    private static final Pattern SECRET_OPTION =
            Pattern.compile("password|passwd|passphrase|pwd|secret|token", Pattern.CASE_INSENSITIVE);

    private DatabaseUrlWriter() {}

    /** The URL with stars for the password and for options whose names sound secret; it can be parsed again. */
    static String withoutSecrets(DatabaseUrl url) {
        return write(url, true);
    }

    /** The URL with everything in it; parsing gives an equal one. */
    static String withSecrets(DatabaseUrl url) {
        return write(url, false);
    }

    private static String write(DatabaseUrl url, boolean hide) {
        String query = url.options().entrySet().stream()
                .map(option -> option(option, hide))
                .collect(Collectors.joining("&"));
        String path = PercentCoding.encode(url.database(), PLAIN_IN_DATABASE);
        return url.scheme()
                + "://"
                + userInfo(url, hide)
                + url.hosts().stream().map(DatabaseUrlWriter::place).collect(Collectors.joining(","))
                + (path.isEmpty() && query.isEmpty() ? "" : "/" + path)
                + (query.isEmpty() ? "" : "?" + query);
    }

    private static String userInfo(DatabaseUrl url, boolean hide) {
        if (url.username().isEmpty() && url.password().isEmpty()) {
            return "";
        }
        String user = PercentCoding.encode(url.username().orElse(""), "");
        return user
                + url.password().map(password -> ":" + secret(password, hide)).orElse("") + "@";
    }

    private static String secret(String text, boolean hide) {
        return hide ? HIDDEN : PercentCoding.encode(text, "");
    }

    private static String place(HostAndPort place) {
        String host = PercentCoding.encode(place.host(), place.isIpv6() ? ":" : "");
        String name = place.isIpv6() ? "[" + host + "]" : host;
        return place.port().isPresent() ? name + ":" + place.port().getAsInt() : name;
    }

    private static String option(Map.Entry<String, String> option, boolean hide) {
        boolean hidden = hide && SECRET_OPTION.matcher(option.getKey()).find();
        String value = hidden ? HIDDEN : PercentCoding.encode(option.getValue(), PLAIN_IN_OPTION);
        return PercentCoding.encode(option.getKey(), "") + "=" + value;
    }

    static String jdbc(DatabaseUrl url) {
        if (UrlComponents.isSqlite(url.dialect())) {
            return "jdbc:sqlite:" + jdbcFile(url.database());
        }
        // The driver of PostgreSQL knows only the long name, and takes no slash inside the name of a database.
        String dialect = url.dialect().equals("postgres") ? "postgresql" : url.dialect();
        String places = jdbcPlaces(url).stream().map(HostAndPort::toString).collect(Collectors.joining(","));
        return "jdbc:" + dialect + "://" + places + "/" + PercentCoding.encode(url.database(), "");
    }

    private static List<HostAndPort> jdbcPlaces(DatabaseUrl url) {
        List<HostAndPort> places =
                url.hosts().isEmpty() ? url.host().map(HostAndPort::of).stream().toList() : url.hosts();
        if (places.stream().anyMatch(HostAndPort::isUnixSocket)) {
            throw new ConfigurationException(
                    "A JDBC URL cannot name a unix socket",
                    "take withHosts(List.of(HostAndPort.of(\"localhost\"))) first, where the server listens there too");
        }
        return places;
    }

    private static String jdbcFile(String file) {
        if (file.isEmpty()) {
            return ":memory:";
        }
        // What follows a question mark would be read as settings; SQLite's own file: form can code it.
        boolean plain = file.indexOf('?') < 0 || file.startsWith("file:");
        return plain ? file : "file:" + PercentCoding.encode(file, PLAIN_IN_DATABASE);
    }
}
