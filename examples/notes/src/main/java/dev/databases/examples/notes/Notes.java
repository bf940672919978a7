package dev.databases.examples.notes;

import dev.databases.sql.Column;
import dev.databases.sql.Table;

/** The table {@code notes}, for the statements of {@link Main}: javac knows every column and its type. */
// tag::table[]
final class Notes extends Table {
    static final Notes NOTES = new Notes("notes");

    final Column<Long> id = bigint("id").primaryKey();
    final Column<String> text = string("text", 100).notNull();
    final Column<Boolean> completed = bool("completed").defaultTo(false);

    private Notes(String alias) {
        super("notes", alias);
    }

    Notes as(String alias) {
        return new Notes(alias);
    }
}
// end::table[]
