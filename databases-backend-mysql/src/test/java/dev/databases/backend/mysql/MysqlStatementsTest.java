package dev.databases.backend.mysql;

import dev.databases.servers.MysqlKind;

/** Statements of the expression language, on MySQL. */
final class MysqlStatementsTest extends Statements {
    MysqlStatementsTest() {
        super(MysqlKind.MYSQL);
    }
}
