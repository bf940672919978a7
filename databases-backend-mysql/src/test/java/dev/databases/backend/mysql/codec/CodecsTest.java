package dev.databases.backend.mysql.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Values and their bytes, without a server: the vectors are what the protocol's documentation and the servers have. */
final class CodecsTest {
    private static final int UNSIGNED = 32;
    private static final int BINARY_COLLATION = 128;
    private static final int BYTES = 63;
    private static final int UTF8MB4 = 255;
    private static final Codecs CODECS = new Codecs(ZoneOffset.UTC);

    private static ColumnDefinition column(int type, int flags, long length, int charset, int decimals) {
        return new ColumnDefinition(type, flags, length, charset, decimals, "");
    }

    private static ColumnDefinition column(int type) {
        return column(type, 0, 255, BYTES, 0);
    }

    private static ColumnDefinition text(int type, int flags, long characters) {
        return column(type, flags, characters * 4, UTF8MB4, 0);
    }

    private static Object read(ColumnDefinition column, String hex, SqlType<?> wanted) {
        return CODECS.decoder(column, true, wanted).decode(hex(hex));
    }

    private static Object readText(ColumnDefinition column, String text, SqlType<?> wanted) {
        return CODECS.decoder(column, false, wanted).decode(utf8(text));
    }

    private static ByteBuf hex(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));
    }

    private static ByteBuf utf8(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    private static String written(SqlType<?> type, Object value) {
        ByteBuf out = Unpooled.buffer();
        CODECS.encode(type, value, out);
        return ByteBufUtil.hexDump(out);
    }

    /** A value whose cells and parameters have the same bytes, without the length of the parameter. */
    private static void both(SqlType<?> type, ColumnDefinition column, Object value, String hex) {
        String bytes = hex.replace(" ", "");
        assertEquals(value, read(column, hex, type), type::toString);
        String written = written(type, value);
        boolean fixed = Codecs.width(column.type()) > 0;
        assertEquals(fixed ? bytes : HexLength.of(bytes) + bytes, written, type::toString);
        assertEquals(value, read(column, hex, SqlType.ANY), () -> type + " of itself");
    }

    /** The length of a hex text as one byte. */
    private static final class HexLength {
        static String of(String hex) {
            return String.format("%02x", hex.length() / 2);
        }
    }

    @Test
    void vectors_areReadAndWritten() {
        both(SqlType.BOOLEAN, column(WireType.TINY, 0, 1, BYTES, 0), true, "01");
        both(SqlType.SMALLINT, column(WireType.SHORT), (short) -2, "feff");
        both(SqlType.INTEGER, column(WireType.LONG), 258, "02010000");
        both(SqlType.BIGINT, column(WireType.LONGLONG), -1L, "ffffffffffffffff");
        both(
                SqlType.UNSIGNED_BIGINT,
                column(WireType.LONGLONG, UNSIGNED, 20, BYTES, 0),
                new BigInteger("18446744073709551615"),
                "ffffffffffffffff");
        both(SqlType.REAL, column(WireType.FLOAT), 1.5f, "0000c03f");
        both(SqlType.DOUBLE, column(WireType.DOUBLE), -2.0, "00000000000000c0");
        both(SqlType.numeric(5, 2), column(WireType.NEWDECIMAL, 0, 7, BYTES, 2), new BigDecimal("-1.50"), "2d312e3530");
        both(SqlType.TEXT, text(WireType.VAR_STRING, 0, 40), "aé😀", "61 c3a9 f09f9880");
        both(SqlType.DATE, column(WireType.DATE), LocalDate.of(2010, 10, 17), "da07 0a 11");
        both(
                SqlType.TIMESTAMP,
                column(WireType.DATETIME),
                LocalDateTime.of(2010, 10, 17, 19, 27, 30, 1_000),
                "da07 0a 11 13 1b 1e 01000000");
        both(
                SqlType.TIMESTAMPTZ,
                column(WireType.TIMESTAMP),
                OffsetDateTime.parse("2010-10-17T19:27:30Z"),
                "da07 0a 11 13 1b 1e");
        both(SqlType.TIME, column(WireType.TIME), LocalTime.of(19, 27, 30), "00 00000000 13 1b 1e");
        both(SqlType.TIME, column(WireType.TIME), LocalTime.of(19, 27, 30, 1_000), "00 00000000 13 1b 1e 01000000");
        both(SqlType.JSON, column(WireType.JSON), Json.of("[1]"), "5b315d");
        assertArrayEquals(new byte[] {1, 2}, (byte[]) read(column(WireType.BLOB), "0102", SqlType.BINARY));
        assertEquals("020102", written(SqlType.BINARY, new byte[] {1, 2}));
    }

    @Test
    void times_haveASign_andMayBeLongerThanADay() {
        ColumnDefinition time = column(WireType.TIME);
        Duration longest = Duration.ofHours(838).plusMinutes(59).plusSeconds(59);
        assertEquals(Interval.of(Duration.ofHours(-10)), read(time, "01 00000000 0a 00 00", SqlType.ANY));
        assertEquals(Interval.of(longest), read(time, "00 22000000 16 3b 3b", SqlType.ANY));
        assertEquals(Interval.of(longest), read(time, "00 22000000 16 3b 3b", SqlType.INTERVAL));
        assertEquals(LocalTime.MIDNIGHT, read(time, "", SqlType.ANY));
        assertEquals(Interval.of(Duration.ofMillis(-500)), read(time, "01 00000000 00 00 00 20a10700", SqlType.ANY));
        refused(() -> read(time, "01 00000000 0a 00 00", SqlType.TIME), "time of day");
        assertEquals(
                Interval.of(Duration.parse("-PT10H30M0.123456S")), readText(time, "-10:30:00.123456", SqlType.ANY));
        assertEquals(LocalTime.of(0, 0, 0, 500_000_000), readText(time, "00:00:00.5", SqlType.ANY));
        assertEquals(Interval.of(Duration.ofHours(838)), readText(time, "838:00:00", SqlType.ANY));
    }

    @Test
    void unsigned_isReadAsWhatHoldsIt() {
        assertEquals((short) 200, read(column(WireType.TINY, UNSIGNED, 3, BYTES, 0), "c8", SqlType.ANY));
        assertEquals((short) -56, read(column(WireType.TINY, 0, 4, BYTES, 0), "c8", SqlType.ANY));
        assertEquals(65_535, read(column(WireType.SHORT, UNSIGNED, 5, BYTES, 0), "ffff", SqlType.ANY));
        assertEquals(16_777_215, read(column(WireType.INT24, UNSIGNED, 8, BYTES, 0), "ffffff00", SqlType.ANY));
        assertEquals(4_000_000_000L, read(column(WireType.LONG, UNSIGNED, 10, BYTES, 0), "00286bee", SqlType.ANY));
        ColumnDefinition bigint = column(WireType.LONGLONG, UNSIGNED, 20, BYTES, 0);
        assertEquals(BigInteger.ONE.shiftLeft(63), read(bigint, "0000000000000080", SqlType.ANY));
        assertEquals(7L, read(bigint, "0700000000000000", SqlType.BIGINT));
        refused(() -> read(bigint, "0000000000000080", SqlType.BIGINT), "not exactly a BIGINT");
        assertEquals(new BigInteger("18446744073709551615"), readText(bigint, "18446744073709551615", SqlType.ANY));
        assertEquals((short) 200, readText(column(WireType.TINY, UNSIGNED, 3, BYTES, 0), "200", SqlType.ANY));
        assertEquals(
                4_000_000_000L, readText(column(WireType.LONG, UNSIGNED, 10, BYTES, 0), "4000000000", SqlType.ANY));
    }

    @Test
    void text_isReadAsTheBinaryFormIs() {
        assertEquals(true, readText(column(WireType.TINY, 0, 1, BYTES, 0), "1", SqlType.ANY));
        assertEquals((short) -3, readText(column(WireType.SHORT), "-3", SqlType.ANY));
        assertEquals(-3L, readText(column(WireType.LONGLONG), "-3", SqlType.ANY));
        assertEquals(0.1f, readText(column(WireType.FLOAT), "0.1", SqlType.ANY));
        assertEquals(1e300, readText(column(WireType.DOUBLE), "1e300", SqlType.ANY));
        assertEquals(LocalDate.of(2024, 2, 29), readText(column(WireType.DATE), "2024-02-29", SqlType.ANY));
        assertEquals(
                LocalDateTime.of(2024, 2, 29, 1, 2, 3, 500_000_000),
                readText(column(WireType.DATETIME), "2024-02-29 01:02:03.5", SqlType.ANY));
        assertEquals(
                OffsetDateTime.parse("2024-02-29T01:02:03Z"),
                readText(column(WireType.TIMESTAMP), "2024-02-29 01:02:03", SqlType.ANY));
        assertEquals((short) 2024, readText(column(WireType.YEAR), "2024", SqlType.ANY));
        assertEquals(
                new BigDecimal("1.50"), readText(column(WireType.NEWDECIMAL, 0, 7, BYTES, 2), "1.50", SqlType.ANY));
    }

    @Test
    void zeroDates_areRefused() {
        refused(() -> read(column(WireType.DATE), "", SqlType.ANY), "zero for its month or day");
        refused(() -> read(column(WireType.DATETIME), "", SqlType.ANY), "zero");
        refused(() -> read(column(WireType.TIMESTAMP), "0000 00 00 00 00 00", SqlType.ANY), "zero");
        refused(() -> read(column(WireType.DATE), "e807 02 00", SqlType.ANY), "zero");
        refused(() -> readText(column(WireType.DATE), "0000-00-00", SqlType.ANY), "zero");
        refused(() -> readText(column(WireType.DATETIME), "2024-00-01 00:00:00", SqlType.ANY), "zero");
    }

    @Test
    void moments_areByTheZoneOfTheSession() {
        Codecs berlin = new Codecs(ZoneId.of("Europe/Berlin"));
        OffsetDateTime moment = OffsetDateTime.parse("2024-07-01T10:00:00Z");
        ByteBuf out = Unpooled.buffer();
        berlin.encode(SqlType.TIMESTAMPTZ, moment, out);
        assertEquals("07 e807 07 01 0c 00 00".replace(" ", ""), ByteBufUtil.hexDump(out));
        Object back =
                berlin.decoder(column(WireType.TIMESTAMP), true, SqlType.ANY).decode(hex("e807 07 01 0c 00 00"));
        assertEquals(moment, back);
        Object local =
                berlin.decoder(column(WireType.DATETIME), true, SqlType.ANY).decode(hex("e807 07 01 0c 00 00"));
        assertEquals(LocalDateTime.of(2024, 7, 1, 12, 0), local);
        OffsetDateTime repeated = OffsetDateTime.parse("2024-10-27T01:30:00Z");
        refused(() -> berlin.encode(SqlType.TIMESTAMPTZ, repeated, Unpooled.buffer()), "repeat");
        berlin.encode(SqlType.TIMESTAMPTZ, repeated.plusHours(1), Unpooled.buffer());
    }

    @Test
    void booleans_areTinyintsOfOneDigit() {
        ColumnDefinition bool = column(WireType.TINY, 0, 1, BYTES, 0);
        assertEquals(SqlType.BOOLEAN, Codecs.typeOf(bool));
        assertEquals(SqlType.SMALLINT, Codecs.typeOf(column(WireType.TINY, 0, 4, BYTES, 0)));
        assertEquals(SqlType.SMALLINT, Codecs.typeOf(column(WireType.TINY, UNSIGNED, 1, BYTES, 0)));
        assertEquals((short) 5, read(bool, "05", SqlType.SMALLINT));
        refused(() -> read(bool, "05", SqlType.ANY), "neither 0 nor 1");
        assertEquals(true, read(column(WireType.LONGLONG), "0100000000000000", SqlType.BOOLEAN));
        refused(() -> read(column(WireType.LONGLONG), "0200000000000000", SqlType.BOOLEAN), "BOOLEAN");
    }

    @Test
    void bits_areABooleanOrBytes_orANumberWhereOneIsWanted() {
        ColumnDefinition one = column(WireType.BIT, UNSIGNED, 1, BYTES, 0);
        ColumnDefinition many = column(WireType.BIT, UNSIGNED, 12, BYTES, 0);
        assertEquals(true, read(one, "01", SqlType.ANY));
        assertArrayEquals(new byte[] {0x0a, 0x0b}, (byte[]) read(many, "0a0b", SqlType.ANY));
        assertEquals(0x0a0b, read(many, "0a0b", SqlType.INTEGER));
    }

    @Test
    void strings_areTextOrBytes_byTheirCharset() {
        assertEquals(SqlType.TEXT, Codecs.typeOf(text(WireType.VAR_STRING, 0, 40)));
        assertEquals(SqlType.TEXT, Codecs.typeOf(text(WireType.BLOB, 16, 65_535)));
        assertEquals(SqlType.BINARY, Codecs.typeOf(column(WireType.BLOB)));
        assertEquals(SqlType.BINARY, Codecs.typeOf(column(WireType.GEOMETRY)));
        assertEquals(SqlType.JSON, Codecs.typeOf(column(WireType.JSON)));
        ColumnDefinition mariadbJson =
                new ColumnDefinition(WireType.BLOB, BINARY_COLLATION, 1L << 32, UTF8MB4, 0, "json");
        assertEquals(Json.of("{}"), readText(mariadbJson, "{}", SqlType.ANY));
        ColumnDefinition mariadbUuid = new ColumnDefinition(WireType.STRING, 0, 144, UTF8MB4, 0, "uuid");
        assertEquals(new UUID(1, 2), readText(mariadbUuid, new UUID(1, 2).toString(), SqlType.ANY));
        assertEquals("é", read(column(WireType.BLOB), "c3a9", SqlType.TEXT));
        refused(() -> read(column(WireType.BLOB), "ff", SqlType.TEXT), "no text");
    }

    @Test
    void uuidsAndIntervals_areTextsThatLookLikeThem() {
        ColumnDefinition uuid = text(WireType.STRING, BINARY_COLLATION, 36);
        UUID value = new UUID(1, 2);
        assertEquals(value, readText(uuid, value.toString(), SqlType.ANY));
        assertEquals("no uuid", readText(uuid, "no uuid", SqlType.ANY));
        assertEquals(SqlType.TEXT, Codecs.typeOf(text(WireType.STRING, 0, 36)));
        ColumnDefinition interval = text(WireType.VAR_STRING, BINARY_COLLATION, 75);
        Interval span = new Interval(Period.of(1, 2, 3), Duration.ofMillis(-4_500));
        assertEquals(span, readText(interval, span.toString(), SqlType.ANY));
        assertEquals("P", readText(interval, "P", SqlType.ANY));
        assertEquals(
                value,
                read(column(WireType.STRING, 128, 16, BYTES, 0), "00000000000000010000000000000002", SqlType.UUID));
        Interval longest = new Interval(
                Period.of(Integer.MIN_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE),
                Duration.ofSeconds(Long.MIN_VALUE / 2, 1_000));
        assertTrue(longest.toString().length() <= Naturals.INTERVAL_CHARACTERS, longest::toString);
    }

    @Test
    void numbers_areTakenAsOthers_ifThatLosesNothing() {
        ColumnDefinition sum = column(WireType.NEWDECIMAL, 0, 33, BYTES, 0);
        assertEquals(42, read(sum, "3432", SqlType.INTEGER));
        assertEquals(42.0, read(sum, "3432", SqlType.DOUBLE));
        assertEquals("42", read(sum, "3432", SqlType.TEXT));
        refused(() -> read(column(WireType.NEWDECIMAL, 0, 7, BYTES, 2), "312e3530", SqlType.INTEGER), "INTEGER");
        assertEquals(new BigDecimal("42.00"), read(column(WireType.LONG), "2a000000", SqlType.numeric(10, 2)));
        assertEquals(1.5f, read(column(WireType.DOUBLE), "000000000000f83f", SqlType.REAL));
        assertEquals(42L, readText(text(WireType.VAR_STRING, 0, 10), "42", SqlType.BIGINT));
        assertEquals(LocalDate.of(2024, 2, 29), readText(text(WireType.VAR_STRING, 0, 10), "2024-02-29", SqlType.DATE));
        assertEquals(
                new BigDecimal("1.5"),
                readText(
                        column(WireType.NEWDECIMAL, 0, 67, BYTES, 30),
                        "1.500000000000000000000000000000",
                        SqlType.NUMERIC));
        assertEquals(
                new BigDecimal("100"),
                readText(
                        column(WireType.NEWDECIMAL, 0, 67, BYTES, 30),
                        "100.000000000000000000000000000000",
                        SqlType.NUMERIC));
    }

    @Test
    void decimals_haveThePrecisionThatTheyWereDeclaredWith() {
        assertEquals(SqlType.numeric(12, 4), Codecs.typeOf(column(WireType.NEWDECIMAL, 0, 14, BYTES, 4)));
        assertEquals(SqlType.numeric(12, 0), Codecs.typeOf(column(WireType.NEWDECIMAL, 0, 13, BYTES, 0)));
        assertEquals(SqlType.numeric(12, 4), Codecs.typeOf(column(WireType.NEWDECIMAL, UNSIGNED, 13, BYTES, 4)));
        assertEquals(SqlType.NUMERIC, Codecs.typeOf(column(WireType.NEWDECIMAL, 0, 85, BYTES, 31)));
    }

    @Test
    void parameters_ofNoType_haveThatOfTheirClass() {
        assertEquals(WireType.NULL, type(null));
        assertEquals(WireType.TINY, type(true));
        assertEquals(WireType.SHORT, type((short) 1));
        assertEquals(WireType.LONG, type(1));
        assertEquals(WireType.LONGLONG, type(1L));
        assertEquals(WireType.LONGLONG, type(BigInteger.valueOf(-1)));
        assertEquals(WireType.LONGLONG | WireType.UNSIGNED, type(BigInteger.ONE.shiftLeft(63)));
        assertEquals(WireType.NEWDECIMAL, type(BigInteger.ONE.shiftLeft(64)));
        assertEquals(WireType.FLOAT, type(1f));
        assertEquals(WireType.DOUBLE, type(1.0));
        assertEquals(WireType.NEWDECIMAL, type(BigDecimal.ONE));
        assertEquals(WireType.VAR_STRING, type("x"));
        assertEquals(WireType.BLOB, type(new byte[0]));
        assertEquals(WireType.LONGLONG, Codecs.parameterType(SqlType.BIGINT, null));
        assertEquals(WireType.VAR_STRING, type(Interval.of(Period.ZERO)));
        assertEquals("022b31", written(SqlType.ANY, new StringBuilder("+1")));
        assertEquals("0141", written(SqlType.ANY, 'A'));
        assertEquals("0444415953", written(SqlType.ANY, TimeUnit.DAYS));
        refused(() -> written(SqlType.ANY, List.of(1)), "for which the server has no type");
        refused(() -> written(SqlType.ANY, new Object()), "java.lang.Object");
    }

    private static int type(@Nullable Object value) {
        return Codecs.parameterType(SqlType.ANY, value);
    }

    @Test
    void parameters_thatNoColumnCanHold_areRefused() {
        refused(() -> written(SqlType.DOUBLE, Double.NaN), "finite");
        refused(() -> written(SqlType.REAL, Float.NEGATIVE_INFINITY), "finite");
        refused(() -> written(SqlType.UNSIGNED_BIGINT, BigInteger.ONE.negate()), "2^64");
        refused(() -> written(SqlType.UNSIGNED_BIGINT, BigInteger.ONE.shiftLeft(64)), "2^64");
        refused(() -> written(SqlType.DATE, LocalDate.of(10_000, 1, 1)), "year");
        refused(() -> written(SqlType.DATE, LocalDate.of(-1, 1, 1)), "year");
        refused(() -> written(SqlType.TIMESTAMP, LocalDateTime.MAX), "year");
        refused(() -> written(SqlType.TIMESTAMPTZ, OffsetDateTime.MAX), "year");
        refused(() -> written(SqlType.TIMESTAMPTZ, OffsetDateTime.MIN), "year");
        refused(() -> written(SqlType.TEXT, "\ud83d"), "surrogate");
        refused(() -> written(SqlType.NUMERIC, new BigDecimal("1e65")), "65 digits");
        refused(() -> written(SqlType.NUMERIC, new BigDecimal("1e-31")), "30 digits");
        refused(() -> written(SqlType.NUMERIC, new BigDecimal("1e1000000000")), "65 digits");
        assertEquals(
                "2e" + "30".repeat(0),
                written(SqlType.NUMERIC, new BigDecimal("1e-30")).substring(4, 6));
    }

    @Test
    void lengths_areAsLongAsTheyNeedToBe() {
        assertEquals("fa", lengthOf(250));
        assertEquals("fcfb00", lengthOf(251));
        assertEquals("fcffff", lengthOf(65_535));
        assertEquals("fd000001", lengthOf(65_536));
        assertEquals("fdffffff", lengthOf((1 << 24) - 1));
        assertEquals("fe0000000100000000", lengthOf(1 << 24));
    }

    private static String lengthOf(int size) {
        ByteBuf out = Unpooled.buffer();
        Encoders.writeLength(size, out);
        return ByteBufUtil.hexDump(out);
    }

    @Test
    void widths_areThoseOfTheProtocol() {
        assertEquals(1, Codecs.width(WireType.TINY));
        assertEquals(2, Codecs.width(WireType.YEAR));
        assertEquals(4, Codecs.width(WireType.INT24));
        assertEquals(8, Codecs.width(WireType.DOUBLE));
        assertEquals(0, Codecs.width(WireType.TIME));
        assertEquals(0, Codecs.width(WireType.BIT));
    }

    /** Any bytes and any text for any column and any type are a value or an exception, and never anything else. */
    @Test
    void garbage_isAValueOrAnException() {
        Random random = new Random(42);
        List<SqlType<?>> wanted = List.of(
                SqlType.ANY,
                SqlType.BOOLEAN,
                SqlType.INTEGER,
                SqlType.UNSIGNED_BIGINT,
                SqlType.DOUBLE,
                SqlType.NUMERIC,
                SqlType.TEXT,
                SqlType.BINARY,
                SqlType.DATE,
                SqlType.TIME,
                SqlType.TIMESTAMPTZ,
                SqlType.INTERVAL,
                SqlType.UUID,
                SqlType.JSON);
        int values = 0;
        for (int i = 0; i < 50_000; i++) {
            int type = random.nextBoolean() ? random.nextInt(17) : 242 + random.nextInt(14);
            ColumnDefinition column = column(
                    type,
                    random.nextInt(256),
                    random.nextInt(200),
                    random.nextBoolean() ? BYTES : UTF8MB4,
                    random.nextInt(31));
            byte[] bytes = new byte[random.nextInt(20)];
            random.nextBytes(bytes);
            try {
                CODECS.decoder(column, random.nextBoolean(), wanted.get(random.nextInt(wanted.size())))
                        .decode(Unpooled.wrappedBuffer(bytes));
                values++;
            } catch (RuntimeException refused) {
                assertFalse(Codecs.problem(refused).isEmpty());
            }
        }
        assertTrue(values > 5_000, "only " + values + " values");
    }

    private static void refused(org.junit.jupiter.api.function.Executable work, String problem) {
        RuntimeException refusal = assertThrows(RuntimeException.class, work);
        String message = Codecs.problem(refusal);
        assertTrue(message.contains(problem), message);
        assertEquals(5, Codecs.sqlState(refusal).length());
    }
}
