package dev.databases.config;

import dev.databases.error.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes the text of a URL apart for {@link DatabaseUrl#of}.
 *
 * <p>No error repeats what stands between the scheme and the options: a forgotten {@code @} or an uncoded {@code /} can
 * move a password to any place there.
 */
final class DatabaseUrlParser {
    private static final String EXAMPLES =
            "for example postgresql://user:password@host:5432/database" + " or sqlite:///file.db";
    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");

    private final String dialect;
    private final @Nullable String driver;
    private final String authority;
    private final String path;
    private final String query;

    private DatabaseUrlParser(String text, int schemeEnd) {
        int plus = text.substring(0, schemeEnd).indexOf('+');
        dialect = text.substring(0, plus < 0 ? schemeEnd : plus);
        driver = plus < 0 ? null : text.substring(plus + 1, schemeEnd);
        int start = schemeEnd + "://".length();
        int question = endOr(text.indexOf('?', start), text);
        int slash = endOr(text.indexOf('/', start), text);
        int authorityEnd = Math.min(slash, question);
        authority = text.substring(start, authorityEnd);
        path = text.substring(authorityEnd, question);
        query = question == text.length() ? "" : text.substring(question + 1);
    }

    private static int endOr(int index, String text) {
        return index < 0 ? text.length() : index;
    }

    static UrlComponents parse(String text) {
        requireVisible(text);
        int schemeEnd = text.indexOf("://");
        if (schemeEnd < 0 || text.regionMatches(true, 0, "jdbc:", 0, 5)) {
            throw noScheme(text);
        }
        return new DatabaseUrlParser(text, schemeEnd).components();
    }

    private UrlComponents components() {
        requireClear();
        int at = authority.lastIndexOf('@');
        String userInfo = at < 0 ? null : authority.substring(0, at);
        int colon = userInfo == null ? -1 : userInfo.indexOf(':');
        String database = path.isEmpty() ? "" : PercentCoding.decode(path.substring(1), "database");
        return new UrlComponents(
                dialect,
                driver,
                username(userInfo, colon),
                userInfo == null || colon < 0 ? null : PercentCoding.decode(userInfo.substring(colon + 1), "password"),
                hosts(authority.substring(at + 1)),
                database,
                options());
    }

    private static @Nullable String username(@Nullable String userInfo, int colon) {
        if (userInfo == null || colon == 0) {
            return null;
        }
        return PercentCoding.decode(colon < 0 ? userInfo : userInfo.substring(0, colon), "user name");
    }

    /** Refuses what could be read in two ways; only the name of a SQLite file cannot be a misplaced password. */
    private void requireClear() {
        boolean file = authority.isEmpty() && UrlComponents.isSqlite(dialect);
        if (!file && (path + query).indexOf('@') >= 0) {
            throw new ConfigurationException(
                    "The database URL has an @ after its first / or ?, so it is not clear where the password ends",
                    "in a user name or password write / as %2F and ? as %3F; in a database or an option write @ as"
                            + " %40");
        }
        if ((path + query).indexOf('#') >= 0) {
            throw new ConfigurationException(
                    "The database URL has a # after the host, and a database URL has no fragment", "write # as %23");
        }
    }

    private List<HostAndPort> hosts(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        if (UrlComponents.isSqlite(dialect)) {
            throw sqliteHost();
        }
        List<HostAndPort> hosts = new ArrayList<>();
        for (String place : text.split(",", -1)) {
            hosts.add(place.startsWith("[") ? bracketed(place) : plain(place));
        }
        return hosts;
    }

    private static HostAndPort bracketed(String place) {
        int close = place.indexOf(']');
        String after = place.substring(close + 1);
        if (close < 0 || !(after.isEmpty() || after.startsWith(":"))) {
            throw new ConfigurationException(
                    "The database URL has a [ before a host that is not closed right after the address",
                    "an IPv6 address is like [::1] or [2001:db8::7]:5432");
        }
        String address = PercentCoding.decode(place.substring(1, close), "host");
        if (address.indexOf(':') < 0) {
            throw new ConfigurationException("The database URL has brackets around a host that is not an IPv6 address");
        }
        return new HostAndPort(address, after.isEmpty() ? OptionalInt.empty() : port(after.substring(1)));
    }

    private static HostAndPort plain(String place) {
        int colon = place.indexOf(':');
        if (colon != place.lastIndexOf(':')) {
            throw new ConfigurationException(
                    "The database URL has a host with several colons", "an IPv6 address is in brackets: [::1]:5432");
        }
        String host = PercentCoding.decode(colon < 0 ? place : place.substring(0, colon), "host");
        if (host.isEmpty()) {
            throw new ConfigurationException(
                    "The database URL has a port or a comma where a host is missing", "name the host: localhost:5432");
        }
        return new HostAndPort(host, colon < 0 ? OptionalInt.empty() : port(place.substring(colon + 1)));
    }

    private static OptionalInt port(String text) {
        if (!PORT.matcher(text).matches() || !HostAndPort.isPort(Integer.parseInt(text))) {
            throw new ConfigurationException(
                    "The database URL has a : after a host without a port from 1 to 65535 behind it",
                    "leave out the : for the usual port; a password stands before an @: user:password@host");
        }
        return OptionalInt.of(Integer.parseInt(text));
    }

    private Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        String[] pairs = query.isEmpty() ? new String[0] : query.split("&", -1);
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw new ConfigurationException(
                        "Option " + (options.size() + 1) + " of the database URL is not name=value",
                        "an empty value is written name=");
            }
            String name = PercentCoding.decode(pair.substring(0, equals), "option name");
            String value = PercentCoding.decode(pair.substring(equals + 1), "option " + Wording.quoted(name));
            if (options.putIfAbsent(name, value) != null) {
                throw new ConfigurationException(
                        "The database URL gives the option " + Wording.quoted(name) + " twice");
            }
        }
        return options;
    }

    private static void requireVisible(String text) {
        if (text.isEmpty()) {
            throw new ConfigurationException("The database URL is empty", EXAMPLES);
        }
        if (isInvisible(text.codePointAt(0)) || isInvisible(text.codePointBefore(text.length()))) {
            throw new ConfigurationException(
                    "The database URL begins or ends with whitespace or an invisible character",
                    "remove it: nothing is trimmed");
        }
        text.codePoints().filter(DatabaseUrlParser::isInvisible).findFirst().ifPresent(found -> {
            throw new ConfigurationException(
                    String.format("The database URL has whitespace or an invisible character inside: U+%04X", found),
                    "percent-code it: a space is %20");
        });
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new ConfigurationException("The database URL has half of a surrogate pair in it");
        }
    }

    private static boolean isInvisible(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.isISOControl(character)
                || Character.getType(character) == Character.FORMAT;
    }

    private static ConfigurationException noScheme(String text) {
        if (text.regionMatches(true, 0, "jdbc:", 0, 5)) {
            return new ConfigurationException(
                    "The database URL is a JDBC URL",
                    "leave out jdbc: and write user and password before the host, " + EXAMPLES);
        }
        if (text.regionMatches(true, 0, "sqlite:", 0, 7)) {
            String file = text.substring(7);
            return new ConfigurationException(
                    "The database URL has no // after its scheme", "write sqlite:///" + shown(file));
        }
        return new ConfigurationException("The database URL has no scheme with :// after it", EXAMPLES);
    }

    private ConfigurationException sqliteHost() {
        return new ConfigurationException(
                "The database URL names a host, and SQLite has none", "write sqlite:///" + shown(authority + path));
    }

    /** The name of a file for a hint, unless it may hold a secret. */
    private static String shown(String file) {
        return file.isEmpty() || file.indexOf('@') >= 0 || file.indexOf('?') >= 0 ? "file.db" : file;
    }
}
