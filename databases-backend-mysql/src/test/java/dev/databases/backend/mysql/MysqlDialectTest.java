package dev.databases.backend.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.config.Feature;
import dev.databases.spi.Dialect.GeneratedKeys;
import dev.databases.sql.SqlType;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the dialect answers for each product and version; that servers take it is the matter of {@link Statements}. */
final class MysqlDialectTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8.0.36-0ubuntu0.22.04.1 | false | 8 | 0",
                "9.7.4 | false | 9 | 7",
                "5.5.5-10.6.16-MariaDB-1:10.6.16+maria~ubu2004 | true | 10 | 6",
                "11.4.5-MariaDB-log | true | 11 | 4",
                "unheard of | false | 9 | 7"
            })
    void version_isThatOfTheServer(String version, boolean mariadb, int major, int minor) {
        assertEquals(new MysqlDialect(mariadb, major, minor, true), MysqlDialect.of(version));
    }

    @Test
    void dialects_ofOneVersion_areEqual() {
        assertEquals(MysqlDialect.of("8.4.1"), MysqlDialect.of("8.4.2-debug"));
        assertNotEquals(MysqlDialect.of("8.4.1"), MysqlDialect.of("8.4.1").withBackslashEscapes(false));
        assertEquals("MariaDB 10.11", MysqlDialect.of("10.11.19-MariaDB").toString());
        assertEquals("mysql", MysqlDialect.NEWEST_MYSQL.name());
        assertEquals("mariadb", MysqlDialect.NEWEST_MARIADB.name());
    }

    @Test
    void offline_theSchemeAndAnOptionTell() {
        assertEquals(MysqlDialect.of("8.4.0"), MysqlDialect.offline("mysql", Optional.of("8.4")));
        assertEquals(MysqlDialect.of("10.11.1-MariaDB"), MysqlDialect.offline("mysql", Optional.of("10.11-MariaDB")));
        assertEquals(MysqlDialect.of("10.11.1-MariaDB"), MysqlDialect.offline("mariadb", Optional.of("10.11")));
    }

    @Test
    void returning_isMariadbs() {
        assertEquals(GeneratedKeys.SERVER, MysqlDialect.NEWEST_MYSQL.generatedKeys());
        assertEquals(GeneratedKeys.RETURNING, MysqlDialect.NEWEST_MARIADB.generatedKeys());
        assertEquals(GeneratedKeys.SERVER, MysqlDialect.of("10.4.1-MariaDB").generatedKeys());
        assertTrue(MysqlDialect.of("10.4.1-MariaDB").features().contains(Feature.DELETE_RETURNING));
        assertFalse(MysqlDialect.NEWEST_MARIADB.features().contains(Feature.UPDATE_RETURNING));
    }

    @Test
    void uuids_areText() {
        Optional<String> text = Optional.of("CHAR(36) CHARACTER SET ascii COLLATE ascii_bin");
        assertEquals(text, MysqlDialect.NEWEST_MARIADB.typeName(SqlType.UUID));
        assertEquals(text, MysqlDialect.NEWEST_MYSQL.typeName(SqlType.UUID));
        assertEquals(Optional.empty(), MysqlDialect.NEWEST_MYSQL.typeName(SqlType.array(SqlType.UUID)));
    }

    @Test
    void names_standBetweenBackquotes() {
        assertEquals("`a``b\"c`", MysqlDialect.NEWEST_MYSQL.quote("a`b\"c"));
    }

    @Test
    void literals_meanTheSameInEverySqlMode() {
        MysqlDialect mysql = MysqlDialect.NEWEST_MYSQL;
        assertEquals(Optional.of("'its \"x\"'"), mysql.literal(SqlType.string(10), "its \"x\""));
        assertEquals(Optional.of("(CONVERT(X'615c27c3a9' USING utf8mb4))"), mysql.literal(SqlType.string(10), "a\\'é"));
        assertEquals(Optional.of("('long')"), mysql.literal(SqlType.TEXT, "long"));
        assertEquals(Optional.of("'long'"), MysqlDialect.NEWEST_MARIADB.literal(SqlType.TEXT, "long"));
        assertEquals(Optional.of("(X'00ff')"), mysql.literal(SqlType.BINARY, new byte[] {0, -1}));
        assertEquals(
                Optional.of("(FROM_UNIXTIME(-1.500000))"),
                mysql.literal(SqlType.TIMESTAMPTZ, OffsetDateTime.parse("1969-12-31T23:59:58.5Z")));
        assertEquals(Optional.empty(), mysql.literal(SqlType.DOUBLE, Double.NaN));
    }

    @Test
    void skippedIndexes_areKnownByTheirComment() {
        assertTrue(MysqlDialect.isSkipped(1061, "CREATE UNIQUE INDEX /* IF NOT EXISTS */ i ON t (a)"));
        assertTrue(MysqlDialect.isSkipped(1091, "DROP INDEX /* IF EXISTS */ i ON t"));
        assertFalse(MysqlDialect.isSkipped(1061, "CREATE INDEX i ON t (a)"));
        assertFalse(MysqlDialect.isSkipped(1146, "DROP INDEX /* IF EXISTS */ i ON t"));
    }
}
