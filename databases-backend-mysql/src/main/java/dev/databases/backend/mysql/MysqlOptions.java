package dev.databases.backend.mysql;

import dev.databases.config.Option;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * The options of the URLs {@code mysql:…} and {@code mariadb:…}: declared here for core, which refuses all others;
 * {@link MysqlSettings} reads them.
 */
final class MysqlOptions {
    /** How much of the connection is encrypted, and whom it trusts. */
    enum SslMode {
        /** Nothing is encrypted. */
        DISABLE,
        /** Encrypted; the server may be anybody. */
        REQUIRE,
        /** The server's certificate is signed by somebody trusted. */
        VERIFY_CA,
        /** And is for the name of the host. */
        VERIFY_FULL
    }

    static final Option<String> HOST = Option.text("host", "A host, where the URL names none");
    static final Option<Integer> PORT = Option.integer("port", 1, 65_535, "The port of every host that names none")
            .withDefault(MysqlDialect.PORT);
    static final Option<String> UNIX_SOCKET =
            Option.text("unix_socket", "The path of the server's unix socket, where the URL names no host");
    static final Option<Supplier<String>> PASSWORD = Option.supplier(
                    "password", "The password, or a Supplier that is asked for it whenever a connection is made")
            .secret();
    static final Option<SslMode> SSLMODE = Option.choice(
            "sslmode", SslMode.class, "Encryption: disable (the default), require, verify-ca, verify-full");
    static final Option<Boolean> SSL = Option.bool("ssl", "true is the same as sslmode=verify-full, false as disable");
    static final Option<Path> SSLROOTCERT =
            Option.path("sslrootcert", "The certificates to trust, as PEM; by default those that Java trusts");
    static final Option<Path> SSLCERT = Option.path("sslcert", "The client's own certificate, as PEM");
    static final Option<Path> SSLKEY = Option.path("sslkey", "The key of the client's certificate, as PEM");
    static final Option<Boolean> ALLOW_PUBLIC_KEY_RETRIEVAL = Option.bool(
                    "allow_public_key_retrieval",
                    "Whether the server's key is asked for, to send a password over an unencrypted connection")
            .withDefault(false);
    static final Option<Integer> STATEMENT_CACHE_SIZE = Option.integer(
                    "statement_cache_size", 0, 10_000, "How many prepared statements each connection keeps; 0 for none")
            .withDefault(256);
    static final Option<String> SERVER_VERSION = Option.text(
            "server_version",
            "The version that statements are compiled for without a server, such as 8.4 or 10.11-MariaDB");
    static final Option<String> CHARSET = Option.text(
                    "charset", "The charset of the connection; utf8mb4, which has all characters")
            .withDefault(MysqlSettings.CHARSET);
    static final Option<String> COLLATION =
            Option.text("collation", "How texts in statements are compared: a collation of utf8mb4");
    static final Option<String> TIME_ZONE = Option.text(
                    "time_zone", "The time zone of the server's sessions: an offset such as +02:00, or a region")
            .withDefault(MysqlSettings.UTC);
    static final Option<String> INIT =
            Option.text("init", "A statement that every new connection runs first, such as SET …");

    /** All of them. */
    static final List<Option<?>> ALL = List.of(
            HOST,
            PORT,
            UNIX_SOCKET,
            PASSWORD,
            SSLMODE,
            SSL,
            SSLROOTCERT,
            SSLCERT,
            SSLKEY,
            ALLOW_PUBLIC_KEY_RETRIEVAL,
            STATEMENT_CACHE_SIZE,
            SERVER_VERSION,
            CHARSET,
            COLLATION,
            TIME_ZONE,
            INIT);

    private MysqlOptions() {}
}
