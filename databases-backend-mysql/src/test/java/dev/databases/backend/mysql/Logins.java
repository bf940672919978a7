package dev.databases.backend.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Database;
import dev.databases.config.DatabaseUrl;
import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** What the tests of logging in ask: is it accepted, and if not, in what words. */
final class Logins {
    static final String SECRET = "s3cret: ü/?";

    private Logins() {}

    static void assertAnswers(DatabaseUrl url, boolean encrypted) throws Exception {
        try (Database database = Database.of(url)) {
            database.connect().get(60, TimeUnit.SECONDS);
            String cipher = database.blocking()
                    .fetchAll("SHOW STATUS LIKE 'Ssl_cipher'")
                    .get(0)
                    .get(1, String.class);
            assertEquals(encrypted, !cipher.isEmpty());
        }
    }

    static DatabaseException refused(DatabaseUrl url) {
        try (Database database = Database.of(url)) {
            CompletableFuture<?> connecting = database.connect();
            ExecutionException failure =
                    assertThrows(ExecutionException.class, () -> connecting.get(60, TimeUnit.SECONDS));
            DatabaseException found = DatabaseException.of(failure).orElseThrow(() -> new AssertionError(failure));
            assertTrue(!found.toString().contains("s3cret"), found::toString);
            return found;
        }
    }

    static void assertRefused(DatabaseUrl url, String words) {
        DatabaseException failure = refused(url);
        assertInstanceOf(ConnectionException.class, failure);
        assertTrue(failure.getMessage().contains(words), failure::getMessage);
    }
}
