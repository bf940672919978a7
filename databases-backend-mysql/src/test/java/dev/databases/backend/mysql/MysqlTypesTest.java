package dev.databases.backend.mysql;

import dev.databases.servers.MysqlKind;

/** Values of every type, on MySQL. */
final class MysqlTypesTest extends Types {
    MysqlTypesTest() {
        super(MysqlKind.MYSQL);
    }
}
