package dev.databases.backend.postgres.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.databases.Database;
import dev.databases.backend.postgres.Leaks;
import dev.databases.config.DatabaseUrl;
import dev.databases.config.IsolationLevel;
import dev.databases.config.TransactionOptions;
import dev.databases.servers.PostgresExtension;
import dev.databases.servers.PostgresServer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the Python original tests on PostgreSQL alone, on a real server. */
@ExtendWith({PostgresExtension.class, Leaks.class})
final class PostgresParityTest {
    private static final String COUNT = "SELECT count(*) FROM parity_notes";
    private static final String INSERT = "INSERT INTO parity_notes (text) VALUES ('example1')";

    private DatabaseUrl url = DatabaseUrl.of("postgresql://nowhere");
    private Database database = Database.of(url);

    @BeforeEach
    void create(PostgresServer server) {
        url = DatabaseUrl.of(server.url());
        database = Database.connect(server.url()).join();
        database.execute("DROP TABLE IF EXISTS parity_notes").join();
        database.execute("CREATE TABLE parity_notes (id SERIAL PRIMARY KEY, text VARCHAR(100))")
                .join();
    }

    @AfterEach
    void drop() {
        database.execute("DROP TABLE parity_notes").join();
        database.close();
    }

    /** test_postgres_pool_size_connect. */
    @Test
    void poolSize_inTheUrl_connects() {
        for (String size : List.of("1", "20")) {
            DatabaseUrl sized = url.withOption("min_size", "1").withOption("max_size", size);
            try (Database other = Database.connect(sized.toStringWithPassword()).join()) {
                assertEquals(Optional.of(0L), other.fetchVal(COUNT, Long.class).join());
            }
        }
    }

    /** test_postgres_password_as_callable. */
    @Test
    void password_ofASupplier_isAskedForWhenConnecting() {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        Supplier<String> password = () -> {
            asked.complete(null);
            return "secret";
        };
        try (Database other = Database.builder(url.toStringWithPassword())
                .option("password", password)
                .build()) {
            assertEquals(false, asked.isDone());
            other.connect().join();
            assertEquals(true, asked.isDone());
        }
    }

    /** test_transaction_commit_serializable: what others commit meanwhile is not seen. */
    @Test
    void transaction_serializable_keepsItsSnapshot() {
        List<Long> seen = database.transaction(
                        TransactionOptions.DEFAULT.isolation(IsolationLevel.SERIALIZABLE),
                        transaction -> transaction
                                .fetchVal(COUNT, Long.class)
                                .thenCompose(before -> insertedElsewhere()
                                        .thenCompose(inserted -> transaction.fetchVal(COUNT, Long.class))
                                        .thenApply(after -> List.of(before.orElseThrow(), after.orElseThrow()))))
                .join();
        assertEquals(List.of(0L, 0L), seen);
        assertEquals(Optional.of(1L), database.fetchVal(COUNT, Long.class).join());
    }

    private CompletableFuture<Void> insertedElsewhere() {
        return CompletableFuture.runAsync(() -> database.blocking().execute(INSERT));
    }

    /** test_transaction_commit_serializable, its other half: the transaction itself is committed. */
    @Test
    void transaction_serializable_commits() {
        database.transaction(
                        TransactionOptions.DEFAULT.isolation(IsolationLevel.SERIALIZABLE),
                        transaction -> transaction.execute(INSERT))
                .join();
        assertEquals(Optional.of(1L), database.fetchVal(COUNT, Long.class).join());
    }
}
