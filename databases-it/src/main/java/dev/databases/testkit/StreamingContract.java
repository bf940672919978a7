package dev.databases.testkit;

import static dev.databases.testkit.Schema.NOTES;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.databases.Database;
import dev.databases.config.DatabaseOptions;
import dev.databases.sql.Select;
import dev.databases.sql.Table;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** What the contracts of streams share: a pool of one connection, and more rows than anybody can hold. */
abstract class StreamingContract extends Contract {
    private static final Table SECOND = NOTES.alias("second");
    private static final Table THIRD = NOTES.alias("third");

    /** With a thousand notes a billion rows. */
    static final Select<?> EVERYTHING = NOTES.select(NOTES.id).crossJoin(SECOND).crossJoin(THIRD);

    /** The same as text. */
    static final String BILLION = "SELECT a.id FROM kit_notes a CROSS JOIN kit_notes b CROSS JOIN kit_notes c";

    StreamingContract(BackendContract backend) {
        super(backend);
    }

    Database withNotes(int count) {
        return withNotes(count, Duration.ofSeconds(20));
    }

    Database withNotes(int count, Duration acquireTimeout) {
        Database database = open(Map.of(DatabaseOptions.MAX_SIZE, 1, DatabaseOptions.ACQUIRE_TIMEOUT, acquireTimeout));
        insertNotes(database, count);
        return database;
    }

    /** The database numbers them from 1: ids of our own would not move its counter everywhere. */
    static void insertNotes(Database database, int count) {
        List<Map<String, Object>> rows = LongStream.rangeClosed(1, count)
                .mapToObj(id -> Map.<String, Object>of("text", "note " + id))
                .toList();
        database.executeMany(NOTES.insert(), rows).join();
    }

    /** The one connection is free again, or will be at once. */
    static void assertFree(Database database) {
        assertEquals(Optional.of(1L), database.fetchVal("SELECT 1", Long.class).join());
    }
}
