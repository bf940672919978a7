package dev.databases.backend.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Database;
import dev.databases.backend.mysql.MysqlOptions.SslMode;
import dev.databases.config.DatabaseOptions;
import dev.databases.config.DatabaseUrl;
import dev.databases.config.HostAndPort;
import dev.databases.config.Option;
import dev.databases.config.Options;
import dev.databases.error.ConfigurationException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a URL and the builder say becomes the settings that connections are made by, or is refused. */
final class MysqlSettingsTest {
    private static MysqlSettings of(String url) {
        return of(url, Map.of());
    }

    private static MysqlSettings of(String text, Map<String, ?> builder) {
        List<Option<?>> known = new ArrayList<>(DatabaseOptions.ALL);
        known.addAll(MysqlOptions.ALL);
        DatabaseUrl url = DatabaseUrl.of(text);
        return MysqlSettings.of(url, Options.of(known, url, builder));
    }

    private static String password(MysqlSettings settings) {
        return settings.password().orElseThrow().get();
    }

    @Test
    void url_saysEverything() {
        MysqlSettings settings = of(
                "mysql://me:se%40cret@one:1,two/notes?statement_cache_size=0&server_version=8.4"
                        + "&port=3307&collation=utf8mb4_bin&time_zone=Europe/Berlin&init=SET%20a=1&allow_public_key_retrieval=true");
        assertEquals(List.of(HostAndPort.of("one", 1), HostAndPort.of("two", 3307)), settings.hosts());
        assertEquals("me", settings.user());
        assertEquals("se@cret", password(settings));
        assertEquals(Optional.of("notes"), settings.database());
        assertEquals(0, settings.statementCacheSize());
        assertEquals(new MysqlDialect(false, 8, 4, true), settings.dialect());
        assertEquals(SslMode.DISABLE, settings.sslMode());
        assertEquals(ZoneId.of("Europe/Berlin"), settings.zone());
        assertTrue(settings.allowPublicKeyRetrieval());
        assertEquals(
                List.of("SET time_zone = 'Europe/Berlin', collation_connection = 'utf8mb4_bin'", "SET a=1"),
                settings.sessionSetup());
    }

    @Test
    void url_saysNothing_defaultsAreThoseOfTheServer() {
        MysqlSettings settings = of("mariadb://");
        assertEquals(List.of(HostAndPort.of("localhost", 3306)), settings.hosts());
        assertEquals(System.getProperty("user.name"), settings.user());
        assertEquals(Optional.empty(), settings.database());
        assertEquals(Optional.empty(), settings.password());
        assertEquals(MysqlDialect.NEWEST_MARIADB, settings.dialect());
        assertEquals(MysqlDialect.NEWEST_MYSQL, of("mysql://host").dialect());
        assertEquals(ZoneOffset.UTC, settings.zone());
        assertFalse(settings.allowPublicKeyRetrieval());
        assertEquals(List.of("SET time_zone = '+00:00'"), settings.sessionSetup());
    }

    @Test
    void password_ofASupplier_isAskedForEachTime() {
        Deque<String> passwords = new ArrayDeque<>(List.of("first", "second"));
        MysqlSettings settings = of("mysql://me:old@host/db", Map.of("password", (Supplier<String>) passwords::pop));
        assertEquals(2, passwords.size());
        assertEquals("first", password(settings));
        assertEquals("second", password(settings));
        assertEquals("text", password(of("mysql://host/db", Map.of("password", "text"))));
    }

    @Test
    void password_isNotShown() {
        MysqlSettings settings = of("mysql://me:secret@host/db?password=secret");
        assertFalse(settings.toString().contains("secret"));
        assertEquals("MySQL database db at host:3306 as me", settings.toString());
        assertEquals(
                "MariaDB database at host:3306 as me", of("mariadb://me@host").toString());
    }

    @ParameterizedTest
    @CsvSource({
        "sslmode=disable, DISABLE",
        "sslmode=require, REQUIRE",
        "sslmode=verify-ca, VERIFY_CA",
        "sslmode=verify_full, VERIFY_FULL",
        "ssl=true, VERIFY_FULL",
        "ssl=false, DISABLE",
        "ssl=true&sslmode=require, REQUIRE"
    })
    void sslMode_isWhatIsAsked(String options, SslMode mode) {
        assertEquals(mode, of("mysql://host/db?" + options).sslMode());
    }

    @Test
    void certificates_areFiles() {
        MysqlSettings settings =
                of("mysql://h/db?sslmode=verify-full&sslrootcert=/a/ca.pem&sslcert=/a/me.pem&sslkey=/a/me.key");
        assertEquals(Optional.of(Path.of("/a/ca.pem")), settings.rootCertificate());
        assertEquals(Optional.of(Path.of("/a/me.pem")), settings.certificate());
        assertEquals(Optional.of(Path.of("/a/me.key")), settings.key());
    }

    @Test
    void socket_isAHost() {
        assertEquals(
                List.of(HostAndPort.of("/run/mysqld/mysqld.sock")),
                of("mysql://me@/db?unix_socket=/run/mysqld/mysqld.sock").hosts());
        assertTrue(of("mysql://%2Frun%2Fmysqld%2Fmysqld.sock/db").hosts().get(0).isUnixSocket());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sslmode=prefer",
                "ssl=true&sslmode=disable",
                "ssl=false&sslmode=require",
                "sslcert=/a&sslmode=require",
                "sslcert=/a&sslkey=/b",
                "sslrootcert=/a&sslmode=require",
                "charset=latin1",
                "collation=latin1_bin",
                "collation=utf8mb4_bin'",
                "time_zone=SYSTEM",
                "time_zone='",
                "server_version=new",
                "host=other",
                "unix_socket=/run/mysqld.sock",
                "statement_cache_size=-1",
                "multi_statements=true"
            })
    void nonsense_isRefused(String options) {
        assertThrows(ConfigurationException.class, () -> of("mysql://host/db?" + options));
    }

    @Test
    void sockets_areNeitherRelativeNorEncrypted() {
        assertThrows(ConfigurationException.class, () -> of("mysql:///db?unix_socket=mysqld.sock"));
        assertThrows(ConfigurationException.class, () -> of("mysql:///db?unix_socket=/a&host=b"));
        assertThrows(ConfigurationException.class, () -> of("mysql:///db?unix_socket=/a&sslmode=require"));
    }

    @Test
    void backend_isFoundByItsSchemes() {
        for (String scheme : List.of("mysql", "mariadb", "mysql+driver", "mariadb+driver")) {
            Database.of(scheme + "://me@host/db").close();
        }
    }
}
