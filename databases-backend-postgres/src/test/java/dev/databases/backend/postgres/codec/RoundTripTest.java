package dev.databases.backend.postgres.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.backend.postgres.Leaks;
import dev.databases.backend.postgres.Wire;
import dev.databases.servers.PostgresExtension;
import dev.databases.servers.PostgresServer;
import dev.databases.sql.Interval;
import dev.databases.sql.Json;
import dev.databases.sql.SqlType;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Values go to a real server and come back: what is read in either form, and what is written, is what the server means. */
@ExtendWith({PostgresExtension.class, Leaks.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RoundTripTest {
    private @Nullable Wire wire;

    /** A value, as the server reads it between quotes and as it is in Java. */
    private record Example(String type, String literal, Object value) {
        @Override
        public String toString() {
            return type + " " + (literal.length() > 60 ? literal.substring(0, 60) + "…" : literal);
        }
    }

    @BeforeAll
    void connect(PostgresServer server) throws IOException {
        wire = Wire.connect(server);
        wire.run("SET IntervalStyle = iso_8601");
        wire.run("SET TimeZone = 'Asia/Kolkata'");
        wire.run("CREATE TYPE pg_temp.mood AS ENUM ('sad', 'ok', 'very \"ok\", {he} said')");
        wire.run("CREATE TYPE pg_temp.pair AS (a int, b text)");
    }

    @AfterAll
    void close() throws IOException {
        wire().close();
    }

    private Wire wire() {
        assertTrue(wire != null);
        return wire;
    }

    private static Example of(String type, String literal, Object value) {
        return new Example(type, literal, value);
    }

    private static List<Example> numbers() {
        return List.of(
                of("boolean", "t", true),
                of("boolean", "f", false),
                of("smallint", "-32768", Short.MIN_VALUE),
                of("smallint", "32767", Short.MAX_VALUE),
                of("integer", "-2147483648", Integer.MIN_VALUE),
                of("integer", "2147483647", Integer.MAX_VALUE),
                of("bigint", "-9223372036854775808", Long.MIN_VALUE),
                of("bigint", "9223372036854775807", Long.MAX_VALUE),
                of("oid", "4294967295", 4_294_967_295L),
                of("real", "0.1", 0.1f),
                of("real", "3.4028235e+38", Float.MAX_VALUE),
                of("real", "1e-45", Float.MIN_VALUE),
                of("real", "NaN", Float.NaN),
                of("real", "-Infinity", Float.NEGATIVE_INFINITY),
                of("double precision", "-0", -0.0),
                of("double precision", "0.30000000000000004", 0.1 + 0.2),
                of("double precision", "1.7976931348623157e+308", Double.MAX_VALUE),
                of("double precision", "5e-324", Double.MIN_VALUE),
                of("double precision", "NaN", Double.NaN),
                of("double precision", "Infinity", Double.POSITIVE_INFINITY));
    }

    private static Stream<Example> decimals() {
        String digits = "1234567890".repeat(20);
        return Stream.of(
                        "0",
                        "0.0",
                        "0.0000",
                        "1",
                        "-1",
                        "10000",
                        "9999",
                        "100000000",
                        "0.1",
                        "0.0001",
                        "0.00010",
                        "0.00001",
                        "-0.12345",
                        "1.5",
                        "1.50",
                        "12345.6789",
                        "123456789012345678",
                        "999999999999999999",
                        "99999999999999999.9",
                        "1234567890123456789",
                        "-9223372036854775808",
                        "12345678901234567890.123456789012345678",
                        "0.000000000000000001",
                        "10000000000000000000000000000",
                        "1" + "0".repeat(131_071),
                        "0." + "0".repeat(16_382) + "1",
                        digits + "." + digits)
                .map(text -> of("numeric", text, new BigDecimal(text)));
    }

    private static List<Example> times() {
        return List.of(
                of("date", "2024-02-29", LocalDate.of(2024, 2, 29)),
                of("date", "1970-01-01", LocalDate.EPOCH),
                of("date", "0001-01-01", LocalDate.of(1, 1, 1)),
                of("date", "0001-12-31 BC", LocalDate.of(0, 12, 31)),
                of("date", "0044-03-15 BC", LocalDate.of(-43, 3, 15)),
                of("date", "4713-01-01 BC", LocalDate.of(-4712, 1, 1)),
                of("date", "5874897-12-31", LocalDate.of(5_874_897, 12, 31)),
                of("date", "infinity", LocalDate.MAX),
                of("date", "-infinity", LocalDate.MIN),
                of("time", "00:00:00", LocalTime.MIDNIGHT),
                of("time", "10:11:12", LocalTime.of(10, 11, 12)),
                of("time", "23:59:59.999999", LocalTime.of(23, 59, 59, 999_999_000)),
                of("time", "12:34:56.000001", LocalTime.of(12, 34, 56, 1_000)),
                of("timetz", "10:11:12.5+05:30", OffsetTime.of(10, 11, 12, 500_000_000, ZoneOffset.of("+05:30"))),
                of("timetz", "10:11:12-15:59:59", OffsetTime.of(10, 11, 12, 0, ZoneOffset.of("-15:59:59"))),
                of("timestamp", "2024-02-29 23:59:59.999999", at(2024, 2, 29, 23, 59, 59, 999_999)),
                of("timestamp", "1999-12-31 23:59:59.000001", at(1999, 12, 31, 23, 59, 59, 1)),
                of("timestamp", "0044-03-15 12:00:00.5 BC", at(-43, 3, 15, 12, 0, 0, 500_000)),
                of("timestamp", "4713-01-01 00:00:00 BC", at(-4712, 1, 1, 0, 0, 0, 0)),
                of("timestamp", "294276-12-31 23:59:59.999999", at(294_276, 12, 31, 23, 59, 59, 999_999)),
                of("timestamp", "infinity", LocalDateTime.MAX),
                of("timestamp", "-infinity", LocalDateTime.MIN),
                of(
                        "timestamptz",
                        "2024-02-29 12:34:56.000001+00",
                        at(2024, 2, 29, 12, 34, 56, 1).atOffset(ZoneOffset.UTC)),
                of(
                        "timestamptz",
                        "1800-01-01 00:00:00+00",
                        at(1800, 1, 1, 0, 0, 0, 0).atOffset(ZoneOffset.UTC)),
                of(
                        "timestamptz",
                        "0044-03-15 12:00:00+00 BC",
                        at(-43, 3, 15, 12, 0, 0, 0).atOffset(ZoneOffset.UTC)),
                of(
                        "timestamptz",
                        "12345-03-15 12:00:00+00",
                        at(12_345, 3, 15, 12, 0, 0, 0).atOffset(ZoneOffset.UTC)),
                of("timestamptz", "infinity", OffsetDateTime.MAX),
                of("timestamptz", "-infinity", OffsetDateTime.MIN));
    }

    private static LocalDateTime at(int year, int month, int day, int hour, int minute, int second, int micros) {
        return LocalDateTime.of(year, month, day, hour, minute, second, micros * 1_000);
    }

    private static List<Example> intervals() {
        return List.of(
                of("interval", "0", Interval.of(Period.ZERO)),
                of(
                        "interval",
                        "1 year 2 mons 3 days 04:05:06.5",
                        new Interval(Period.of(1, 2, 3), Duration.parse("PT4H5M6.5S"))),
                of("interval", "-1 second", Interval.of(Duration.ofSeconds(-1))),
                of("interval", "-0.000001 second", Interval.of(Duration.ofNanos(-1_000))),
                of("interval", "0.123456 second", Interval.of(Duration.ofNanos(123_456_000))),
                of("interval", "-400 days", Interval.of(Period.ofDays(-400))),
                of("interval", "-1 year -2 mons +3 days", Interval.of(Period.of(-1, -2, 3))),
                of("interval", "1 mon -1 day -00:00:01.5", new Interval(Period.of(0, 1, -1), Duration.ofMillis(-1500))),
                of("interval", "178956970 years 7 mons", Interval.of(Period.of(178_956_970, 7, 0))),
                of("interval", "2562047788:00:54.775807", Interval.of(Duration.parse("PT2562047788H54.775807S"))));
    }

    private static List<Example> texts() {
        return List.of(
                of("text", "", ""),
                of("text", "it''s \"x\" \\ 漢字 😀", "it's \"x\" \\ 漢字 😀"),
                of("varchar", "x", "x"),
                of("char(3)", "x", "x  "),
                of("name", "pg_class", "pg_class"),
                of("\"char\"", "a", "a"),
                of("bytea", "\\x", new byte[0]),
                of("bytea", "\\x00ff5c27", new byte[] {0, -1, '\\', '\''}),
                of("uuid", "00000000-0000-0000-0000-000000000000", new UUID(0, 0)),
                of("uuid", "ffffffff-ffff-ffff-ffff-ffffffffffff", new UUID(-1, -1)),
                of("json", "{\"a\" :  [1, null, \"é\"]}", Json.of("{\"a\" :  [1, null, \"é\"]}")),
                of("json", "1e5", Json.of("1e5")),
                of("jsonb", "{\"a\": 1}", Json.of("{\"a\": 1}")),
                of("xml", "<a>1</a>", "<a>1</a>"),
                of("inet", "192.168.0.1", "192.168.0.1"),
                of("inet", "192.168.0.1/24", "192.168.0.1/24"),
                of("inet", "::1", "::1"),
                of("cidr", "10.0.0.0/8", "10.0.0.0/8"),
                of("macaddr", "08:00:2b:01:02:03", "08:00:2b:01:02:03"),
                of("macaddr8", "08:00:2b:01:02:03:04:05", "08:00:2b:01:02:03:04:05"),
                of("bit(5)", "10101", "10101"),
                of("bit varying", "101", "101"),
                of("point", "(1,2)", "(1,2)"),
                of("box", "(3,4),(1,2)", "(3,4),(1,2)"),
                of("int4range", "[1,5)", "[1,5)"),
                of("int8range", "empty", "empty"),
                of("numrange", "(,1.5]", "(,1.5]"),
                of("tsrange", "[\"2024-01-01 00:00:00\",)", "[\"2024-01-01 00:00:00\",)"),
                of("daterange", "[2024-01-01,2024-02-01)", "[2024-01-01,2024-02-01)"),
                of("int4multirange", "{[1,3),[5,7)}", "{[1,3),[5,7)}"),
                of("tsvector", "''a'':1 ''b'':2", "'a':1 'b':2"),
                of("mood", "sad", "sad"),
                of("mood", "very \"ok\", {he} said", "very \"ok\", {he} said"),
                of("pair", "(1,\"a, \"\"b\"\"\")", "(1,\"a, \"\"b\"\"\")"),
                of("pg_lsn", "16/B374D848", "16/B374D848"));
    }

    private static List<Example> arrays() {
        return List.of(
                of("int[]", "{}", List.of()),
                of("int[]", "{1,2,3}", List.of(1, 2, 3)),
                of("int[]", "{1,NULL,3}", Arrays.asList(1, null, 3)),
                of("int[]", "{{1,2},{3,NULL}}", List.of(List.of(1, 2), Arrays.asList(3, null))),
                of("int[]", "{{{{{{1}}}}}}", List.of(List.of(List.of(List.of(List.of(List.of(1))))))),
                of("bigint[]", "{9223372036854775807}", List.of(Long.MAX_VALUE)),
                of("smallint[]", "{-1}", List.of((short) -1)),
                of("boolean[]", "{t,f,NULL}", Arrays.asList(true, false, null)),
                of("real[]", "{NaN,1.5}", List.of(Float.NaN, 1.5f)),
                of("float8[]", "{-Infinity,0.1}", List.of(Double.NEGATIVE_INFINITY, 0.1)),
                of("numeric[]", "{1.50,0}", List.of(new BigDecimal("1.50"), BigDecimal.ZERO)),
                of("text[]", "{}", List.of()),
                of(
                        "text[]",
                        "{a,\"\",\"NULL\",NULL,\"a \\\"b\\\"\",\"c\\\\d\",\"{x,y}\",漢}",
                        Arrays.asList("a", "", "NULL", null, "a \"b\"", "c\\d", "{x,y}", "漢")),
                of("text[]", "{{a,b},{\"c,\",d}}", List.of(List.of("a", "b"), List.of("c,", "d"))),
                of("varchar[]", "{a}", List.of("a")),
                of("date[]", "{2024-02-29,infinity}", List.of(LocalDate.of(2024, 2, 29), LocalDate.MAX)),
                of("time[]", "{10:11:12}", List.of(LocalTime.of(10, 11, 12))),
                of("timestamp[]", "{\"2024-02-29 10:11:12\"}", List.of(at(2024, 2, 29, 10, 11, 12, 0))),
                of(
                        "timestamptz[]",
                        "{\"2024-02-29 10:11:12+00\"}",
                        List.of(at(2024, 2, 29, 10, 11, 12, 0).atOffset(ZoneOffset.UTC))),
                of("interval[]", "{\"1 mon\"}", List.of(Interval.of(Period.ofMonths(1)))),
                of("uuid[]", "{00000000-0000-0000-0000-000000000000}", List.of(new UUID(0, 0))),
                of("json[]", "{\"{\\\"a\\\": 1}\"}", List.of(Json.of("{\"a\": 1}"))),
                of("jsonb[]", "{\"{\\\"a\\\": 1}\",NULL}", Arrays.asList(Json.of("{\"a\": 1}"), null)),
                of("inet[]", "{10.0.0.1,::1/64}", List.of("10.0.0.1", "::1/64")),
                of("bit(2)[]", "{10,11}", List.of("10", "11")),
                of("int4range[]", "{\"[1,5)\",empty}", List.of("[1,5)", "empty")));
    }

    private static Stream<Example> all() {
        return Stream.of(numbers().stream(), decimals(), times().stream(), intervals().stream(), texts().stream())
                .flatMap(each -> each);
    }

    private static Stream<DynamicTest> each(Stream<Example> examples, Check check) {
        return examples.map(example -> DynamicTest.dynamicTest(example.toString(), () -> check.run(example)));
    }

    private interface Check {
        void run(Example example) throws IOException;
    }

    @TestFactory
    Stream<DynamicTest> cells_areTheValuesInBothForms() {
        return each(Stream.concat(all(), arrays().stream()), this::read);
    }

    private void read(Example example) throws IOException {
        String sql = "SELECT '" + example.literal() + "'::" + example.type();
        Wire.Answer text = wire().run(sql);
        int oid = text.oids().get(0);
        SqlType<?> type = Codecs.typeOf(oid, -1);
        for (SqlType<?> wanted : List.of(type, SqlType.ANY)) {
            Cells.assertSame(example.value(), Codecs.decoder(oid, false, wanted).decode(text.cell()));
            if (Codecs.binaryResult(oid)) {
                ByteBuf binary = wire().run(sql, List.of(), List.of(), true).cell();
                Cells.assertSame(
                        example.value(), Codecs.decoder(oid, true, wanted).decode(binary));
            }
        }
        boolean known = type.kind() != SqlType.Kind.ANY && type.kind() != SqlType.Kind.ARRAY;
        assertTrue(!known || type.javaType().isInstance(example.value()), "not a " + type);
    }

    @TestFactory
    Stream<DynamicTest> parameters_areTheValuesToTheServer() {
        return each(
                Stream.concat(all(), arrays().stream()), example -> write(example, Codecs.oidOfValue(example.value())));
    }

    @TestFactory
    Stream<DynamicTest> parameters_asText_areTheValuesToTheServer() {
        return each(Stream.concat(all(), arrays().stream()), example -> write(example, 0));
    }

    @TestFactory
    Stream<DynamicTest> parameters_ofTheTypeOfTheColumn_areTheValuesToTheServer() {
        return each(Stream.concat(all(), arrays().stream()), example -> {
            int oid = wire().run("SELECT '" + example.literal() + "'::" + example.type())
                    .oids()
                    .get(0);
            write(example, Codecs.oidOf(Codecs.typeOf(oid, -1)));
        });
    }

    private void write(Example example, int oid) throws IOException {
        String type = example.type();
        String expected = wire().run("SELECT '" + example.literal() + "'::" + type + "::text")
                .text();
        String sql = "SELECT $1::" + type + "::text";
        ByteBuf parameter = Cells.encoded(oid, SqlType.ANY, example.value());
        assertEquals(
                expected,
                wire().run(sql, List.of(oid), List.of(parameter), false).text());
    }

    @Test
    void parameters_ofOtherClasses_areTheValuesToTheServer() throws Exception {
        Instant instant = Instant.parse("2024-02-29T12:34:56.123456789Z");
        ZonedDateTime zoned = instant.atZone(ZoneId.of("Europe/Paris"));
        assertWritten("2024-02-29 12:34:56.123456+00", "timestamptz AT TIME ZONE 'UTC' || '+00'", instant);
        assertWritten("2024-02-29 12:34:56.123456+00", "timestamptz AT TIME ZONE 'UTC' || '+00'", zoned);
        assertWritten("P1M", "interval", Period.ofMonths(1));
        assertWritten("PT1.5S", "interval", Duration.ofMillis(1_500));
        assertWritten("7", "smallint", (byte) 7);
        assertWritten(
                "18446744073709551615", "numeric", BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE));
        assertWritten("x", "text", 'x');
        assertWritten("ab", "text", new StringBuilder("ab"));
        assertWritten("10.1.2.3/32", "inet", java.net.InetAddress.getByName("10.1.2.3"));
        assertWritten("{1,2}", "int[]", new int[] {1, 2});
        assertWritten("{1,NULL}", "int[]", new @Nullable Integer[] {1, null});
        assertWritten("{{1,2},{3,4}}", "bigint[]", new long[][] {{1, 2}, {3, 4}});
        assertWritten("{t,f}", "boolean[]", new boolean[] {true, false});
        assertWritten("{0.5}", "float8[]", new double[] {0.5});
        assertWritten("{\"\\\\x01\",\"\\\\x\"}", "bytea[]", new byte[][] {{1}, {}});
        assertWritten("{a,b}", "text[]", new java.util.LinkedHashSet<>(List.of("a", "b")));
        assertWritten("{NULL,NULL}", "int[]", Arrays.asList(null, null));
        assertWritten("{1,2.5}", "numeric[]", List.of(1, new BigDecimal("2.5")));
        assertWritten("{a,x}", "varchar[]", new Object[] {"a", 'x'});
    }

    private void assertWritten(String expected, String type, Object value) throws IOException {
        int oid = Codecs.oidOfValue(value);
        ByteBuf parameter = Cells.encoded(oid, SqlType.ANY, value);
        String sql = "SELECT ($1::" + type + ")::text";
        assertEquals(
                expected,
                wire().run(sql, List.of(oid), List.of(parameter), false).text());
    }

    @Test
    void numbers_random_areTheSameInAllForms() throws Exception {
        Random random = new Random(7);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            BigDecimal number = new BigDecimal(new BigInteger(random.nextInt(1, 140), random), random.nextInt(0, 40));
            BigDecimal signed = random.nextBoolean() ? number.negate() : number;
            examples.add(of("numeric", signed.toPlainString(), signed));
        }
        for (Example each : examples) {
            read(each);
            write(each, Codecs.oidOf(SqlType.NUMERIC));
        }
    }

    @Test
    void times_random_areTheSameInAllForms() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            long seconds = random.nextLong(-210_000_000_000L, 9_000_000_000_000L);
            LocalDateTime time =
                    LocalDateTime.ofEpochSecond(seconds, random.nextInt(1_000_000) * 1_000, ZoneOffset.UTC);
            read(of("timestamp", TimeText.of(time), time));
            write(of("timestamp", TimeText.of(time), time), Codecs.oidOf(SqlType.TIMESTAMP));
            OffsetDateTime moment = time.atOffset(ZoneOffset.UTC);
            read(of("timestamptz", TimeText.of(moment), moment));
            write(of("timestamptz", TimeText.of(moment), moment), Codecs.oidOf(SqlType.TIMESTAMPTZ));
        }
    }

    @Test
    void bytes_ofTwentyMegabytes_comeBack() throws Exception {
        byte[] bytes = new byte[20 << 20];
        new Random(1).nextBytes(bytes);
        int oid = Codecs.oidOf(SqlType.BINARY);
        ByteBuf parameter = Cells.encoded(SqlType.BINARY, bytes);
        for (boolean binary : new boolean[] {true, false}) {
            ByteBuf cell = wire().run("SELECT $1", List.of(oid), List.of(parameter), binary)
                    .cell();
            Cells.assertSame(bytes, Codecs.decoder(oid, binary, SqlType.BINARY).decode(cell));
        }
    }

    @Test
    void bytes_inTheOlderForm_areRead() throws Exception {
        wire().run("SET bytea_output = escape");
        try {
            ByteBuf cell = wire().run("SELECT '\\x00ff5c2741'::bytea").cell();
            Cells.assertSame(
                    new byte[] {0, -1, '\\', '\'', 'A'},
                    Codecs.decoder(17, false, SqlType.BINARY).decode(cell));
        } finally {
            wire().run("RESET bytea_output");
        }
    }

    @TestFactory
    Stream<DynamicTest> intervals_inTheServersOwnStyle_areRead() {
        return each(intervals().stream(), example -> {
            wire().run("SET IntervalStyle = postgres");
            try {
                ByteBuf cell = wire().run("SELECT '" + example.literal() + "'::interval")
                        .cell();
                Cells.assertSame(
                        example.value(),
                        Codecs.decoder(1186, false, SqlType.INTERVAL).decode(cell));
            } finally {
                wire().run("SET IntervalStyle = iso_8601");
            }
        });
    }

    @Test
    void typeNames_ofTheOids_areThoseOfTheServer() throws Exception {
        for (ServerType each : ServerType.values()) {
            String sql = "SELECT oid::int || ' ' || typarray::int FROM pg_type WHERE typname = '"
                    + each.name().toLowerCase(java.util.Locale.ROOT)
                    + "' AND typnamespace = 'pg_catalog'::regnamespace";
            assertEquals(each.oid() + " " + each.array(), wire().run(sql).text(), each.name());
        }
    }
}
