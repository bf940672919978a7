package dev.databases.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.error.ConfigurationException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Copies of a URL with one component changed. */
class DatabaseUrlCopyTest {
    private static final String FULL = "postgresql+jasync://me:pw@h1:1,h2:2/db?a=1&b=2";

    @ParameterizedTest
    @MethodSource
    void with_oneComponent_changesThatAlone(String expected, UnaryOperator<DatabaseUrl> change) {
        DatabaseUrl url = DatabaseUrl.of(FULL);
        DatabaseUrl copy = change.apply(url);
        assertEquals(expected, copy.toStringWithPassword());
        assertEquals(DatabaseUrl.of(expected), copy);
        assertEquals(FULL, url.toStringWithPassword());
    }

    static Stream<Arguments> with_oneComponent_changesThatAlone() {
        return Stream.of(
                change("mysql+jasync://me:pw@h1:1,h2:2/db?a=1&b=2", url -> url.withDialect("MySQL")),
                change("postgresql+x://me:pw@h1:1,h2:2/db?a=1&b=2", url -> url.withDriver("X")),
                change("postgresql://me:pw@h1:1,h2:2/db?a=1&b=2", url -> url.withDriver(null)),
                change("postgresql+jasync://a%40b%3A:pw@h1:1,h2:2/db?a=1&b=2", url -> url.withUsername("a@b:")),
                change("postgresql+jasync://:pw@h1:1,h2:2/db?a=1&b=2", url -> url.withUsername(null)),
                change("postgresql+jasync://me:%2F%3A%25%2B@h1:1,h2:2/db?a=1&b=2", url -> url.withPassword("/:%+")),
                change("postgresql+jasync://me:@h1:1,h2:2/db?a=1&b=2", url -> url.withPassword("")),
                change("postgresql+jasync://me@h1:1,h2:2/db?a=1&b=2", url -> url.withPassword(null)),
                change("postgresql+jasync://me:pw@h3:1/db?a=1&b=2", url -> url.withHost("h3")),
                change("postgresql+jasync://me:pw@[::1]:1/db?a=1&b=2", url -> url.withHost("::1")),
                change("postgresql+jasync://me:pw@%2Frun:1/db?a=1&b=2", url -> url.withHost("/run")),
                change("postgresql+jasync://me:pw@h1:9,h2:9/db?a=1&b=2", url -> url.withPort(9)),
                change(
                        "postgresql+jasync://me:pw@[::1],h4:4/db?a=1&b=2",
                        url -> url.withHosts(List.of(HostAndPort.of("::1"), HostAndPort.of("h4", 4)))),
                change("postgresql+jasync://me:pw@/db?a=1&b=2", url -> url.withHosts(List.of())),
                change("postgresql+jasync://me:pw@h1:1,h2:2/a%20b/%3F?a=1&b=2", url -> url.withDatabase("a b/?")),
                change("postgresql+jasync://me:pw@h1:1,h2:2/?a=1&b=2", url -> url.withDatabase("")),
                change("postgresql+jasync://me:pw@h1:1,h2:2/db?a=1&b=2&c=3", url -> url.withOption("c", "3")),
                change("postgresql+jasync://me:pw@h1:1,h2:2/db?a=9&b=2", url -> url.withOption("a", "9")),
                change("postgresql+jasync://me:pw@h1:1,h2:2/db?a=1&b=2&x%26=%3D%20", url -> url.withOption("x&", "= ")),
                change("postgresql+jasync://me:pw@h1:1,h2:2/db?b=2", url -> url.withoutOption("a")),
                change(FULL, url -> url.withoutOption("absent")));
    }

    private static Arguments change(String expected, UnaryOperator<DatabaseUrl> change) {
        return Arguments.of(expected, change);
    }

    @ParameterizedTest
    @MethodSource
    void with_componentThatNoUrlCanHave_isRefused(String problem, UnaryOperator<DatabaseUrl> change) {
        DatabaseUrl url = DatabaseUrl.of("postgresql://h/db");
        ConfigurationException error = assertThrows(ConfigurationException.class, () -> change.apply(url));
        assertTrue(error.getMessage().contains(problem), error.getMessage());
    }

    static Stream<Arguments> with_componentThatNoUrlCanHave_isRefused() {
        return Stream.of(
                change("dialect", url -> url.withDialect("a+b")),
                change("dialect", url -> url.withDialect("")),
                change("driver", url -> url.withDriver("")),
                change("driver", url -> url.withDriver("a/b")),
                change("user name", url -> url.withUsername("")),
                change("user name", url -> url.withUsername("\0")),
                change("password", url -> url.withPassword("a\0b")),
                change("password", url -> url.withPassword("\ud800")),
                change("database", url -> url.withDatabase("\udc00")),
                change("option name", url -> url.withOption("", "x")),
                change("option `a`", url -> url.withOption("a", "\0")),
                change("host", url -> url.withHost("")),
                change("host name", url -> url.withHost("a/b")),
                change("port", url -> url.withPort(0)),
                change("no host", url -> url.withHosts(List.of()).withPort(1)),
                change("SQLite has none", url -> url.withDialect("sqlite")),
                change(
                        "SQLite has none",
                        url -> DatabaseUrl.of("sqlite:///x.db").withHost("h")));
    }

    @Test
    void withHost_noPort_hasNone() {
        assertEquals("mysql://b/x", DatabaseUrl.of("mysql://a/x").withHost("b").toString());
        assertEquals("mysql://b/x", DatabaseUrl.of("mysql:///x").withHost("b").toString());
    }
}
