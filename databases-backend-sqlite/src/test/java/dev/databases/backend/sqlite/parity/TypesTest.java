package dev.databases.backend.sqlite.parity;

import static dev.databases.backend.sqlite.parity.Schema.ARTICLES;
import static dev.databases.backend.sqlite.parity.Schema.CUSTOM_DATES;
import static dev.databases.backend.sqlite.parity.Schema.DAILY_SCHEDULE;
import static dev.databases.backend.sqlite.parity.Schema.EVENTS;
import static dev.databases.backend.sqlite.parity.Schema.PRICES;
import static dev.databases.backend.sqlite.parity.Schema.SESSIONS;
import static dev.databases.backend.sqlite.parity.Schema.TSHIRTS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.databases.Row;
import dev.databases.backend.sqlite.parity.Schema.Color;
import dev.databases.backend.sqlite.parity.Schema.Size;
import dev.databases.sql.Column;
import dev.databases.sql.Json;
import dev.databases.sql.Table;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Values of every type of the original's tests come back as they went in. */
class TypesTest extends FileTest {
    private Row stored(Table table, Map<String, ?> values) {
        database.execute(table.insert(), values).join();
        List<Row> rows = database.fetchAll(table.select()).join();
        assertEquals(1, rows.size());
        assertEquals(rows, blocking.fetchAll(table.select()));
        return rows.get(0);
    }

    private <T> void assertKept(Table table, Column<T> column, T value) {
        assertEquals(value, stored(table, Map.of(column.name(), value)).get(column));
    }

    @Test
    void timestamp_isKept() {
        LocalDateTime now = LocalDateTime.now().withNano(0);
        Row row = stored(ARTICLES, Map.of("title", "Hello, world", "published", now));
        assertEquals("Hello, world", row.get(ARTICLES.title));
        assertEquals(now, row.get(ARTICLES.published));
    }

    @Test
    void date_isKept() {
        assertKept(EVENTS, EVENTS.date, LocalDate.now());
    }

    @Test
    void time_isKept() {
        assertKept(DAILY_SCHEDULE, DAILY_SCHEDULE.time, LocalTime.now().withNano(0));
    }

    /** Exact, where the original allows an error on SQLite; it comes back with the declared scale. */
    @Test
    void numeric_isExact() {
        Row row = stored(PRICES, Map.of("price", new BigDecimal("0.70000000000000000000")));
        assertEquals(new BigDecimal("0.70000000000000000000"), row.get(PRICES.price));
    }

    /** By the name of the constant, whatever number it has. */
    @Test
    void enumeration_isKeptByName() {
        Row row = stored(TSHIRTS, Map.of("size", Size.SMALL, "color", Color.RED));
        assertEquals(Size.SMALL, row.get(TSHIRTS.size));
        assertEquals(Color.RED, row.get(TSHIRTS.color));
        Row stored =
                database.fetchOne("SELECT size, color FROM tshirt_size").join().orElseThrow();
        assertEquals(List.of("SMALL", "RED"), stored.values());
    }

    @Test
    void json_object_isKept() {
        assertKept(SESSIONS, SESSIONS.data, Json.of("{\"text\":\"hello\",\"boolean\":true,\"int\":1}"));
    }

    @Test
    void json_list_isKept() {
        assertKept(SESSIONS, SESSIONS.data, Json.of("[\"lemon\",\"raspberry\",\"lime\",\"pumice\"]"));
    }

    @Test
    void mappedType_isConvertedBothWays() {
        LocalDate today = LocalDate.now();
        Row row = stored(CUSTOM_DATES, Map.of("title", "Hello, world", "published", today));
        assertEquals("Hello, world", row.get(CUSTOM_DATES.title));
        assertEquals(today, row.get(CUSTOM_DATES.published));
        assertEquals(
                today.toEpochDay(),
                database.fetchVal("SELECT published FROM custom_date", Long.class)
                        .join()
                        .orElseThrow());
    }
}
