package dev.databases.examples.notes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Database;
import dev.databases.config.DatabaseOptions;
import dev.databases.error.QueryException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the log of statements says, and what it keeps to itself. */
class QueryLogTest {
    private static final String SECRET = "a secret";
    private static final UnaryOperator<Database.Builder> AS_IT_IS = builder -> builder;

    private final LogRecords log = new LogRecords("dev.databases.query", Level.FINE);

    @AfterEach
    void stopListening() {
        log.close();
    }

    private static void select(UnaryOperator<Database.Builder> settings) {
        try (Database database = settings.apply(Database.builder("sqlite://")).build()) {
            database.connect().join();
            database.blocking().fetchAll("SELECT :secret AS a", Map.of("secret", SECRET));
        }
    }

    private String only() {
        assertEquals(1, log.all().size());
        return log.all().get(0).getMessage();
    }

    @Test
    void statement_isOneLineWithItsTime_withoutValues() {
        select(AS_IT_IS);
        assertTrue(only().matches("SELECT \\? AS a \\(\\d+ µs\\)"), only());
        assertFalse(only().contains(SECRET), only());
        assertEquals(Level.FINE, log.all().get(0).getLevel());
    }

    @Test
    void values_areShownToWhoAsksForThem() {
        select(builder -> builder.option(DatabaseOptions.LOG_VALUES, true));
        assertTrue(only().contains("[" + SECRET + "]"), only());
    }

    @Test
    void failure_isNamed() {
        try (Database database = Database.connect("sqlite://").join()) {
            assertThrows(QueryException.class, () -> database.blocking().execute("DROP TABLE missing"));
        }
        assertTrue(only().contains("failed: QueryException"), only());
    }

    @Test
    void slowStatement_isAWarning_evenWhereTheLogIsQuiet() {
        log.level(Level.WARNING);
        select(builder -> builder.option(DatabaseOptions.SLOW_QUERY, Duration.ofNanos(1)));
        assertTrue(only().startsWith("Slow: SELECT ? AS a"), only());
        assertEquals(Level.WARNING, log.all().get(0).getLevel());
    }

    @Test
    void nothing_isLoggedWhereNobodyListens() {
        log.level(Level.INFO);
        select(AS_IT_IS);
        assertEquals(List.of(), log.all());
    }
}
