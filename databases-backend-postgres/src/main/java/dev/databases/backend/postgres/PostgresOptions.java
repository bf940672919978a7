package dev.databases.backend.postgres;

import dev.databases.config.Option;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * The options of the URL {@code postgresql:…}, most of them under libpq's names: declared here for core, which refuses all
 * others; {@link PostgresSettings} reads them.
 */
final class PostgresOptions {
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
            .withDefault(5432);
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
    static final Option<String> APPLICATION_NAME = Option.text(
                    "application_name", "How the connections are called in pg_stat_activity")
            .withDefault("databases");
    static final Option<Integer> STATEMENT_CACHE_SIZE = Option.integer(
                    "statement_cache_size",
                    0,
                    10_000,
                    "How many prepared statements each connection keeps; 0 for none, behind a pooler of transactions")
            .withDefault(256);
    static final Option<Integer> SERVER_VERSION = Option.integer(
                    "server_version", 10, 99, "The major version that statements are compiled for without a server")
            .withDefault(PostgresDialect.NEWEST);
    static final Option<String> OPTIONS = Option.text(
            "options", "Settings of the server's sessions: -c name=value, repeated, a backslash before a space");
    static final Option<String> SEARCH_PATH = Option.text("search_path", "The schemas in which names are looked up");
    static final Option<String> TIMEZONE = Option.text("timezone", "The time zone of the server's sessions");

    /** All of them. */
    static final List<Option<?>> ALL = List.of(
            HOST,
            PORT,
            PASSWORD,
            SSLMODE,
            SSL,
            SSLROOTCERT,
            SSLCERT,
            SSLKEY,
            APPLICATION_NAME,
            STATEMENT_CACHE_SIZE,
            SERVER_VERSION,
            OPTIONS,
            SEARCH_PATH,
            TIMEZONE);

    private PostgresOptions() {}
}
