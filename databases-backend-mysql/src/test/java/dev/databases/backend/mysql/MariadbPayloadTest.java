package dev.databases.backend.mysql;

import dev.databases.servers.MysqlKind;

/** {@link Payloads} of MariaDB. */
final class MariadbPayloadTest extends Payloads {
    @Override
    MysqlKind kind() {
        return MysqlKind.MARIADB;
    }
}
