package dev.databases.backend.postgres.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.sql.Interval;
import dev.databases.sql.Json;
import dev.databases.sql.SqlType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Values and their bytes, without a server: the vectors are what PostgreSQL 15 and 18 send. */
final class CodecsTest {
    private static final int BOOL = 16;
    private static final int BYTEA = 17;
    private static final int INT8 = 20;
    private static final int INT2 = 21;
    private static final int INT4 = 23;
    private static final int TEXT = 25;
    private static final int FLOAT4 = 700;
    private static final int FLOAT8 = 701;
    private static final int INT4_ARRAY = 1007;
    private static final int TEXT_ARRAY = 1009;
    private static final int DATE = 1082;
    private static final int TIME = 1083;
    private static final int TIMESTAMP = 1114;
    private static final int TIMESTAMPTZ = 1184;
    private static final int INTERVAL = 1186;
    private static final int TIMETZ = 1266;
    private static final int NUMERIC = 1700;
    private static final int UUID_OID = 2950;
    private static final int JSONB = 3802;
    private static final int UNKNOWN_TO_US = 99_999;

    private static Object read(int oid, String hex, SqlType<?> wanted) {
        return Codecs.decoder(oid, true, wanted).decode(Cells.hex(hex));
    }

    private static Object readText(int oid, String text, SqlType<?> wanted) {
        return Codecs.decoder(oid, false, wanted).decode(Cells.text(text));
    }

    private static void both(SqlType<?> type, Object value, String hex) {
        int oid = Codecs.oidOf(type);
        Cells.assertSame(value, read(oid, hex, type));
        assertEquals(hex.replace(" ", ""), ByteBufUtil.hexDump(Cells.encoded(type, value)));
    }

    @Test
    void vectors_areReadAndWritten() {
        both(SqlType.BOOLEAN, true, "01");
        both(SqlType.SMALLINT, (short) -2, "fffe");
        both(SqlType.INTEGER, 258, "00000102");
        both(SqlType.BIGINT, -1L, "ffffffffffffffff");
        both(SqlType.REAL, 1.5f, "3fc00000");
        both(SqlType.DOUBLE, -2.0, "c000000000000000");
        both(SqlType.BINARY, new byte[] {1, 2}, "0102");
        both(SqlType.DATE, LocalDate.of(2000, 1, 2), "00000001");
        both(SqlType.TIME, LocalTime.of(0, 0, 1), "00000000000f4240");
        both(SqlType.TIMESTAMP, LocalDateTime.of(1999, 12, 31, 23, 59, 59), "fffffffffff0bdc0");
        both(SqlType.TIMESTAMPTZ, OffsetDateTime.parse("2000-01-01T00:00:01Z"), "00000000000f4240");
        both(
                SqlType.INTERVAL,
                new Interval(Period.of(1, 2, 3), Duration.ofSeconds(-1)),
                "fffffffffff0bdc0 00000003 0000000e");
        both(SqlType.UUID, new UUID(1, 2), "0000000000000001 0000000000000002");
        both(SqlType.NUMERIC, new BigDecimal("-12345.670"), "0003 0001 4000 0003 0001 0929 1a2c");
        both(SqlType.NUMERIC, new BigDecimal("0.00"), "0000 0000 0000 0002");
        both(
                SqlType.UNSIGNED_BIGINT,
                new BigInteger("18446744073709551615"),
                "0005 0004 0000 0000 0734 1a58 02e1 03bb 064f");
        both(
                SqlType.array(SqlType.INTEGER),
                Arrays.asList(1, null),
                "00000001 00000001 00000017 00000002 00000001 00000004 00000001 ffffffff");
    }

    @Test
    void oids_ofTypes_leaveTextToTheServer() {
        assertEquals(INT8, Codecs.oidOf(SqlType.BIGINT));
        assertEquals(NUMERIC, Codecs.oidOf(SqlType.UNSIGNED_BIGINT));
        assertEquals(NUMERIC, Codecs.oidOf(SqlType.numeric(10, 2)));
        assertEquals(INT8, Codecs.oidOf(SqlType.BIGINT.mapped(Duration.class, Duration::toNanos, Duration::ofNanos)));
        assertEquals(INT4_ARRAY, Codecs.oidOf(SqlType.array(SqlType.array(SqlType.INTEGER))));
        for (SqlType<?> each : List.of(
                SqlType.TEXT,
                SqlType.string(10),
                SqlType.JSON,
                SqlType.ANY,
                SqlType.enumeration(TimeUnit.class),
                SqlType.array(SqlType.TEXT))) {
            assertEquals(0, Codecs.oidOf(each), each.toString());
        }
    }

    @Test
    void oids_ofValues_areThoseOfTheirClasses() {
        assertEquals(INT2, Codecs.oidOfValue((short) 1));
        assertEquals(INT2, Codecs.oidOfValue((byte) 1));
        assertEquals(FLOAT4, Codecs.oidOfValue(1f));
        assertEquals(BYTEA, Codecs.oidOfValue(new byte[0]));
        assertEquals(TIMESTAMPTZ, Codecs.oidOfValue(Instant.EPOCH));
        assertEquals(INTERVAL, Codecs.oidOfValue(Duration.ZERO));
        assertEquals(INT4_ARRAY, Codecs.oidOfValue(new int[][] {{1}, {2}}));
        assertEquals(INT4_ARRAY, Codecs.oidOfValue(Arrays.asList(null, 1)));
        assertEquals(0, Codecs.oidOfValue(null));
        assertEquals(0, Codecs.oidOfValue("x"));
        assertEquals(0, Codecs.oidOfValue(Json.of("1")));
        assertEquals(0, Codecs.oidOfValue(List.of()));
        assertEquals(0, Codecs.oidOfValue(List.of(1, 2L)));
        assertEquals(0, Codecs.oidOfValue(List.of("x")));
        assertTrue(Codecs.binaryParameter(INT4));
        assertFalse(Codecs.binaryParameter(0));
    }

    @Test
    void typesOfColumns_haveTheirPrecision() {
        assertEquals(SqlType.numeric(12, 4), Codecs.typeOf(NUMERIC, (12 << 16 | 4) + 4));
        assertEquals(SqlType.UNSIGNED_BIGINT, Codecs.typeOf(NUMERIC, (20 << 16) + 4));
        assertEquals(SqlType.NUMERIC, Codecs.typeOf(NUMERIC, -1));
        assertEquals(SqlType.NUMERIC, Codecs.typeOf(NUMERIC, (3 << 16 | 0x7fe) + 4)); // numeric(3, -2)
        assertEquals(SqlType.array(SqlType.INTEGER), Codecs.typeOf(INT4_ARRAY, -1));
        assertEquals(SqlType.ANY, Codecs.typeOf(TIMETZ, -1));
        assertEquals(SqlType.TEXT, Codecs.typeOf(UNKNOWN_TO_US, -1));
    }

    @Test
    void forms_areBinaryWhereItIsKnown() {
        assertTrue(Codecs.binaryResult(INT4));
        assertTrue(Codecs.binaryResult(NUMERIC));
        assertTrue(Codecs.binaryResult(TEXT_ARRAY));
        assertFalse(Codecs.binaryResult(TEXT)); // it is the same
        assertFalse(Codecs.binaryResult(869)); // inet
        assertFalse(Codecs.binaryResult(1041)); // inet[]
        assertFalse(Codecs.binaryResult(UNKNOWN_TO_US));
    }

    @Test
    void cells_areTakenAsWhatLosesNothing() {
        assertEquals(5L, read(INT4, "00000005", SqlType.BIGINT));
        assertEquals((short) 5, read(INT8, "0000000000000005", SqlType.SMALLINT));
        assertEquals(7, readText(NUMERIC, "7.00", SqlType.INTEGER));
        assertEquals(BigInteger.valueOf(7), readText(NUMERIC, "7", SqlType.UNSIGNED_BIGINT));
        assertEquals(BigInteger.valueOf(-7), readText(NUMERIC, "-7", SqlType.UNSIGNED_BIGINT));
        assertEquals(new BigDecimal("0.1"), readText(FLOAT8, "0.1", SqlType.NUMERIC));
        assertEquals(3.3333333333333335, readText(NUMERIC, "3.3333333333333333", SqlType.DOUBLE));
        assertEquals(0.1f, readText(FLOAT8, "0.1", SqlType.REAL));
        assertEquals(Double.NaN, read(NUMERIC, "0000 0000 c000 0000", SqlType.DOUBLE));
        assertEquals(Double.NEGATIVE_INFINITY, readText(NUMERIC, "-Infinity", SqlType.DOUBLE));
        assertEquals(new BigDecimal("1.5000"), readText(NUMERIC, "1.5", SqlType.numeric(12, 4)));
        assertEquals(new BigDecimal("1.55555"), readText(NUMERIC, "1.55555", SqlType.numeric(12, 4)));
        assertEquals(true, read(INT4, "00000001", SqlType.BOOLEAN));
        assertEquals("7", read(INT4, "00000007", SqlType.TEXT));
        assertEquals("2024-02-29", readText(DATE, "2024-02-29", SqlType.TEXT));
        assertEquals(LocalDateTime.of(2024, 2, 29, 0, 0), readText(DATE, "2024-02-29", SqlType.TIMESTAMP));
        assertEquals("{\"a\": 1}", read(JSONB, "017b2261223a20317d", SqlType.TEXT));
        assertEquals("DAYS", readText(UNKNOWN_TO_US, "DAYS", SqlType.enumeration(TimeUnit.class)));
    }

    @Test
    void cells_thatTheServerCallsText_areReadAsWhatIsWanted() {
        assertEquals(5L, readText(TEXT, "5", SqlType.BIGINT));
        assertEquals(new BigDecimal("1.50"), readText(TEXT, "1.50", SqlType.NUMERIC));
        assertEquals(BigInteger.TEN, readText(TEXT, "10", SqlType.UNSIGNED_BIGINT));
        assertEquals(LocalDate.EPOCH, readText(TEXT, "1970-01-01", SqlType.DATE));
        assertEquals(Json.of("1"), readText(TEXT, "1", SqlType.JSON));
        assertEquals(new UUID(1, 2), readText(TEXT, new UUID(1, 2).toString(), SqlType.UUID));
        assertEquals(List.of(1, 2), readText(UNKNOWN_TO_US, "[2:3]={1,2}", SqlType.array(SqlType.INTEGER)));
        assertEquals(
                List.of(TimeUnit.DAYS, TimeUnit.HOURS),
                readText(UNKNOWN_TO_US, "{DAYS,HOURS}", SqlType.array(SqlType.enumeration(TimeUnit.class))));
    }

    @Test
    void arrays_ofMappedElements_areMapped() {
        SqlType<List<Duration>> type =
                SqlType.array(SqlType.BIGINT.mapped(Duration.class, Duration::toNanos, Duration::ofNanos));
        List<Duration> value = List.of(Duration.ofNanos(5), Duration.ofNanos(6));
        assertEquals(value, Codecs.decoder(1016, true, type).decode(Cells.encoded(type, value)));
        SqlType<List<URI>> texts = SqlType.array(SqlType.TEXT.mapped(URI.class, URI::toString, URI::create));
        List<URI> uris = List.of(URI.create("a:b"), URI.create("c:d"));
        assertEquals(uris, Codecs.decoder(TEXT_ARRAY, false, texts).decode(Cells.encoded(texts, uris)));
    }

    @Test
    void cells_thatLoseSomething_areRefused() {
        assertEquals("holds a value that is not exactly a INTEGER", refusal(INT8, "7fffffffffffffff", SqlType.INTEGER));
        refusal(FLOAT8, "3ff8000000000000", SqlType.BIGINT);
        refusal(INT4, "00000002", SqlType.BOOLEAN);
        refusal(TIMESTAMP, "0000000000000000", SqlType.TIMESTAMPTZ);
        refusal(TIMESTAMPTZ, "0000000000000000", SqlType.TIMESTAMP);
        refusal(BYTEA, "00", SqlType.TEXT);
        refusal(BOOL, "01", SqlType.INTEGER);
        refusal(INT4_ARRAY, "00000000 00000000 00000017", SqlType.INTEGER);
        assertTrue(refusal(NUMERIC, "0000 0000 c000 0000", SqlType.NUMERIC).contains("NaN"));
        assertTrue(refusal(NUMERIC, "0000 0020 d000 0020", SqlType.ANY).contains("infinite"));
        assertTrue(refusal(TIME, "000000141dd76000", SqlType.TIME).contains("24:00"));
        assertTrue(refusal(INTERVAL, "7fffffffffffffff 7fffffff 7fffffff", SqlType.INTERVAL)
                .contains("infinite"));
        assertThrows(Refusal.class, () -> readText(TIME, "24:00:00", SqlType.TIME));
        assertThrows(Refusal.class, () -> readText(TIMETZ, "24:00:00+00", SqlType.ANY));
        assertThrows(Refusal.class, () -> readText(NUMERIC, "NaN", SqlType.NUMERIC));
        assertThrows(Refusal.class, () -> readText(INTERVAL, "-infinity", SqlType.INTERVAL));
        assertThrows(Refusal.class, () -> readText(TEXT, "1-2-3-4-5", SqlType.UUID));
    }

    private static String refusal(int oid, String hex, SqlType<?> wanted) {
        RuntimeException refused = assertThrows(Refusal.class, () -> read(oid, hex, wanted));
        assertEquals(5, Codecs.sqlState(refused).length());
        return Codecs.problem(refused);
    }

    @Test
    void values_thatPostgresCannotHold_areRefusedWithoutBeingShown() {
        refused(SqlType.UNSIGNED_BIGINT, BigInteger.ONE.shiftLeft(64));
        refused(SqlType.UNSIGNED_BIGINT, BigInteger.ONE.negate());
        refused(SqlType.NUMERIC, new BigDecimal("1e131072"));
        refused(SqlType.NUMERIC, new BigDecimal("1e2147483647"));
        refused(SqlType.NUMERIC, new BigDecimal("1e-16384"));
        refused(SqlType.DATE, LocalDate.of(-4713, 12, 31));
        refused(SqlType.DATE, LocalDate.of(5_874_898, 1, 1));
        refused(SqlType.TIMESTAMP, LocalDateTime.of(294_277, 1, 1, 0, 0));
        refused(SqlType.TIMESTAMPTZ, OffsetDateTime.parse("-4713-01-01T00:00:00Z"));
        refused(SqlType.INTERVAL, Interval.of(Period.ofYears(178_956_971)));
        refused(SqlType.INTERVAL, Interval.of(Duration.ofSeconds(Long.MAX_VALUE)));
        refused(SqlType.INTERVAL, Interval.of(Duration.ofSeconds(Long.MIN_VALUE)));
        refused(SqlType.TEXT, "\ud83d");
        refused(SqlType.TEXT, "a\ude00b");
        refused(SqlType.ANY, URI.create("a:12345"));
        refused(SqlType.ANY, Optional.of(12_345));
        refused(SqlType.ANY, "12345".toCharArray());
        refused(SqlType.array(SqlType.INTEGER), List.of(List.of(1), List.of(2, 3)));
        refused(SqlType.array(SqlType.INTEGER), List.of(1, List.of(2)));
        refused(SqlType.array(SqlType.INTEGER), List.of(List.of(1), 2));
        refused(SqlType.array(SqlType.INTEGER), List.of(List.of()));
        refused(SqlType.array(SqlType.TEXT), List.of(List.of("a"), List.of()));
        refused(SqlType.array(SqlType.INTEGER), new int[1][1][1][1][1][1][1]);
        refused(SqlType.array(SqlType.TEXT), List.of("\ud83d"));
    }

    private static void refused(SqlType<?> type, Object value) {
        RuntimeException failure = assertThrows(RuntimeException.class, () -> Cells.encoded(type, value));
        assertTrue(failure instanceof Refusal, failure::toString);
        assertFalse(Codecs.problem(failure).contains("12345"));
    }

    @Test
    void arrays_thatClaimMoreThanTheyHave_areRefusedAtOnce() {
        String lists = "7fffffff 00000001 ".repeat(5);
        refusal(INT4_ARRAY, "00000006 00000000 00000017 " + lists + "00000000 00000001", SqlType.ANY);
        refusal(INT4_ARRAY, "00000001 00000000 00000017 7fffffff 00000001", SqlType.ANY);
        refusal(INT4_ARRAY, "00000001 00000000 00000017 ffffffff 00000001", SqlType.ANY);
        refusal(INT4_ARRAY, "00000007 00000000 00000017", SqlType.ANY);
    }

    @Test
    void problems_thatAreNotOurs_doNotShowTheValue() {
        RuntimeException failure =
                assertThrows(RuntimeException.class, () -> readText(INT4, "secret", SqlType.INTEGER));
        assertEquals("holds a value that is not of its type (NumberFormatException)", Codecs.problem(failure));
    }

    @Test
    void text_isSortedIntoQuotedLiterals() {
        assertEquals(Optional.of("{\"1\",NULL}"), Codecs.text(Arrays.asList(1, null), SqlType.array(SqlType.INTEGER)));
        assertEquals(Optional.of("\\x01ff"), Codecs.text(new byte[] {1, -1}, SqlType.BINARY));
        assertEquals(Optional.empty(), Codecs.text(LocalDate.of(-9999, 1, 1), SqlType.DATE));
    }

    @Test
    void cells_ofRandomBytes_areValuesOrRefused() {
        Random random = new Random(99);
        List<Integer> oids = new ArrayList<>();
        for (ServerType each : ServerType.values()) {
            oids.addAll(List.of(each.oid(), each.array()));
        }
        int values = 0;
        int refusals = 0;
        for (int i = 0; i < 200_000; i++) {
            int oid = oids.get(random.nextInt(oids.size()));
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            for (int j = 0; random.nextBoolean() && j < Math.min(8, bytes.length); j++) {
                bytes[j] = (byte) (j == 3 || j == 7 ? random.nextInt(4) : 0); // a likely beginning of an array
            }
            ByteBuf cell = Unpooled.wrappedBuffer(bytes);
            try {
                Codecs.decoder(oid, Codecs.binaryResult(oid), SqlType.ANY).decode(cell);
                values++;
            } catch (RuntimeException refused) {
                assertEquals(5, Codecs.sqlState(refused).length());
                refusals++;
            }
        }
        assertTrue(values > 10_000 && refusals > 10_000, values + " values, " + refusals + " refusals");
    }
}
