package dev.databases;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.error.RowMappingException;
import dev.databases.spi.ResultColumn;
import dev.databases.sql.Column;
import dev.databases.sql.SqlType;
import dev.databases.sql.Table;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Values of a row by name, position, column, and as records. */
class RowTest {
    private static RowSchema schema(String... names) {
        return new RowSchema(
                Arrays.stream(names)
                        .map(name -> new ResultColumn(name, SqlType.ANY))
                        .toList(),
                List.of());
    }

    private static Row row(RowSchema schema, @Nullable Object... values) {
        return schema.row(values);
    }

    private static final class Notes extends Table {
        private final Column<Long> id = bigint("id").primaryKey();
        private final Column<String> text = string("text", 100);

        Notes() {
            super("notes");
        }
    }

    enum Mood {
        GOOD,
        BAD
    }

    record Note(long id, String createdAt, Optional<String> comment) {}

    record Moody(Mood mood, @Nullable Integer level) {}

    record Single(int value) {}

    record Strict(int value) {
        Strict {
            if (value < 0) {
                throw new IllegalArgumentException("negative: " + value);
            }
        }
    }

    // lookups

    @Test
    void get_byPositionAndName_inAnyCase() {
        Row row = row(schema("id", "Text"), 7L, "hello");
        assertEquals(2, row.size());
        assertEquals(7L, row.get(0));
        assertEquals("hello", row.get("Text"));
        assertEquals("hello", row.get("text"));
        assertEquals(7L, row.get("ID"));
        assertEquals(7, row.get("id", Integer.class));
        assertEquals("hello", row.get(1, String.class));
        assertEquals(List.of(7L, "hello"), row.values());
        assertThrows(IndexOutOfBoundsException.class, () -> row.get(2));
        assertThrows(IndexOutOfBoundsException.class, () -> row.get(-1));
    }

    @Test
    void get_unknownName_listsTheNames() {
        NoSuchElementException unknown = assertThrows(
                NoSuchElementException.class,
                () -> row(schema("id", "text"), 1, "a").get("txt"));
        assertEquals("no column \"txt\"; there are [id, text]", unknown.getMessage());
    }

    @Test
    void get_nameThatStandsTwice_listsThePositions() {
        Row row = row(schema("id", "text", "id"), 1, "a", 2);
        IllegalArgumentException twice = assertThrows(IllegalArgumentException.class, () -> row.get("id"));
        assertTrue(twice.getMessage().contains("[0, 2]"), twice.getMessage());
        assertThrows(IllegalArgumentException.class, () -> row.get("ID"));
        assertThrows(IllegalArgumentException.class, row::asMap);
        assertEquals("a", row.get("text"));
        assertEquals(2, row.get(2));
    }

    @Test
    void get_namesThatDifferInCaseOnly_areNeverGuessed() {
        Row row = row(schema("ID", "id", "Name"), 1, 2, "a");
        assertEquals(1, row.get("ID"));
        assertEquals(2, row.get("id"));
        assertThrows(IllegalArgumentException.class, () -> row.get("Id"));
        assertEquals("a", row.get("NAME"));
        assertEquals(2, row.asMap().get("id"));
    }

    @Test
    void get_byColumn_onRowsOfSqlText() {
        Notes notes = new Notes();
        Row row = row(schema("ID", "text"), 7, null);
        assertEquals(7L, row.get(notes.id));
        assertNull(row.get(notes.text));
        assertThrows(NoSuchElementException.class, () -> row(schema("other"), 1).get(notes.id));
    }

    @Test
    void get_asAClass_neverLosesAnything() {
        Row row = row(schema("big", "nothing", "mood"), Long.MAX_VALUE, null, "BAD");
        RowMappingException tooBig = assertThrows(RowMappingException.class, () -> row.get("big", Integer.class));
        assertTrue(tooBig.getMessage().contains("column \"big\" holds a Long"), tooBig.getMessage());
        assertFalse(tooBig.getMessage().contains("" + Long.MAX_VALUE), "a value was printed");
        assertNull(row.get("nothing", String.class));
        assertThrows(RowMappingException.class, () -> row.get("nothing", int.class));
        assertEquals(Mood.BAD, row.get("mood", Mood.class));
        assertThrows(RowMappingException.class, () -> row.get("mood", Thread.class));
    }

    @Test
    void rows_areValues_andTellNoneOfThem() {
        RowSchema schema = schema("id", "data");
        Row row = row(schema, 1, new byte[] {1});
        assertEquals(row, row(schema("id", "data"), 1, new byte[] {1}));
        assertEquals(row.hashCode(), row(schema, 1, new byte[] {1}).hashCode());
        assertNotEquals(row, row(schema, 2, new byte[] {1}));
        assertNotEquals(row, row(schema("id", "other"), 1, new byte[] {1}));
        assertEquals("Row[id, data]", row.toString());
        assertEquals(List.of("id", "data"), new ArrayList<>(row.asMap().keySet()));
        assertArrayEquals(new byte[] {1}, (byte[]) row.asMap().get("data"));
        assertThrows(UnsupportedOperationException.class, () -> row.asMap().clear());
        assertThrows(UnsupportedOperationException.class, () -> row.values().set(0, 5));
    }

    // records

    @Test
    void to_takesColumnsByName_snakeCaseAndInAnyOrder() {
        Note note = row(schema("created_at", "comment", "ID"), "today", null, 7).to(Note.class);
        assertEquals(new Note(7, "today", Optional.empty()), note);
        assertEquals(
                new Note(7, "today", Optional.of("c")),
                row(schema("id", "CREATEDAT", "COMMENT"), 7, "today", "c").to(Note.class));
        assertEquals(
                new Note(7, "exact", Optional.of("c")),
                row(schema("id", "created_at", "createdAt", "comment"), 7, "snake", "exact", "c")
                        .to(Note.class));
        assertEquals(
                new Moody(Mood.GOOD, null),
                row(schema("mood", "level"), "GOOD", null).to(Moody.class));
    }

    @Test
    void to_nullForAPrimitive_namesTheColumn() {
        RowMappingException refused = assertThrows(
                RowMappingException.class,
                () -> row(schema("id", "createdAt", "comment"), null, "", "").to(Note.class));
        assertTrue(refused.getMessage().contains("column \"id\" is NULL"), refused.getMessage());
    }

    @Test
    void to_missingColumn_namesComponentAndColumns() {
        RowMappingException missing = assertThrows(
                RowMappingException.class,
                () -> row(schema("id", "comment"), 1, "").to(Note.class));
        assertTrue(missing.getMessage().contains("component \"createdAt\""), missing.getMessage());
        assertTrue(missing.getMessage().contains("[id, comment]"), missing.getMessage());
    }

    @Test
    void to_oneColumn_canBeAPlainClass() {
        assertEquals("a", row(schema("text"), "a").to(String.class));
        assertEquals(new Single(5), row(schema("value"), 5L).to(Single.class));
        assertNull(row(schema("text"), new Object[] {null}).to(String.class));
        assertThrows(
                RowMappingException.class, () -> row(schema("a", "b"), 1, 2).to(String.class));
        assertThrows(RowMappingException.class, () -> row(schema("a"), 1).to(Thread.class));
    }

    @Test
    void to_recordThatRefuses_isReportedWithItsOwnWords() {
        RowMappingException refused = assertThrows(
                RowMappingException.class, () -> row(schema("value"), -1).to(Strict.class));
        assertTrue(refused.getMessage().contains("Strict refused"), refused.getMessage());
        assertEquals(IllegalArgumentException.class, refused.getCause().getClass());
    }

    @Test
    void record_withALookup_reachesPrivateOnes_andSaysSoIfItCannot() {
        RowMapper<Single> mapper = RowMapper.record(Single.class, MethodHandles.lookup());
        assertEquals(new Single(3), mapper.map(row(schema("value"), 3)));
        RowMappingException closed = assertThrows(
                RowMappingException.class, () -> RowMapper.record(Single.class, MethodHandles.publicLookup()));
        assertTrue(closed.getMessage().contains("is not open to this library"), closed.getMessage());
        assertTrue(
                closed.getMessage().contains("opens " + RowTest.class.getPackageName() + " to dev.databases"),
                closed.getMessage());
        assertTrue(closed.getMessage().contains("MethodHandles.lookup()"), closed.getMessage());
    }

    @Test
    void oneMapper_forTwoAnswersAtTheSameTime_mixesNothing() throws Exception {
        RowMapper<Note> mapper = RowMapper.record(Note.class, MethodHandles.lookup());
        Row one = row(schema("id", "created_at", "comment"), 1, "a", "b");
        Row two = row(schema("comment", "id", "created_at"), "b", 1, "a");
        Note expected = new Note(1, "a", Optional.of("b"));
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            CompletableFuture<Boolean> same = CompletableFuture.supplyAsync(() -> all(mapper, one, expected), other);
            assertTrue(all(mapper, two, expected));
            assertTrue(same.get(10, TimeUnit.SECONDS));
        } finally {
            other.shutdownNow();
        }
    }

    private static boolean all(RowMapper<Note> mapper, Row row, Note expected) {
        for (int i = 0; i < 50_000; i++) {
            if (!expected.equals(mapper.map(row))) {
                return false;
            }
        }
        return true;
    }
}
