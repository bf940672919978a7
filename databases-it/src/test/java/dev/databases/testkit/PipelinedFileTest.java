package dev.databases.testkit;

import dev.databases.testkit.wrap.Wrappers;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.io.TempDir;

/** SQLite in a file keeps the contract as an asynchronous, pipelined backend too. */
final class PipelinedFileTest extends BackendContract {
    @TempDir
    private Path folder;

    @Override
    protected String url() {
        return Wrappers.url(
                Wrappers.PIPELINED, "sqlite:///" + folder.resolve("test.db").toAbsolutePath());
    }

    @Override
    protected OptionalInt openConnections(String url) {
        return OpenFiles.count(folder.resolve("test.db"));
    }

    @Override
    protected Optional<String> slowQuery() {
        return Optional.of(SqliteFileTest.SLOW);
    }
}
