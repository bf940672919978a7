package dev.databases.backend.mysql;

import dev.databases.servers.MysqlKind;

/** What drivers get wrong, on MySQL. */
final class MysqlTrapsTest extends Traps {
    MysqlTrapsTest() {
        super(MysqlKind.MYSQL);
    }
}
