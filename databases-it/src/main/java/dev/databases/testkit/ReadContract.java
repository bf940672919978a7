package dev.databases.testkit;

import static dev.databases.sql.Sql.bind;
import static dev.databases.sql.Sql.count;
import static dev.databases.sql.Sql.select;
import static dev.databases.testkit.Failures.failsWith;
import static dev.databases.testkit.Failures.says;
import static dev.databases.testkit.Schema.NOTES;
import static dev.databases.testkit.rules.Rule.CORE_06;
import static dev.databases.testkit.rules.Rule.CORE_07;
import static dev.databases.testkit.rules.Rule.CORE_08;
import static dev.databases.testkit.rules.Rule.CORE_09;
import static dev.databases.testkit.rules.Rule.CORE_11;
import static dev.databases.testkit.rules.Rule.CORE_12;
import static dev.databases.testkit.rules.Rule.CORE_13;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Row;
import dev.databases.RowMapper;
import dev.databases.error.RowMappingException;
import dev.databases.sql.SqlType;
import dev.databases.sql.Table;
import dev.databases.testkit.Verbs.Form;
import dev.databases.testkit.rules.Proves;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Fetching: rows, single rows, single values, and how a row is asked for them. */
abstract class ReadContract extends VerbContract {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    record Note(long id, @Nullable String text, boolean completed) {}

    record Optionally(Long id, Optional<String> text) {}

    ReadContract(BackendContract backend, Form form) {
        super(backend, form);
    }

    @Test
    @Proves(CORE_06)
    final void fetchAll_statement_givesRowsInOrderByColumnNameAndPosition() {
        notes("first", "second");
        List<Row> rows = db().fetchAll(NOTES.select().orderBy(NOTES.id.desc()));
        assertEquals(
                List.of("second", "first"),
                rows.stream().map(row -> row.get(NOTES.text)).toList());
        Row row = rows.get(0);
        assertEquals(2L, row.get(NOTES.id));
        assertEquals(2L, row.get("ID"));
        assertEquals(2L, row.get(0));
        assertEquals(List.of("id", "text", "completed"), row.names());
        assertEquals(Map.of("id", 2L, "text", "second", "completed", false), row.asMap());
    }

    @Test
    @Proves(CORE_06)
    final void fetchAll_text_givesTheSameRowsAsTheStatement() {
        notes("first", "second");
        List<Row> rows = db().fetchAll("SELECT id, text, completed FROM kit_notes ORDER BY id");
        assertEquals(db().fetchAll(NOTES.select().orderBy(NOTES.id)), rows);
        assertEquals("first", rows.get(0).get(NOTES.text));
    }

    @Test
    @Proves(CORE_06)
    final void fetchAll_noRow_isEmpty() {
        assertEquals(List.of(), db().fetchAll(NOTES.select()));
        assertEquals(List.of(), db().fetchAll("SELECT * FROM kit_notes"));
    }

    @Test
    @Proves(CORE_06)
    final void row_unknownName_listsTheNamesThereAre() {
        notes("first");
        Row row = db().fetchOne(NOTES.select(), Map.of()).orElseThrow();
        says(failsWith(NoSuchElementException.class, () -> row.get("txet")), "txet", "text", "completed");
    }

    @Test
    @Proves(CORE_07)
    final void fetchOne_severalRows_isTheFirst() {
        notes("first", "second");
        Row row = db().fetchOne(NOTES.select().orderBy(NOTES.id), Map.of()).orElseThrow();
        assertEquals("first", row.get(NOTES.text));
        assertEquals(
                "second",
                db().fetchOne("SELECT text FROM kit_notes ORDER BY id DESC", Map.of())
                        .orElseThrow()
                        .get("text", String.class));
    }

    @Test
    @Proves(CORE_07)
    final void fetchOne_noRow_isEmpty_andARowOfNullIsNot() {
        assertTrue(db().fetchOne(NOTES.select(), Map.of()).isEmpty());
        notes((String) null);
        Row row = db().fetchOne("SELECT text FROM kit_notes", Map.of()).orElseThrow();
        assertNull(row.get(0));
    }

    @Test
    @Proves(CORE_08)
    final void fetchVal_isTheFirstColumnOfTheFirstRow() {
        notes("first", "second");
        assertEquals(Optional.of(2L), db().fetchVal(select(count()).from(NOTES)));
        assertEquals(
                Optional.of("first"),
                db().fetchVal(NOTES.select(NOTES.text, NOTES.id).orderBy(NOTES.id)));
        assertEquals(Optional.of(2L), db().fetchVal("SELECT count(*) FROM kit_notes", Long.class));
    }

    @Test
    @Proves(CORE_08)
    final void fetchVal_noRowAndNull_areBothEmpty() {
        assertTrue(db().fetchVal(NOTES.select(NOTES.text)).isEmpty());
        notes((String) null);
        assertTrue(db().fetchVal(NOTES.select(NOTES.text)).isEmpty());
        assertTrue(db().fetchVal("SELECT text FROM kit_notes", String.class).isEmpty());
    }

    @Test
    @Proves(CORE_09)
    final void values_bindNamedParametersOfStatementsAndText() {
        notes("first", "second", "third");
        var wanted = NOTES.select().where(NOTES.id.ge(bind("low", SqlType.BIGINT)));
        assertEquals(2, db().fetchAll(wanted, Map.of("low", 2)).size());
        String twice = "SELECT id FROM kit_notes WHERE id >= :low AND id <= :low";
        assertEquals(Optional.of(2L), db().fetchVal(twice, Map.of("low", 2L), Long.class));
        String list = "SELECT count(*) FROM kit_notes WHERE id IN (:ids)";
        assertEquals(Optional.of(2L), db().fetchVal(list, Map.of("ids", List.of(1L, 3L, 99L)), Long.class));
    }

    @Test
    @Proves(CORE_11)
    final void row_nameThatStandsTwice_isAnErrorAndPositionsWork() {
        notes("first");
        String sql = "SELECT 1 AS twin, 2 AS twin, text FROM kit_notes";
        Row row = db().fetchOne(sql, Map.of()).orElseThrow();
        assertEquals(3, row.size());
        assertEquals(1, row.get(0, Integer.class));
        assertEquals(2, row.get(1, Integer.class));
        says(failsWith(IllegalArgumentException.class, () -> row.get("twin")), "twin", "0", "1");
        failsWith(IllegalArgumentException.class, row::asMap);
        assertEquals("first", row.get("text"));
    }

    @Test
    @Proves(CORE_11)
    final void row_sameColumnOfTwoTables_isAskedByColumn() {
        notes("first", "second");
        Table other = NOTES.alias("other");
        Row row = db().fetchOne(
                        NOTES.select(NOTES.text, other.column(NOTES.text))
                                .join(other, other.column(NOTES.id).eq(2L))
                                .where(NOTES.id.eq(1L)),
                        Map.of())
                .orElseThrow();
        assertEquals("first", row.get(NOTES.text));
        assertEquals("second", row.get(other.column(NOTES.text)));
    }

    @Test
    @Proves(CORE_12)
    final void values_nullIsAValueLikeAnother() {
        notes("first", null);
        Row row = db().fetchAll(NOTES.select().orderBy(NOTES.id)).get(1);
        assertNull(row.get(NOTES.text));
        assertTrue(row.asMap().containsKey("text"));
        assertEquals(1, db().fetchAll(NOTES.select().where(NOTES.text.isNull())).size());
    }

    @Test
    @Proves(CORE_13)
    final void fetchAll_record_takesComponentsByName() {
        notes("first", null);
        var query = NOTES.select().orderBy(NOTES.id);
        assertEquals(
                List.of(new Note(1, "first", false), new Note(2, null, false)),
                db().fetchAll(query, RowMapper.record(Note.class, LOOKUP)));
        assertEquals(
                List.of(new Optionally(1L, Optional.of("first")), new Optionally(2L, Optional.empty())),
                db().fetchAll(query, RowMapper.record(Optionally.class, LOOKUP)));
        assertEquals(List.of("first"), db().fetchAll(NOTES.select(NOTES.text).where(NOTES.id.eq(1L)), String.class));
        RowMapper<Misnamed> misnamed = RowMapper.record(Misnamed.class, LOOKUP);
        says(failsWith(RowMappingException.class, () -> db().fetchAll(query, misnamed)), "Misnamed", "nothing");
    }

    /** No column is called like its component. */
    record Misnamed(String nothing) {}

    @Test
    @Proves(CORE_13)
    final void row_wrongClass_namesColumnAndClasses() {
        notes("first");
        Row row = db().fetchOne(NOTES.select(), Map.of()).orElseThrow();
        says(failsWith(RowMappingException.class, () -> row.get("text", Integer.class)), "text", "String", "Integer");
        assertEquals(1, row.get("id", Integer.class));
    }
}
