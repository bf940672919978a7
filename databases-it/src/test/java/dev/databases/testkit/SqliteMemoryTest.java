package dev.databases.testkit;

import java.util.Optional;

/** SQLite in memory keeps the contract. */
final class SqliteMemoryTest extends BackendContract {
    @Override
    protected String url() {
        return "sqlite://";
    }

    @Override
    protected Optional<String> slowQuery() {
        return Optional.of(SqliteFileTest.SLOW);
    }
}
