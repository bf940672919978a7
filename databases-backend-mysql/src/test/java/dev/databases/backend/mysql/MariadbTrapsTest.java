package dev.databases.backend.mysql;

import dev.databases.servers.MysqlKind;

/** What drivers get wrong, on MariaDB. */
final class MariadbTrapsTest extends Traps {
    MariadbTrapsTest() {
        super(MysqlKind.MARIADB);
    }
}
