package dev.databases.backend.mysql;

import static dev.databases.sql.Sql.abs;
import static dev.databases.sql.Sql.avg;
import static dev.databases.sql.Sql.caseWhen;
import static dev.databases.sql.Sql.cast;
import static dev.databases.sql.Sql.coalesce;
import static dev.databases.sql.Sql.column;
import static dev.databases.sql.Sql.concat;
import static dev.databases.sql.Sql.count;
import static dev.databases.sql.Sql.createIndex;
import static dev.databases.sql.Sql.currentTimestamp;
import static dev.databases.sql.Sql.dropIndex;
import static dev.databases.sql.Sql.exists;
import static dev.databases.sql.Sql.function;
import static dev.databases.sql.Sql.length;
import static dev.databases.sql.Sql.lower;
import static dev.databases.sql.Sql.max;
import static dev.databases.sql.Sql.min;
import static dev.databases.sql.Sql.not;
import static dev.databases.sql.Sql.round;
import static dev.databases.sql.Sql.select;
import static dev.databases.sql.Sql.sum;
import static dev.databases.sql.Sql.value;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.BlockingDatabase;
import dev.databases.Database;
import dev.databases.Result;
import dev.databases.Row;
import dev.databases.error.CompilationException;
import dev.databases.error.QueryException;
import dev.databases.servers.MysqlKind;
import dev.databases.servers.MysqlServer;
import dev.databases.spi.Dialect;
import dev.databases.sql.Column;
import dev.databases.sql.Expression;
import dev.databases.sql.Index;
import dev.databases.sql.Interval;
import dev.databases.sql.Json;
import dev.databases.sql.Metadata;
import dev.databases.sql.Query;
import dev.databases.sql.Select;
import dev.databases.sql.SqlType;
import dev.databases.sql.Table;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Statements of the expression language, as the compiler spells them for the server, mean there what they say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Statements {
    private static final Things THINGS = new Things();
    private static final LocalDate DAY = LocalDate.of(2024, 1, 2);

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
            SqlType.string(30_000),
            SqlType.BINARY,
            SqlType.binary(16),
            SqlType.DATE,
            SqlType.TIME,
            SqlType.TIMESTAMP,
            SqlType.TIMESTAMPTZ,
            SqlType.INTERVAL,
            SqlType.UUID,
            SqlType.JSON,
            SqlType.enumeration(TimeUnit.class));

    final MysqlKind kind;
    private @Nullable Database connected;

    Statements(MysqlKind kind) {
        this.kind = kind;
    }

    /** A column of every type that behaves in its own way. */
    private static final class Things extends Table {
        final Column<Long> id = bigint("id").primaryKey();
        final Column<Integer> n = integer("n");
        final Column<String> s = string("s", 20);
        final Column<BigDecimal> price = numeric("price", 10, 2);
        final Column<Double> d = column("d", SqlType.DOUBLE);
        final Column<Boolean> b = bool("b");
        final Column<LocalDateTime> ts = column("ts", SqlType.TIMESTAMP);
        final Column<OffsetDateTime> tz = column("tz", SqlType.TIMESTAMPTZ);
        final Column<LocalDate> day = column("day", SqlType.DATE);
        final Column<Interval> span = column("span", SqlType.INTERVAL);
        final Column<UUID> u = column("u", SqlType.UUID);
        final Column<Json> j = column("j", SqlType.JSON);
        final Column<TimeUnit> unit = column("unit", SqlType.enumeration(TimeUnit.class));

        Things() {
            super("statements_things");
        }
    }

    @BeforeAll
    void connect() {
        Database database = Database.connect(kind.server().url()).join();
        connected = database;
        database.drop(THINGS).join();
        database.create(THINGS).join();
        db().execute(THINGS.insert()
                .set(THINGS.n, 7)
                .set(THINGS.s, "abc")
                .set(THINGS.price, new BigDecimal("1.50"))
                .set(THINGS.d, 2.5)
                .set(THINGS.b, true)
                .set(THINGS.ts, LocalDateTime.of(2024, 1, 2, 3, 4))
                .set(THINGS.tz, OffsetDateTime.parse("2024-01-02T03:04:05Z"))
                .set(THINGS.day, DAY)
                .set(THINGS.span, Interval.of(Duration.ofHours(1)))
                .set(THINGS.u, new UUID(1, 2))
                .set(THINGS.j, Json.of("{\"a\": 1}"))
                .set(THINGS.unit, TimeUnit.DAYS));
    }

    @AfterAll
    void disconnect() {
        database().drop(THINGS).join();
        database().close();
    }

    private Database database() {
        assertTrue(connected != null);
        return connected;
    }

    private BlockingDatabase db() {
        return database().blocking();
    }

    private Dialect dialect() {
        return kind == MysqlKind.MYSQL ? MysqlDialect.NEWEST_MYSQL : MysqlDialect.NEWEST_MARIADB;
    }

    private <T> void gives(T expected, Query<T> query) {
        assertEquals(Optional.of(expected), db().fetchVal(query), database().compile(query)::toString);
    }

    private <T> void gives(T expected, Expression<T> expression) {
        gives(expected, select(expression).from(THINGS));
    }

    private void finds(boolean found, Expression<Boolean> condition) {
        Select<?> query = THINGS.select(THINGS.id).where(condition);
        assertEquals(found ? 1 : 0, db().fetchAll(query).size(), database().compile(query)::toString);
    }

    @Test
    void parameters_aloneHaveTheirTypes() {
        gives("x", value("x"));
        gives(5, value(5));
        gives(LocalDate.EPOCH, value(LocalDate.EPOCH));
        gives(OffsetDateTime.parse("2024-01-02T03:04:05Z"), value(OffsetDateTime.parse("2024-01-02T03:04:05Z")));
        gives(new BigDecimal("1.50").stripTrailingZeros(), value(new BigDecimal("1.50").stripTrailingZeros()));
        gives(Json.of("[1]"), value(Json.of("[1]")));
        gives(TimeUnit.DAYS, value(TimeUnit.DAYS));
        gives(new UUID(1, 2), value(new UUID(1, 2)));
        gives(false, value("x").eq(value("y")));
    }

    @Test
    void columns_giveTheirTypes() {
        gives(Json.of("{\"a\": 1}"), THINGS.j);
        gives(TimeUnit.DAYS, THINGS.unit);
        gives(Interval.of(Duration.ofHours(1)), THINGS.span);
        gives(new UUID(1, 2), THINGS.u);
        gives(OffsetDateTime.parse("2024-01-02T03:04:05Z"), THINGS.tz);
    }

    @Test
    void texts_arePutTogetherWithAnything() {
        gives("ab", concat(value("a"), value("b")));
        gives("abc!", THINGS.s.concat("!"));
        gives("7x", concat(THINGS.n, value("x")));
        gives("77", concat(THINGS.n, THINGS.n));
        gives("x1.50", concat(value("x"), THINGS.price));
        gives("1x", concat(value(1), value("x")));
        gives("DAYSabc", concat(THINGS.unit, THINGS.s));
    }

    @Test
    void functions_takeParameters() {
        gives("x", lower(value("X")));
        gives(1, length(value("é")));
        gives("abc", coalesce(THINGS.s, "x"));
        gives("x", coalesce(value("x"), "y"));
        gives(TimeUnit.DAYS, coalesce(THINGS.unit, TimeUnit.HOURS));
        gives(DAY, coalesce(THINGS.day, LocalDate.EPOCH));
        gives(true, coalesce(THINGS.b, false));
        gives(1L, count(value("x")));
        gives(Json.of("{\"a\": \"b\"}"), function("json_object", SqlType.JSON, value("a"), value("b")));
        gives("ab", function("substring", SqlType.TEXT, THINGS.s, value(1), value(2)));
        gives("2024", function("date_format", SqlType.TEXT, THINGS.ts, value("%Y")));
    }

    @Test
    void aggregates_haveTheTypesThatTheySay() {
        gives(7, sum(THINGS.n));
        gives(1L, sum(THINGS.id));
        gives(new BigDecimal("1.50"), sum(THINGS.price));
        gives(7.0, avg(THINGS.n));
        gives(1.5, avg(THINGS.price));
        gives(DAY, max(THINGS.day));
        gives(true, max(THINGS.b));
        gives("abc", min(THINGS.s));
        gives(OffsetDateTime.parse("2024-01-02T03:04:05Z"), min(THINGS.tz));
        gives(Interval.of(Duration.ofHours(1)), min(THINGS.span));
        gives(7, abs(THINGS.n.negated()));
        gives(2.0, round(THINGS.d));
        assertTrue(db().fetchVal(select(currentTimestamp())).isPresent());
    }

    @Test
    void arithmetic_isThatOfTheTypes() {
        gives(8, THINGS.n.plus(1));
        gives(3, THINGS.n.dividedBy(2));
        gives(1.25, THINGS.d.dividedBy(2.0));
        gives(3, THINGS.n.modulo(4));
        gives(4.0, THINGS.d.plus(1.5));
        gives(-7, THINGS.n.negated());
        assertEquals(
                0,
                db().fetchVal(select(THINGS.price.times(new BigDecimal("0.125"))))
                        .orElseThrow()
                        .compareTo(new BigDecimal("0.1875")));
    }

    @Test
    void choices_andCasts() {
        gives("a", caseWhen(THINGS.n.eq(7), "a").otherwise("b"));
        gives(2, caseWhen(THINGS.n.eq(8), 1).otherwise(2));
        gives(TimeUnit.HOURS, caseWhen(THINGS.n.eq(8), TimeUnit.DAYS).otherwise(TimeUnit.HOURS));
        gives(5, cast(value("5"), SqlType.INTEGER));
        gives("5", cast(value(5), SqlType.TEXT));
        gives("ab", cast(THINGS.s, SqlType.string(2)));
        gives(5.0, cast(value(5), SqlType.DOUBLE));
        gives(new BigDecimal("1.50"), cast(value("1.5"), SqlType.numeric(10, 2)));
        gives(new BigDecimal("1.5"), cast(value("1.5"), SqlType.NUMERIC));
        gives(DAY, cast(value("2024-01-02"), SqlType.DATE));
        gives(LocalTime.of(21, 2, 3, 4_000), cast(value(LocalTime.of(21, 2, 3, 4_000)), SqlType.TIME));
        gives(Json.of("[1]"), cast(value("[1]"), SqlType.JSON));
    }

    @Test
    void conditions_findWhatTheySay() {
        finds(true, THINGS.b);
        finds(false, THINGS.b.not());
        finds(true, THINGS.s.like("a%"));
        finds(true, THINGS.s.ilike("A%"));
        finds(false, THINGS.s.ilike("A%").not());
        finds(false, THINGS.s.contains("b%"));
        finds(true, THINGS.s.contains("bc"));
        finds(false, THINGS.s.startsWith("\\"));
        finds(true, THINGS.s.in(List.of("abc", "d")));
        finds(false, THINGS.n.in(List.of()));
        finds(true, THINGS.day.between(LocalDate.EPOCH, LocalDate.of(9999, 12, 31)));
        finds(true, THINGS.tz.eq(OffsetDateTime.parse("2024-01-02T08:34:05+05:30")));
        finds(true, THINGS.ts.eq(LocalDateTime.of(2024, 1, 2, 3, 4)));
        finds(true, THINGS.unit.eq(TimeUnit.DAYS));
        finds(true, THINGS.unit.in(List.of(TimeUnit.DAYS, TimeUnit.HOURS)));
        finds(true, THINGS.u.eq(new UUID(1, 2)));
        finds(true, THINGS.span.eq(Interval.of(Duration.ofMinutes(60))));
        finds(false, THINGS.s.eq("abc").and(THINGS.n.eq(7)).not());
        finds(false, not(THINGS.s.like("a%")));
        finds(true, THINGS.n.eq(7).eq(THINGS.b));
        finds(true, THINGS.n.plus(1).times(2).gt(15));
        finds(true, THINGS.id.in(select(THINGS.id)));
        finds(true, exists(THINGS.select(THINGS.id)));
        finds(true, THINGS.s.eq((String) null).not());
    }

    @Test
    void groups_byALabel_areThoseOfTheResult() {
        Expression<Integer> next = THINGS.n.plus(1).as("next");
        gives(8, select(next, count()).groupBy(next).orderBy(next));
    }

    @Test
    void limits_areParameters() {
        assertEquals(
                "SELECT statements_things.id FROM statements_things LIMIT ?",
                database().compile(THINGS.select(THINGS.id).limit(10)).sql());
        assertEquals(
                "SELECT statements_things.id FROM statements_things LIMIT 18446744073709551615 OFFSET ?",
                database().compile(THINGS.select(THINGS.id).offset(10)).sql());
        assertEquals(1, db().fetchAll(THINGS.select().limit(10).offset(0)).size());
        assertEquals(0, db().fetchAll(THINGS.select().offset(1)).size());
        assertEquals(
                1,
                db().fetchAll(THINGS.select().orderBy(THINGS.n.desc().nullsLast()))
                        .size());
    }

    @Test
    void rows_areGivenBack_whereTheServerCan() {
        Query<Long> inserted = THINGS.insert().set(THINGS.n, 8).returning(THINGS.id);
        if (kind == MysqlKind.MYSQL) {
            CompilationException refused = assertThrows(CompilationException.class, () -> db().fetchAll(inserted));
            assertTrue(refused.getMessage().contains("INSERT_RETURNING"), refused::getMessage);
            return;
        }
        try (var tx = db().begin()) {
            assertTrue(db().fetchVal(inserted).orElseThrow() > 1);
            gives(8, THINGS.delete().where(THINGS.n.eq(8)).returning(THINGS.n));
            assertThrows(
                    CompilationException.class,
                    () -> db().fetchAll(THINGS.update().set(THINGS.n, 9).returning(THINGS.n)));
        }
    }

    @Test
    void keys_ofManyRows_areInTheirOrder() {
        try (var tx = db().begin()) {
            Result one = db().execute(THINGS.insert().set(THINGS.s, "k1"));
            long first = (Long) one.generatedKeys().get(0);
            Result many = db().execute(
                            THINGS.insert().values(List.of(Map.of("s", "k2"), Map.of("s", "k3"), Map.of("s", "k4"))));
            assertEquals(3, many.rowsAffected());
            assertEquals(List.of(first + 1, first + 2, first + 3), many.generatedKeys());
            Result batch = db().executeMany(THINGS.insert(), List.of(Map.of("s", "k5"), Map.of("s", "k6")));
            List<Row> rows = db().fetchAll(THINGS.select(THINGS.id, THINGS.s)
                    .where(THINGS.s.in(List.of("k5", "k6")))
                    .orderBy(THINGS.s));
            assertEquals(
                    batch.generatedKeys(),
                    rows.stream().map(row -> row.get(THINGS.id)).toList());
            Result none = db().execute(THINGS.insert().set(THINGS.id, 1_000_000L));
            assertEquals(List.of(), none.generatedKeys());
        }
    }

    // schema

    @Test
    void types_areThoseThatComeBack() {
        for (SqlType<?> type : TYPES) {
            Table table = new Metadata()
                    .table("statements_t", column("id", SqlType.BIGINT).primaryKey(), column("v", type));
            database().drop(table).join();
            database().create(table).join();
            assertEquals(0, db().fetchAll("SELECT v FROM statements_t").size());
            Expression<?> nothing = cast(value(null, SqlType.TEXT), type);
            assertEquals(Optional.empty(), db().fetchVal(select(nothing)), type::toString);
            database().drop(table).join();
        }
        assertEquals(Optional.empty(), dialect().typeName(SqlType.ANY));
    }

    @Test
    void moments_thatMustBeThere_areNotSetByTheServer() {
        Table table = new Metadata()
                .table(
                        "statements_t",
                        column("id", SqlType.BIGINT).primaryKey(),
                        column("n", SqlType.INTEGER),
                        column("at", SqlType.TIMESTAMPTZ).notNull());
        database().drop(table).join();
        database().create(table).join();
        OffsetDateTime moment = OffsetDateTime.parse("2024-01-02T03:04:05Z");
        db().execute(table.insert(), Map.of("id", 1, "n", 1, "at", moment));
        assertThrows(QueryException.class, () -> db().execute(table.insert(), Map.of("id", 2, "n", 1)));
        db().execute("UPDATE statements_t SET n = 2");
        assertEquals(moment, db().fetchAll(table.select()).get(0).get("at"));
        database().drop(table).join();
    }

    @Test
    void theCurrentMoment_isADefault_toTheMicrosecond() {
        Table table = new Metadata()
                .table(
                        "statements_t",
                        column("id", SqlType.BIGINT).primaryKey(),
                        column("a", SqlType.TIMESTAMPTZ)
                                .serverDefault(currentTimestamp())
                                .notNull(),
                        column("b", SqlType.TIMESTAMP).serverDefault("CURRENT_TIMESTAMP"),
                        column("n", SqlType.INTEGER));
        database().drop(table).join();
        database().create(table).join();
        db().execute(table.insert(), Map.of("n", 1));
        Row row = db().fetchAll(table.select()).get(0);
        OffsetDateTime moment = (OffsetDateTime) row.get("a");
        assertEquals(row.get("b"), moment == null ? null : moment.toLocalDateTime());
        OffsetDateTime now = db().fetchVal(select(currentTimestamp())).orElseThrow();
        assertTrue(moment != null && !moment.isAfter(now) && moment.isAfter(now.minusHours(1)), moment + " and " + now);
        database().drop(table).join();
    }

    @Test
    void identity_makesKeys_andTakesThose_thatAreGiven() {
        for (SqlType<?> type : List.of(SqlType.SMALLINT, SqlType.INTEGER, SqlType.BIGINT)) {
            Table table =
                    new Metadata().table("statements_t", column("id", type).primaryKey(), column("v", SqlType.TEXT));
            database().drop(table).join();
            database().create(table).join();
            List<Object> keys =
                    List.copyOf(db().execute(table.insert(), Map.of("v", "x")).generatedKeys());
            assertEquals(
                    List.of(1L),
                    keys.stream().map(key -> ((Number) key).longValue()).toList());
            db().execute(table.insert(), Map.of("id", 7));
            assertEquals(2, db().fetchAll(table.select()).size());
            database().drop(table).join();
        }
    }

    @Test
    void literals_areTheValuesToTheServer_inEverySqlMode() {
        literals(database());
        String mode = "sql-mode";
        try (MysqlServer strange = kind.setup()
                        .set(mode, "ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT,STRICT_ALL_TABLES")
                        .start();
                Database database =
                        Database.connect(strange.url() + "?time_zone=%2B05:30").join()) {
            literals(database);
            assertEquals(
                    "\\'",
                    database.blocking()
                            .fetchAll("SELECT concat('\\', :v) AS v /* '\\' :no */", Map.of("v", "'"))
                            .get(0)
                            .get("v"));
            assertEquals(
                    "abc",
                    database.blocking()
                            .fetchAll("SELECT concat(:a, 'c') AS \"x:y\"", Map.of("a", "ab"))
                            .get(0)
                            .get("x:y"));
        }
    }

    private static void literals(Database database) {
        literal(database, SqlType.BOOLEAN, true);
        literal(database, SqlType.BIGINT, Long.MIN_VALUE);
        literal(database, SqlType.UNSIGNED_BIGINT, BigInteger.ONE.shiftLeft(63));
        literal(database, SqlType.numeric(5, 2), new BigDecimal("-1.50"));
        literal(database, SqlType.DOUBLE, 1e300);
        literal(database, SqlType.string(40), "it's \\ \"x\" $1 漢 \0");
        literal(database, SqlType.TEXT, "it's \\ long");
        literal(database, SqlType.TEXT, "it's");
        literal(database, SqlType.BINARY, new byte[] {0, -1, 39});
        literal(database, SqlType.binary(3), new byte[] {0, -1, 39});
        literal(database, SqlType.DATE, DAY);
        literal(database, SqlType.TIME, LocalTime.of(1, 2));
        literal(database, SqlType.TIME, LocalTime.of(1, 2, 3, 4_000));
        literal(database, SqlType.TIMESTAMP, DAY.atStartOfDay());
        literal(database, SqlType.TIMESTAMPTZ, OffsetDateTime.parse("2024-02-29T12:34:56.5Z"));
        literal(database, SqlType.INTERVAL, new Interval(Period.ofDays(1), Duration.ofMillis(-1_500)));
        literal(database, SqlType.UUID, new UUID(1, 2));
        literal(database, SqlType.JSON, Json.of("{\"a\": \"it's\"}"));
        literal(database, SqlType.enumeration(TimeUnit.class), TimeUnit.DAYS);
    }

    private static <T> void literal(Database database, SqlType<T> type, T value) {
        Table table = new Metadata()
                .table(
                        "statements_t",
                        column("id", SqlType.BIGINT).primaryKey(),
                        column("n", SqlType.INTEGER),
                        column("v", type).serverDefault(value(value, type)));
        database.drop(table).join();
        database.create(table).join();
        database.blocking().execute(table.insert(), Map.of("n", 1));
        Object back = database.blocking().fetchAll(table.select()).get(0).get("v");
        if (value instanceof byte[] bytes) {
            assertArrayEquals(bytes, (byte[]) back);
        } else {
            assertEquals(value, back, type::toString);
        }
        database.drop(table).join();
    }

    @Test
    void words_thatTheServerReserves_areQuoted() {
        String known = kind == MysqlKind.MYSQL
                ? "SELECT lower(word) AS word FROM information_schema.keywords WHERE reserved = 1"
                : "SELECT lower(word) AS word FROM information_schema.keywords";
        int needed = 0;
        for (Row row : db().fetchAll(known)) {
            String word = row.get("word", String.class);
            if (word == null || !word.matches("[a-z_]+")) {
                continue;
            }
            if (!takes(word)) {
                needed++;
                assertTrue(dialect().needsQuotes(word), word);
            }
        }
        assertTrue(needed > 100, "only " + needed + " words were refused");
    }

    /** Whether a word may stand alone as the name of a table and of a column. */
    private boolean takes(String word) {
        try {
            db().fetchAll("SELECT (SELECT " + word + "." + word + " + " + word + " FROM (SELECT 1 AS " + word + ") AS "
                    + word + " LIMIT 1)");
            return true;
        } catch (QueryException refused) {
            return false;
        }
    }

    @Test
    void names_asLongAsAllowed_andOfAnyCharacters_areTaken() {
        Table table = new Metadata()
                .table(
                        "statements `t` \"x\"",
                        column("x".repeat(64), SqlType.BIGINT).primaryKey(),
                        column("a`b\"c\\", SqlType.TEXT));
        database().drop(table).join();
        database().create(table).join();
        db().execute(table.insert(), Map.of("a`b\"c\\", "x"));
        assertEquals("x", db().fetchAll(table.select()).get(0).get("a`b\"c\\"));
        database().drop(table).join();
        Table tooLong = new Metadata().table("x".repeat(65), column("id", SqlType.BIGINT));
        assertThrows(CompilationException.class, () -> db().execute(dev.databases.sql.Sql.createTable(tooLong)));
    }

    @Test
    void indexes_areSkipped_orNot() {
        Metadata metadata = new Metadata();
        Table table = metadata.table(
                "statements_i",
                column("id", SqlType.BIGINT).primaryKey(),
                column("a", SqlType.INTEGER).indexed());
        Index index = table.indexes().get(0);
        database().drop(table).join();
        database().createAll(metadata).join();
        database().createAll(metadata).join();
        assertThrows(QueryException.class, () -> db().execute(createIndex(index)));
        db().execute(createIndex(index).ifNotExists());
        db().execute(dropIndex(index));
        db().execute(dropIndex(index).ifExists());
        assertThrows(QueryException.class, () -> db().execute(dropIndex(index)));
        db().execute(createIndex(index).ifNotExists());
        database().drop(table).join();
        assertThrows(QueryException.class, () -> db().execute(dropIndex(index).ifExists()));
    }
}
