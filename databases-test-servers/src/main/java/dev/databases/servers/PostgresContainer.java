package dev.databases.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** PostgreSQL in a container, for {@link SharedPostgres} where Docker answers. */
final class PostgresContainer {
    private static final String IMAGE = "postgres:18-alpine";

    private PostgresContainer() {}

    /** Looks for a socket first: where there is none, Testcontainers takes its time and logs an error. */
    static boolean isPossible() {
        boolean mayBe = System.getenv("DOCKER_HOST") != null
                || Files.exists(Path.of("/var/run/docker.sock"))
                || Files.exists(Path.of(System.getProperty("user.home"), ".docker/run/docker.sock"));
        return mayBe && DockerClientFactory.instance().isDockerAvailable();
    }

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
