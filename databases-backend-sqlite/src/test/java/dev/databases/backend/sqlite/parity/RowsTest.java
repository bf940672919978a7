package dev.databases.backend.sqlite.parity;

import static dev.databases.backend.sqlite.parity.Schema.ARTICLES;
import static dev.databases.backend.sqlite.parity.Schema.CUSTOM_DATES;
import static dev.databases.backend.sqlite.parity.Schema.NOTES;
import static dev.databases.sql.Sql.select;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.databases.Row;
import dev.databases.RowMapper;
import java.lang.invoke.MethodHandles;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a row can be asked: by name, by index, by column, as a map, as a record. */
class RowsTest extends FileTest {
    private record Note(long id, String text, boolean completed) {}

    private Row note() {
        database.execute(NOTES.insert(), Map.of("text", "example1", "completed", true))
                .join();
        return database.fetchOne(NOTES.select()).join().orElseThrow();
    }

    @Test
    void asMap_allColumns_inTheirOrder() {
        Row row = note();
        assertEquals(3, row.size());
        assertEquals(List.of("id", "text", "completed"), List.copyOf(row.asMap().keySet()));
        assertInstanceOf(Long.class, row.asMap().get("id"));
        assertEquals("example1", row.asMap().get("text"));
        assertEquals(true, row.asMap().get("completed"));
    }

    @Test
    void asMap_rowsOfFetchAll_areAlike() {
        Row row = note();
        assertEquals(
                row.asMap(), database.fetchAll(NOTES.select()).join().get(0).asMap());
    }

    @Test
    void get_columnsOfTwoTablesWithEqualNames_areToldApart() {
        LocalDateTime now = LocalDateTime.now().withNano(0);
        LocalDate today = LocalDate.now();
        database.execute(ARTICLES.insert(), Map.of("title", "Hello, world Article", "published", now))
                .join();
        database.execute(CUSTOM_DATES.insert(), Map.of("title", "Hello, world Custom", "published", today))
                .join();

        List<Row> rows = database.fetchAll(
                        select(ARTICLES.title, ARTICLES.published, CUSTOM_DATES.title, CUSTOM_DATES.published))
                .join();

        assertEquals(1, rows.size());
        assertEquals("Hello, world Article", rows.get(0).get(ARTICLES.title));
        assertEquals(now, rows.get(0).get(ARTICLES.published));
        assertEquals("Hello, world Custom", rows.get(0).get(CUSTOM_DATES.title));
        assertEquals(today, rows.get(0).get(CUSTOM_DATES.published));
    }

    @Test
    void names_twice_areKeptAndAmbiguousByName() {
        Row row = database.fetchOne("SELECT 1 AS id, 2 AS id").join().orElseThrow();
        assertEquals(List.of("id", "id"), row.names());
        assertEquals(List.of(1L, 2L), row.values());
        assertThrows(IllegalArgumentException.class, () -> row.get("id"));
    }

    @Test
    void names_expressionAndText_areTheColumns() {
        note();
        for (Row row : List.of(
                database.fetchAll(NOTES.select()).join().get(0),
                database.fetchAll("SELECT * FROM notes").join().get(0))) {
            assertEquals(
                    List.of("completed", "id", "text"),
                    row.names().stream().sorted().toList());
            assertEquals("example1", row.get("text"));
            assertEquals(true, row.get("completed"));
        }
    }

    /** Attribute access of the original: here by column, or as a record. */
    @Test
    void get_byColumn_isTyped() {
        Row row = note();
        String text = row.get(NOTES.text);
        Boolean completed = row.get(NOTES.completed);
        assertEquals("example1", text);
        assertEquals(true, completed);
    }

    @Test
    void fetchAll_asRecord_fillsItsComponents() {
        note();
        RowMapper<Note> mapper = RowMapper.record(Note.class, MethodHandles.lookup());
        Note expected = new Note(1, "example1", true);
        assertEquals(
                List.of(expected), database.fetchAll(NOTES.select(), mapper).join());
        assertEquals(List.of(expected), blocking.fetchAll(NOTES.select(), mapper));
    }
}
