package dev.databases.testkit;

import dev.databases.servers.MysqlKind;
import java.util.Optional;

/** MySQL keeps the contract. */
final class MysqlTest extends BackendContract {
    @Override
    protected String url() {
        return MysqlKind.MYSQL.server().url();
    }

    @Override
    protected Optional<String> slowQuery() {
        return Optional.of("SELECT sleep(60)");
    }
}
