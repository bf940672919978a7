package dev.databases.servers;

/** Which PostgreSQL server all tests of this JVM use. Asked by {@link PostgresExtension}. */
final class SharedPostgres {
    private static final SharedServer<PostgresServer> SERVER =
            new SharedServer<>("PostgreSQL", "postgres", SharedPostgres::start);

    private SharedPostgres() {}

    static PostgresServer get() {
        return SERVER.get();
    }

    private static PostgresServer start(String wanted) {
        if (wanted.contains("://")) {
            return told(PostgresServer.at(wanted), "given by the environment");
        }
        String[] parts = wanted.split(":", 2);
        return switch (parts[0]) {
            case "auto" -> Docker.isPossible() ? docker() : embedded();
            case "docker" -> docker();
            case "embedded" -> embedded();
            case "installed" -> installed(parts.length == 1 ? "" : parts[1]);
            default -> throw SERVER.unknown(wanted, "auto, docker, embedded, installed or installed:<version>");
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
        return SERVER.told(server, server::close, source);
    }
}
