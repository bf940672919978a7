package dev.databases.backend.mysql;

import dev.databases.servers.MysqlKind;

/** {@link Faults} of MariaDB. */
final class MariadbFaultTest extends Faults {
    @Override
    MysqlKind kind() {
        return MysqlKind.MARIADB;
    }
}
