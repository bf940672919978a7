package dev.databases.testkit;

import dev.databases.servers.PostgresExtension;
import dev.databases.servers.PostgresServer;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** PostgreSQL keeps the contract. */
@ExtendWith(PostgresExtension.class)
final class PostgresTest extends BackendContract {
    private String url = "";

    @BeforeEach
    void find(PostgresServer server) {
        url = server.url();
    }

    @Override
    protected String url() {
        return url;
    }

    @Override
    protected Optional<String> slowQuery() {
        return Optional.of("SELECT pg_sleep(60)");
    }
}
