package dev.databases.examples.notes;

import static dev.databases.examples.notes.Notes.NOTES;

import dev.databases.Database;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes some notes into {@code notes.db} in the working directory, a new table on each run, and prints them. */
final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // tag::main[]
        try (var database = Database.connect("sqlite:///notes.db").join()) {
            database.drop(NOTES).join();
            database.create(NOTES).join();

            database.execute(NOTES.insert().set(NOTES.text, "buy milk")).join();
            database.executeMany(
                            NOTES.insert(), List.of(Map.of("text", "water the plants"), Map.of("text", "call home")))
                    .join();

            database.transaction(() -> database.execute(
                                    "UPDATE notes SET completed = :done WHERE text = :text",
                                    Map.of("done", true, "text", "buy milk"))
                            .thenCompose(
                                    updated -> database.execute(NOTES.insert().set(NOTES.text, "make pancakes"))))
                    .join();

            List<Note> open = database.fetchAll(
                            NOTES.select().where(NOTES.completed.eq(false)).orderBy(NOTES.id.desc()), Note.class)
                    .join();
            System.out.println("still to do: " + open.size());

            try (Stream<Note> all = database.blocking().iterate(NOTES.select().orderBy(NOTES.id), Note.class)) {
                all.forEach(System.out::println);
            }
        }
        // end::main[]
    }
}
