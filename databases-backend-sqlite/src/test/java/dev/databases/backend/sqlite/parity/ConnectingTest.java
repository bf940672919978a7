package dev.databases.backend.sqlite.parity;

import static dev.databases.backend.sqlite.parity.Schema.NOTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Database;
import dev.databases.config.DatabaseOptions;
import dev.databases.config.DatabaseUrl;
import dev.databases.error.ConfigurationException;
import dev.databases.error.ConnectionException;
import dev.databases.error.QueryException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Connecting and disconnecting, options by URL and builder, and databases in memory. */
class ConnectingTest extends FileTest {
    private static final Map<String, Object> NOTE = Map.of("text", "example1", "completed", true);

    @Test
    void connect_disconnect_areRepeatable() {
        Database other = Database.of(url());
        assertFalse(other.isConnected());
        for (int round = 0; round < 2; round++) {
            assertSame(other, other.connect().join());
            assertSame(other, other.connect().join());
            assertTrue(other.isConnected());
            assertEquals(List.of(), other.fetchAll(NOTES.select()).join());
            other.disconnect().join();
            other.disconnect().join();
            assertFalse(other.isConnected());
        }
    }

    @Test
    void close_disconnects() {
        Database other = Database.connect(url()).join();
        try (other) {
            assertTrue(other.isConnected());
        }
        assertFalse(other.isConnected());
    }

    @Test
    void fetchAll_notConnected_saysWhatToCall() {
        Throwable failure = failure(Database.of(url()).fetchAll(NOTES.select()));
        assertInstanceOf(ConnectionException.class, failure);
        assertTrue(failure.getMessage().contains("connect()"), failure.getMessage());
    }

    @Test
    void url_isTheOneGiven() {
        assertEquals(DatabaseUrl.of(url()), database.url());
        assertEquals(url(), database.url().toString());
    }

    @Test
    void execute_withoutTransaction_isSeenByOtherConnections() {
        database.execute(NOTES.insert(), NOTE).join();
        try (Database other = Database.connect(url()).join()) {
            assertEquals(1, other.fetchAll(NOTES.select()).join().size());
        }
    }

    @Test
    void options_inUrlOrOnBuilder_areTheSame() {
        try (Database byUrl = Database.of(url() + "?min_size=2&max_size=3");
                Database byBuilder = Database.builder(url())
                        .option(DatabaseOptions.MIN_SIZE, 2)
                        .option("max_size", 3)
                        .build()) {
            assertEquals(
                    List.of(), byUrl.connect().join().fetchAll(NOTES.select()).join());
            assertEquals(
                    List.of(),
                    byBuilder.connect().join().fetchAll(NOTES.select()).join());
        }
    }

    @Test
    void option_unknown_isRefusedWithThoseThatThereAre() {
        ConfigurationException refused =
                assertThrows(ConfigurationException.class, () -> Database.of(url() + "?pool=3"));
        assertTrue(refused.getMessage().contains("max_size"), refused.getMessage());
        assertTrue(refused.getMessage().contains("journal_mode"), refused.getMessage());
    }

    /** The original loses its tables from one statement to the next without a shared cache; here none are lost. */
    @Test
    void inMemory_whileConnected_isOneDatabase() {
        for (String url : List.of("sqlite://", "sqlite:///:memory:", "sqlite:///any?mode=memory")) {
            try (Database memory = Database.connect(url).join()) {
                memory.create(NOTES).join();
                memory.execute(NOTES.insert(), NOTE).join();
                assertEquals(
                        "example1",
                        memory.fetchOne(NOTES.select().where(NOTES.text.eq("example1")))
                                .join()
                                .orElseThrow()
                                .get(NOTES.text));
            }
        }
    }

    @Test
    void inMemory_afterDisconnect_isGone() {
        Database memory = Database.of("sqlite://");
        memory.connect().join();
        memory.create(NOTES).join();
        memory.disconnect().join();
        try (memory) {
            memory.connect().join();
            assertInstanceOf(QueryException.class, failure(memory.fetchAll(NOTES.select())));
        }
    }

    @Test
    void inMemory_twoDatabases_areTwo() {
        try (Database one = Database.connect("sqlite://").join();
                Database two = Database.connect("sqlite://").join()) {
            one.create(NOTES).join();
            assertInstanceOf(QueryException.class, failure(two.fetchAll(NOTES.select())));
        }
    }
}
