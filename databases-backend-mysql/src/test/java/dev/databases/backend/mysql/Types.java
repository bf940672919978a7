package dev.databases.backend.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.BlockingDatabase;
import dev.databases.Database;
import dev.databases.Row;
import dev.databases.error.DatabaseException;
import dev.databases.error.RowMappingException;
import dev.databases.servers.MysqlKind;
import dev.databases.sql.Interval;
import dev.databases.sql.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Values of every type of the server go there and come back: what is read and what is written is what the server means. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Types {
    final MysqlKind kind;
    private @Nullable Database database;

    Types(MysqlKind kind) {
        this.kind = kind;
    }

    @BeforeAll
    void connect() {
        database = Database.connect(kind.server().url() + "?max_size=1").join();
    }

    @AfterAll
    void disconnect() {
        if (database != null) {
            database.close();
        }
    }

    @AfterEach
    void drop() {
        db().execute("DROP TABLE IF EXISTS types_t");
    }

    BlockingDatabase db() {
        assertTrue(database != null);
        return database.blocking();
    }

    /** A value, as the server reads it in SQL and as it is in Java. */
    private record Example(String type, String literal, Object value) {
        @Override
        public String toString() {
            return type + " " + (literal.length() > 60 ? literal.substring(0, 60) + "…" : literal);
        }
    }

    private static Example of(String type, String literal, Object value) {
        return new Example(type, literal, value);
    }

    private static List<Example> numbers() {
        return List.of(
                of("bool", "true", true),
                of("tinyint(1)", "0", false),
                of("bit(1)", "b'1'", true),
                of("tinyint", "-128", (short) -128),
                of("tinyint unsigned", "255", (short) 255),
                of("smallint", "-32768", Short.MIN_VALUE),
                of("smallint unsigned", "65535", 65_535),
                of("mediumint", "-8388608", -8_388_608),
                of("mediumint unsigned", "16777215", 16_777_215),
                of("int", "-2147483648", Integer.MIN_VALUE),
                of("int unsigned", "4294967295", 4_294_967_295L),
                of("bigint", "-9223372036854775808", Long.MIN_VALUE),
                of("bigint", "9223372036854775807", Long.MAX_VALUE),
                of("bigint unsigned", "18446744073709551615", new BigInteger("18446744073709551615")),
                of("bigint unsigned", "7", BigInteger.valueOf(7)),
                of("float", "0.1", 0.1f),
                of("double", "0.30000000000000004", 0.1 + 0.2),
                of("double", "1.7976931348623157e308", Double.MAX_VALUE),
                of("double", "-0e0", -0.0),
                of("decimal(12, 4)", "-1.5", new BigDecimal("-1.5000")),
                of("decimal(12)", "12", new BigDecimal("12")),
                of("decimal(12, 4) unsigned", "99999999.9999", new BigDecimal("99999999.9999")),
                of("decimal(65, 30)", "1e-30", new BigDecimal("1e-30")),
                of("decimal(65, 30)", "100", new BigDecimal("100")),
                of("decimal(65)", "9".repeat(65), new BigDecimal("9".repeat(65))),
                of("year", "2155", (short) 2155),
                of("year", "1901", (short) 1901));
    }

    private static List<Example> strings() {
        String hard = "it's \"x\" `y` \\ %_ \n\r\t ? :name -- # /* 漢字 😀";
        return List.of(
                of("varchar(100)", hex(hard), hard),
                of("char(10)", "'abc'", "abc"),
                of("text", "''", ""),
                of("tinytext", "'é'", "é"),
                of("mediumtext", "repeat('😀', 70000)", "😀".repeat(70_000)),
                of("longtext", "'\\0a'", "\0a"),
                of("varchar(10) character set latin1", "'é'", "é"),
                of("enum('a','b c')", "'b c'", "b c"),
                of("set('a','b','c')", "'a,c'", "a,c"),
                of("varbinary(10)", "X'00ff'", new byte[] {0, -1}),
                of("binary(3)", "X'0102'", new byte[] {1, 2, 0}),
                of("tinyblob", "''", new byte[0]),
                of("longblob", "repeat(X'00', 70000)", new byte[70_000]),
                of("bit(12)", "b'101000001011'", new byte[] {0x0a, 0x0b}),
                of("json", "'[1, null, \"é\"]'", Json.of("[1, null, \"é\"]")),
                of(
                        "char(36) character set ascii collate ascii_bin",
                        "'00000000-0000-0001-0000-000000000002'",
                        new UUID(1, 2)),
                of("char(36) character set ascii collate ascii_bin", "'no uuid'", "no uuid"),
                of(
                        "varchar(75) character set ascii collate ascii_bin",
                        "'P1Y2M3DT-4.5S'",
                        new Interval(Period.of(1, 2, 3), Duration.ofMillis(-4_500))));
    }

    private static String hex(String text) {
        return "_utf8mb4 X'" + HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) + "'";
    }

    private static List<Example> times() {
        return List.of(
                of("date", "'2024-02-29'", LocalDate.of(2024, 2, 29)),
                of("date", "'9999-12-31'", LocalDate.of(9999, 12, 31)),
                of("date", "'1000-01-01'", LocalDate.of(1000, 1, 1)),
                of("time", "'10:11:12'", LocalTime.of(10, 11, 12)),
                of("time(6)", "'10:11:12.123456'", LocalTime.of(10, 11, 12, 123_456_000)),
                of("time(6)", "'00:00:00'", LocalTime.MIDNIGHT),
                of("time(6)", "'-10:30:00.000001'", Interval.of(Duration.parse("-PT10H30M0.000001S"))),
                of("time", "'838:59:59'", Interval.of(Duration.ofSeconds(838 * 3_600 + 59 * 60 + 59))),
                of("time", "'24:00:00'", Interval.of(Duration.ofHours(24))),
                of("datetime", "'2024-02-29 01:02:03'", LocalDateTime.of(2024, 2, 29, 1, 2, 3)),
                of("datetime(3)", "'2024-02-29 01:02:03.5'", LocalDateTime.of(2024, 2, 29, 1, 2, 3, 500_000_000)),
                of(
                        "datetime(6)",
                        "'9999-12-31 23:59:59.999999'",
                        LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000)),
                of("timestamp(6) null", "'2024-02-29 01:02:03.5'", OffsetDateTime.parse("2024-02-29T01:02:03.5Z")),
                of("timestamp null", "'2038-01-19 03:14:07'", OffsetDateTime.parse("2038-01-19T03:14:07Z")));
    }

    private static Stream<DynamicTest> each(java.util.function.Consumer<Example> test) {
        return Stream.of(numbers(), strings(), times())
                .flatMap(List::stream)
                .map(each -> DynamicTest.dynamicTest(each.toString(), () -> test.accept(each)));
    }

    private void table(String type) {
        drop();
        db().execute("CREATE TABLE types_t (id int auto_increment primary key, v " + type + ")");
    }

    private static void same(Object expected, @Nullable Object found) {
        assertTrue(
                expected instanceof byte[] bytes && found instanceof byte[] others
                        ? Arrays.equals(bytes, others)
                        : expected.equals(found),
                () -> expected + " became " + found + (found == null ? "" : " of " + found.getClass()));
    }

    @TestFactory
    Stream<DynamicTest> literals_areReadAsTheyAre() {
        return each(example -> {
            table(example.type());
            db().execute("INSERT INTO types_t (v) VALUES (" + example.literal() + "), (NULL)");
            List<Row> rows = db().fetchAll("SELECT v FROM types_t ORDER BY id");
            same(example.value(), rows.get(0).get(0));
            assertEquals(null, rows.get(1).get(0));
        });
    }

    @TestFactory
    Stream<DynamicTest> parameters_areStoredAsTheyAre() {
        return each(example -> {
            table(example.type());
            Object value = example.type().startsWith("time") && example.value() instanceof Interval
                    ? example.literal().replace("'", "") // it is written as text
                    : example.value();
            String insert = "INSERT INTO types_t (v) /* " + example.type() + " */ VALUES (:v)";
            db().execute(insert, Map.of("v", value));
            same(example.value(), db().fetchAll("SELECT v FROM types_t").get(0).get(0));
            if (!example.type().equals("json")) {
                db().execute("INSERT INTO types_t (v) VALUES (" + example.literal() + ")");
                String same = "SELECT count(*) FROM types_t a JOIN types_t b ON a.v = b.v";
                assertEquals(4L, db().fetchAll(same).get(0).get(0));
            }
        });
    }

    @Test
    void parameters_inExpressions_keepTheirTypes() {
        same(3L, first("SELECT :v + 1", 2L));
        same("a-b", first("SELECT concat(:v, '-b')", "a"));
        same(LocalDate.of(2024, 3, 1), first("SELECT cast(:v AS date) + INTERVAL 1 DAY", LocalDate.of(2024, 2, 29)));
        BigDecimal product = (BigDecimal) first("SELECT :v * 2", new BigDecimal("1.50"));
        assertTrue(product != null && product.compareTo(new BigDecimal("3")) == 0, String.valueOf(product));
    }

    private @Nullable Object first(String sql, Object value) {
        return db().fetchAll(sql, Map.of("v", value)).get(0).get(0);
    }

    @Test
    void parameters_whoseTypesChange_areRightEachTime() {
        String sql = "SELECT :v AS v";
        same(1L, first(sql, 1L));
        same("text", first(sql, "text"));
        same(1.5, first(sql, 1.5));
        same(1L << 40, first(sql, 1L << 40));
        same(new BigInteger("18446744073709551615"), first(sql, new BigInteger("18446744073709551615")));
        same(LocalDate.of(2024, 2, 29), first(sql, LocalDate.of(2024, 2, 29)));
        same(LocalTime.of(10, 11, 12), first(sql, LocalTime.of(10, 11, 12)));
        same(LocalDateTime.of(2024, 2, 29, 1, 2, 3), first(sql, LocalDateTime.of(2024, 2, 29, 1, 2, 3)));
        same(new byte[] {1, -1}, first("SELECT CAST(:v AS binary)", new byte[] {1, -1})); // MySQL's own type is text
    }

    @Test
    void geometry_isBytes() {
        table("geometry");
        db().execute("INSERT INTO types_t (v) VALUES (ST_GeomFromText('POINT(1 2)'))");
        byte[] point = (byte[]) db().fetchAll("SELECT v FROM types_t").get(0).get(0);
        assertTrue(point != null && point.length == 25, "an SRID of 4 bytes and a WKB of 21");
        assertEquals(
                "POINT(1 2)",
                db().fetchAll("SELECT ST_AsText(v) FROM types_t WHERE v = :v", Map.of("v", point))
                        .get(0)
                        .get(0));
    }

    @Test
    void zeroDates_areRefusedAlone() {
        table("date");
        db().execute("SET @mode = @@sql_mode");
        db().execute("SET sql_mode = ''");
        db().execute("INSERT INTO types_t (v) VALUES ('2024-01-01'), ('0000-00-00'), ('2024-02-00'), ('2024-01-02')");
        db().execute("SET sql_mode = @mode");
        RowMappingException refused =
                assertThrows(RowMappingException.class, () -> db().fetchAll("SELECT v FROM types_t ORDER BY id"));
        assertTrue(refused.getMessage().contains("column `v` (1) is a date with a zero"), refused::getMessage);
        assertEquals(
                List.of("2024-01-01", "0000-00-00", "2024-02-00", "2024-01-02"),
                db().fetchAll("SELECT CAST(v AS char) AS v FROM types_t ORDER BY id").stream()
                        .map(row -> row.get("v", String.class))
                        .toList());
        assertEquals(LocalDate.of(2024, 1, 2), first("SELECT v FROM types_t WHERE id = :v", 4));
    }

    @Test
    void numbersInATinyintOfOneDigit_areRefused_unlessANumberIsAskedFor() {
        table("tinyint(1)");
        db().execute("INSERT INTO types_t (v) VALUES (5)");
        assertThrows(RowMappingException.class, () -> db().fetchAll("SELECT v FROM types_t"));
        Row row = db().fetchAll("SELECT CAST(v AS signed) AS v FROM types_t").get(0);
        assertEquals(5L, row.get("v", Long.class));
    }

    @Test
    void valuesOutOfRange_areRefusedByTheServer_withoutTheValue() {
        table("tinyint");
        for (Object value : List.of(12_345, "secret12345", new BigDecimal("12345.5"))) {
            DatabaseException refused = assertThrows(
                    DatabaseException.class,
                    () -> db().execute("INSERT INTO types_t (v) VALUES (:v)", Map.of("v", value)));
            assertTrue(!refused.getMessage().contains("12345"), refused::getMessage);
        }
        assertEquals(0L, db().fetchAll("SELECT count(*) FROM types_t").get(0).get(0));
    }

    @Test
    void columns_ofNothing_areNull() {
        Row row = db().fetchAll("SELECT NULL, NULL AS b, 1").get(0);
        assertEquals(null, row.get(0));
        assertEquals(null, row.get("b"));
        assertEquals(1, ((Number) row.get(2)).intValue());
    }

    @Test
    void rows_ofManyColumns_keepTheirNulls() {
        StringBuilder sql = new StringBuilder("SELECT ");
        for (int i = 0; i < 1_000; i++) {
            sql.append(i == 0 ? "" : ", ").append(i % 3 == 0 ? "NULL" : Integer.toString(i));
        }
        Row row = db().fetchAll(sql.toString()).get(0);
        for (int i = 0; i < 1_000; i++) {
            Object cell = row.get(i);
            assertEquals(i % 3 == 0, cell == null, "column " + i);
            assertTrue(cell == null || ((Number) cell).intValue() == i, "column " + i);
        }
    }
}
