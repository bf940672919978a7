package dev.databases.backend.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.databases.Database;
import dev.databases.error.QueryException;
import dev.databases.servers.PostgresExtension;
import dev.databases.servers.PostgresServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The walk of a query to a server and back. */
@ExtendWith({PostgresExtension.class, Leaks.class})
final class FirstStepsTest {
    @Test
    void select_givesRows(PostgresServer server) {
        try (var database = Database.connect(server.url()).join()) {
            var db = database.blocking();
            assertEquals(Optional.of(3), db.fetchVal("SELECT 1 + 2", Integer.class));
            for (int i = 0; i < 3; i++) {
                assertEquals(Optional.of(42L), db.fetchVal("SELECT :x + 2", Map.of("x", 40L), Long.class));
            }
            assertThrows(QueryException.class, () -> db.fetchAll("SELECT 1 / 0"));
            assertThrows(QueryException.class, () -> db.fetchAll("SELEKT 1"));
            assertEquals(
                    1000, db.fetchAll("SELECT * FROM generate_series(1, 1000)").size());
            db.execute("CREATE TABLE IF NOT EXISTS first_steps (id integer)");
            try (var tx = db.begin()) {
                assertEquals(1, tx.execute("INSERT INTO first_steps VALUES (1)").rowsAffected());
                tx.rollback();
            }
            assertEquals(List.of(), db.fetchAll("SELECT * FROM first_steps"));
        }
    }
}
