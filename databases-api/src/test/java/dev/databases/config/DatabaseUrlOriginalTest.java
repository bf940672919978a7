package dev.databases.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.databases.error.ConfigurationException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/**
 * One test for each of the Python original's {@code test_database_url.py}, whose name is in the comment, and one for
 * each thing that its URLs got wrong.
 */
class DatabaseUrlOriginalTest {
    /** {@code test_database_url_repr}. */
    @Test
    void toString_password_isHidden() {
        assertEquals("postgresql://localhost/name", show("postgresql://localhost/name"));
        assertEquals("postgresql://username@localhost/name", show("postgresql://username@localhost/name"));
        assertEquals(
                "postgresql://username:********@localhost/name", show("postgresql://username:password@localhost/name"));
        assertEquals(
                "postgresql://username:********@localhost/name",
                show("postgresql://username:%5Bpassword@localhost/name"));
    }

    private static String show(String text) {
        return DatabaseUrl.of(text).toString();
    }

    /** {@code test_database_url_properties}. */
    @Test
    void of_fullUrl_hasAllComponents() {
        DatabaseUrl url = DatabaseUrl.of("postgresql+asyncpg://username:password@localhost:123/mydatabase");
        assertEquals("postgresql", url.dialect());
        assertEquals(Optional.of("asyncpg"), url.driver());
        assertEquals(Optional.of("username"), url.username());
        assertEquals(Optional.of("password"), url.password());
        assertEquals(Optional.of("localhost"), url.host());
        assertEquals(OptionalInt.of(123), url.port());
        assertEquals("mydatabase", url.database());
        String socket = "/var/run/postgresql/.s.PGSQL.5432";
        assertEquals(
                Optional.of(socket),
                DatabaseUrl.of("postgresql://me:pw@/db?host=" + socket).host());
        assertEquals(
                Optional.of(socket),
                DatabaseUrl.of("postgresql://me:pw@/db?unix_sock=" + socket).host());
    }

    /** {@code test_database_url_escape}. */
    @Test
    void of_codedPassword_isDecodedAndSurvivesCopies() {
        DatabaseUrl url = DatabaseUrl.of("postgresql://username:%5Bpassword@localhost/mydatabase");
        assertEquals(Optional.of("username"), url.username());
        assertEquals(Optional.of("[password"), url.password());
        assertEquals("postgresql://username:%5Bpassword@localhost/mydatabase", url.toStringWithPassword());
        assertEquals(Optional.of("[password"), url.withHost("other").password());
        assertEquals(
                Optional.of("[password"),
                DatabaseUrl.of(url.toStringWithPassword()).password());
    }

    /** {@code test_database_url_constructor}: a value from another one is equal; javac refuses the tuple. */
    @Test
    void of_textOfAnotherUrl_isEqual() {
        DatabaseUrl url = DatabaseUrl.of("postgresql+asyncpg://username:password@localhost:123/mydatabase");
        assertEquals(url, DatabaseUrl.of(url.toStringWithPassword()));
    }

    /** {@code test_database_url_options}. */
    @Test
    void options_query_isAMapOfText() {
        DatabaseUrl url = DatabaseUrl.of("postgresql://localhost/mydatabase?pool_size=20&ssl=true");
        assertEquals(Map.of("pool_size", "20", "ssl", "true"), url.options());
        DatabaseUrl socket = DatabaseUrl.of("mysql:///mydatabase?unix_socket=/tmp/mysqld/mysqld.sock");
        assertEquals(Map.of("unix_socket", "/tmp/mysqld/mysqld.sock"), socket.options());
    }

    /** {@code test_replace_database_url_components}. */
    @Test
    void with_database_driver_port_replacesThem() {
        DatabaseUrl url = DatabaseUrl.of("postgresql://localhost/mydatabase");
        assertEquals("postgresql://localhost/test_mydatabase", show(url.withDatabase("test_" + url.database())));
        assertEquals(Optional.empty(), url.driver());
        assertEquals(Optional.of("asyncpg"), url.withDriver("asyncpg").driver());
        assertEquals("postgresql+asyncpg://localhost/mydatabase", show(url.withDriver("asyncpg")));
        assertEquals(OptionalInt.empty(), url.port());
        assertEquals(OptionalInt.of(123), url.withPort(123).port());
        assertEquals("postgresql://localhost:123/mydatabase", show(url.withPort(123)));
        assertEquals(Optional.empty(), url.username());
        assertEquals(Optional.of("username"), url.withUsername("username").username());
        assertEquals("postgresql://username@localhost/mydatabase", show(url.withUsername("username")));
        DatabaseUrl file = DatabaseUrl.of("sqlite:///mydatabase");
        assertEquals("sqlite:///test_mydatabase", show(file.withDatabase("test_" + file.database())));
        DatabaseUrl absolute = DatabaseUrl.of("sqlite:////absolute/path");
        assertEquals("/absolute/path", absolute.database());
        assertEquals("sqlite:////absolute/path_test", show(absolute.withDatabase(absolute.database() + "_test")));
    }

    private static String show(DatabaseUrl url) {
        return url.toString();
    }

    @Test
    void withUsername_atSign_isCoded() {
        DatabaseUrl url = DatabaseUrl.of("postgresql://localhost/x").withUsername("a@b");
        assertEquals("postgresql://a%40b@localhost/x", show(url));
        assertEquals(Optional.of("a@b"), DatabaseUrl.of(show(url)).username());
    }

    @Test
    void withPort_ipv6AndUpperCaseHost_keepBracketsAndCase() {
        assertEquals(
                "postgresql://[::1]:9/x",
                show(DatabaseUrl.of("postgresql://[::1]/x").withPort(9)));
        assertEquals(
                "postgresql://Db.Local:9/x",
                show(DatabaseUrl.of("postgresql://Db.Local/x").withPort(9)));
    }

    @Test
    void toString_passwordWithoutHost_namesNoHost() {
        assertEquals("postgresql://me:********@/db", show("postgresql://me:pw@/db"));
    }

    @Test
    void with_socketInOption_staysInTheOption() {
        DatabaseUrl url = DatabaseUrl.of("postgresql:///db?host=/var/run/postgresql");
        assertEquals("postgresql:///other?host=/var/run/postgresql", show(url.withDatabase("other")));
        assertEquals("postgresql://me@/db?host=/var/run/postgresql", show(url.withUsername("me")));
    }

    @Test
    void withDatabase_space_isCoded() {
        assertEquals(
                "postgresql://h/a%20b", show(DatabaseUrl.of("postgresql://h/x").withDatabase("a b")));
    }

    @Test
    void of_hashAndAtInPassword_belongToIt() {
        DatabaseUrl url = DatabaseUrl.of("postgresql://me:a#b@c@localhost/x");
        assertEquals(Optional.of("a#b@c"), url.password());
        assertEquals(Optional.of("localhost"), url.host());
    }

    @Test
    void of_severalHosts_areAllThere() {
        assertEquals(2, DatabaseUrl.of("postgresql://one:1,two:2/x").hosts().size());
    }

    @Test
    void of_repeatedOption_isAnError() {
        assertThrows(ConfigurationException.class, () -> DatabaseUrl.of("postgresql://h/x?a=1&a=2"));
    }

    @Test
    void of_blankOption_isKept() {
        assertEquals(Map.of("a", ""), DatabaseUrl.of("postgresql://h/x?a=").options());
    }

    /** The original reads a space; see the class comment of {@link DatabaseUrl}. */
    @Test
    void of_plusInOption_isAPlus() {
        assertEquals(
                Map.of("a", "1+1"), DatabaseUrl.of("postgresql://h/x?a=1+1").options());
    }

    @Test
    void hashCode_equalUrls_isEqual() {
        int hash = DatabaseUrl.of("postgresql://h/x").hashCode();
        assertEquals(hash, DatabaseUrl.of("postgresql://h/x").hashCode());
    }
}
