package dev.databases.backend.sqlite;

import static dev.databases.backend.sqlite.Sessions.run;
import static dev.databases.backend.sqlite.Sessions.typed;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.backend.sqlite.Sessions.Answer;
import dev.databases.error.RowMappingException;
import dev.databases.spi.BackendConnection.Status;
import dev.databases.spi.CompiledSql;
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
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SqliteValuesTest {
    private static final int RANDOM_VALUES = 2_000;

    private SqliteSession session;

    @BeforeEach
    void open() {
        session = Sessions.memory();
    }

    @AfterEach
    void close() {
        session.close();
    }

    /** Writes the values to a column of the type and reads them back as an expression and as SQL text. */
    private <T> List<T> roundTrip(SqlType<T> type, Stream<? extends T> values) {
        List<Object[]> rows = new ArrayList<>();
        values.forEach(value -> rows.add(new Object[] {rows.size(), value}));
        String declared = new SqliteDialect().typeName(type).orElseThrow();
        run(session, "DROP TABLE IF EXISTS t");
        run(session, "CREATE TABLE t (id INTEGER PRIMARY KEY, v " + declared + ")");
        Sessions.runMany(session, Sessions.insert("t", "id, v", "", SqlType.BIGINT, type), rows);
        CompiledSql sql = typed("SELECT v FROM t ORDER BY id", type);
        List<T> read = new ArrayList<>();
        Answer answer = run(session, sql);
        Sessions.column(answer, 0).forEach(value -> read.add(type.javaType().cast(value)));
        Answer text = run(session, "SELECT v FROM t ORDER BY id");
        assertEquals(type.kind(), text.types().get(0).kind());
        assertArrayEquals(read.toArray(), Sessions.column(text, 0).toArray(), "SQL text reads as " + declared + " too");
        return read;
    }

    private <T> void assertRoundTrip(SqlType<T> type, List<T> boundaries, Function<Random, T> random) {
        Random seeded = new Random(42);
        List<T> values = Stream.concat(
                        boundaries.stream(),
                        Stream.generate(() -> random.apply(seeded)).limit(RANDOM_VALUES))
                .toList();
        assertArrayEquals(values.toArray(), roundTrip(type, values.stream()).toArray());
    }

    @Test
    void integers_roundTrip() {
        assertRoundTrip(SqlType.BOOLEAN, List.of(true, false), Random::nextBoolean);
        assertRoundTrip(
                SqlType.SMALLINT, List.of(Short.MIN_VALUE, Short.MAX_VALUE, (short) 0), r -> (short) r.nextInt());
        assertRoundTrip(SqlType.INTEGER, List.of(Integer.MIN_VALUE, Integer.MAX_VALUE, 0, -1), Random::nextInt);
        assertRoundTrip(SqlType.BIGINT, List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L, -1L), Random::nextLong);
        assertRoundTrip(
                SqlType.UNSIGNED_BIGINT,
                List.of(BigInteger.ZERO, BigInteger.valueOf(Long.MAX_VALUE)),
                r -> BigInteger.valueOf(r.nextLong() & Long.MAX_VALUE));
    }

    @Test
    void floatingPoint_roundTrips() {
        assertRoundTrip(
                SqlType.DOUBLE,
                List.of(
                        0.0,
                        0.1,
                        Double.MIN_VALUE,
                        Double.MAX_VALUE,
                        -Double.MAX_VALUE,
                        Double.MIN_NORMAL,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        0x1p63,
                        9007199254740993.0),
                r -> finite(Double.longBitsToDouble(r.nextLong())));
        assertRoundTrip(
                SqlType.REAL,
                List.of(0f, 0.1f, Float.MIN_VALUE, Float.MAX_VALUE, Float.POSITIVE_INFINITY, 16777217f),
                r -> (float) finite(Float.intBitsToFloat(r.nextInt())));
    }

    private static double finite(double value) {
        return Double.isNaN(value) ? 0.5 : value;
    }

    @Test
    void numeric_withScale_roundTripsWithItsScale() {
        assertRoundTrip(
                SqlType.numeric(12, 2),
                List.of(
                        new BigDecimal("0.00"),
                        new BigDecimal("0.10"),
                        new BigDecimal("9999999999.99"),
                        new BigDecimal("-0.01")),
                r -> BigDecimal.valueOf(r.nextLong() % 1_000_000_000_000L, 2));
        assertRoundTrip(
                SqlType.numeric(18, 0),
                List.of(new BigDecimal("999999999999999999")),
                r -> BigDecimal.valueOf(r.nextLong() % 1_000_000_000_000_000_000L));
    }

    @Test
    void numeric_withoutScale_keepsTheNumber() {
        List<BigDecimal> values = Stream.of("0", "1E+20", "1.5", "-0.1", "123456789012345", "1E-300", "1E+300", "9e18")
                .map(BigDecimal::new)
                .toList();
        List<BigDecimal> read = roundTrip(SqlType.NUMERIC, values.stream());
        for (int i = 0; i < values.size(); i++) {
            assertEquals(0, values.get(i).compareTo(read.get(i)), "number " + i);
            assertTrue(read.get(i).scale() >= 0, "never printed with an exponent");
        }
    }

    @Test
    void numeric_sumOfDoubles_hasNoNoise() {
        CompiledSql sql = typed("SELECT 0.1 + 0.2", SqlType.numeric(10, 2));
        assertEquals(new BigDecimal("0.30"), run(session, sql).only());
    }

    @Test
    void text_roundTrips() {
        assertRoundTrip(
                SqlType.TEXT,
                List.of("", " ", "'", "naïve ☕ 𝄞 \uFFFF", "1e5", "007", "x".repeat(100_000), "\r\n\t\u0001"),
                SqliteValuesTest::text);
        assertRoundTrip(SqlType.string(20), List.of("12", "0x1F"), SqliteValuesTest::text);
        assertRoundTrip(
                SqlType.JSON,
                List.of(Json.of("{\"a\": [1, null]}"), Json.of("1e5"), Json.of("12345678901234567890")),
                r -> Json.of("\"" + r.nextInt() + "\""));
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(30), 1, Character.MAX_CODE_POINT)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void binary_roundTrips() {
        Random random = new Random(42);
        List<byte[]> values = IntStream.range(0, RANDOM_VALUES)
                .mapToObj(i -> new byte[i % 300])
                .peek(random::nextBytes)
                .toList();
        List<byte[]> read = roundTrip(SqlType.BINARY, values.stream());
        for (int i = 0; i < values.size(); i++) {
            assertArrayEquals(values.get(i), read.get(i));
        }
    }

    @Test
    void uuid_roundTrips() {
        assertRoundTrip(
                SqlType.UUID, List.of(new UUID(0, 0), new UUID(-1, -1)), r -> new UUID(r.nextLong(), r.nextLong()));
    }

    private static LocalDate date(Random random) {
        return LocalDate.of(0, 1, 1).plusDays(random.nextInt(3_652_059));
    }

    private static LocalTime time(Random random) {
        return LocalTime.ofNanoOfDay(random.nextInt(86_400) * 1_000_000_000L + random.nextInt(1_000_000) * 1_000L);
    }

    @Test
    void datesAndTimes_roundTrip() {
        LocalDate first = LocalDate.of(0, 1, 1);
        LocalDate last = LocalDate.of(9999, 12, 31);
        LocalTime end = LocalTime.of(23, 59, 59, 999_999_000);
        assertRoundTrip(SqlType.DATE, List.of(first, last, LocalDate.of(2024, 2, 29)), SqliteValuesTest::date);
        assertRoundTrip(SqlType.TIME, List.of(LocalTime.MIDNIGHT, LocalTime.NOON, end), SqliteValuesTest::time);
        assertRoundTrip(
                SqlType.TIMESTAMP,
                List.of(first.atStartOfDay(), last.atTime(end)),
                r -> LocalDateTime.of(date(r), time(r)));
        assertRoundTrip(
                SqlType.TIMESTAMPTZ,
                List.of(
                        first.atStartOfDay().atOffset(ZoneOffset.UTC),
                        last.atTime(end).atOffset(ZoneOffset.UTC)),
                r -> LocalDateTime.of(date(r), time(r)).atOffset(ZoneOffset.UTC));
        assertRoundTrip(
                SqlType.INTERVAL,
                List.of(Interval.of(Period.ZERO), Interval.of(Duration.ofNanos(-1_000))),
                r -> new Interval(
                        Period.of(r.nextInt(100) - 50, r.nextInt(12), r.nextInt(30) - 15),
                        Duration.ofSeconds(r.nextInt(), r.nextInt(1_000_000) * 1_000L)));
    }

    @Test
    void moment_withOffset_comesBackAsTheInstantInUtc() {
        OffsetDateTime moment = OffsetDateTime.parse("2024-02-29T01:30:00.123456+02:00");
        assertEquals(
                List.of(OffsetDateTime.parse("2024-02-28T23:30:00.123456Z")),
                roundTrip(SqlType.TIMESTAMPTZ, Stream.of(moment)));
    }

    @Test
    void nanoseconds_areCutOff() {
        assertEquals(
                List.of(LocalTime.of(1, 2, 3, 999_999_000)),
                roundTrip(SqlType.TIME, Stream.of(LocalTime.of(1, 2, 3, 999_999_999))));
        assertEquals(
                List.of(Interval.of(Duration.ofNanos(1_000))),
                roundTrip(SqlType.INTERVAL, Stream.of(Interval.of(Duration.ofNanos(1_999)))));
    }

    @Test
    void storedText_sortsAsTimeDoes() {
        run(session, "CREATE TABLE t (v TIMESTAMPTZ)");
        Random random = new Random(1);
        List<Object[]> rows = Stream.generate(() -> LocalDateTime.of(date(random), time(random)))
                .map(local -> new Object[] {
                    local.withYear(1 + local.getYear() % 9_998)
                            .atOffset(ZoneOffset.ofTotalSeconds(random.nextInt(129_600) - 64_800))
                })
                .limit(500)
                .toList();
        Sessions.runMany(session, Sessions.insert("t", "v", "", SqlType.TIMESTAMPTZ), rows);
        List<OffsetDateTime> read = Sessions.column(
                        run(session, typed("SELECT v FROM t ORDER BY v", SqlType.TIMESTAMPTZ)), 0)
                .map(OffsetDateTime.class::cast)
                .toList();
        assertEquals(read.stream().sorted().toList(), read);
        assertEquals(500, read.size());
    }

    @Test
    void sqlitesOwnFunctions_understandWhatIsStored() {
        run(session, "CREATE TABLE t (v TIMESTAMPTZ)");
        run(session, "INSERT INTO t VALUES (?)", OffsetDateTime.parse("2024-02-29T12:00:00.5+02:00"));
        assertEquals(
                1709200800L,
                run(session, "SELECT CAST(strftime('%s', v) AS INTEGER) FROM t").only());
    }

    @Test
    void nulls_areNullWhateverTheType() {
        CompiledSql sql = typed("SELECT NULL, NULL, NULL", SqlType.BOOLEAN, SqlType.DATE, SqlType.ANY);
        assertArrayEquals(new Object[3], run(session, sql).rows().get(0));
        assertNull(run(session, "SELECT ?", (Object) null).only());
    }

    @Test
    void expression_valueOfAnotherType_isAnErrorThatNamesAllThree() {
        run(session, "CREATE TABLE t (n INTEGER)");
        run(session, "INSERT INTO t VALUES ('secret')");
        RowMappingException wrong = assertThrows(
                RowMappingException.class,
                () -> run(session, typed("SELECT 1, n FROM t", SqlType.BIGINT, SqlType.BIGINT)));
        assertTrue(
                wrong.getMessage()
                        .startsWith("column `n` (2 of 2) holds a value stored as TEXT that is not exactly a BIGINT"),
                wrong.getMessage());
        assertTrue(!wrong.getMessage().contains("secret"));
        assertEquals(Status.IDLE, session.status());
        assertEquals("secret", run(session, "SELECT n FROM t").only());
    }

    @Test
    void expression_misfits_areErrors() {
        assertMisfit("2", SqlType.BOOLEAN);
        assertMisfit("'true'", SqlType.BOOLEAN);
        assertMisfit("32768", SqlType.SMALLINT);
        assertMisfit("2147483648", SqlType.INTEGER);
        assertMisfit("1.5", SqlType.BIGINT);
        assertMisfit("1e300", SqlType.BIGINT);
        assertMisfit("-1", SqlType.UNSIGNED_BIGINT);
        assertMisfit("9007199254740993", SqlType.DOUBLE);
        assertMisfit("1e300", SqlType.REAL);
        assertMisfit("1.005", SqlType.numeric(10, 2));
        assertMisfit("9e999", SqlType.NUMERIC);
        assertMisfit("'1E+1000000'", SqlType.NUMERIC);
        assertMisfit("'one'", SqlType.NUMERIC);
        assertMisfit("1", SqlType.TEXT);
        assertMisfit("x'00'", SqlType.TEXT);
        assertMisfit("'00'", SqlType.BINARY);
        assertMisfit("'1-1-1-1-1'", SqlType.UUID);
        assertMisfit("0", SqlType.DATE);
        for (String date : List.of("2024-02-30", "2024-2-3", "24-02-03", "2024-02-03 00:00:00", "", "2024/02/03")) {
            assertMisfit("'" + date + "'", SqlType.DATE);
        }
        for (String time :
                List.of("24:00", "1:00", "12", "12:00:60", "12:00:00.", "12:00:00.1234567890", "12:00:00Z")) {
            assertMisfit("'" + time + "'", SqlType.TIME);
        }
        assertMisfit("'2024-02-03 12:00:00+25:00'", SqlType.TIMESTAMPTZ);
        assertMisfit("'2024-02-03 12:00:00+1'", SqlType.TIMESTAMPTZ);
        assertMisfit("'2024-02-03_12:00:00'", SqlType.TIMESTAMP);
        assertMisfit("'a day'", SqlType.INTERVAL);
    }

    private void assertMisfit(String literal, SqlType<?> type) {
        assertThrows(
                RowMappingException.class,
                () -> run(session, typed("SELECT " + literal, type)),
                literal + " as " + type);
    }

    @Test
    void expression_otherStorageOfTheSameValue_isRead() {
        assertRead("1", SqlType.DOUBLE, 1.0);
        assertRead("3.0", SqlType.BIGINT, 3L);
        assertRead("1.0", SqlType.BOOLEAN, true);
        assertRead("0.1", SqlType.REAL, 0.1f);
        assertRead("'12.50'", SqlType.numeric(10, 2), new BigDecimal("12.50"));
        assertRead("7", SqlType.numeric(10, 2), new BigDecimal("7.00"));
        assertRead("'18446744073709551615'", SqlType.UNSIGNED_BIGINT, new BigInteger("18446744073709551615"));
        assertRead("5", SqlType.JSON, Json.of("5"));
        assertRead("'12:30'", SqlType.TIME, LocalTime.of(12, 30));
        assertRead("'12:30:15.123456789'", SqlType.TIME, LocalTime.of(12, 30, 15, 123_456_789));
        assertRead("'2024-02-03T12:30:15'", SqlType.TIMESTAMP, LocalDateTime.of(2024, 2, 3, 12, 30, 15));
        assertRead("'2024-02-03'", SqlType.TIMESTAMP, LocalDateTime.of(2024, 2, 3, 0, 0));
        OffsetDateTime noon = OffsetDateTime.parse("2024-02-03T12:00:00Z");
        for (String text : List.of(
                "2024-02-03 12:00:00",
                "2024-02-03T12:00Z",
                "2024-02-03 13:00:00+01",
                "2024-02-03 13:30:00.000+0130",
                "2024-02-03 10:30:00 -01:30")) {
            assertRead("'" + text + "'", SqlType.TIMESTAMPTZ, noon);
        }
        assertRead("'RED'", SqlType.enumeration(Colour.class), "RED");
    }

    private enum Colour {
        RED
    }

    private void assertRead(String literal, SqlType<?> type, Object value) {
        assertEquals(value, run(session, typed("SELECT " + literal, type)).only(), literal);
    }

    @Test
    void sqlText_valueOfAnotherType_comesAsItIsStored() {
        run(session, "CREATE TABLE t (b BOOLEAN, d DATE, n INT)");
        run(session, "INSERT INTO t VALUES (2, 'someday', 1.5)");
        Answer answer = run(session, "SELECT b, d, n FROM t");
        assertArrayEquals(new Object[] {2L, "someday", 1.5}, answer.rows().get(0));
        assertEquals(List.of(SqlType.BOOLEAN, SqlType.DATE, SqlType.INTEGER), answer.types());
    }

    @Test
    void currentTimestamp_isReadAsUtc() {
        run(session, "CREATE TABLE t (at TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP, id INTEGER)");
        run(session, "INSERT INTO t (id) VALUES (1)");
        OffsetDateTime read = (OffsetDateTime) run(session, "SELECT at FROM t").only();
        assertTrue(
                Duration.between(read, OffsetDateTime.now(ZoneOffset.UTC)).abs().toMinutes() < 10);
    }
}
