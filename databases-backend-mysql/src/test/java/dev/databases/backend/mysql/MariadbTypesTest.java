package dev.databases.backend.mysql;

import dev.databases.servers.MysqlKind;

/** Values of every type, on MariaDB. */
final class MariadbTypesTest extends Types {
    MariadbTypesTest() {
        super(MysqlKind.MARIADB);
    }
}
