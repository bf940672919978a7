package dev.databases.backend.mysql;

import dev.databases.servers.MysqlKind;

/** {@link Payloads} of MySQL. */
final class MysqlPayloadTest extends Payloads {
    @Override
    MysqlKind kind() {
        return MysqlKind.MYSQL;
    }
}
