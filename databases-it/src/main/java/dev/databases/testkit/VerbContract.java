package dev.databases.testkit;

import static dev.databases.testkit.Schema.NOTES;

import dev.databases.Database;
import dev.databases.testkit.Verbs.Form;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** What the contracts of single verbs share: one database, and its verbs in the form that is being proven. */
abstract class VerbContract extends Contract {
    private final Form form;
    private @Nullable Database opened;
    private @Nullable Verbs verbs;

    VerbContract(BackendContract backend, Form form) {
        super(backend);
        this.form = form;
    }

    @BeforeEach
    final void openDatabase() {
        opened = open();
        verbs = form.of(opened);
    }

    Database database() {
        return known(opened);
    }

    Verbs db() {
        return known(verbs);
    }

    Verbs on(Database database) {
        return form.of(database);
    }

    private static <T> T known(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("the database is opened before each test");
        }
        return value;
    }

    /** Inserts notes with texts of the caller's and keys from 1 on. */
    void notes(@Nullable String... texts) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (String text : texts) {
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put("id", rows.size() + 1L);
            row.put("text", text);
            rows.add(row);
        }
        db().executeMany(NOTES.insert(), rows);
    }

    long countOfNotes() {
        return db().fetchVal("SELECT count(*) FROM kit_notes", Long.class).orElseThrow();
    }
}
