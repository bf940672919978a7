package dev.databases.benchmarks;

import static dev.databases.benchmarks.Entries.ENTRIES;
import static dev.databases.benchmarks.Notes.NOTES;

import dev.databases.Database;
import dev.databases.config.DatabaseUrl;
import dev.databases.config.Options;
import dev.databases.core.compile.SqlTextCompiler;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendProvider;
import dev.databases.spi.CompiledQuery;
import dev.databases.sql.Insert;
import dev.databases.sql.Select;
import java.util.Map;
import java.util.ServiceLoader;

/** Statements that were compiled before, compiled again; needs no connection. */
final class Statements {
    private static final String TEXT = "SELECT id, text, completed FROM notes WHERE id = :id";

    private final Database database = Database.of("sqlite:///notes.db");
    private final SqlTextCompiler texts = texts();
    private final Select<Object> kept = byKey(5);

    /** The compiler that the verbs use for SQL text, for which the database has no method that only compiles. */
    private static SqlTextCompiler texts() {
        BackendProvider provider = ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.schemes().contains("sqlite"))
                .findFirst()
                .orElseThrow();
        DatabaseUrl url = DatabaseUrl.of("sqlite:///notes.db");
        Backend backend = provider.open(url, Options.of(provider.options(), url, Map.of()));
        return new SqlTextCompiler(backend.dialect(), backend.limits());
    }

    private static Select<Object> byKey(long id) {
        return NOTES.select().where(NOTES.id.eq(id));
    }

    /** A query that is built anew. */
    CompiledQuery built(long id) {
        return database.compile(byKey(id));
    }

    /** A query that was kept. */
    CompiledQuery reused() {
        return database.compile(kept);
    }

    /** A longer query that is built anew. */
    CompiledQuery search(long id) {
        return database.compile(NOTES.select()
                .where(NOTES.completed.eq(false).and(NOTES.text.startsWith("a")).and(NOTES.id.gt(id)))
                .orderBy(NOTES.id.desc())
                .limit(10));
    }

    /** An INSERT that is built anew. */
    CompiledQuery insert(int priority) {
        Insert insert = ENTRIES.insert()
                .set(ENTRIES.text, "a note")
                .set(ENTRIES.completed, false)
                .set(ENTRIES.priority, priority);
        return database.compile(insert);
    }

    /** SQL text with one parameter. */
    CompiledQuery text(long id) {
        return texts.compile(TEXT, Map.of("id", id));
    }
}
