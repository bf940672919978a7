package dev.databases.testkit;

import dev.databases.testkit.wrap.Wrappers;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.io.TempDir;

/** The contract on SQLite in the wrapper that {@link MutantTest} has put there; no test of the build by itself. */
final class MutatedBackend extends BackendContract {
    static final String WRAPPER = "mutant";
    private static final String OPTIONS = "?settle_timeout=300ms&disconnect_timeout=500ms";

    @TempDir
    private Path folder;

    @Override
    protected String url() {
        return Wrappers.url(WRAPPER, "sqlite:///" + folder.resolve("test.db").toAbsolutePath() + OPTIONS);
    }

    @Override
    protected OptionalInt openConnections(String url) {
        return OpenFiles.count(folder.resolve("test.db"));
    }

    /** Ends by itself in the end: where the mutant cannot stop it, it must not keep a processor busy for ever. */
    @Override
    protected Optional<String> slowQuery() {
        return Optional.of(SqliteFileTest.counting(100_000_000));
    }
}
