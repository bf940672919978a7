package dev.databases.servers;

import org.testcontainers.postgresql.PostgreSQLContainer;

/** PostgreSQL in a container, for {@link SharedPostgres} where Docker answers. */
final class PostgresContainer {
    private static final String IMAGE = "postgres:18-alpine";

    private PostgresContainer() {}

    @SuppressWarnings("resource") // the server closes it
    static PostgresServer start() {
        PostgreSQLContainer container = new PostgreSQLContainer(IMAGE)
                .withUsername("postgres")
                .withPassword("secret")
                .withDatabaseName("postgres");
        container.start();
        String url = "postgresql://postgres:secret@" + container.getHost() + ":" + container.getMappedPort(5432)
                + "/postgres";
        return PostgresServer.at(url, container::stop);
    }
}
