package dev.databases.examples.notes;

import static dev.databases.examples.notes.Notes.NOTES;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.databases.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** The README's test with forced rollback: run twice on one file, it finds the table empty both times. */
class IsolationTest {
    @TempDir
    static Path folder;

    // tag::isolation[]
    private Database database;

    @BeforeEach
    void connect() {
        database = Database.builder("sqlite:///" + folder.resolve("test.db"))
                .forceRollback(true)
                .build();
        database.connect().join();
        database.create(NOTES).join();
    }

    @AfterEach
    void disconnect() {
        database.close(); // everything since connect() is rolled back
    }
    // end::isolation[]

    @RepeatedTest(2)
    void insert_isForgottenByTheNextTest() {
        database.transaction(() -> database.execute(NOTES.insert().set(NOTES.text, "buy milk")))
                .join();
        assertEquals(1, database.fetchAll(NOTES.select()).join().size());
    }
}
