package dev.databases.testkit;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.io.TempDir;

/** SQLite in a file keeps the contract. */
final class SqliteFileTest extends BackendContract {
    static final String SLOW = "SELECT count(*) FROM (WITH RECURSIVE n(x) AS"
            + " (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1000000000000) SELECT x FROM n)";

    @TempDir
    private Path folder;

    @Override
    protected String url() {
        return "sqlite:///" + folder.resolve("test.db").toAbsolutePath();
    }

    @Override
    protected OptionalInt openConnections(String url) {
        return OpenFiles.count(folder.resolve("test.db"));
    }

    @Override
    protected Optional<String> slowQuery() {
        return Optional.of(SLOW);
    }
}
