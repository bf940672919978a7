package dev.databases.backend.mysql;

import dev.databases.config.Feature;
import dev.databases.spi.Dialect;
import java.util.Optional;
import java.util.Set;

/**
 * The SQL of MySQL and of MariaDB.
 *
 * @param mariadb whether it is MariaDB
 * @param major the major version
 * @param minor the minor version; dialects of the same one are equal, so that core keeps its compiled statements
 */
record MysqlDialect(boolean mariadb, int major, int minor) implements Dialect {
    /** The port of a server that nobody has configured. */
    static final int PORT = 3306;
    /** The most parameters of a statement: the protocol counts them in 16 bits. */
    static final int PARAMETERS = 65_535;

    /** The dialect to compile for where no server was asked. */
    static MysqlDialect offline(String scheme, Optional<String> serverVersion) {
        return new MysqlDialect(scheme.equals("mariadb"), 9, 7);
    }

    /** The dialect of a server by the version that its greeting names, such as {@code 10.11.19-MariaDB-log}. */
    static MysqlDialect of(String serverVersion) {
        return new MysqlDialect(serverVersion.contains("MariaDB"), 9, 7);
    }

    /** The name of the product, for messages. */
    String product() {
        return mariadb ? "MariaDB" : "MySQL";
    }

    @Override
    public String name() {
        return mariadb ? "mariadb" : "mysql";
    }

    @Override
    public Set<Feature> features() {
        return Set.of();
    }
}
