package dev.databases.servers;

import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.opentest4j.TestAbortedException;

/**
 * The one server of this JVM: found or started by the first test that asks, stopped when the JVM ends. Called by
 * {@link PostgresExtension}.
 */
final class SharedPostgres {
    static final String PROPERTY = "databases.test.postgres";
    static final String VARIABLE = "DATABASES_TEST_POSTGRES";

    private static final FutureTask<PostgresServer> SERVER = new FutureTask<>(() -> start(wanted()));

    private SharedPostgres() {}

    static PostgresServer get() {
        SERVER.run(); // the first caller runs it, the others wait
        try {
            return SERVER.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the server starts", interrupted);
        } catch (ExecutionException failure) {
            throw missing(Objects.requireNonNullElse(failure.getCause(), failure));
        }
    }

    private static RuntimeException missing(Throwable cause) {
        String problem = "there is no PostgreSQL server for the tests: " + cause.getMessage();
        if ("true".equals(System.getenv("CI")) || !wanted().equals("auto")) {
            return new IllegalStateException(problem, cause);
        }
        return new TestAbortedException(problem, cause);
    }

    private static String wanted() {
        String variable = Objects.requireNonNullElse(System.getenv(VARIABLE), "auto");
        return System.getProperty(PROPERTY, variable);
    }

    private static PostgresServer start(String wanted) {
        if (wanted.contains("://")) {
            return told(PostgresServer.at(wanted), "given by the environment");
        }
        String[] parts = wanted.split(":", 2);
        return switch (parts[0]) {
            case "auto" -> PostgresContainer.isPossible() ? docker() : embedded();
            case "docker" -> docker();
            case "embedded" -> embedded();
            case "installed" -> installed(parts.length == 1 ? "" : parts[1]);
            default ->
                throw new IllegalArgumentException(PROPERTY + " is `" + wanted
                        + "`, which is not a URL, auto, docker, embedded, installed or installed:<version>");
        };
    }

    private static PostgresServer docker() {
        return told(PostgresContainer.start(), "in a container");
    }

    private static PostgresServer embedded() {
        return told(PostgresServer.embedded().start(), "embedded");
    }

    private static PostgresServer installed(String version) {
        return told(PostgresServer.installed(version).start(), "installed");
    }

    private static PostgresServer told(PostgresServer server, String source) {
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop PostgreSQL"));
        System.out.println("PostgreSQL for the tests: " + source + ", " + server);
        return server;
    }
}
