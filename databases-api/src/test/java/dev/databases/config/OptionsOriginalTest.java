package dev.databases.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Python original's {@code test_connection_options.py}, whose names are in the comments: what the URL and the
 * keywords choose. One test serves all drivers, since options are read in one place. Not here:
 * {@code test_postgres_pool_size_connect} needs a server, {@code test_postgres_password_as_callable} a builder.
 */
class OptionsOriginalTest {
    enum Ssl {
        FALSE,
        TRUE,
        VERIFY_FULL
    }

    private static final Option<Integer> MIN_SIZE = Option.integer("min_size", 0, 1_000, "Connections at least.");
    private static final Option<Integer> MAX_SIZE = Option.integer("max_size", 1, 1_000, "Connections at most.");
    private static final Option<Ssl> SSL = Option.choice("ssl", Ssl.class, "Whether to encrypt, and what to verify.");
    private static final Option<Integer> POOL_RECYCLE =
            Option.integer("pool_recycle", 1, Integer.MAX_VALUE, "Seconds that a connection lives.");
    private static final Option<String> UNIX_SOCKET = Option.text("unix_socket", "The path of the socket.");
    private static final List<Option<?>> KNOWN = List.of(MIN_SIZE, MAX_SIZE, SSL, POOL_RECYCLE, UNIX_SOCKET);

    private static Options options(String url, Map<String, ?> explicit) {
        return Options.of(KNOWN, DatabaseUrl.of(url), explicit);
    }

    /** {@code test_postgres_pool_size}, {@code test_mysql_pool_size}, {@code test_asyncmy_…}, {@code test_aiopg_…}. */
    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mysql", "mysql+asyncmy", "postgresql+aiopg"})
    void of_poolSizeInUrl_isTwoNumbers(String scheme) {
        Options options = options(scheme + "://localhost/database?min_size=1&max_size=20", Map.of());
        assertEquals("Options[max_size=20, min_size=1]", options.toString());
        assertEquals(1, options.get(MIN_SIZE));
        assertEquals(20, options.get(MAX_SIZE));
    }

    /** {@code test_postgres_explicit_pool_size}, and the same of the other drivers. */
    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mysql", "mysql+asyncmy", "postgresql+aiopg"})
    void of_explicitPoolSize_isTwoNumbers(String scheme) {
        Options options = options(scheme + "://localhost/database", Map.of("min_size", 1, "max_size", 20));
        assertEquals("Options[max_size=20, min_size=1]", options.toString());
    }

    /** {@code test_postgres_ssl}, {@code test_mysql_ssl}, {@code test_asyncmy_ssl}, {@code test_aiopg_ssl}. */
    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mysql", "mysql+asyncmy", "postgresql+aiopg"})
    void of_sslInUrl_isTrue(String scheme) {
        assertEquals(
                Ssl.TRUE,
                options(scheme + "://localhost/database?ssl=true", Map.of()).get(SSL));
    }

    /** {@code test_postgres_ssl_verify_full}. */
    @Test
    void of_sslModeInUrl_isThatMode() {
        Options options = options("postgres://localhost/database?ssl=verify-full", Map.of());
        assertEquals(Ssl.VERIFY_FULL, options.get(SSL));
    }

    /** {@code test_postgres_explicit_ssl}, {@code test_mysql_explicit_ssl} and the same of the other drivers. */
    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mysql", "mysql+asyncmy", "postgresql+aiopg"})
    void of_explicitSsl_isTrue(String scheme) {
        assertEquals(
                Ssl.TRUE,
                options(scheme + "://localhost/database", Map.of("ssl", Ssl.TRUE))
                        .get(SSL));
    }

    /** {@code test_postgres_explicit_ssl_verify_full}. */
    @Test
    void of_explicitSslMode_isThatMode() {
        Options options = options("postgres://localhost/database", Map.of("ssl", "verify-full"));
        assertEquals(Ssl.VERIFY_FULL, options.get(SSL));
    }

    /** {@code test_postgres_no_extra_options}. */
    @Test
    void of_noOptions_chooseNothing() {
        Options options = options("postgres://localhost/database", Map.of());
        assertEquals("Options[]", options.toString());
        KNOWN.forEach(option -> assertFalse(options.isSet(option), option.name()));
    }

    /** {@code test_mysql_pool_recycle}, {@code test_asyncmy_pool_recycle}. */
    @ParameterizedTest
    @ValueSource(strings = {"mysql", "mysql+asyncmy"})
    void of_poolRecycleInUrl_isANumber(String scheme) {
        Options options = options(scheme + "://localhost/database?pool_recycle=20", Map.of());
        assertEquals(20, options.get(POOL_RECYCLE));
    }

    /** {@code test_mysql_unix_socket}, {@code test_asyncmy_unix_socket}. */
    @ParameterizedTest
    @ValueSource(strings = {"mysql", "mysql+asyncmy"})
    void of_unixSocketInUrl_isAPath(String scheme) {
        DatabaseUrl url = DatabaseUrl.of(scheme + ":///database?unix_socket=/tmp/mysqld/mysqld.sock");
        assertEquals("/tmp/mysqld/mysqld.sock", Options.of(KNOWN, url, Map.of()).get(UNIX_SOCKET));
    }
}
