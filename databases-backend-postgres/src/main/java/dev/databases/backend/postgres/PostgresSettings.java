package dev.databases.backend.postgres;

import dev.databases.backend.postgres.PostgresOptions.SslMode;
import dev.databases.config.DatabaseUrl;
import dev.databases.config.HostAndPort;
import dev.databases.config.Option;
import dev.databases.config.Options;
import dev.databases.error.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a database is and how its sessions are: made from URL and options by the provider, read by whoever connects. Looks
 * at no file and asks for no password.
 *
 * @param hosts where the server is, in the order to be tried, each with its port
 * @param user who connects
 * @param password asked for whenever a connection is made; empty if there is none
 * @param database the database
 * @param sslMode how much is encrypted
 * @param rootCertificate the certificates to trust
 * @param certificate the client's own
 * @param key its key
 * @param applicationName how the connections are called, empty for no name
 * @param statementCacheSize how many prepared statements a connection keeps
 * @param serverVersion the version to compile for before a server is asked
 * @param session settings of the server's sessions, by name
 */
record PostgresSettings(
        List<HostAndPort> hosts,
        String user,
        Optional<Supplier<String>> password,
        String database,
        SslMode sslMode,
        Optional<Path> rootCertificate,
        Optional<Path> certificate,
        Optional<Path> key,
        String applicationName,
        int statementCacheSize,
        int serverVersion,
        Map<String, String> session) {
    private static final String SOCKET = ".s.PGSQL.";
    /** Linux's limit; others have less, and say so when it comes to that. */
    private static final int LONGEST_SOCKET = 107;

    static PostgresSettings of(DatabaseUrl url, Options options) {
        String user = url.username().orElseGet(() -> System.getProperty("user.name"));
        List<HostAndPort> hosts = hosts(url, options);
        hosts.forEach(PostgresSettings::requireShort);
        SslMode mode = sslMode(options);
        requireUse(mode, hosts, options);
        return new PostgresSettings(
                hosts,
                user,
                password(url, options),
                url.database().isEmpty() ? user : url.database(),
                mode,
                options.find(PostgresOptions.SSLROOTCERT),
                options.find(PostgresOptions.SSLCERT),
                options.find(PostgresOptions.SSLKEY),
                options.get(PostgresOptions.APPLICATION_NAME),
                options.get(PostgresOptions.STATEMENT_CACHE_SIZE),
                options.get(PostgresOptions.SERVER_VERSION),
                session(options));
    }

    private static List<HostAndPort> hosts(DatabaseUrl url, Options options) {
        boolean both = !url.hosts().isEmpty() && options.isSet(PostgresOptions.HOST);
        if (both) {
            throw new ConfigurationException(
                    "The database URL names a host, and so does the option `host`", "leave one out");
        }
        List<HostAndPort> named = url.hosts().isEmpty()
                ? List.of(HostAndPort.of(options.find(PostgresOptions.HOST).orElse("localhost")))
                : url.hosts();
        int port = options.get(PostgresOptions.PORT);
        return named.stream()
                .map(each -> HostAndPort.of(each.host(), each.port().orElse(port)))
                .toList();
    }

    /** The file of a unix socket, which libpq's URLs name by its folder and the port. */
    static Optional<Path> socket(HostAndPort host) {
        if (!host.isUnixSocket()) {
            return Optional.empty();
        }
        Path path = Path.of(host.host());
        boolean isFile =
                path.getFileName() != null && path.getFileName().toString().startsWith(SOCKET);
        return Optional.of(isFile ? path : path.resolve(SOCKET + host.port().orElse(PostgresDialect.PORT)));
    }

    private static void requireShort(HostAndPort host) {
        socket(host).ifPresent(file -> {
            int length = file.toString().getBytes(StandardCharsets.UTF_8).length;
            if (length > LONGEST_SOCKET) {
                throw new ConfigurationException(
                        "The path of the unix socket is " + length + " bytes long, and the system takes at most "
                                + LONGEST_SOCKET + ": " + file,
                        "set unix_socket_directories of the server to a shorter one, or make a symbolic link to it");
            }
        });
    }

    private static Optional<Supplier<String>> password(DatabaseUrl url, Options options) {
        Optional<Supplier<String>> inUrl = url.password().map(text -> () -> text);
        return options.find(PostgresOptions.PASSWORD).or(() -> inUrl);
    }

    private static SslMode sslMode(Options options) {
        Optional<SslMode> brief =
                options.find(PostgresOptions.SSL).map(encrypted -> encrypted ? SslMode.VERIFY_FULL : SslMode.DISABLE);
        Optional<SslMode> mode = options.find(PostgresOptions.SSLMODE);
        if (brief.isPresent()
                && mode.isPresent()
                && (brief.get() == SslMode.DISABLE) != (mode.get() == SslMode.DISABLE)) {
            throw new ConfigurationException("The options `ssl` and `sslmode` contradict each other", "leave out ssl");
        }
        return mode.or(() -> brief).orElse(SslMode.DISABLE);
    }

    private static void requireUse(SslMode mode, List<HostAndPort> hosts, Options options) {
        boolean client = options.isSet(PostgresOptions.SSLCERT);
        if (client != options.isSet(PostgresOptions.SSLKEY)) {
            throw new ConfigurationException(
                    "One of the options `sslcert` and `sslkey` is set and the other is not", "set both or none");
        }
        boolean verifies = mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL;
        if (options.isSet(PostgresOptions.SSLROOTCERT) && !verifies) {
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

    private static Map<String, String> session(Options options) {
        Map<String, String> session = new LinkedHashMap<>();
        options.find(PostgresOptions.OPTIONS).ifPresent(text -> SessionOptions.parse(text, session));
        put(session, "search_path", options, PostgresOptions.SEARCH_PATH);
        put(session, "TimeZone", options, PostgresOptions.TIMEZONE);
        return session;
    }

    private static void put(Map<String, String> session, String name, Options options, Option<String> option) {
        options.find(option).ifPresent(value -> {
            session.keySet().removeIf(name::equalsIgnoreCase);
            session.put(name, value);
        });
    }

    /** For messages: where, and as whom. */
    @Override
    public String toString() {
        return "PostgreSQL database " + database + " at "
                + String.join(", ", hosts.stream().map(HostAndPort::toString).toList()) + " as " + user;
    }
}
