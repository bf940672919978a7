package dev.databases.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.error.ConfigurationException;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no URL: the error says why and never shows a password. */
class DatabaseUrlRefusedTest {
    private static final String SECRET = "S3cret";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''                                            | is empty                        | sqlite:///file.db
        ' postgresql://h/x'                           | begins or ends with whitespace  | nothing is trimmed
        'postgresql://h/x\u00a0'                      | begins or ends with whitespace  | nothing is trimmed
        '\ufeffpostgresql://h/x'                      | begins or ends with whitespace  | nothing is trimmed
        'postgresql://h/my db'                        | inside: U+0020                  | %20
        'postgresql://h/a\tb'                         | inside: U+0009                  | percent-code
        'postgresql://h/a\u200bb'                     | inside: U+200B                  | percent-code
        localhost/x                                   | no scheme                       | postgresql://
        postgresql:/h/x                               | no scheme                       | postgresql://
        ://h/x                                        | dialect in the scheme           | letters
        post_gres://h/x                               | dialect in the scheme           | letters
        9pg://h/x                                     | dialect in the scheme           | letters
        pöstgres://h/x                                | dialect in the scheme           | letters
        +jasync://h/x                                 | dialect in the scheme           | letters
        postgresql+://h/x                             | driver in the scheme            | letters
        postgresql+a+b://h/x                          | driver in the scheme            | letters
        jdbc:postgresql://h/x                         | is a JDBC URL                   | leave out jdbc:
        JDBC:sqlite:x.db                              | is a JDBC URL                   | leave out jdbc:
        sqlite:notes.db                               | no // after its scheme          | write sqlite:///notes.db
        sqlite:/abs/notes.db                          | no // after its scheme          | write sqlite:////abs/notes.db
        sqlite::memory:                               | no // after its scheme          | write sqlite:///:memory:
        sqlite:notes.db?key=S3cret                    | no // after its scheme          | write sqlite:///file.db
        sqlite://notes.db                             | SQLite has none                 | write sqlite:///notes.db
        sqlite://C:/notes.db                          | SQLite has none                 | write sqlite:///C:/notes.db
        SQLite://h/notes.db                           | SQLite has none                 | write sqlite:///h/notes.db
        sqlite://:S3cret@h/notes.db                   | SQLite has none                 | write sqlite:///file.db
        postgresql://@h/x                             | user name of the database URL is empty | leave it out
        postgresql://h:/x                             | without a port from 1 to 65535  | usual port
        postgresql://h:0/x                            | without a port from 1 to 65535  | usual port
        postgresql://h:65536/x                        | without a port from 1 to 65535  | usual port
        postgresql://h:99999999999/x                  | without a port from 1 to 65535  | usual port
        postgresql://h:-1/x                           | without a port from 1 to 65535  | usual port
        postgresql://h:+5/x                           | without a port from 1 to 65535  | usual port
        postgresql://h:٣/x                            | without a port from 1 to 65535  | usual port
        postgresql://h:http/x                         | without a port from 1 to 65535  | usual port
        postgresql://[::1]:x/x                        | without a port from 1 to 65535  | usual port
        postgresql://:5432/x                          | where a host is missing         | localhost:5432
        postgresql://a,,b/x                           | where a host is missing         | localhost:5432
        postgresql://a,/x                             | where a host is missing         | localhost:5432
        postgresql://::1/x                            | several colons                  | brackets
        postgresql://[::1/x                           | not closed                      | [::1]
        postgresql://[::1]5432/x                      | not closed                      | [::1]
        postgresql://[localhost]/x                    | not an IPv6 address             | ''
        postgresql://[::g]/x                          | not an IPv6 address             | ::1
        postgresql://[::1%25]/x                       | zone of an IPv6 address         | interface
        postgresql://[::1%eth0]/x                     | %                               | %25
        postgresql://a%20b/x                          | host name                       | unix socket
        postgresql://a%3Fb=c/x                        | host name                       | unix socket
        postgresql://a#b/x                            | host name                       | unix socket
        postgresql://%2Frun%0A/x                      | control character               | ''
        postgresql://me:50%off@h/x                    | password of the database URL    | %25
        postgresql://me:50%@h/x                       | password of the database URL    | %25
        postgresql://%4:x@h/x                         | user name of the database URL   | %25
        postgresql://me:%FF@h/x                       | password of the database URL are not UTF-8 | UTF-8
        postgresql://h/%C3                            | database of the database URL are not UTF-8 | UTF-8
        postgresql://h/%C0%80                         | database of the database URL are not UTF-8 | UTF-8
        postgresql://h/%00                            | database of the database URL has a NUL | ''
        postgresql://h/x?a=%00                        | option `a` of the database URL has a NUL | ''
        postgresql://h/x?a=%zz                        | option `a` of the database URL  | %25
        postgresql://h/a#b                            | has a #                         | %23
        sqlite:///a#b.db                              | has a #                         | %23
        postgresql://h/x?a=b#c                        | has a #                         | %23
        postgresql://h/me@work                        | an @ after its first            | %40
        postgresql://me:a/b@h/x                       | an @ after its first            | %2F
        postgresql://me:a?b@h/x                       | an @ after its first            | %3F
        postgresql://me:a@b/c@h/x                     | an @ after its first            | %2F
        postgresql:///me:pw@h/x                       | an @ after its first            | %40
        sqlite://me:pw@/a@b.db                        | an @ after its first            | %40
        sqlite://me:a/b@x.db                          | an @ after its first            | %40
        postgresql://h/x?a=me@work                    | an @ after its first            | %40
        postgresql://h/x?ssl                          | Option 1 of the database URL is not name=value | name=
        postgresql://h/x?a=1&                         | Option 2 of the database URL is not name=value | name=
        postgresql://h/x?a=1&=2                       | Option 2 of the database URL is not name=value | name=
        postgresql://h/x?ssl=true&ssl=false           | gives the option `ssl` twice    | ''
        postgresql://h/x?ssl=true&s%73l=false         | gives the option `ssl` twice    | ''
        """)
    void of_malformed_saysWhyAndWhatToWrite(String text, String problem, String hint) {
        ConfigurationException error = assertThrows(ConfigurationException.class, () -> DatabaseUrl.of(text));
        String firstLine = error.getMessage().lines().findFirst().orElseThrow();
        assertTrue(firstLine.contains(problem), error.getMessage());
        assertEquals(hint.isEmpty(), error.hint().isEmpty(), error.getMessage());
        assertTrue(error.hint().orElse("").contains(hint), error.getMessage());
        assertFalse(everything(error).contains(SECRET), error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://me:S3cret",
                "postgresql://me:S3cret/x",
                "postgresql://me:S3cret?x=y",
                "postgresql://me:S3cret,h/x",
                "postgresql://me:S3cret@h:port/x",
                "postgresql://me:S3cret@h@:1/x",
                "postgresql://me:pw@[S3cret]/x",
                "postgresql://me:pw@S3cret%/x",
                "postgresql://me:pw@S3cret!/x",
                "postgresql//me:S3cret@h/x",
                "postgresql:me:S3cret@h/x",
                "me:S3cret@h/x",
                "me:S3cret@postgresql://h/x",
                "S3cret@postgresql://h/x",
                "S3cret!+x://h/x",
                "postgresql+S3cret!://h/x",
                "jdbc:postgresql://h/x?password=S3cret",
                "sqlite:me:S3cret@x.db",
                "sqlite://me:S3cret@h/x.db",
                "sqlite://x.db?key=S3cret",
                " postgresql://me:S3cret@h/x",
                "postgresql://me:S3cret\n@h/x",
                "postgresql://me:S3cret%@h/x",
                "postgresql://me:S3cret%FF@h/x",
                "postgresql://me:S3cret%00@h/x",
                "postgresql://me:S3cret\ud800@h/x",
                "postgresql://me:%41S3cret\ud800@h/x",
                "postgresql://h/x?S3cret",
                "postgresql://h/x?password=S3cret&password=S3cret",
                "postgresql://h/x?password=S3cret%zz"
            })
    void of_malformed_neverShowsTheSecret(String text) {
        ConfigurationException error = assertThrows(ConfigurationException.class, () -> DatabaseUrl.of(text));
        assertFalse(everything(error).contains(SECRET), () -> everything(error));
    }

    /** A password is often pasted in as it is: it must then be read whole, or refused; never cut, never shown. */
    @Test
    void of_randomUncodedPassword_isReadWholeOrRefused() {
        Random random = new Random(20240607);
        String alphabet = "@@##//::??&&==++[],;\\\"'!$()*|<>{}^`~-._%zZ+é";
        int read = 0;
        int refused = 0;
        for (int round = 0; round < 10_000; round++) {
            String password = Texts.random(random, alphabet, 5) + SECRET + Texts.random(random, alphabet, 5);
            String text = "postgresql://me:" + password + "@db.example:5432/notes?ssl=true";
            try {
                DatabaseUrl url = DatabaseUrl.of(text);
                assertEquals(Optional.of(password), url.password(), text);
                assertEquals("postgresql://me:********@db.example:5432/notes?ssl=true", url.toString(), text);
                read++;
            } catch (ConfigurationException error) {
                assertFalse(everything(error).contains(SECRET), text);
                assertTrue(password.matches(".*[/?%].*"), () -> "refused without need: " + text);
                refused++;
            }
        }
        assertTrue(read > 1_000 && refused > 1_000, read + " read, " + refused + " refused");
    }

    @Test
    void of_null_isMisuse() {
        assertThrows(NullPointerException.class, () -> DatabaseUrl.of(null));
    }

    private static String everything(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .map(Throwable::toString)
                .collect(Collectors.joining("\n"));
    }
}
