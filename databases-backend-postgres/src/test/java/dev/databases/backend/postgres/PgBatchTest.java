package dev.databases.backend.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.BlockingDatabase;
import dev.databases.Database;
import dev.databases.Result;
import dev.databases.error.ConstraintViolationException;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryException;
import dev.databases.servers.PostgresExtension;
import dev.databases.servers.PostgresServer;
import dev.databases.sql.Column;
import dev.databases.sql.Sql;
import dev.databases.sql.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many rows of one statement go to the server in parts, and mean what they would one by one. */
@ExtendWith({PostgresExtension.class, Leaks.class})
final class PgBatchTest {
    private static final Lines LINES = new Lines();
    /** One part of each size, and three rows more. */
    private static final int COUNT = 128 + 32 + 8 + 3;

    private Database database = Database.of("postgresql://nowhere");
    private BlockingDatabase db = database.blocking();

    private static final class Lines extends Table {
        final Column<Long> id = bigint("id").primaryKey();
        final Column<Integer> n = integer("n").unique();
        final Column<String> s = text("s");

        Lines() {
            super("batch_lines");
        }
    }

    @BeforeEach
    void connect(PostgresServer server) {
        database = Database.connect(server.url() + "?max_size=1").join();
        db = database.blocking();
        database.drop(LINES).join();
        database.create(LINES).join();
    }

    @AfterEach
    void disconnect() {
        database.drop(LINES).join();
        database.close();
    }

    private static List<Map<String, Object>> rows(int from, int count) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int n = from; n < from + count; n++) {
            rows.add(Map.of("n", n, "s", "line " + n));
        }
        return rows;
    }

    private List<@Nullable Object> numbers() {
        return db.fetchAll(Sql.select(LINES.n).orderBy(LINES.id)).stream()
                .map(row -> row.get(0))
                .toList();
    }

    /** The lengths of the prepared INSERTs. */
    private List<Integer> prepared() {
        String sql =
                "SELECT length(statement) FROM pg_prepared_statements WHERE statement LIKE 'INSERT%' ORDER BY name";
        return db.fetchAll(sql).stream().map(row -> row.get(0, Integer.class)).toList();
    }

    @Test
    void executeMany_inParts_countsAllAndGivesKeysInOrder() {
        Result result = db.executeMany(LINES.insert(), rows(0, COUNT));
        assertEquals(COUNT, result.rowsAffected());
        assertEquals(LongStream.rangeClosed(1, COUNT).boxed().toList(), result.generatedKeys());
        assertEquals(rows(0, COUNT).stream().map(row -> row.get("n")).toList(), numbers());
        assertTrue(result.rows().isEmpty());
    }

    @Test
    void executeMany_ofReturning_givesTheRowsInOrderFirstAsTextThenInBinary() {
        for (int run = 0; run < 3; run++) {
            int from = run * COUNT;
            Result result = db.executeMany(LINES.insert().returning(LINES.n, LINES.s), rows(from, COUNT));
            assertEquals(
                    rows(from, COUNT).stream()
                            .map(row -> Arrays.asList(row.get("n"), row.get("s")))
                            .toList(),
                    result.rows().stream().map(row -> row.values()).toList());
        }
    }

    @Test
    void executeMany_again_preparesNoMoreStatements() {
        db.executeMany(LINES.insert(), rows(0, COUNT));
        List<Integer> prepared = prepared();
        assertEquals(4, prepared.size());
        db.executeMany(LINES.insert(), rows(1_000, 1_000));
        db.executeMany(LINES.insert(), rows(2_000, 137));
        assertEquals(prepared, prepared());
    }

    @Test
    void executeMany_ofText_takesPartsToo() {
        String sql = "INSERT INTO batch_lines (n, s) VALUES (:n, lower(:s))";
        assertEquals(COUNT, db.executeMany(sql, rows(0, COUNT)).rowsAffected());
        assertEquals(4, prepared().size());
        assertEquals(COUNT, numbers().size());
    }

    @Test
    void executeMany_nullsAndValues_mayStandInOnePart() {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int n = 0; n < 40; n++) {
            Map<String, @Nullable Object> row = new java.util.HashMap<>();
            row.put("n", n % 3 == 0 ? null : n);
            row.put("s", n % 2 == 0 ? null : "line " + n);
            rows.add(row);
        }
        db.executeMany(LINES.insert(), rows);
        assertEquals(rows.stream().map(row -> row.get("n")).toList(), numbers());
    }

    @Test
    void executeMany_constraintBroken_namesTheRangeAndNothingStands() {
        List<Map<String, Object>> rows = rows(0, COUNT);
        rows.set(140, Map.of("n", 5, "s", "again"));
        ConstraintViolationException failure =
                assertThrows(ConstraintViolationException.class, () -> db.executeMany(LINES.insert(), rows));
        assertTrue(failure.getMessage().startsWith("rows 129 to 160 of 171: "), failure.getMessage());
        assertEquals(List.of(), numbers());
        rows.set(140, Map.of("n", 140, "s", "once"));
        rows.set(170, Map.of("n", 5, "s", "again"));
        failure = assertThrows(ConstraintViolationException.class, () -> db.executeMany(LINES.insert(), rows));
        assertTrue(failure.getMessage().startsWith("row 171 of 171: "), failure.getMessage());
        db.executeMany(LINES.insert(), rows(0, COUNT)); // what was not parsed behind the failures is parsed now
        assertEquals(COUNT, numbers().size());
    }

    @Test
    void executeMany_valueRefusedHere_namesTheRowAndTheParameter() {
        List<Map<String, Object>> rows = rows(0, COUNT);
        rows.set(77, Map.of("n", 77, "s", "half a pair: \ud800"));
        QueryException failure = assertThrows(QueryException.class, () -> db.executeMany(LINES.insert(), rows));
        assertTrue(failure.getMessage().startsWith("row 78 of 171: parameter 2 "), failure.getMessage());
        assertEquals(List.of(), numbers());
    }

    @Test
    void executeMany_tableChangedMeanwhile_isParsedAnewInEverySize() {
        Table table = LINES;
        List<Map<String, Object>> first = rows(0, COUNT);
        db.executeMany(LINES.insert(), first);
        db.executeMany(LINES.insert(), rows(1_000, COUNT));
        db.execute("ALTER TABLE " + table.name() + " ALTER COLUMN id TYPE integer");
        Result result = db.executeMany(LINES.insert(), rows(2_000, COUNT));
        assertEquals(COUNT, result.generatedKeys().size());
        assertEquals(3 * COUNT, numbers().size());
    }

    @Test
    void executeMany_longValues_goOneByOne() {
        String text = "x".repeat(5_000);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int n = 0; n < 300; n++) {
            rows.add(Map.of("n", n, "s", text));
        }
        assertEquals(300, db.executeMany(LINES.insert(), rows).rowsAffected());
        assertEquals(300, numbers().size());
        assertEquals(1, prepared().size(), "one for a row, none for several");
    }

    @Test
    void executeMany_onConflict_mayTouchARowTwice() {
        String sql = "INSERT INTO batch_lines (n, s) VALUES (:n, :s) ON CONFLICT (n) DO UPDATE SET s = excluded.s";
        List<Map<String, Object>> rows = rows(0, 40);
        rows.add(Map.of("n", 7, "s", "again"));
        assertEquals(41, db.executeMany(sql, rows).rowsAffected());
        assertEquals(40, numbers().size());
    }

    @Test
    void executeMany_valueFromAQuery_seesTheRowsBefore() {
        var largest = Sql.select(Sql.coalesce(Sql.max(LINES.n), 0).plus(1)).scalar();
        db.executeMany(
                LINES.insert().setTo(LINES.n, largest),
                rows(0, 40).stream().map(row -> Map.of("s", row.get("s"))).toList());
        assertEquals(IntStream.rangeClosed(1, 40).boxed().toList(), numbers());
    }

    @Test
    void executeMany_noSuchTable_namesTheFirstPart() {
        List<Map<String, Object>> rows = rows(0, COUNT);
        DatabaseException failure = assertThrows(
                DatabaseException.class,
                () -> db.executeMany("INSERT INTO batch_nothing (n, s) VALUES (:n, :s)", rows));
        assertTrue(failure.getMessage().startsWith("rows 1 to 128 of 171: "), failure.getMessage());
    }
}
