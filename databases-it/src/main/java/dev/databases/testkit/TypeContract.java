package dev.databases.testkit;

import static dev.databases.sql.Sql.column;
import static dev.databases.testkit.Failures.failsWith;
import static dev.databases.testkit.Failures.hides;
import static dev.databases.testkit.Failures.says;
import static dev.databases.testkit.rules.Rule.TYPE_01;
import static dev.databases.testkit.rules.Rule.TYPE_02;
import static dev.databases.testkit.rules.Rule.TYPE_03;
import static dev.databases.testkit.rules.Rule.TYPE_04;
import static dev.databases.testkit.rules.Rule.TYPE_05;
import static dev.databases.testkit.rules.Rule.TYPE_06;
import static dev.databases.testkit.rules.Rule.TYPE_07;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Row;
import dev.databases.config.Feature;
import dev.databases.error.CompilationException;
import dev.databases.error.DatabaseException;
import dev.databases.error.RowMappingException;
import dev.databases.sql.Column;
import dev.databases.sql.Metadata;
import dev.databases.sql.SqlType;
import dev.databases.sql.Table;
import dev.databases.testkit.Verbs.Form;
import dev.databases.testkit.rules.Proves;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Values of every type go in and come back, through columns of the expression language and through SQL text. */
abstract class TypeContract extends VerbContract {
    private static final String NAME = "kit_values";
    private static final Set<SqlType.Kind> WITHOUT_EQUALITY = Set.of(SqlType.Kind.JSON, SqlType.Kind.REAL);

    TypeContract(BackendContract backend, Form form) {
        super(backend, form);
    }

    @AfterEach
    final void dropTable() {
        database().drop(table(SqlType.BIGINT)).join();
    }

    /** A table of two columns, the key and a value. */
    private static Table table(SqlType<?> type) {
        return new Metadata().table(NAME, column("id", SqlType.BIGINT).primaryKey(), column("v", type));
    }

    private Table created(SqlType<?> type) {
        Table table = table(type);
        database().drop(table).join();
        database().create(table).join();
        return table;
    }

    private static Stream<DynamicTest> forEachType(Consumer<Sample<?>> test) {
        return Sample.all().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.toString(), () -> test.accept(sample)));
    }

    private static Map<String, @Nullable Object> row(long id, @Nullable Object value) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("id", id);
        row.put("v", value);
        return row;
    }

    private void assertStored(Table table, Sample<?> sample, List<?> values) {
        List<Row> rows = db().fetchAll(table.select().orderBy(table.column("id")));
        List<Row> raw = db().fetchAll("SELECT id, v FROM kit_values ORDER BY id");
        for (int i = 0; i < values.size(); i++) {
            Object back = rows.get(i).get(1);
            assertTrue(sample.isSame(values.get(i), back), sample + " " + values.get(i) + " came back as " + back);
            if (!sample.type().isMapped()) {
                Object read = raw.get(i).get(1);
                assertTrue(sample.isSame(values.get(i), read), "as text: " + values.get(i) + " came back as " + read);
            }
        }
    }

    @TestFactory
    @Proves(TYPE_01)
    final Stream<DynamicTest> values_comeBackAsTheyWere() {
        return forEachType(sample -> {
            Table table = created(sample.type());
            long id = 0;
            for (Object value : sample.values()) {
                db().execute(table.insert(), row(++id, value));
            }
            assertStored(table, sample, sample.values());
        });
    }

    @TestFactory
    @Proves(TYPE_02)
    final Stream<DynamicTest> values_random_comeBackFromMany() {
        return forEachType(sample -> {
            Table table = created(sample.type());
            Random random = new Random(42);
            List<Object> values = new ArrayList<>();
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            for (long id = 1; id <= 200; id++) {
                Object value = sample.random().apply(random);
                values.add(value);
                rows.add(row(id, value));
            }
            db().executeMany(table.insert(), rows);
            assertStored(table, sample, values);
        });
    }

    @TestFactory
    @Proves({TYPE_01, TYPE_03})
    final Stream<DynamicTest> values_boundInText_areThoseOfColumns_andNullIsNull() {
        return forEachType(sample -> {
            Table table = created(sample.type());
            boolean plain = !sample.type().isMapped();
            List<?> values = plain ? sample.values() : List.of();
            long id = 0;
            for (Object value : values) {
                db().execute("INSERT INTO kit_values (id, v) VALUES (:id, :v)", row(++id, value));
            }
            assertStored(table, sample, values);
            db().execute("INSERT INTO kit_values (id, v) VALUES (:id, :v)", row(101, null));
            db().execute(table.insert(), row(102, null));
            db().executeMany(table.insert(), List.of(row(103, null)));
            List<Row> nulls = db().fetchAll("SELECT v FROM kit_values WHERE id > 100");
            assertEquals(3, nulls.size());
            nulls.forEach(each -> assertNull(each.get(0)));
        });
    }

    @TestFactory
    @Proves(TYPE_04)
    final Stream<DynamicTest> values_areFoundByEquality() {
        return forEachType(sample -> equality(sample));
    }

    private <T> void equality(Sample<T> sample) {
        if (WITHOUT_EQUALITY.contains(sample.type().kind())) {
            return;
        }
        Table table = created(sample.type());
        Column<T> v = table.column(column("v", sample.type()));
        T value = sample.random().apply(new Random(1));
        db().execute(table.insert().set(v, value), Map.of("id", 1));
        assertEquals(1, db().fetchAll(table.select().where(v.eq(value))).size());
        assertEquals(
                1, db().fetchAll(table.select().where(v.in(List.of(value)))).size());
    }

    @TestFactory
    @Proves(TYPE_05)
    final Stream<DynamicTest> extremes_areExactOrRefused() {
        return forEachType(sample -> {
            Table table = created(sample.type());
            for (Object value : sample.extremes()) {
                try {
                    db().execute(table.insert(), row(1, value));
                    assertStored(table, sample, List.of(value));
                } catch (DatabaseException | CompletionException refused) {
                    Throwable failure = Failures.unwrapped(refused);
                    assertTrue(failure instanceof DatabaseException, () -> value + ": " + failure);
                    hides(failure, "12345678901234567890");
                }
                db().execute("DELETE FROM kit_values");
            }
        });
    }

    @Test
    @Proves(TYPE_05)
    final void times_belowAMicrosecond_areCutOff() {
        Table table = created(SqlType.TIME);
        db().execute(table.insert(), row(1, LocalTime.of(1, 2, 3, 123_456_789)));
        assertEquals(
                LocalTime.of(1, 2, 3, 123_456_000),
                db().fetchOne(table.select(), Map.of()).orElseThrow().get("v"));
    }

    @Test
    @Proves(TYPE_06)
    final void arrays_comeBack_orAreRefusedByName() {
        Table table = table(SqlType.array(SqlType.INTEGER));
        if (has(Feature.ARRAYS)) {
            created(SqlType.array(SqlType.INTEGER));
            db().execute(table.insert(), row(1, List.of(1, 2, 3)));
            assertEquals(
                    List.of(1, 2, 3),
                    db().fetchOne(table.select(), Map.of()).orElseThrow().get("v"));
        } else {
            says(
                    failsWith(
                            CompilationException.class,
                            () -> database().create(table).join()),
                    "ARRAYS");
            Map<String, Object> values = Map.of("v", new int[] {1, 2});
            says(failsWith(CompilationException.class, () -> db().fetchAll("SELECT :v", values)), "array");
        }
    }

    @Test
    @Proves(TYPE_07)
    final void computedValues_areTakenAsWhatLosesNothing() {
        String sql = "SELECT 40 + 2 AS n, 1.5 AS f, 'x' AS t";
        Row row = db().fetchOne(sql, Map.of()).orElseThrow();
        assertEquals(42, row.get("n", Integer.class));
        assertEquals(42L, row.get("n", Long.class));
        assertEquals((short) 42, row.get("n", Short.class));
        assertEquals(1.5, row.get("f", Double.class));
        assertEquals("x", row.get("t", String.class));
        says(failsWith(RowMappingException.class, () -> row.get("f", Integer.class)), "f", "Integer");
        failsWith(RowMappingException.class, () -> row.get("t", Integer.class));
        assertEquals(Optional.of(300L), db().fetchVal("SELECT 300", Long.class));
        failsWith(RowMappingException.class, () -> db().fetchVal("SELECT 70000", Short.class));
    }
}
