package dev.databases.backend.mysql;

import dev.databases.backend.mysql.MysqlOptions.SslMode;
import dev.databases.config.DatabaseUrl;
import dev.databases.config.HostAndPort;
import dev.databases.config.Options;
import dev.databases.error.ConfigurationException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Where a database is and how its sessions are: made from URL and options by the provider, read by whoever connects. Looks
 * at no file and asks for no password.
 *
 * @param hosts where the server is, in the order to be tried, each with its port; or the path of one unix socket
 * @param user who connects
 * @param password asked for whenever a connection is made; empty if there is none
 * @param database the database, empty for none
 * @param sslMode how much is encrypted
 * @param rootCertificate the certificates to trust
 * @param certificate the client's own
 * @param key its key
 * @param allowPublicKeyRetrieval whether a key of the server's that nobody vouches for may encrypt the password
 * @param statementCacheSize how many prepared statements a connection keeps
 * @param dialect the SQL to compile before a server is asked
 * @param zone the time zone of the sessions, by which moments are written and read
 * @param sessionSetup the statements that a new connection runs first, in order
 */
record MysqlSettings(
        List<HostAndPort> hosts,
        String user,
        Optional<Supplier<String>> password,
        Optional<String> database,
        SslMode sslMode,
        Optional<Path> rootCertificate,
        Optional<Path> certificate,
        Optional<Path> key,
        boolean allowPublicKeyRetrieval,
        int statementCacheSize,
        MysqlDialect dialect,
        ZoneId zone,
        List<String> sessionSetup) {
    /** The only charset of connections. */
    static final String CHARSET = "utf8mb4";
    /** The time zone of sessions that ask for no other. */
    static final String UTC = "+00:00";

    private static final Pattern COLLATION = Pattern.compile("utf8mb4_[a-z0-9_]+");

    static MysqlSettings of(DatabaseUrl url, Options options) {
        List<HostAndPort> hosts = hosts(url, options);
        SslMode mode = sslMode(options);
        requireUse(mode, hosts, options);
        return new MysqlSettings(
                hosts,
                url.username().orElseGet(() -> System.getProperty("user.name")),
                password(url, options),
                Optional.of(url.database()).filter(name -> !name.isEmpty()),
                mode,
                options.find(MysqlOptions.SSLROOTCERT),
                options.find(MysqlOptions.SSLCERT),
                options.find(MysqlOptions.SSLKEY),
                options.get(MysqlOptions.ALLOW_PUBLIC_KEY_RETRIEVAL),
                options.get(MysqlOptions.STATEMENT_CACHE_SIZE),
                MysqlDialect.offline(url.dialect(), options.find(MysqlOptions.SERVER_VERSION)),
                zone(options),
                sessionSetup(options));
    }

    private static List<HostAndPort> hosts(DatabaseUrl url, Options options) {
        Optional<String> socket = options.find(MysqlOptions.UNIX_SOCKET);
        boolean named = !url.hosts().isEmpty();
        if (named && (socket.isPresent() || options.isSet(MysqlOptions.HOST))
                || socket.isPresent() && options.isSet(MysqlOptions.HOST)) {
            throw new ConfigurationException(
                    "The server is named twice: by the database URL and an option, or by `host` and `unix_socket`",
                    "leave one out");
        }
        if (socket.isPresent() && !socket.get().startsWith("/")) {
            throw new ConfigurationException("The option `unix_socket` is not the path of a file", "it begins with /");
        }
        List<HostAndPort> hosts = named
                ? url.hosts()
                : List.of(HostAndPort.of(
                        socket.or(() -> options.find(MysqlOptions.HOST)).orElse("localhost")));
        int port = options.get(MysqlOptions.PORT);
        return hosts.stream()
                .map(each -> each.isUnixSocket()
                        ? each
                        : HostAndPort.of(each.host(), each.port().orElse(port)))
                .toList();
    }

    private static Optional<Supplier<String>> password(DatabaseUrl url, Options options) {
        Optional<Supplier<String>> inUrl = url.password().map(text -> () -> text);
        return options.find(MysqlOptions.PASSWORD).or(() -> inUrl);
    }

    private static SslMode sslMode(Options options) {
        Optional<SslMode> brief =
                options.find(MysqlOptions.SSL).map(encrypted -> encrypted ? SslMode.VERIFY_FULL : SslMode.DISABLE);
        Optional<SslMode> mode = options.find(MysqlOptions.SSLMODE);
        if (brief.isPresent()
                && mode.isPresent()
                && (brief.get() == SslMode.DISABLE) != (mode.get() == SslMode.DISABLE)) {
            throw new ConfigurationException("The options `ssl` and `sslmode` contradict each other", "leave out ssl");
        }
        return mode.or(() -> brief).orElse(SslMode.DISABLE);
    }

    private static void requireUse(SslMode mode, List<HostAndPort> hosts, Options options) {
        boolean client = options.isSet(MysqlOptions.SSLCERT);
        if (client != options.isSet(MysqlOptions.SSLKEY)) {
            throw new ConfigurationException(
                    "One of the options `sslcert` and `sslkey` is set and the other is not", "set both or none");
        }
        boolean verifies = mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL;
        if (options.isSet(MysqlOptions.SSLROOTCERT) && !verifies) {
            throw new ConfigurationException(
                    "The option `sslrootcert` is set, and nothing is verified",
                    "set sslmode to verify-full, or to verify-ca");
        }
        if (client && mode == SslMode.DISABLE) {
            throw new ConfigurationException(
                    "The option `sslcert` is set, and nothing is encrypted", "set sslmode to verify-full");
        }
        if (mode != SslMode.DISABLE && hosts.stream().anyMatch(HostAndPort::isUnixSocket)) {
            throw new ConfigurationException(
                    "A unix socket is not encrypted, and `sslmode` or `ssl` asks for it", "leave out sslmode and ssl");
        }
    }

    /** A region by its name, since moments around the change of the clocks have to be found here as well. */
    private static ZoneId zone(Options options) {
        String zone = options.get(MysqlOptions.TIME_ZONE);
        try {
            return zone.equals(UTC) ? ZoneOffset.UTC : ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            throw new ConfigurationException(
                    "The option `time_zone` is neither an offset nor a region that Java knows",
                    "such as +00:00, -05:30 or Europe/Berlin; SYSTEM is none, as it says nothing about the moments",
                    unknown);
        }
    }

    private static List<String> sessionSetup(Options options) {
        if (!options.get(MysqlOptions.CHARSET).equalsIgnoreCase(CHARSET)) {
            throw new ConfigurationException(
                    "The option `charset` can only be utf8mb4",
                    "columns may have any charset: the server converts what the connection sends");
        }
        String zone = "SET time_zone = '" + options.get(MysqlOptions.TIME_ZONE) + "'";
        String collation = options.find(MysqlOptions.COLLATION)
                .map(MysqlSettings::collation)
                .orElse("");
        return options.find(MysqlOptions.INIT)
                .map(init -> List.of(zone + collation, init))
                .orElse(List.of(zone + collation));
    }

    private static String collation(String name) {
        if (!COLLATION.matcher(name).matches()) {
            throw new ConfigurationException(
                    "The option `collation` is not a collation of utf8mb4",
                    "such as utf8mb4_bin or utf8mb4_unicode_ci");
        }
        return ", collation_connection = '" + name + "'";
    }

    /** For messages: where, and as whom. */
    @Override
    public String toString() {
        return dialect.product() + " database "
                + database.map(name -> name + " ").orElse("") + "at "
                + String.join(", ", hosts.stream().map(HostAndPort::toString).toList()) + " as " + user;
    }
}
