package dev.databases.backend.postgres;

import static dev.databases.sql.Sql.abs;
import static dev.databases.sql.Sql.avg;
import static dev.databases.sql.Sql.caseWhen;
import static dev.databases.sql.Sql.cast;
import static dev.databases.sql.Sql.coalesce;
import static dev.databases.sql.Sql.concat;
import static dev.databases.sql.Sql.count;
import static dev.databases.sql.Sql.currentTimestamp;
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
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.BlockingDatabase;
import dev.databases.Database;
import dev.databases.Row;
import dev.databases.servers.PostgresExtension;
import dev.databases.servers.PostgresServer;
import dev.databases.sql.Column;
import dev.databases.sql.Expression;
import dev.databases.sql.Interval;
import dev.databases.sql.Json;
import dev.databases.sql.Query;
import dev.databases.sql.Select;
import dev.databases.sql.SqlType;
import dev.databases.sql.Table;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Statements of the expression language, as the compiler spells them for PostgreSQL, mean on the server what they say. */
@ExtendWith({PostgresExtension.class, Leaks.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresStatementsTest {
    private static final Things THINGS = new Things();

    private Database database = Database.of("postgresql://nowhere");

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
        final Column<Json> j = column("j", SqlType.JSON);
        final Column<TimeUnit> unit = column("unit", SqlType.enumeration(TimeUnit.class));
        final Column<List<String>> tags = column("tags", SqlType.array(SqlType.TEXT));
        final Column<List<Integer>> nums = column("nums", SqlType.array(SqlType.INTEGER));
        final Column<List<TimeUnit>> units = column("units", SqlType.array(SqlType.enumeration(TimeUnit.class)));

        Things() {
            super("statements_things");
        }
    }

    @BeforeAll
    void connect(PostgresServer server) {
        database = Database.connect(server.url()).join();
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
                .set(THINGS.day, LocalDate.of(2024, 1, 2))
                .set(THINGS.span, Interval.of(Duration.ofHours(1)))
                .set(THINGS.j, Json.of("{\"a\": 1}"))
                .set(THINGS.unit, TimeUnit.DAYS)
                .set(THINGS.tags, List.of("x", "y"))
                .set(THINGS.nums, List.of(1, 2))
                .set(THINGS.units, List.of(TimeUnit.DAYS, TimeUnit.HOURS)));
    }

    @AfterAll
    void disconnect() {
        database.drop(THINGS).join();
        database.close();
    }

    private BlockingDatabase db() {
        return database.blocking();
    }

    /** Twice: the first answer of a statement comes as text, the second one binary where that is known. */
    private <T> void gives(T expected, Query<T> query) {
        for (int i = 0; i < 2; i++) {
            assertEquals(Optional.of(expected), db().fetchVal(query), database.compile(query)::toString);
        }
    }

    private <T> void gives(T expected, Expression<T> expression) {
        gives(expected, select(expression).from(THINGS));
    }

    private void finds(boolean found, Expression<Boolean> condition) {
        Select<?> query = THINGS.select(THINGS.id).where(condition);
        assertEquals(found ? 1 : 0, db().fetchAll(query).size(), database.compile(query)::toString);
    }

    @Test
    void parameters_aloneHaveTheirTypes() {
        gives("x", value("x"));
        gives(5, value(5));
        gives(LocalDate.EPOCH, value(LocalDate.EPOCH));
        gives(new BigDecimal("1.50"), value(new BigDecimal("1.50")));
        gives(Json.of("[1]"), value(Json.of("[1]")));
        gives(TimeUnit.DAYS, value(TimeUnit.DAYS));
        gives(List.of("a"), value(List.of("a"), SqlType.array(SqlType.TEXT)));
        gives(
                List.of(List.of(1), List.of(2)),
                value(List.of(List.of(1), List.of(2)), SqlType.array(SqlType.array(SqlType.INTEGER))));
        gives(false, value("x").eq(value("y")));
    }

    @Test
    void columns_giveTheirTypes() {
        gives(Json.of("{\"a\": 1}"), THINGS.j);
        gives(TimeUnit.DAYS, THINGS.unit);
        gives(List.of("x", "y"), THINGS.tags);
        gives(List.of(1, 2), THINGS.nums);
        gives(List.of(TimeUnit.DAYS, TimeUnit.HOURS), THINGS.units);
        gives(Interval.of(Duration.ofHours(1)), THINGS.span);
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
        gives(1, length(value("X")));
        gives("abc", coalesce(THINGS.s, "x"));
        gives("x", coalesce(value("x"), "y"));
        gives(TimeUnit.DAYS, coalesce(THINGS.unit, TimeUnit.HOURS));
        gives(1L, count(value("x")));
        gives("aabc7", function("concat", SqlType.TEXT, value("a"), THINGS.s, THINGS.n));
        gives(Json.of("{\"a\": \"b\"}"), function("jsonb_build_object", SqlType.JSON, value("a"), value("b")));
        gives("x", function("unnest", SqlType.TEXT, value(List.of("x"), SqlType.array(SqlType.TEXT))));
        gives(2, function("array_length", SqlType.INTEGER, THINGS.tags, value(1)));
        gives("ab", function("substring", SqlType.TEXT, THINGS.s, value(1), value(2)));
        gives("2024", function("to_char", SqlType.TEXT, THINGS.ts, value("YYYY")));
    }

    @Test
    void aggregates_haveTheTypesThatTheySay() {
        gives(7, sum(THINGS.n));
        gives(1L, sum(THINGS.id));
        gives(new BigDecimal("1.50"), sum(THINGS.price));
        gives(7.0, avg(THINGS.n));
        gives(1.5, avg(THINGS.price));
        gives(LocalDate.of(2024, 1, 2), max(THINGS.day));
        gives("abc", min(THINGS.s));
        gives(Interval.of(Duration.ofHours(1)), min(THINGS.span));
        gives(7, abs(THINGS.n.negated()));
        gives(2.0, round(THINGS.d));
        assertTrue(db().fetchVal(select(currentTimestamp())).isPresent());
    }

    @Test
    void arithmetic_isThatOfTheTypes() {
        gives(8, THINGS.n.plus(1));
        gives(3, THINGS.n.dividedBy(2));
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
        gives(5, cast(value("5"), SqlType.INTEGER)); // cast-014-postgresql and cast-016-postgresql are of this kind
        gives("5", cast(value(5), SqlType.TEXT));
        gives("ab", cast(THINGS.s, SqlType.string(2)));
        gives(5.0, cast(value(5), SqlType.DOUBLE));
        gives(new BigDecimal("1.50"), cast(value("1.5"), SqlType.numeric(10, 2)));
        gives(List.of(1, 2), cast(value("{1,2}"), SqlType.array(SqlType.INTEGER)));
    }

    @Test
    void conditions_findWhatTheySay() {
        finds(true, THINGS.b);
        finds(false, THINGS.b.not()); // operator-066-postgresql
        finds(true, THINGS.s.like("a%"));
        finds(true, THINGS.s.ilike("A%")); // operator-029-postgresql
        finds(false, THINGS.s.ilike("A%").not()); // operator-031-postgresql
        finds(false, THINGS.s.contains("b%"));
        finds(true, THINGS.s.in(List.of("abc", "d")));
        finds(false, THINGS.n.in(List.of()));
        finds(true, THINGS.day.between(LocalDate.EPOCH, LocalDate.MAX));
        finds(true, THINGS.unit.eq(TimeUnit.DAYS));
        finds(true, THINGS.unit.in(List.of(TimeUnit.DAYS, TimeUnit.HOURS)));
        finds(true, THINGS.tags.eq(List.of("x", "y")));
        finds(true, THINGS.nums.eq(List.of(1, 2)));
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
    void groups_byAnExpressionWithParameters_areThoseOfTheResult() {
        Expression<Integer> next = THINGS.n.plus(1);
        Select<Integer> query =
                select(next, count()).groupBy(next).having(next.gt(0)).orderBy(next);
        assertEquals(
                "SELECT statements_things.n + $1 AS column_1, count(*) AS count FROM statements_things"
                        + " GROUP BY statements_things.n + $1 HAVING statements_things.n + $1 > $2"
                        + " ORDER BY statements_things.n + $1",
                database.compile(query).sql());
        gives(8, query);
        Expression<LocalDateTime> month = function("date_trunc", SqlType.TIMESTAMP, value("month"), THINGS.ts);
        gives(LocalDateTime.of(2024, 1, 1, 0, 0), select(month, count()).groupBy(month));
    }

    @Test
    void limits_areParameters() {
        // limit-003-postgresql, limit-005-postgresql
        assertEquals(
                "SELECT statements_things.id FROM statements_things LIMIT $1",
                database.compile(THINGS.select(THINGS.id).limit(10)).sql());
        assertEquals(
                "SELECT statements_things.id FROM statements_things OFFSET $1",
                database.compile(THINGS.select(THINGS.id).offset(10)).sql());
        assertEquals(1, db().fetchAll(THINGS.select().limit(10).offset(0)).size());
    }

    @Test
    void changes_giveRows() {
        // insert-009-postgresql, update-010-postgresql
        List<Object> ids = new ArrayList<>();
        database.transaction(tx -> tx.fetchAll(THINGS.insert()
                                .setTo(THINGS.n, value(3).plus(4))
                                .setTo(THINGS.s, concat(value("a"), value("b")))
                                .returning(THINGS.id, THINGS.s))
                        .thenCompose(rows -> {
                            assertEquals("ab", rows.get(0).get(THINGS.s));
                            ids.add(rows.get(0).get(THINGS.id));
                            return tx.fetchAll(THINGS.update()
                                    .setTo(THINGS.n, THINGS.n.plus(1))
                                    .where(THINGS.s.eq("ab"))
                                    .returning(THINGS.n));
                        })
                        .thenCompose(rows -> {
                            assertEquals(8, rows.get(0).get(THINGS.n));
                            return tx.fetchAll(
                                    THINGS.delete().where(THINGS.s.eq("ab")).returning(THINGS.id));
                        })
                        .thenAccept(rows -> assertEquals(ids.get(0), rows.get(0).get(THINGS.id))))
                .join();
    }

    @Test
    void manyRows_ofTextAndEnums_areInserted() {
        List<Map<String, Object>> rows = List.of(
                Map.of("n", 1, "s", "q", "unit", TimeUnit.DAYS, "tags", List.of("a")),
                Map.of("n", 2, "s", "r", "unit", TimeUnit.HOURS, "tags", List.of()));
        try (var tx = db().begin()) {
            assertEquals(2, db().execute(THINGS.insert().values(rows)).rowsAffected());
            assertEquals(2, db().executeMany(THINGS.insert(), rows).rowsAffected());
            List<Row> found = db().fetchAll(THINGS.select().where(THINGS.s.eq("r")));
            assertEquals(2, found.size());
            assertEquals(List.of(), found.get(0).get(THINGS.tags));
        }
    }
}
