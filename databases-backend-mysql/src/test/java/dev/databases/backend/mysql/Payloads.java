package dev.databases.backend.mysql;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.BlockingDatabase;
import dev.databases.Database;
import dev.databases.Row;
import dev.databases.error.DatabaseException;
import dev.databases.servers.MysqlKind;
import dev.databases.servers.MysqlServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values and statements of every size go to the server and back as they are, around the ends of its packets above all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Payloads {
    /** The longest packet; one that is as long is followed by another, which may be empty. */
    private static final int PACKET = (1 << 24) - 1;

    private static final int MOST_PARAMETERS = 65_535;

    private Database database;
    private BlockingDatabase db;

    abstract MysqlKind kind();

    @BeforeAll
    void connect() {
        database = Database.connect(kind().server().url() + "?max_size=1").join();
        db = database.blocking();
        db.execute("CREATE TABLE IF NOT EXISTS payloads (id integer PRIMARY KEY, body longblob, words longtext)");
    }

    @AfterAll
    void close() {
        db.execute("DROP TABLE payloads");
        database.close();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8) * 7 + (i >> 16));
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 250, 251, 1023, 1024, 65_535, 65_536, PACKET - 1, PACKET, PACKET + 1, 40 << 20})
    void bytes_areStoredAndReadAsTheyAre(int length) {
        byte[] bytes = bytes(length);
        db.execute("REPLACE INTO payloads (id, body) VALUES (1, :body)", Map.of("body", bytes));
        Row row = db.fetchAll("SELECT body, length(body) FROM payloads WHERE id = :id", Map.of("id", 1))
                .get(0);
        assertEquals(length, row.get(1, Long.class));
        assertArrayEquals(bytes, row.get(0, byte[].class));
        // the same in the text protocol, whose rows begin elsewhere
        assertArrayEquals(
                bytes, db.fetchVal("SELECT body FROM payloads", byte[].class).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1023, 1024, 6_000_000, 13_000_000})
    void texts_areStoredAndReadAsTheyAre(int length) {
        String text = "ä€😀".repeat(length / 4) + "x".repeat(length % 4);
        db.execute("REPLACE INTO payloads (id, words) VALUES (1, :words)", Map.of("words", text));
        String back = db.fetchVal("SELECT words FROM payloads", String.class).orElseThrow();
        assertTrue(text.equals(back), () -> back.length() + " characters");
    }

    /** The value is by a few bytes shorter than the packet that it is in: among these, some packet has the exact length. */
    @Test
    void answers_aroundTheLengthOfAPacket_areRead() {
        for (int length = PACKET - 12; length <= PACKET + 1; length++) {
            Row row = db.fetchAll("SELECT repeat('x', :n), 42", Map.of("n", length))
                    .get(0);
            assertEquals(length, row.get(0, String.class).length());
            assertEquals(42, row.get(1, Integer.class));
        }
    }

    @Test
    void statements_aroundTheLengthOfAPacket_areSent() {
        byte[] all = bytes(PACKET + 1);
        for (int length = PACKET - 26; length <= PACKET - 8; length++) {
            byte[] part = java.util.Arrays.copyOf(all, length);
            assertEquals(Optional.of((long) length), db.fetchVal("SELECT length(:b)", Map.of("b", part), Long.class));
        }
    }

    @Test
    void rowsOfManyPackets_standInOrder() {
        for (int id = 1; id <= 3; id++) {
            db.execute(
                    "REPLACE INTO payloads (id, body) VALUES (:id, :body)",
                    Map.of("id", id, "body", bytes(PACKET + id)));
        }
        List<Row> rows = db.fetchAll("SELECT id, body FROM payloads WHERE id > 0 ORDER BY id");
        assertEquals(3, rows.size());
        for (int id = 1; id <= 3; id++) {
            assertEquals(PACKET + id, rows.get(id - 1).get(1, byte[].class).length);
        }
        db.execute("DELETE FROM payloads");
    }

    private static Map<String, Object> values(int count) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < count; i++) {
            values.put("p" + i, i);
        }
        return values;
    }

    private static String sum(int count) {
        return "SELECT count(*) FROM payloads WHERE id + :p0 NOT IN ("
                + IntStream.range(1, count).mapToObj(i -> ":p" + i).collect(Collectors.joining(", ")) + ")";
    }

    @Test
    void parameters_asManyAsAre_areSent() {
        db.execute("REPLACE INTO payloads (id) VALUES (-5), (" + (MOST_PARAMETERS - 1) + "), (70000)");
        assertEquals(Optional.of(2L), db.fetchVal(sum(MOST_PARAMETERS), values(MOST_PARAMETERS), Long.class));
        db.execute("DELETE FROM payloads");
    }

    @Test
    void parameters_oneTooMany_areRefusedInClearWords() {
        int count = MOST_PARAMETERS + 1;
        DatabaseException failure =
                assertThrows(DatabaseException.class, () -> db.fetchVal(sum(count), values(count), Long.class));
        String message = failure.getMessage();
        assertTrue(
                message.contains("65535") || message.contains("65,535") || message.contains("placeholders"), message);
        assertEquals(Optional.of(1L), db.fetchVal("SELECT 1", Long.class));
    }

    @Test
    void packetThatTheServerDoesNotTake_isSaidAndTheNextIsAnswered() {
        try (MysqlServer small = kind().setup().set("max-allowed-packet", "1M").start();
                Database own = Database.connect(small.url() + "?max_size=1").join()) {
            for (int i = 0; i < 3; i++) {
                DatabaseException failure = assertThrows(
                        DatabaseException.class,
                        () -> own.blocking().fetchVal("SELECT length(:b)", Map.of("b", bytes(3 << 20)), Long.class));
                assertTrue(failure.getMessage().contains("max_allowed_packet"), failure::getMessage);
                assertEquals(Optional.of(1L), own.blocking().fetchVal("SELECT 1", Long.class));
            }
        }
    }
}
