package dev.databases.testkit;

import dev.databases.sql.Column;
import dev.databases.sql.Metadata;
import dev.databases.sql.Table;

/** The tables that the contracts work with. */
final class Schema {
    static final Notes NOTES = new Notes();
    static final Authors AUTHORS = new Authors();
    static final Books BOOKS = new Books();
    static final Metadata ALL = new Metadata().add(NOTES, AUTHORS, BOOKS);

    private Schema() {}

    /** A table with a generated key and a default. */
    static final class Notes extends Table {
        final Column<Long> id = bigint("id").primaryKey();
        final Column<String> text = string("text", 100);
        final Column<Boolean> completed = bool("completed").defaultTo(false);

        private Notes() {
            super("kit_notes");
        }
    }

    /** A table with one constraint of each kind but the foreign key. */
    static final class Authors extends Table {
        final Column<Long> id = bigint("id").primaryKey();
        final Column<String> name = string("name", 60).notNull().unique();
        final Column<Integer> age = integer("age");

        private Authors() {
            super("kit_authors");
            check("kit_age_is_positive", age.ge(0));
        }
    }

    /** A table that refers to another. */
    static final class Books extends Table {
        final Column<Long> id = bigint("id").primaryKey();
        final Column<Long> author = bigint("author_id").references(AUTHORS.id);
        final Column<String> title = string("title", 60).onUpdate(() -> "untitled");
        final Column<Integer> edition = integer("edition").serverDefault("7");

        private Books() {
            super("kit_books");
        }
    }
}
