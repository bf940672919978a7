package dev.databases.backend.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.backend.postgres.codec.Codecs;
import dev.databases.servers.PostgresExtension;
import dev.databases.servers.PostgresServer;
import dev.databases.spi.Dialect;
import dev.databases.sql.Interval;
import dev.databases.sql.Json;
import dev.databases.sql.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the dialect answers is what a real server takes. */
@ExtendWith({PostgresExtension.class, Leaks.class})
final class PostgresDialectTest {
    private static final Dialect DIALECT = new PostgresDialect(PostgresDialect.NEWEST);

    private static final List<SqlType<?>> TYPES = List.of(
            SqlType.BOOLEAN,
            SqlType.SMALLINT,
            SqlType.INTEGER,
            SqlType.BIGINT,
            SqlType.UNSIGNED_BIGINT,
            SqlType.REAL,
            SqlType.DOUBLE,
            SqlType.NUMERIC,
            SqlType.numeric(12, 4),
            SqlType.TEXT,
            SqlType.string(40),
            SqlType.BINARY,
            SqlType.binary(16),
            SqlType.DATE,
            SqlType.TIME,
            SqlType.TIMESTAMP,
            SqlType.TIMESTAMPTZ,
            SqlType.INTERVAL,
            SqlType.UUID,
            SqlType.JSON,
            SqlType.enumeration(TimeUnit.class),
            SqlType.array(SqlType.INTEGER),
            SqlType.array(SqlType.array(SqlType.string(5))));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"15.18 (Debian 15.18-0+deb12u1) | 15", "18.6 | 18", "19beta1 | 19", "9.6.24 | 9", "devel | 18"})
    void version_isThatOfTheServer(String version, int major) {
        assertEquals(major, PostgresDialect.of(version).version());
    }

    @Test
    void dialects_ofOneVersion_areEqual() {
        assertEquals(PostgresDialect.of("18.6"), PostgresDialect.of("18.1 (Debian)"));
        assertFalse(PostgresDialect.of("18.6").equals(PostgresDialect.of("15.18")));
    }

    @Test
    void types_areThoseThatComeBack(PostgresServer server) throws Exception {
        try (Wire wire = Wire.connect(server)) {
            for (SqlType<?> type : TYPES) {
                String name = DIALECT.typeName(type).orElseThrow();
                wire.run("CREATE TEMP TABLE t (v " + name + ")");
                int oid = wire.run("SELECT v FROM t").oids().get(0);
                String modifier = wire.run("SELECT atttypmod FROM pg_attribute WHERE attrelid = 't'::regclass"
                                + " AND attname = 'v'")
                        .text();
                SqlType.Kind kind = type.kind() == SqlType.Kind.ENUM ? SqlType.Kind.TEXT : type.kind();
                assertEquals(
                        kind, Codecs.typeOf(oid, Integer.parseInt(modifier)).kind(), name);
                wire.run("SELECT CAST(NULL AS " + DIALECT.castName(type).orElseThrow() + ")");
                wire.run("DROP TABLE t");
            }
        }
        assertEquals(Optional.empty(), DIALECT.typeName(SqlType.ANY));
        assertEquals(Optional.empty(), DIALECT.typeName(SqlType.array(SqlType.ANY)));
    }

    @Test
    void identity_makesKeys_andTakesThose_thatAreGiven(PostgresServer server) throws Exception {
        try (Wire wire = Wire.connect(server)) {
            for (SqlType<?> type : List.of(SqlType.SMALLINT, SqlType.INTEGER, SqlType.BIGINT)) {
                wire.run("CREATE TEMP TABLE t (id " + DIALECT.identity(type) + ", v TEXT)");
                assertEquals(
                        "1",
                        wire.run("INSERT INTO t (v) VALUES ('x') RETURNING id").text());
                assertEquals(
                        "7",
                        wire.run("INSERT INTO t (id) VALUES (7) RETURNING id").text());
                wire.run("DROP TABLE t");
            }
        }
    }

    @Test
    void words_thatTheServerReserves_areQuoted(PostgresServer server) throws Exception {
        try (Wire wire = Wire.connect(server)) {
            List<String> reserved = wire
                    .run("SELECT word FROM pg_get_keywords() WHERE catcode IN ('R', 'T', 'C') ORDER BY word")
                    .cells()
                    .stream()
                    .map(String::new)
                    .toList();
            assertTrue(reserved.size() > 100);
            for (String word : reserved) {
                boolean needed = !takes(wire, word);
                assertTrue(DIALECT.needsQuotes(word) || !needed, word);
                wire.run("CREATE TEMP TABLE " + DIALECT.quote(word) + " (" + DIALECT.quote(word) + " INT)");
                wire.run("DROP TABLE pg_temp." + DIALECT.quote(word));
            }
        }
    }

    /** Whether a word may stand alone as the name of a table and of a column. */
    private static boolean takes(Wire wire, String word) throws Exception {
        try {
            wire.run("SELECT (SELECT " + word + " FROM (SELECT 1 AS " + word + ") AS " + word + " LIMIT 1)");
            return true;
        } catch (java.io.IOException refused) {
            return false;
        }
    }

    @Test
    void literals_areTheValuesToTheServer(PostgresServer server) throws Exception {
        OffsetDateTime moment = OffsetDateTime.parse("2024-02-29T12:34:56.5Z");
        try (Wire wire = Wire.connect(server)) {
            literal(wire, SqlType.BOOLEAN, true);
            literal(wire, SqlType.BIGINT, Long.MIN_VALUE);
            literal(wire, SqlType.UNSIGNED_BIGINT, BigInteger.TEN);
            literal(wire, SqlType.NUMERIC, new BigDecimal("-1.50"));
            literal(wire, SqlType.NUMERIC, new BigDecimal("1e20"));
            literal(wire, SqlType.DOUBLE, Double.NaN);
            literal(wire, SqlType.DOUBLE, Double.NEGATIVE_INFINITY);
            literal(wire, SqlType.DOUBLE, 1e300);
            literal(wire, SqlType.REAL, Float.POSITIVE_INFINITY);
            literal(wire, SqlType.TEXT, "it's \\ \"x\" $1 漢");
            literal(wire, SqlType.BINARY, new byte[] {0, -1, 39});
            literal(wire, SqlType.DATE, LocalDate.of(-43, 3, 15));
            literal(wire, SqlType.DATE, LocalDate.of(12_345, 3, 15));
            literal(wire, SqlType.TIME, LocalTime.of(1, 2));
            literal(wire, SqlType.TIMESTAMP, LocalDateTime.of(2024, 2, 29, 0, 0));
            literal(wire, SqlType.TIMESTAMPTZ, moment);
            literal(wire, SqlType.INTERVAL, Interval.of(Duration.ofMillis(-1_500)));
            literal(wire, SqlType.UUID, new UUID(1, 2));
            literal(wire, SqlType.JSON, Json.of("{\"a\": \"it's\"}"));
            literal(wire, SqlType.array(SqlType.TEXT), Arrays.asList("a'b", null, "\"\\"));
        }
        assertEquals(Optional.empty(), DIALECT.literal(SqlType.ANY, "x"));
        assertEquals(Optional.empty(), DIALECT.literal(SqlType.DATE, LocalDate.of(-9999, 1, 1)));
    }

    private static void literal(Wire wire, SqlType<?> type, Object value) throws Exception {
        wire.run("SET IntervalStyle = iso_8601");
        String name = DIALECT.typeName(type).orElseThrow();
        String sql = "SELECT CAST(" + DIALECT.literal(type, value).orElseThrow() + " AS " + name + ")";
        Wire.Answer answer = wire.run(sql);
        Object read = Codecs.decoder(answer.oids().get(0), false, type).decode(answer.cell());
        if (value instanceof BigDecimal number) {
            assertEquals(0, number.compareTo((BigDecimal) read));
        } else if (value instanceof byte[] bytes) {
            assertTrue(Arrays.equals(bytes, (byte[]) read));
        } else {
            assertEquals(value, read);
        }
    }

    @Test
    void names_asLongAsAllowed_areNotCut(PostgresServer server) throws Exception {
        String longest = "x".repeat(DIALECT.longestIdentifier());
        try (Wire wire = Wire.connect(server)) {
            assertEquals(longest, wire.run("SELECT '" + longest + "'::name").text());
            assertEquals(longest, wire.run("SELECT '" + longest + "y'::name").text());
        }
    }

    @Test
    void placeholders_areNumbered() {
        assertEquals("$1", DIALECT.placeholder(1));
        assertEquals("$12", DIALECT.placeholder(12));
        assertFalse(DIALECT.needsQuotes("notes"));
        assertTrue(DIALECT.needsQuotes("Notes"));
        assertEquals("\"a\"\"b\"", DIALECT.quote("a\"b"));
    }
}
