package dev.databases.backend.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.backend.postgres.PostgresOptions.SslMode;
import dev.databases.config.DatabaseOptions;
import dev.databases.config.DatabaseUrl;
import dev.databases.config.HostAndPort;
import dev.databases.config.Option;
import dev.databases.config.Options;
import dev.databases.error.ConfigurationException;
import java.nio.file.Path;
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
final class PostgresSettingsTest {
    private static PostgresSettings of(String url) {
        return of(url, Map.of());
    }

    private static PostgresSettings of(String text, Map<String, ?> builder) {
        List<Option<?>> known = new ArrayList<>(DatabaseOptions.ALL);
        known.addAll(PostgresOptions.ALL);
        DatabaseUrl url = DatabaseUrl.of(text);
        return PostgresSettings.of(url, Options.of(known, url, builder));
    }

    private static String password(PostgresSettings settings) {
        return settings.password().orElseThrow().get();
    }

    @Test
    void url_saysEverything() {
        PostgresSettings settings = of("postgresql://me:se%40cret@one:1,two/notes?application_name=app"
                + "&statement_cache_size=0&server_version=15&port=5433");
        assertEquals(List.of(HostAndPort.of("one", 1), HostAndPort.of("two", 5433)), settings.hosts());
        assertEquals("me", settings.user());
        assertEquals("se@cret", password(settings));
        assertEquals("notes", settings.database());
        assertEquals("app", settings.applicationName());
        assertEquals(0, settings.statementCacheSize());
        assertEquals(15, settings.serverVersion());
        assertEquals(SslMode.DISABLE, settings.sslMode());
        assertEquals(Map.of(), settings.session());
    }

    @Test
    void url_saysNothing_defaultsAreThoseOfLibpq() {
        PostgresSettings settings = of("postgres://");
        assertEquals(List.of(HostAndPort.of("localhost", 5432)), settings.hosts());
        assertEquals(System.getProperty("user.name"), settings.user());
        assertEquals(settings.user(), settings.database());
        assertEquals("me", of("postgres://me@host").database());
        assertEquals(Optional.empty(), settings.password());
        assertEquals("databases", settings.applicationName());
        assertEquals(PostgresDialect.NEWEST, settings.serverVersion());
    }

    @Test
    void password_ofASupplier_isAskedForEachTime() {
        Deque<String> passwords = new ArrayDeque<>(List.of("first", "second"));
        PostgresSettings settings =
                of("postgresql://me:old@host/db", Map.of("password", (Supplier<String>) passwords::pop));
        assertEquals(2, passwords.size());
        assertEquals("first", password(settings));
        assertEquals("second", password(settings));
        assertEquals("text", password(of("postgresql://host/db", Map.of("password", "text"))));
    }

    @Test
    void password_isNotShown() {
        PostgresSettings settings = of("postgresql://me:secret@host/db?password=secret");
        assertFalse(settings.toString().contains("secret"));
        assertEquals("PostgreSQL database db at host:5432 as me", settings.toString());
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
        assertEquals(mode, of("postgresql://host/db?" + options).sslMode());
    }

    @Test
    void certificates_areFiles() {
        PostgresSettings settings = of(
                "postgresql://h/db?sslmode=verify-full&sslrootcert=/a/ca.pem" + "&sslcert=/a/me.pem&sslkey=/a/me.key");
        assertEquals(Optional.of(Path.of("/a/ca.pem")), settings.rootCertificate());
        assertEquals(Optional.of(Path.of("/a/me.pem")), settings.certificate());
        assertEquals(Optional.of(Path.of("/a/me.key")), settings.key());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sslmode=prefer",
                "sslmode=allow",
                "ssl=true&sslmode=disable",
                "ssl=false&sslmode=require",
                "sslrootcert=/ca.pem",
                "sslmode=require&sslrootcert=/ca.pem",
                "sslcert=/a&sslkey=/b",
                "sslmode=verify-full&sslcert=/a",
                "sslmode=verify-full&sslkey=/a",
                "host=other",
                "statement_cache_size=-1",
                "port=0",
                "options=search_path%3Dx",
                "options=-c%20search_path",
                "options=-c%20%3Dx",
                "options=-c%20DateStyle%3DGerman",
                "options=-c%20user%3Droot",
                "options=-cDatabase%3Dx",
                "options=-c%20replication%3Ddatabase",
                "options=-c%20_pq_.x%3Dy",
                "options=-c%20application_name%3Dx",
                "options=--client-encoding%3DLATIN1",
                "option=x",
                "unknown=1"
            })
    void options_thatMakeNoSense_areRefused(String options) {
        assertThrows(ConfigurationException.class, () -> of("postgresql://host/db?" + options));
    }

    @Test
    void option_unknown_isNamedBesideTheKnownOnes() {
        var refused = assertThrows(ConfigurationException.class, () -> of("postgresql://host/db?ssl_mode=require"));
        assertTrue(refused.getMessage().contains("ssl_mode"));
        assertTrue(refused.getMessage().contains("did you mean `sslmode`"));
    }

    @Test
    void sockets_areNamedByTheirFolder() {
        HostAndPort host =
                of("postgresql:///db?host=/var/run/postgresql").hosts().get(0);
        assertEquals(Optional.of(Path.of("/var/run/postgresql/.s.PGSQL.5432")), PostgresSettings.socket(host));
        HostAndPort other = of("postgresql://me@%2Frun%2Fpg:5433/db").hosts().get(0);
        assertEquals(Optional.of(Path.of("/run/pg/.s.PGSQL.5433")), PostgresSettings.socket(other));
        HostAndPort file = of("postgresql:///db?host=/tmp/.s.PGSQL.1").hosts().get(0);
        assertEquals(Optional.of(Path.of("/tmp/.s.PGSQL.1")), PostgresSettings.socket(file));
        assertEquals(Optional.empty(), PostgresSettings.socket(HostAndPort.of("host", 1)));
        assertThrows(ConfigurationException.class, () -> of("postgresql:///db?host=/run/pg&sslmode=require"));
    }

    @Test
    void sockets_withPathsThatAreTooLong_areRefused() {
        String folder = "/" + "x".repeat(92);
        assertEquals(1, of("postgresql:///db?host=" + folder).hosts().size());
        var refused = assertThrows(ConfigurationException.class, () -> of("postgresql:///db?host=" + folder + "y"));
        assertTrue(refused.getMessage().contains("108 bytes"), refused::getMessage);
    }

    @Test
    void settings_ofSessions_areReadAsLibpqDoes() {
        PostgresSettings settings = of(
                "postgresql://host/db",
                Map.of(
                        "options",
                        "-c search_path=a,\\ b  -cwork_mem=1MB --lock-timeout=5s -c Lock_Timeout=6s -c x.y=a\\\\b=c",
                        "timezone",
                        "Europe/Paris"));
        assertEquals(
                Map.of(
                        "search_path",
                        "a, b",
                        "work_mem",
                        "1MB",
                        "Lock_Timeout",
                        "6s",
                        "x.y",
                        "a\\b=c",
                        "TimeZone",
                        "Europe/Paris"),
                settings.session());
        PostgresSettings both = of("postgresql://host/db?search_path=b&options=-c%20Search_Path%3Da");
        assertEquals(Map.of("search_path", "b"), both.session());
    }
}
