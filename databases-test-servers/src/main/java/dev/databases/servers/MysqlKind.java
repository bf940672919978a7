package dev.databases.servers;

import java.io.UncheckedIOException;
import java.util.function.Supplier;

/**
 * The two servers that speak MySQL's protocol. Each has one server that all tests of this JVM share; a test asks for it by
 * {@link #server()}, and is skipped if there is none, or fails where the environment says {@code CI=true}.
 *
 * <p>Where the server comes from is said by the system properties {@code databases.test.mysql} and
 * {@code databases.test.mariadb}, else the environment variables {@code DATABASES_TEST_MYSQL} and
 * {@code DATABASES_TEST_MARIADB}: a URL, {@code docker}, {@code debian}, and for MariaDB {@code embedded}, which is out of
 * a jar from Maven Central; by default {@code auto}, which is Docker if it answers, otherwise Debian's for MySQL and the
 * embedded one for MariaDB.
 */
public enum MysqlKind {
    /** MySQL, 9.x unless the environment gives another. */
    MYSQL("MySQL", "mysql"),
    /** MariaDB, 11.4 unless the environment gives another. */
    MARIADB("MariaDB", "mariadb");

    private final String name;
    private final String scheme;
    private final SharedServer<MysqlServer> shared;

    MysqlKind(String name, String scheme) {
        this.name = name;
        this.scheme = scheme;
        this.shared = new SharedServer<>(name, scheme, this::start);
    }

    /**
     * Returns the scheme of URLs of such a server.
     *
     * @return {@code mysql} or {@code mariadb}
     */
    public String scheme() {
        return scheme;
    }

    /**
     * Returns the shared server.
     *
     * @return the server, started by the first call
     */
    public MysqlServer server() {
        return shared.get();
    }

    /**
     * Prepares a server of a test's own, of the version that comes from Debian (MySQL) or Maven Central (MariaDB, from Debian
     * where there is none for this platform). A test is skipped, or fails in CI, where neither is to be had.
     *
     * @return what to start it with
     */
    public MysqlSetup setup() {
        return setup(this == MYSQL ? MysqlBinaries::mysqlOfDebian : MysqlBinaries::mariadb);
    }

    /**
     * Prepares a server of a test's own, of the version that Debian has: a MariaDB that has its plugins for logging in
     * ({@code auth_ed25519}, {@code auth_parsec}).
     *
     * @return what to start it with
     */
    public MysqlSetup setupOfDebian() {
        return setup(this == MYSQL ? MysqlBinaries::mysqlOfDebian : MysqlBinaries::mariadbOfDebian);
    }

    private MysqlSetup setup(Supplier<MysqlBinaries> binaries) {
        try {
            return new MysqlSetup(this, binaries.get());
        } catch (UncheckedIOException missing) {
            throw SharedServer.absent(this + " cannot be started here: " + missing.getMessage(), missing);
        }
    }

    private MysqlServer start(String wanted) {
        if (wanted.contains("://")) {
            return told(MysqlServer.at(this, wanted, () -> {}), "given by the environment");
        }
        String source = wanted;
        if (wanted.equals("auto")) {
            source = Docker.isPossible() ? "docker" : this == MYSQL ? "debian" : "embedded";
        }
        return switch (source) {
            case "docker" -> told(MysqlContainer.start(this), "in a container");
            case "debian" -> told(setupOfDebian().start(), "of Debian");
            case "embedded" -> told(setup().start(), "embedded");
            default -> throw shared.unknown(wanted, "auto, docker, debian or embedded");
        };
    }

    private MysqlServer told(MysqlServer server, String source) {
        return shared.told(server, server::close, source);
    }

    @Override
    public String toString() {
        return name;
    }
}
