package dev.databases.sql;

import static dev.databases.sql.Sql.column;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

final class TableTest {
    private static final class Notes extends Table {
        static final Notes NOTES = new Notes("notes");
        final Column<Long> id = bigint("id").primaryKey();
        final Column<String> text = string("text", 100).notNull();
        final Column<Boolean> completed = bool("completed").defaultTo(false);

        private Notes(String name) {
            super("notes", name);
        }

        Notes as(String alias) {
            return new Notes(alias);
        }

        Column<Long> late() {
            return bigint("late");
        }
    }

    private static final Notes NOTES = Notes.NOTES;

    @Test
    void fields_areTheColumns() {
        assertEquals(List.of(NOTES.id, NOTES.text, NOTES.completed), NOTES.columns());
        assertSame(NOTES.text, NOTES.column("text"));
        assertTrue(NOTES.id.isPrimaryKey());
        assertEquals(
                List.of(false, false, true),
                NOTES.columns().stream().map(Column::isNullable).toList());
        assertSame(NOTES.id, NOTES.generatedKey());
        assertEquals(List.of(NOTES.completed), NOTES.defaulted());
    }

    @Test
    void inUse_nothingIsDeclaredAnyMore() {
        NOTES.columns();
        assertThrows(IllegalStateException.class, NOTES::late);
        assertThrows(IllegalStateException.class, NOTES.text::unique);
    }

    @Test
    void column_unknown_listsTheOthers() {
        var error = assertThrows(NoSuchElementException.class, () -> NOTES.column("title"));
        assertEquals("table notes has no column title, only [id, text, completed]", error.getMessage());
    }

    @Test
    void alias_hasItsOwnColumns() {
        assertNotEquals(NOTES.text, NOTES.as("n").text);
        assertEquals(NOTES.as("n").text, NOTES.as("n").text);
        assertEquals(NOTES.as("n").text.hashCode(), NOTES.as("n").text.hashCode());
        assertEquals(NOTES, new Notes("notes"));
        Column<String> text = NOTES.alias("n").column(NOTES.text);
        assertEquals(NOTES.as("n").text, text);
        assertEquals("n.text", text.toString());
        assertThrows(NoSuchElementException.class, () -> NOTES.column(column("id", SqlType.INTEGER)));
    }

    @Test
    void generatedKey_onlyASingleIntegerWithoutDefault() {
        Metadata metadata = new Metadata();
        assertNull(metadata.table("a", column("id", SqlType.TEXT).primaryKey()).generatedKey());
        assertNull(metadata.table("b", column("id", SqlType.BIGINT).primaryKey().defaultTo(() -> 1L))
                .generatedKey());
        assertNull(metadata.table("c", column("id", SqlType.BIGINT).primaryKey().serverDefault("1"))
                .generatedKey());
        assertNull(metadata.table("d", column("id", SqlType.BIGINT).primaryKey().references(NOTES.id))
                .generatedKey());
        var two = metadata.table(
                "e",
                column("x", SqlType.BIGINT).primaryKey(),
                column("y", SqlType.BIGINT).primaryKey());
        assertNull(two.generatedKey());
        assertEquals(2, two.primaryKey().size());
    }

    @Test
    void twoColumnsOfOneName_areRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Metadata().table("t", column("a", SqlType.TEXT), column("a", SqlType.TEXT)));
    }

    @Test
    void insert_refusesForeignColumnsAndUnevenRows() {
        Column<String> foreign = column("text", SqlType.TEXT);
        assertThrows(IllegalArgumentException.class, () -> NOTES.insert().set(foreign, "a"));
        assertThrows(NoSuchElementException.class, () -> NOTES.insert().values(Map.of("nope", 1)));
        var error = assertThrows(
                IllegalArgumentException.class,
                () -> NOTES.insert().values(List.of(Map.of("text", "a"), Map.of("id", 1))));
        assertEquals("row 2 sets [id], the first row [text]", error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> NOTES.select().limit(-1));
    }

    @Test
    void toString_printsNoValues() {
        String texts = NOTES.text.eq("hunter2") + "" + NOTES.text.in(List.of("hunter2"))
                + NOTES.insert().set(NOTES.text, "hunter2");
        assertTrue(!texts.contains("hunter2"), texts);
    }
}
