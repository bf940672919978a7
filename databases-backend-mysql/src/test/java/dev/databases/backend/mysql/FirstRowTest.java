package dev.databases.backend.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.databases.Database;
import dev.databases.Row;
import dev.databases.servers.MysqlKind;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The first row of a query that would give a thousand million: the server is asked to stop, and all goes on. */
final class FirstRowTest {
    private static final String NUMBERS =
            "(WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i FROM n)";
    private static final String ENDLESS =
            "SELECT a.i, repeat('x', 100) FROM " + NUMBERS + " a, " + NUMBERS + " b, " + NUMBERS + " c";

    @ParameterizedTest
    @EnumSource
    void fetchOne_ofAnEndlessQuery_isTheFirstRow_andTheConnectionGoesOn(MysqlKind kind) {
        try (Database database = Database.builder(kind.server().url())
                .option("max_size", 1)
                .build()
                .connect()
                .join()) {
            long id = connection(database);
            Row row = database.fetchOne(ENDLESS)
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join()
                    .orElseThrow();
            assertEquals("x".repeat(100), row.get(1, String.class));
            assertEquals(id, connection(database));
            database.transaction(tx -> tx.execute("CREATE TEMPORARY TABLE kept (n INT)")
                            .thenCompose(made -> tx.execute("INSERT INTO kept VALUES (7)"))
                            .thenCompose(inserted -> tx.fetchOne(ENDLESS))
                            .thenCompose(first -> tx.fetchVal("SELECT n FROM kept", Integer.class))
                            .thenAccept(kept -> assertEquals(7, kept.orElseThrow())))
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
            assertEquals(id, connection(database));
        }
    }

    private static long connection(Database database) {
        return database.fetchVal("SELECT connection_id()", Long.class).join().orElseThrow();
    }
}
