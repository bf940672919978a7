package dev.databases.testkit;

import static dev.databases.testkit.Failures.failsWith;
import static dev.databases.testkit.Failures.says;
import static dev.databases.testkit.Schema.AUTHORS;
import static dev.databases.testkit.Schema.BOOKS;
import static dev.databases.testkit.Schema.NOTES;
import static dev.databases.testkit.rules.Rule.CORE_01;
import static dev.databases.testkit.rules.Rule.CORE_02;
import static dev.databases.testkit.rules.Rule.CORE_03;
import static dev.databases.testkit.rules.Rule.CORE_04;
import static dev.databases.testkit.rules.Rule.CORE_05;
import static dev.databases.testkit.rules.Rule.CORE_09;
import static dev.databases.testkit.rules.Rule.CORE_12;
import static dev.databases.testkit.rules.Rule.CORE_26;
import static dev.databases.testkit.rules.Rule.CORE_27;
import static dev.databases.testkit.rules.Rule.CORE_28;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Result;
import dev.databases.Row;
import dev.databases.config.Feature;
import dev.databases.error.CompilationException;
import dev.databases.error.ConstraintViolationException;
import dev.databases.error.QueryException;
import dev.databases.sql.Statement;
import dev.databases.testkit.Verbs.Form;
import dev.databases.testkit.rules.Proves;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Executing: counts, generated keys, many rows, defaults, RETURNING, tables. */
abstract class WriteContract extends VerbContract {
    WriteContract(BackendContract backend, Form form) {
        super(backend, form);
    }

    @Test
    @Proves(CORE_01)
    final void execute_countsTheRowsThatItInsertedMatchedOrDeleted() {
        assertEquals(1, db().execute(NOTES.insert().set(NOTES.text, "a")).rowsAffected());
        assertEquals(
                1, db().execute("INSERT INTO kit_notes (text) VALUES ('b')").rowsAffected());
        assertEquals(2, db().execute(NOTES.update().set(NOTES.text, "c")).rowsAffected());
        assertEquals(2, db().execute(NOTES.update().set(NOTES.text, "c")).rowsAffected(), "matched, not changed");
        assertEquals(2, db().execute("UPDATE kit_notes SET text = 'd'").rowsAffected());
        assertEquals(
                0, db().execute(NOTES.delete().where(NOTES.text.eq("none"))).rowsAffected());
        assertEquals(2, db().execute("DELETE FROM kit_notes").rowsAffected());
    }

    @Test
    @Proves(CORE_01)
    final void execute_aQueryAndDdl_affectNoRow() {
        notes("a", "b");
        Result read = db().execute("SELECT text FROM kit_notes ORDER BY id");
        assertEquals(0, read.rowsAffected());
        assertEquals(
                List.of("a", "b"), read.rows().stream().map(row -> row.get(0)).toList());
        assertEquals(0, db().execute("CREATE TABLE kit_more (a INTEGER)").rowsAffected());
        assertEquals(0, db().execute("DROP TABLE kit_more").rowsAffected());
    }

    @Test
    @Proves(CORE_02)
    final void execute_insertStatement_givesTheGeneratedKey() {
        Result first = db().execute(NOTES.insert().set(NOTES.text, "a"));
        Result second = db().execute(NOTES.insert(), Map.of("text", "b"));
        long key = (Long) first.generatedKey().orElseThrow();
        assertEquals(List.of(key + 1), second.generatedKeys());
        assertEquals(Optional.of("b"), db().fetchVal(NOTES.select(NOTES.text).where(NOTES.id.eq(key + 1))));
        assertEquals(List.of(), first.rows());
    }

    @Test
    @Proves(CORE_02)
    final void execute_noInsert_hasNoGeneratedKey() {
        db().execute(NOTES.insert().set(NOTES.text, "a"));
        assertEquals(
                List.of(), db().execute(NOTES.update().set(NOTES.text, "b")).generatedKeys());
        assertEquals(List.of(), db().execute("UPDATE kit_notes SET text = 'c'").generatedKeys());
        assertEquals(List.of(), db().execute(NOTES.delete()).generatedKeys());
    }

    @Test
    @Proves(CORE_03)
    final void executeMany_sumsCountsAndGivesKeysInTheOrderOfTheRows() {
        List<Map<String, Object>> rows = IntStream.range(0, 2_500)
                .mapToObj(i -> Map.<String, Object>of("text", "note " + i, "completed", i % 2 == 0))
                .toList();
        Result result = db().executeMany(NOTES.insert(), rows);
        assertEquals(2_500, result.rowsAffected());
        assertEquals(2_500, result.generatedKeys().size());
        List<Row> stored = db().fetchAll(NOTES.select().orderBy(NOTES.id));
        for (int i = 0; i < stored.size(); i++) {
            assertEquals("note " + i, stored.get(i).get(NOTES.text));
            assertEquals(result.generatedKeys().get(i), stored.get(i).get(NOTES.id));
        }
    }

    @Test
    @Proves(CORE_03)
    final void executeMany_textAndUpdates_sumCounts() {
        notes("a", "b", "c");
        String sql = "UPDATE kit_notes SET text = :text WHERE id >= :low";
        assertEquals(
                3 + 1,
                db().executeMany(sql, List.of(Map.of("text", "x", "low", 1), Map.of("text", "y", "low", 3)))
                        .rowsAffected());
        assertEquals(
                List.of("x", "x", "y"), db().fetchAll(NOTES.select(NOTES.text).orderBy(NOTES.id), String.class));
    }

    @Test
    @Proves(CORE_04)
    final void executeMany_aRowFails_nothingHasHappenedAndTheRowIsNamed() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String name : List.of("Ada", "Grace", "Ada", "Alan")) {
            rows.add(Map.of("name", name));
        }
        ConstraintViolationException failure =
                failsWith(ConstraintViolationException.class, () -> db().executeMany(AUTHORS.insert(), rows));
        String problem = failure.toString().lines().findFirst().orElseThrow();
        assertTrue(problem.matches(".*\\brows? \\d+.*"), problem);
        assertEquals(Optional.of(0L), db().fetchVal("SELECT count(*) FROM kit_authors", Long.class));
    }

    @Test
    @Proves(CORE_05)
    final void executeMany_noRows_doesNothing() {
        assertEquals(new Result(0, List.of(), List.of()), db().executeMany(NOTES.insert(), List.of()));
        assertEquals(0, db().executeMany("DELETE FROM kit_notes", List.of()).rowsAffected());
        assertEquals(0, countOfNotes());
    }

    @Test
    @Proves(CORE_09)
    final void values_setColumnsOfInsertAndUpdate() {
        db().execute(NOTES.insert().set(NOTES.completed, true), Map.of("id", 7, "text", "seven"));
        assertEquals(
                1,
                db().execute(NOTES.update().where(NOTES.id.eq(7L)), Map.of("text", "VII"))
                        .rowsAffected());
        Row row = db().fetchOne(NOTES.select(), Map.of()).orElseThrow();
        assertEquals(Map.of("id", 7L, "text", "VII", "completed", true), row.asMap());
    }

    @Test
    @Proves(CORE_12)
    final void values_nullIsSetByStatementValuesAndText() {
        Map<String, @Nullable Object> none = new HashMap<>();
        none.put("text", null);
        db().execute(NOTES.insert().set(NOTES.text, null));
        db().execute(NOTES.insert(), none);
        db().execute("INSERT INTO kit_notes (text) VALUES (:text)", none);
        assertEquals(Optional.of(3L), db().fetchVal("SELECT count(*) FROM kit_notes WHERE text IS NULL", Long.class));
    }

    @Test
    @Proves(CORE_26)
    final void returning_givesRowsOrIsRefusedByName() {
        notes("a", "b");
        returning(
                Feature.INSERT_RETURNING,
                NOTES.insert().set(NOTES.id, 3L).set(NOTES.text, "c").returning(NOTES.text),
                "c");
        returning(
                Feature.UPDATE_RETURNING,
                NOTES.update().set(NOTES.text, "B").where(NOTES.id.eq(2L)).returning(NOTES.text),
                "B");
        returning(
                Feature.DELETE_RETURNING, NOTES.delete().where(NOTES.id.eq(1L)).returning(NOTES.text), "a");
    }

    private void returning(Feature feature, Statement statement, String expected) {
        if (has(feature)) {
            assertEquals(List.of(expected), db().fetchAll(statement, String.class));
        } else {
            says(failsWith(CompilationException.class, () -> db().fetchAll(statement)), "RETURNING");
        }
    }

    @Test
    @Proves(CORE_26)
    final void returning_byExecute_countsAndGivesRows() {
        if (has(Feature.INSERT_RETURNING)) {
            Result result = db().execute(NOTES.insert().set(NOTES.text, "c").returning(NOTES.text));
            assertEquals(1, result.rowsAffected());
            assertEquals("c", result.rows().get(0).get(NOTES.text));
        } else {
            assertThrows(
                    CompilationException.class,
                    () -> database().compile(NOTES.insert().returning(NOTES.text)));
        }
    }

    @Test
    @Proves(CORE_27)
    final void defaults_ofClientAndServerFillWhatIsNotSet() {
        db().execute(BOOKS.insert().set(BOOKS.title, "one"));
        db().execute(NOTES.insert());
        assertEquals(Optional.of(7), db().fetchVal(BOOKS.select(BOOKS.edition)));
        assertEquals(Optional.of(false), db().fetchVal(NOTES.select(NOTES.completed)));
        db().execute(BOOKS.update().set(BOOKS.edition, 8));
        assertEquals(Optional.of("untitled"), db().fetchVal(BOOKS.select(BOOKS.title)));
        db().execute(BOOKS.update().set(BOOKS.title, "two"));
        assertEquals(Optional.of("two"), db().fetchVal(BOOKS.select(BOOKS.title)));
    }

    @Test
    @Proves(CORE_28)
    final void create_andDrop_skipWhatIsDoneAlready() {
        notes("kept");
        database().createAll(Schema.ALL).join();
        assertEquals(1, countOfNotes());
        database().dropAll(Schema.ALL).join();
        database().dropAll(Schema.ALL).join();
        says(failsWith(QueryException.class, this::countOfNotes), "kit_notes");
        database().create(NOTES).join();
        assertEquals(0, countOfNotes());
    }
}
