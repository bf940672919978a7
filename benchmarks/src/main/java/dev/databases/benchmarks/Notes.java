package dev.databases.benchmarks;

import dev.databases.Row;
import dev.databases.sql.Column;
import dev.databases.sql.Table;
import java.util.Objects;

/** The table that both sides read, and what they make of one of its rows, so that no side may leave a value unread. */
final class Notes extends Table {
    static final Notes NOTES = new Notes("notes");

    final Column<Long> id = bigint("id").primaryKey();
    final Column<String> text = string("text", 100).notNull();
    final Column<Boolean> completed = bool("completed").notNull();

    private Notes(String alias) {
        super("notes", alias);
    }

    /** A number that depends on every value of a row. */
    static long digest(Row row) {
        return digest(
                Objects.requireNonNull(row.get(NOTES.id)),
                Objects.requireNonNull(row.get(NOTES.text)),
                Objects.requireNonNull(row.get(NOTES.completed)));
    }

    static long digest(long id, String text, boolean completed) {
        return id * 31 + text.length() + (completed ? 1 : 0);
    }

    /** The text of a row; ASCII with something beyond it now and then, as texts are. */
    static String textOf(long id) {
        return id % 8 == 0 ? "a note with an umlaut, \u00fc, number " + id : "a note of no importance, number " + id;
    }
}
