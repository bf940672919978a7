package dev.databases.backend.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.BlockingDatabase;
import dev.databases.Database;
import dev.databases.Result;
import dev.databases.Row;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryException;
import dev.databases.servers.MysqlKind;
import dev.databases.sql.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Values and counts that drivers for this protocol have got wrong, silently most of the time, on one connection. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Traps {
    private final MysqlKind kind;
    private @Nullable Database connected;
    private @Nullable Object process;

    Traps(MysqlKind kind) {
        this.kind = kind;
    }

    @BeforeAll
    void connect() {
        connected = Database.connect(kind.server().url() + "?max_size=1").join();
    }

    @AfterAll
    void disconnect() {
        if (connected != null) {
            connected.close();
        }
    }

    @BeforeEach
    void create() {
        process = process();
        db().execute("DROP TABLE IF EXISTS traps_t");
        db().execute("CREATE TABLE traps_t (id int auto_increment primary key, a int, t time(6), b int, d datetime(6),"
                + " ts timestamp(6) null, s varchar(50) unique, c int)");
    }

    @AfterEach
    void isTheSameConnection() {
        assertEquals(process, process());
        db().execute("DROP TABLE traps_t");
    }

    private Object process() {
        return db().fetchVal("SELECT connection_id()", Long.class).orElseThrow();
    }

    private BlockingDatabase db() {
        assertTrue(connected != null);
        return connected.blocking();
    }

    private static Map<String, Object> values(Object... namesAndValues) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return values;
    }

    @Test
    void times_haveTheirSignAndFraction_andLeaveTheirNeighboursAlone() {
        String sql = "INSERT INTO traps_t (a, t, b, d, c) VALUES (:a, :t, :b, :d, :c)";
        for (LocalTime time : List.of(
                LocalTime.of(10, 11, 12),
                LocalTime.of(10, 11, 12, 345_678_000),
                LocalTime.MIDNIGHT,
                LocalTime.of(1, 2, 3))) {
            db().execute("DELETE FROM traps_t");
            db().execute(
                            sql,
                            values(
                                    "a",
                                    1,
                                    "t",
                                    time,
                                    "b",
                                    77,
                                    "d",
                                    LocalDate.of(2024, 1, 2).atTime(time),
                                    "c",
                                    78));
            Row row = db().fetchAll(
                            "SELECT t, b, d, c, CAST(t AS char) AS text, TIME_TO_SEC(t) AS seconds FROM traps_t")
                    .get(0);
            assertEquals(time, row.get("t"));
            assertEquals(77, row.get("b"));
            assertEquals(LocalDate.of(2024, 1, 2).atTime(time), row.get("d"));
            assertEquals(78, row.get("c"));
            assertTrue(row.get("text", String.class).startsWith("%02d:".formatted(time.getHour())));
            assertEquals(
                    time.toSecondOfDay(),
                    row.get("seconds", java.math.BigDecimal.class).intValue());
        }
    }

    @Test
    void timesAsText_areThoseTimes() {
        String sql = "INSERT INTO traps_t (t) VALUES (:t)";
        db().execute(sql, Map.of("t", "01:02:03"));
        db().execute(sql, Map.of("t", "-10:30:00.5"));
        assertEquals(
                List.of(LocalTime.of(1, 2, 3), Interval.of(Duration.parse("-PT10H30M0.5S"))),
                db().fetchAll("SELECT t FROM traps_t ORDER BY id").stream()
                        .map(row -> row.get("t"))
                        .toList());
    }

    @Test
    void moments_areThoseMoments_whateverTheirClassAndOffset() {
        OffsetDateTime moment = OffsetDateTime.parse("2024-07-01T10:00:00.123456Z");
        for (Object same : List.of(
                moment,
                moment.withOffsetSameInstant(java.time.ZoneOffset.ofHours(-7)),
                Instant.parse("2024-07-01T10:00:00.123456Z"),
                ZonedDateTime.parse("2024-07-01T12:00:00.123456+02:00[Europe/Berlin]"))) {
            db().execute("DELETE FROM traps_t");
            db().execute("INSERT INTO traps_t (ts) VALUES (:ts)", Map.of("ts", same));
            assertEquals(moment, db().fetchAll("SELECT ts FROM traps_t").get(0).get("ts"));
            assertEquals(
                    Optional.of(1L),
                    db().fetchVal("SELECT count(*) FROM traps_t WHERE ts = :ts", Map.of("ts", same), Long.class));
        }
    }

    @Test
    void moments_inASessionOfAnotherZone_areTheSame() {
        OffsetDateTime moment = OffsetDateTime.parse("2024-07-01T10:00:00Z");
        db().execute("INSERT INTO traps_t (ts) VALUES (:ts)", Map.of("ts", moment));
        try (Database other =
                Database.connect(kind.server().url() + "?time_zone=%2B05:30").join()) {
            var india = other.blocking();
            assertEquals(moment, india.fetchAll("SELECT ts FROM traps_t").get(0).get("ts"));
            assertEquals(
                    Optional.of("2024-07-01 15:30:00.000000"),
                    india.fetchVal("SELECT CAST(ts AS char) FROM traps_t", String.class));
            assertEquals(
                    Optional.of(1L),
                    india.fetchVal("SELECT count(*) FROM traps_t WHERE ts = :ts", Map.of("ts", moment), Long.class));
        }
    }

    @Test
    void zones_thatTheServerDoesNotKnow_areSaid() {
        QueryException refused = refusal(kind.server().url() + "?time_zone=Europe/Berlin");
        assertTrue(refused.getMessage().contains("1298"), refused::getMessage);
        assertTrue(refused.getMessage().contains("name an offset"), refused::getMessage);
    }

    private static QueryException refusal(String url) {
        CompletionException failed = assertThrows(
                CompletionException.class, () -> Database.connect(url).join());
        return assertInstanceOf(QueryException.class, failed.getCause());
    }

    @Test
    void values_ofNoType_areRefused_andTheNextStatementIsAnswered() {
        for (Object value :
                List.of(new Object(), Optional.of(1), new int[] {1}, new java.util.Date(), Thread.State.NEW)) {
            try {
                db().fetchAll("SELECT :v AS v", Map.of("v", value));
            } catch (DatabaseException | IllegalArgumentException refused) {
                assertTrue(refused.getMessage() != null);
            }
            assertEquals(Optional.of(42L), db().fetchVal("SELECT 42", Long.class));
        }
        assertEquals(Optional.of("A"), db().fetchVal("SELECT :v", Map.of("v", 'A'), String.class));
        assertThrows(
                QueryException.class,
                () -> db().execute("INSERT INTO traps_t (a) VALUES (:v)", Map.of("v", Double.NaN)));
        assertEquals(Optional.of(0L), db().fetchVal("SELECT count(*) FROM traps_t", Long.class));
    }

    @Test
    void questionMarksAndColons_inLiteralsCommentsAndNames_areText() {
        String sql = "SELECT '? :a', \"? :b\", :v AS `? :c` -- ? :d\n /* ? :e */ # ? :f\n";
        Row row = db().fetchAll(sql, Map.of("v", 1)).get(0);
        assertEquals("? :a", row.get(0));
        assertEquals("? :b", row.get(1));
        assertEquals(1, row.get("? :c", Integer.class));
    }

    @Test
    void updates_countTheRowsThatTheyFind_changedOrNot() {
        db().execute("INSERT INTO traps_t (a) VALUES (1), (1), (2)");
        assertEquals(2, db().execute("UPDATE traps_t SET a = 1 WHERE a = 1").rowsAffected());
        assertEquals(
                2,
                db().execute("UPDATE traps_t SET a = :a WHERE a = :a", Map.of("a", 1))
                        .rowsAffected());
        assertEquals(0, db().execute("UPDATE traps_t SET a = 1 WHERE a = 9").rowsAffected());
    }

    @Test
    void upserts_countARowOnce() {
        String sql = "INSERT INTO traps_t (s, a) VALUES (:s, :a) ON DUPLICATE KEY UPDATE a = :a";
        assertEquals(1, db().execute(sql, Map.of("s", "x", "a", 1)).rowsAffected());
        assertEquals(1, db().execute(sql, Map.of("s", "x", "a", 2)).rowsAffected());
        assertEquals(1, db().execute(sql, Map.of("s", "x", "a", 2)).rowsAffected());
        assertEquals(
                1, db().execute("REPLACE INTO traps_t (s, a) VALUES ('x', 3)").rowsAffected());
    }

    @Test
    void selects_affectNothing_andHaveNoKeys() {
        db().execute("INSERT INTO traps_t (a) VALUES (1), (2)");
        Result result = db().execute("SELECT a FROM traps_t");
        assertEquals(0, result.rowsAffected());
        assertEquals(List.of(), result.generatedKeys());
        assertEquals(2, result.rows().size());
    }

    @Test
    void names_twice_areTwoColumns() {
        Row row = db().fetchAll("SELECT 1 AS a, 2 AS a").get(0);
        assertEquals(1, ((Number) row.get(0)).intValue());
        assertEquals(2, ((Number) row.get(1)).intValue());
    }

    @Test
    void texts_ofFourBytes_areKept_inNamesAsWell() {
        db().execute("INSERT INTO traps_t (s) VALUES (:s)", Map.of("s", "😀 漢字 ü"));
        Row row = db().fetchAll("SELECT s, '😀' AS `漢` FROM traps_t WHERE s = :s", Map.of("s", "😀 漢字 ü"))
                .get(0);
        assertEquals("😀 漢字 ü", row.get("s"));
        assertEquals("😀", row.get("漢"));
    }

    @Test
    void manyTypes_inOneStatement_areTheirOwn() {
        List<Object> given = new ArrayList<>(List.of(
                (short) 1, 2, 3L, 1.5f, 2.5, true, "text", LocalDate.of(2024, 1, 2), LocalTime.of(3, 4, 5, 6_000)));
        StringBuilder sql = new StringBuilder("SELECT ");
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < given.size(); i++) {
            sql.append(i == 0 ? "" : ", ").append(":p").append(i);
            values.put("p" + i, given.get(i));
        }
        Row row = db().fetchAll(sql.toString(), values).get(0);
        for (int i = 0; i < given.size(); i++) {
            Object back = row.get(i);
            boolean same = given.get(i) instanceof Number number && back instanceof Number other
                    ? number.doubleValue() == other.doubleValue()
                    : given.get(i) instanceof Boolean
                            ? ((Number) back).intValue() == 1
                            : given.get(i).equals(back);
            assertTrue(same, given.get(i) + " became " + back);
        }
    }
}
