package dev.databases.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What URLs mean: text goes in, components come out. A dash stands for an absent component. */
class DatabaseUrlParseTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        # text                                        | scheme           | user    | password | hosts
        postgresql://localhost/name                   | postgresql       | -       | -        | [localhost]
        postgresql://localhost                        | postgresql       | -       | -        | [localhost]
        postgresql://                                 | postgresql       | -       | -        | []
        mysql+jasync://me@db.example:3306/x           | mysql+jasync     | me      | -        | [db.example:3306]
        PostgreSQL+Jasync://DB.Example/x              | postgresql+jasync | -      | -        | [DB.Example]
        x-1.y+2-z.w://h                               | x-1.y+2-z.w      | -       | -        | [h]
        postgresql://me:pw@h/x                        | postgresql       | me      | pw       | [h]
        postgresql://me:@h/x                          | postgresql       | me      | ''       | [h]
        postgresql://:pw@h/x                          | postgresql       | -       | pw       | [h]
        postgresql://me:pw@/x                         | postgresql       | me      | pw       | []
        postgresql://me%40corp:p%2F%3A%25@h/x         | postgresql       | me@corp | p/:%     | [h]
        postgresql://me@corp:pw@h/x                   | postgresql       | me@corp | pw       | [h]
        postgresql://me:p@s:s#w!@h/x                  | postgresql       | me      | p@s:s#w! | [h]
        postgresql://me:a+b@h/x                       | postgresql       | me      | a+b      | [h]
        postgresql://%C3%A9:%F0%9F%94%91@h/x          | postgresql       | é       | 🔑       | [h]
        postgresql://é:🔑@h/x                         | postgresql       | é       | 🔑       | [h]
        postgresql://a:1,b,c.d:65535/x                | postgresql       | -       | -        | [a:1, b, c.d:65535]
        postgresql://127.0.0.1:5432/x                 | postgresql       | -       | -        | [127.0.0.1:5432]
        postgresql://[::1]/x                          | postgresql       | -       | -        | [[::1]]
        postgresql://[2001:DB8::7]:5432/x             | postgresql       | -       | -        | [[2001:DB8::7]:5432]
        postgresql://me@[fe80::1%25eth0]:1/x          | postgresql       | me      | -        | [[fe80::1%eth0]:1]
        postgresql://[::1]:1,[::2]:2,three/x       | postgresql       | -       | -        | [[::1]:1, [::2]:2, three]
        postgresql://me:pw@%2Fvar%2Frun/x             | postgresql       | me      | pw       | [/var/run]
        postgresql://%2Fmy%20run:5433/x               | postgresql       | -       | -        | [/my run:5433]
        mysql://b%C3%BCro.example/x                   | mysql            | -       | -        | [büro.example]
        """)
    void of_serverPart_isTakenApart(String text, String scheme, String user, String password, String hosts) {
        DatabaseUrl url = DatabaseUrl.of(text);
        assertEquals(scheme, url.scheme());
        assertEquals(Optional.ofNullable(user), url.username());
        assertEquals(Optional.ofNullable(password), url.password());
        assertEquals(hosts, url.hosts().toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        postgresql://h                                | ''               | {}
        postgresql://h/                               | ''               | {}
        postgresql://h?                               | ''               | {}
        postgresql://h/a%20b%2Fc                      | a b/c            | {}
        postgresql://h/a/b                            | a/b              | {}
        postgresql://h//a                             | /a               | {}
        postgresql://h/x?a=1&b=2                      | x                | {a=1, b=2}
        postgresql://h/x?z=1&a=2                      | x                | {z=1, a=2}
        postgresql://h?a=1                            | ''               | {a=1}
        postgresql://h/x?a=                           | x                | {a=}
        postgresql://h/x?a=b=c?d/e                    | x                | {a=b=c?d/e}
        postgresql://h/x?%61%20b=%26%3D%2B            | x                | {a b=&=+}
        postgresql://h/x?zone=+02:00                  | x                | {zone=+02:00}
        sqlite://                                     | ''               | {}
        sqlite:///                                    | ''               | {}
        sqlite:///:memory:                            | :memory:         | {}
        sqlite:///relative.db                         | relative.db      | {}
        sqlite:///sub/relative.db                     | sub/relative.db  | {}
        sqlite:////abs/x.db                           | /abs/x.db        | {}
        sqlite:///C:/x.db                             | C:/x.db          | {}
        sqlite:///C:\\x.db                            | C:\\x.db         | {}
        sqlite:///my%20notes%3F%23%25.db              | my notes?#%.db   | {}
        sqlite:///a+b.db                              | a+b.db           | {}
        sqlite:///me@work.db                          | me@work.db       | {}
        sqlite:///file::memory:?cache=shared          | file::memory:    | {cache=shared}
        sqlite://?mode=memory                         | ''               | {mode=memory}
        """)
    void of_databaseAndOptions_areDecoded(String text, String database, String options) {
        DatabaseUrl url = DatabaseUrl.of(text);
        assertEquals(database, url.database());
        assertEquals(options, url.options().toString());
    }

    @Test
    void of_schemeWithDriver_isSplit() {
        DatabaseUrl url = DatabaseUrl.of("MySQL+JAsync://h/x");
        assertEquals("mysql", url.dialect());
        assertEquals(Optional.of("jasync"), url.driver());
        assertEquals(Optional.empty(), DatabaseUrl.of("mysql://h/x").driver());
    }

    @Test
    void hostAndPort_severalHosts_areThoseOfTheFirst() {
        DatabaseUrl url = DatabaseUrl.of("postgresql://[::1]:1,b:2/x");
        assertEquals(Optional.of("::1"), url.host());
        assertEquals(OptionalInt.of(1), url.port());
        assertEquals(OptionalInt.empty(), DatabaseUrl.of("postgresql://a,b:2/x").port());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        postgresql:///x?host=/var/run/postgresql              | /var/run/postgresql
        postgresql:///x?host=db.example                       | db.example
        postgresql:///x?unix_sock=/a                          | /a
        mysql:///x?unix_socket=/b                             | /b
        postgresql:///x?unix_socket=/c&unix_sock=/b&host=/a   | /a
        postgresql:///x?host=&unix_sock=/b                    | /b
        postgresql://h/x?host=/a                              | h
        postgresql://%2Fvar%2Frun/x                           | /var/run
        postgresql:///x                                       | -
        """)
    void host_noHostInFront_comesFromOptions(String text, String host) {
        assertEquals(Optional.ofNullable(host), DatabaseUrl.of(text).host());
    }

    @Test
    void options_result_cannotBeModified() {
        DatabaseUrl url = DatabaseUrl.of("postgresql://h/x?a=1");
        assertThrows(UnsupportedOperationException.class, () -> url.options().put("b", "2"));
        assertThrows(UnsupportedOperationException.class, () -> url.hosts().clear());
        assertEquals(List.of(HostAndPort.of("h")), url.hosts());
        assertEquals(Map.of("a", "1"), url.options());
    }
}
