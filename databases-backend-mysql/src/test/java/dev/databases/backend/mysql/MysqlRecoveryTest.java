package dev.databases.backend.mysql;

import dev.databases.servers.MysqlKind;

/** {@link Recoveries} of MySQL. */
final class MysqlRecoveryTest extends Recoveries {
    @Override
    MysqlKind kind() {
        return MysqlKind.MYSQL;
    }
}
