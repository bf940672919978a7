package dev.databases.benchmarks;

import static dev.databases.benchmarks.Entries.ENTRIES;
import static dev.databases.benchmarks.Notes.NOTES;

import dev.databases.BlockingDatabase;
import dev.databases.Database;
import dev.databases.Result;
import dev.databases.Row;
import dev.databases.sql.Select;
import dev.databases.sql.Sql;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** This side: one connected database, used as its examples show. */
final class Library implements AutoCloseable {
    /** More for the URL, such as {@code ?max_size=4}. */
    private static final String OPTIONS = System.getProperty("options", "");

    private static final Select<?> BY_KEY = NOTES.select().where(NOTES.id.eq(Sql.bind("id")));

    private final Database database;
    private final BlockingDatabase blocking;

    Library(Path file) {
        database = Database.connect("sqlite:///" + file + OPTIONS).join();
        blocking = database.blocking();
    }

    /** Rows by their keys, each asked for by the stage that has the one before; started outside of the chain. */
    CompletableFuture<Long> chain(Keys keys, int links) {
        return chain(links, () -> database.fetchOne(NOTES.select().where(NOTES.id.eq(keys.key()))));
    }

    /** The same by one statement that is kept, with a parameter. */
    CompletableFuture<Long> chainOfOneStatement(Keys keys, int links) {
        return chain(links, () -> database.fetchOne(BY_KEY, Map.of("id", keys.key())));
    }

    private static CompletableFuture<Long> chain(int links, Supplier<CompletableFuture<Optional<Row>>> fetchOne) {
        long[] digest = {0};
        CompletableFuture<Optional<Row>> last = fetchOne.get();
        for (int i = 1; i < links; i++) {
            last = last.thenCompose(row -> {
                digest[0] += Notes.digest(row.orElseThrow());
                return fetchOne.get();
            });
        }
        return last.thenApply(row -> digest[0] + Notes.digest(row.orElseThrow()));
    }

    /** Several chains at once. */
    long chains(Keys keys, int count, int links) {
        List<CompletableFuture<Long>> chains = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            chains.add(chain(keys.next(), links));
        }
        return Database.all(chains).join().stream().mapToLong(Long::longValue).sum();
    }

    /** One row by its key, for a thread that waits. */
    long fetchOneBlocking(long id) {
        return Notes.digest(
                blocking.fetchOne(NOTES.select().where(NOTES.id.eq(id))).orElseThrow());
    }

    /** The same by SQL text. */
    long fetchOneByText(long id) {
        return Notes.digest(blocking.fetchOne("SELECT id, text, completed FROM notes WHERE id = :id", Map.of("id", id))
                .orElseThrow());
    }

    /** Rows in one transaction, and again when that has ended; returns how many there were in all. */
    CompletableFuture<Long> executeMany(List<? extends Map<String, ?>> rows, int times) {
        CompletableFuture<Result> last = database.executeMany(ENTRIES.insert(), rows);
        long[] inserted = {0};
        for (int i = 1; i < times; i++) {
            last = last.thenCompose(result -> {
                inserted[0] += result.rowsAffected();
                return database.executeMany(ENTRIES.insert(), rows);
            });
        }
        return last.thenApply(result -> inserted[0] + result.rowsAffected());
    }

    /** The same, for a thread that waits. */
    long executeManyBlocking(List<? extends Map<String, ?>> rows) {
        return blocking.executeMany(ENTRIES.insert(), rows).rowsAffected();
    }

    void deleteEntries() {
        blocking.execute(ENTRIES.delete());
    }

    /** All rows through a publisher, asked for so many at a time; all at once for {@link Integer#MAX_VALUE}. */
    long iterate(int window) {
        DigestingSubscriber subscriber = new DigestingSubscriber(window);
        database.iterate(NOTES.select()).subscribe(subscriber);
        return subscriber.digest();
    }

    /** All rows as a stream, for a thread that waits. */
    long iterateBlocking() {
        try (Stream<Row> rows = blocking.iterate(NOTES.select())) {
            return rows.mapToLong(Notes::digest).sum();
        }
    }

    Database database() {
        return database;
    }

    @Override
    public void close() {
        database.close();
    }
}
