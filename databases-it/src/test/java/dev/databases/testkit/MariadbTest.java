package dev.databases.testkit;

import dev.databases.servers.MysqlKind;
import java.util.Optional;

/** MariaDB keeps the contract. */
final class MariadbTest extends BackendContract {
    @Override
    protected String url() {
        return MysqlKind.MARIADB.server().url();
    }

    @Override
    protected Optional<String> slowQuery() {
        return Optional.of("SELECT sleep(60)");
    }
}
