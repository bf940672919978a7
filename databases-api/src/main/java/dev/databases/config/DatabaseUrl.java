package dev.databases.config;

import dev.databases.error.ConfigurationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The address of a database as one immutable value: a user's line of text comes in, decoded components go out to core
 * and backends.
 *
 * <pre>{@code
 * url       = dialect [ "+" driver ] "://" [ user-info "@" ] [ host { "," host } ] [ "/" database ] [ "?" options ]
 * user-info = user [ ":" password ]  |  ":" password
 * host      = ( name | IPv4 | "[" IPv6 [ "%25" zone ] "]" | socket path, coded: "%2Fvar%2Frun" ) [ ":" port ]
 * options   = name "=" value { "&" name "=" value }
 * }</pre>
 *
 * <table>
 * <caption>How it reads</caption>
 * <tr><td>{@code postgresql://me:secret@db.example:5432/notes?ssl=true}</td><td>one server</td></tr>
 * <tr><td>{@code mysql://one:3306,two:3307/notes}</td><td>several servers</td></tr>
 * <tr><td>{@code postgresql:///notes?host=/var/run/postgresql}</td><td>a unix socket</td></tr>
 * <tr><td>{@code postgresql://me@%2Fvar%2Frun%2Fpostgresql:5433/notes}</td><td>a unix socket with its port</td></tr>
 * <tr><td>{@code sqlite:///notes.db}</td><td>a file in the current folder; SQLite takes no host</td></tr>
 * <tr><td>{@code sqlite:////srv/notes.db}, {@code sqlite:///C:/notes.db}</td><td>an absolute file</td></tr>
 * <tr><td>{@code sqlite://}, {@code sqlite:///:memory:}</td><td>memory</td></tr>
 * </table>
 *
 * <ul>
 *   <li>Every part is percent-coded UTF-8. {@code +} is a plus sign everywhere, as in PostgreSQL's and SQLite's own
 *       URLs, and not the space that web forms make of it: a time zone or a token keeps its plus, and one rule holds
 *       for all parts. What is written here codes both, so that either kind of reader gets it right.
 *   <li>The last {@code @} before the first {@code /} or {@code ?} ends the user information, its first {@code :} ends
 *       the user name: a password may hold {@code @}, {@code :} and {@code #} as they are. A later {@code @} is
 *       refused, save in the name of a SQLite file: most likely a {@code /} or {@code ?} of the password was not coded.
 *   <li>Nothing is trimmed or ignored: whitespace, invisible characters, a fragment and a repeated option are errors.
 *   <li>The scheme is turned to lower case. An empty database and none are the same.
 * </ul>
 *
 * <p>Neither {@link #toString} nor any error holds a password.
 */
public final class DatabaseUrl {
    private static final List<String> HOST_OPTIONS = List.of("host", "unix_sock", "unix_socket");

    private final UrlComponents parts;

    DatabaseUrl(UrlComponents parts) {
        this.parts = parts;
    }

    /**
     * Parses a URL.
     *
     * @param text the URL
     * @return its components
     * @throws ConfigurationException if the text is not of the form above
     */
    public static DatabaseUrl of(String text) {
        return new DatabaseUrl(DatabaseUrlParser.parse(Objects.requireNonNull(text, "text")));
    }

    /** {@return what stands before ://, which chooses the backend: the dialect, and + and the driver if any} */
    public String scheme() {
        return parts.scheme();
    }

    /** {@return the dialect, for example postgresql, in lower case} */
    public String dialect() {
        return parts.dialect();
    }

    /** {@return what follows the + of the scheme, in lower case} */
    public Optional<String> driver() {
        return Optional.ofNullable(parts.driver());
    }

    /** {@return the decoded user name, never an empty text} */
    public Optional<String> username() {
        return Optional.ofNullable(parts.username());
    }

    /** {@return the decoded password; an empty one is present if the URL has a colon for it} */
    public Optional<String> password() {
        return Optional.ofNullable(parts.password());
    }

    /** {@return where servers listen, in the order to be tried; without what options name} */
    public List<HostAndPort> hosts() {
        return parts.hosts();
    }

    /**
     * Returns the first host; if there is none, what the option {@code host}, {@code unix_sock} or {@code unix_socket}
     * says.
     *
     * @return a name, an address without brackets or the path of a unix socket
     */
    public Optional<String> host() {
        if (!hosts().isEmpty()) {
            return Optional.of(hosts().get(0).host());
        }
        return HOST_OPTIONS.stream()
                .map(name -> options().getOrDefault(name, ""))
                .filter(Predicate.not(String::isEmpty))
                .findFirst();
    }

    /** {@return the port of the first host, empty for the dialect's usual one} */
    public OptionalInt port() {
        return hosts().isEmpty() ? OptionalInt.empty() : hosts().get(0).port();
    }

    /** {@return the database's name or SQLite's file: the decoded path without its first slash, or an empty text} */
    public String database() {
        return parts.database();
    }

    /** {@return decoded names and values of what follows the question mark, in its order; cannot be modified} */
    public Map<String, String> options() {
        return parts.options();
    }

    /**
     * Returns a copy with another dialect.
     *
     * @param newDialect the dialect
     * @return the copy
     * @throws ConfigurationException if it cannot be part of a scheme
     */
    public DatabaseUrl withDialect(String newDialect) {
        return new DatabaseUrl(parts.withDialect(newDialect));
    }

    /**
     * Returns a copy with another driver.
     *
     * @param newDriver the driver, null for none
     * @return the copy
     * @throws ConfigurationException if it cannot be part of a scheme
     */
    public DatabaseUrl withDriver(@Nullable String newDriver) {
        return new DatabaseUrl(parts.withDriver(newDriver));
    }

    /**
     * Returns a copy with another user name.
     *
     * @param newUsername the name as it is, not coded; null for none
     * @return the copy
     * @throws ConfigurationException if it is empty
     */
    public DatabaseUrl withUsername(@Nullable String newUsername) {
        return new DatabaseUrl(parts.withUsername(newUsername));
    }

    /**
     * Returns a copy with another password.
     *
     * @param newPassword the password as it is, not coded; null for none
     * @return the copy
     */
    public DatabaseUrl withPassword(@Nullable String newPassword) {
        return new DatabaseUrl(parts.withPassword(newPassword));
    }

    /**
     * Returns a copy with one host in place of all; it keeps the port of the first.
     *
     * @param newHost as in {@link HostAndPort#host()}
     * @return the copy
     * @throws ConfigurationException if it is not a host, or the dialect is SQLite
     */
    public DatabaseUrl withHost(String newHost) {
        return withHosts(List.of(new HostAndPort(newHost, port())));
    }

    /**
     * Returns a copy with another port for every host.
     *
     * @param newPort 1 to 65535
     * @return the copy
     * @throws ConfigurationException if it is not a port, or there is no host
     */
    public DatabaseUrl withPort(int newPort) {
        if (hosts().isEmpty()) {
            throw new ConfigurationException("The database URL has no host to put a port on", "call withHost first");
        }
        return withHosts(hosts().stream()
                .map(place -> HostAndPort.of(place.host(), newPort))
                .toList());
    }

    /**
     * Returns a copy with other hosts.
     *
     * @param newHosts the hosts, none if empty
     * @return the copy
     * @throws ConfigurationException if there are any, and the dialect is SQLite
     */
    public DatabaseUrl withHosts(List<HostAndPort> newHosts) {
        return new DatabaseUrl(parts.withHosts(newHosts));
    }

    /**
     * Returns a copy with another database.
     *
     * @param newDatabase the name or file as it is, not coded
     * @return the copy
     */
    public DatabaseUrl withDatabase(String newDatabase) {
        return new DatabaseUrl(parts.withDatabase(newDatabase));
    }

    /**
     * Returns a copy with an option added or replaced.
     *
     * @param name the option's name, not coded
     * @param value its value, not coded
     * @return the copy
     * @throws ConfigurationException if the name is empty
     */
    public DatabaseUrl withOption(String name, String value) {
        Map<String, String> newOptions = new LinkedHashMap<>(options());
        newOptions.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return new DatabaseUrl(parts.withOptions(newOptions));
    }

    /**
     * Returns a copy without an option.
     *
     * @param name the option's name, not coded; it need not be there
     * @return the copy
     */
    public DatabaseUrl withoutOption(String name) {
        Map<String, String> newOptions = new LinkedHashMap<>(options());
        newOptions.remove(name);
        return new DatabaseUrl(parts.withOptions(newOptions));
    }

    /**
     * Returns the URL that a JDBC driver takes for this database, without user, password and options.
     *
     * @return {@code jdbc:dialect://host:port,host:port/database} or {@code jdbc:sqlite:file}
     * @throws ConfigurationException if the host is a unix socket, which JDBC URLs cannot name
     */
    public String toJdbcUrl() {
        return DatabaseUrlWriter.jdbc(this);
    }

    /**
     * Returns the whole URL, the password in clear: for handing on, never for a log.
     *
     * @return a text that {@link #of} turns into an equal value
     */
    public String toStringWithPassword() {
        return DatabaseUrlWriter.withSecrets(this);
    }

    /**
     * Returns the URL with {@code ********} for the password and for every option whose name sounds like a secret
     * (password, secret, token and their like).
     *
     * @return a text that {@link #of} parses
     */
    @Override
    public String toString() {
        return DatabaseUrlWriter.withoutSecrets(this);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DatabaseUrl that && parts.equals(that.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }
}
