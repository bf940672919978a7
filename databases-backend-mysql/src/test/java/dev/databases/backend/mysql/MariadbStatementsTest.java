package dev.databases.backend.mysql;

import dev.databases.servers.MysqlKind;

/** Statements of the expression language, on MariaDB. */
final class MariadbStatementsTest extends Statements {
    MariadbStatementsTest() {
        super(MysqlKind.MARIADB);
    }
}
