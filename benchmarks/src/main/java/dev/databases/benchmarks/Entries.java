package dev.databases.benchmarks;

import dev.databases.sql.Column;
import dev.databases.sql.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The table that both sides fill: a generated key and three columns. */
final class Entries extends Table {
    static final Entries ENTRIES = new Entries("entries");

    final Column<Long> id = bigint("id").primaryKey();
    final Column<String> text = string("text", 100).notNull();
    final Column<Boolean> completed = bool("completed").notNull();
    final Column<Integer> priority = integer("priority").notNull();

    private Entries(String alias) {
        super("entries", alias);
    }

    /** One row to insert. */
    record Entry(String text, boolean completed, int priority) {
        Map<String, Object> asMap() {
            return Map.of("text", text, "completed", completed, "priority", priority);
        }
    }

    static List<Entry> some(int count) {
        List<Entry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(new Entry(Notes.textOf(i), i % 3 == 0, i));
        }
        return entries;
    }
}
