package dev.databases.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;

/** Tells whether a server can be started in a container. */
final class Docker {
    private Docker() {}

    /** Looks for a socket first: where there is none, Testcontainers takes its time and logs an error. */
    static boolean isPossible() {
        boolean mayBe = System.getenv("DOCKER_HOST") != null
                || Files.exists(Path.of("/var/run/docker.sock"))
                || Files.exists(Path.of(System.getProperty("user.home"), ".docker/run/docker.sock"));
        return mayBe && DockerClientFactory.instance().isDockerAvailable();
    }
}
