package dev.databases.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.error.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A URL as text: without and with its password, and as JDBC drivers read it; and when two are equal. */
class DatabaseUrlTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        postgresql://h/x                     | postgresql://h/x
        postgresql://h/                      | postgresql://h
        POSTGRESQL://H/X                     | postgresql://H/X
        postgresql://me@h/x                  | postgresql://me@h/x
        postgresql://me:pw@h/x               | postgresql://me:********@h/x
        postgresql://me:@h/x                 | postgresql://me:********@h/x
        postgresql://:pw@h/x                 | postgresql://:********@h/x
        postgresql://me:%5Bpw@h/x            | postgresql://me:********@h/x
        postgresql://a@b:p@w@h/x             | postgresql://a%40b:********@h/x
        postgresql://me:pw@/x?host=/run      | postgresql://me:********@/x?host=/run
        postgresql://me:pw@[::1]:1,b/x       | postgresql://me:********@[::1]:1,b/x
        postgresql://[fe80::1%25eth0]/x      | postgresql://[fe80::1%25eth0]/x
        postgresql://%2frun:1/x              | postgresql://%2Frun:1/x
        postgresql://h/é+%2b%20              | postgresql://h/%C3%A9%2B%2B%20
        postgresql://h?a=1+1                 | postgresql://h/?a=1%2B1
        mysql://h/x?password=pw&a=b          | mysql://h/x?password=********&a=b
        mysql://h/x?ssl_Passphrase=pw        | mysql://h/x?ssl_Passphrase=********
        mysql://h/x?authToken=pw&pwd=pw      | mysql://h/x?authToken=********&pwd=********
        sqlite://                            | sqlite://
        sqlite:///:memory:                   | sqlite:///:memory:
        sqlite:///x.db                       | sqlite:///x.db
        sqlite:////abs/x.db                  | sqlite:////abs/x.db
        sqlite:///C:/x.db                    | sqlite:///C:/x.db
        sqlite:///me@work.db                 | sqlite:///me%40work.db
        """)
    void toString_anyUrl_isCanonicalAndHidesSecrets(String text, String shown) {
        assertEquals(shown, DatabaseUrl.of(text).toString());
        assertEquals(shown, DatabaseUrl.of(shown).toString());
    }

    @Test
    void toStringWithPassword_anyUrl_hasAllSecrets() {
        String text = "postgresql://me:p%40w@h/x?sslpassword=s%26t";
        assertEquals(text, DatabaseUrl.of(text).toStringWithPassword());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        postgresql+jasync://me:pw@h:1/x?a=1  | jdbc:postgresql://h:1/x
        postgres://h/x                       | jdbc:postgresql://h/x
        postgresql://a:1,b:2/x               | jdbc:postgresql://a:1,b:2/x
        postgresql://[fe80::1%25eth0]:1/x    | jdbc:postgresql://[fe80::1%eth0]:1/x
        postgresql://h/a%20b+c%2Fd           | jdbc:postgresql://h/a%20b%2Bc%2Fd
        postgresql://h                       | jdbc:postgresql://h/
        postgresql:///x                      | jdbc:postgresql:///x
        postgresql:///x?host=db.example      | jdbc:postgresql://db.example/x
        mysql://h:3306/x                     | jdbc:mysql://h:3306/x
        mariadb://h/x                        | jdbc:mariadb://h/x
        h2://h/x                             | jdbc:h2://h/x
        sqlite:///x.db                       | jdbc:sqlite:x.db
        sqlite:////abs/x%20y.db              | jdbc:sqlite:/abs/x y.db
        sqlite:///C:/x.db?mode=ro            | jdbc:sqlite:C:/x.db
        sqlite:///a%23%25.db                 | jdbc:sqlite:a#%.db
        sqlite:///a%3Fb%25.db                | jdbc:sqlite:file:a%3Fb%25.db
        sqlite:///file:x.db%3Fmode=ro        | jdbc:sqlite:file:x.db?mode=ro
        sqlite:///:memory:                   | jdbc:sqlite::memory:
        sqlite://                            | jdbc:sqlite::memory:
        """)
    void toJdbcUrl_anyUrl_isWhatTheDriverReads(String text, String jdbc) {
        assertEquals(jdbc, DatabaseUrl.of(text).toJdbcUrl());
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://%2Frun/x", "postgresql:///x?host=/run", "mysql:///x?unix_socket=/run/my"})
    void toJdbcUrl_unixSocket_isRefused(String text) {
        DatabaseUrl url = DatabaseUrl.of(text);
        ConfigurationException error = assertThrows(ConfigurationException.class, url::toJdbcUrl);
        assertTrue(error.getMessage().contains("unix socket"), error.getMessage());
    }

    @Test
    void equals_sameComponents_whateverTheCoding() {
        DatabaseUrl url = DatabaseUrl.of("PostgreSQL://m%65:p@w@h/x/?a=%31");
        DatabaseUrl same = DatabaseUrl.of("postgresql://me:p%40w@h/%78/?a=1");
        assertEquals(url, same);
        assertEquals(url.hashCode(), same.hashCode());
        assertFalse(url.equals((Object) url.toString()));
    }

    @Test
    void equals_anyOtherComponent_differs() {
        DatabaseUrl url = DatabaseUrl.of("postgresql+a://me:pw@h:1/x?a=1");
        List<DatabaseUrl> others = List.of(
                url.withDialect("mysql"),
                url.withDriver("b"),
                url.withUsername("you"),
                url.withPassword("other"),
                url.withPassword(null),
                url.withHost("i"),
                url.withPort(2),
                url.withDatabase("y"),
                url.withOption("a", "2"),
                url.withoutOption("a"));
        others.forEach(other -> assertNotEquals(url, other));
    }
}
