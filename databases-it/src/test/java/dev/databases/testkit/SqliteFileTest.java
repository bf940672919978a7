package dev.databases.testkit;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.io.TempDir;

/** SQLite in a file keeps the contract. */
final class SqliteFileTest extends BackendContract {
    /** Never ends, compared with what a test waits for. */
    static final String SLOW = counting(1_000_000_000_000L);

    static String counting(long last) {
        return "SELECT count(*) FROM (WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < " + last
                + ") SELECT x FROM n)";
    }

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
