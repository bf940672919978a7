package dev.databases.backend.mysql;

import dev.databases.servers.MysqlKind;

/** {@link Faults} of MySQL. */
final class MysqlFaultTest extends Faults {
    @Override
    MysqlKind kind() {
        return MysqlKind.MYSQL;
    }
}
