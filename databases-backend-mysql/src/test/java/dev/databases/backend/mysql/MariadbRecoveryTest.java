package dev.databases.backend.mysql;

import dev.databases.servers.MysqlKind;

/** {@link Recoveries} of MariaDB. */
final class MariadbRecoveryTest extends Recoveries {
    @Override
    MysqlKind kind() {
        return MysqlKind.MARIADB;
    }
}
