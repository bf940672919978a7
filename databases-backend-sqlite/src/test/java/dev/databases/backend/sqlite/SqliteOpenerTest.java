package dev.databases.backend.sqlite;

import static dev.databases.backend.sqlite.Sessions.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.config.DatabaseUrl;
import dev.databases.config.Options;
import dev.databases.config.TransactionOptions;
import dev.databases.error.ConfigurationException;
import dev.databases.error.ConnectionException;
import dev.databases.error.QueryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteOpenerTest {
    @TempDir
    private Path folder;

    private Path created(String name) {
        Path file = folder.resolve(name);
        SqliteSession session = Sessions.file(file, "");
        run(session, "CREATE TABLE t (n INTEGER)");
        run(session, "INSERT INTO t VALUES (7)");
        session.close();
        return file;
    }

    private void assertFails(Path file, String options, String problem) {
        ConnectionException failure = assertThrows(ConnectionException.class, () -> Sessions.file(file, options));
        assertTrue(failure.getMessage().startsWith(file + " " + problem), failure.getMessage());
    }

    @Test
    void open_newFile_hasTheDefaults() {
        SqliteSession session = Sessions.file(folder.resolve("new.db"), "");
        assertEquals("wal", run(session, "PRAGMA journal_mode").only());
        assertEquals(1L, run(session, "PRAGMA synchronous").only());
        assertEquals(1L, run(session, "PRAGMA foreign_keys").only());
        session.close();
    }

    @Test
    void open_everyOption_isSet() {
        SqliteSession session = Sessions.file(
                folder.resolve("new.db"),
                "?mode=rwc&journal_mode=truncate&synchronous=extra&foreign_keys=false&cache_size=-4000&temp_store=memory"
                        + "&mmap_size=1048576&page_size=8192&auto_vacuum=incremental&wal_autocheckpoint=50"
                        + "&journal_size_limit=4096&recursive_triggers=true&secure_delete=true&trusted_schema=false"
                        + "&busy_timeout=50ms&statement_cache_size=3");
        assertEquals("truncate", run(session, "PRAGMA journal_mode").only());
        assertEquals(3L, run(session, "PRAGMA synchronous").only());
        assertEquals(0L, run(session, "PRAGMA foreign_keys").only());
        assertEquals(-4000L, run(session, "PRAGMA cache_size").only());
        assertEquals(2L, run(session, "PRAGMA temp_store").only());
        assertEquals(1_048_576L, run(session, "PRAGMA mmap_size").only());
        assertEquals(8192L, run(session, "PRAGMA page_size").only());
        assertEquals(2L, run(session, "PRAGMA auto_vacuum").only());
        assertEquals(50L, run(session, "PRAGMA wal_autocheckpoint").only());
        assertEquals(4096L, run(session, "PRAGMA journal_size_limit").only());
        assertEquals(1L, run(session, "PRAGMA recursive_triggers").only());
        assertEquals(1L, run(session, "PRAGMA secure_delete").only());
        assertEquals(0L, run(session, "PRAGMA trusted_schema").only());
        assertEquals(50L, run(session, "PRAGMA busy_timeout").only());
        session.close();
    }

    @Test
    void open_journalModeOtherThanWal_isFullySynchronous() {
        SqliteSession session = Sessions.file(folder.resolve("new.db"), "?journal_mode=delete");
        assertEquals("delete", run(session, "PRAGMA journal_mode").only());
        assertEquals(2L, run(session, "PRAGMA synchronous").only());
        session.close();
    }

    @Test
    void open_fileNameWithEverything_isThatFile() {
        Path file = folder.resolve("what?cache=1 & 100%25 of#it.db");
        SqliteSession session = Sessions.open(Sessions.url(folder) + "/what%3Fcache=1%20&%20100%2525%20of%23it.db");
        run(session, "CREATE TABLE t (n INTEGER)");
        session.close();
        assertTrue(Files.exists(file));
    }

    @Test
    void open_fileNameBeyondAscii_isThatFile_orRefusedWhereTheSystemHasNoSuchName() {
        String url = Sessions.url(folder) + "/na%C3%AFve.db";
        Path file;
        try {
            file = folder.resolve("naïve.db");
        } catch (InvalidPathException notInThisLocale) {
            ConfigurationException refused = assertThrows(ConfigurationException.class, () -> Sessions.open(url));
            assertTrue(refused.getMessage().contains("does not name a file"), refused.getMessage());
            return;
        }
        SqliteSession session = Sessions.open(url);
        run(session, "CREATE TABLE t (n INTEGER)");
        session.close();
        assertTrue(Files.exists(file));
    }

    @Test
    void open_relativeFile_isInTheCurrentFolder() {
        SqliteLocation location = location("sqlite:///some/notes.db");
        assertEquals(Path.of("some/notes.db").toAbsolutePath(), location.file());
        assertEquals(
                Path.of("/srv/notes.db"), location("sqlite:////srv/notes.db").file());
    }

    private static SqliteLocation location(String url) {
        DatabaseUrl parsed = DatabaseUrl.of(url);
        return SqliteLocation.of(parsed, Options.of(SqliteOptions.all(), parsed, Map.of()));
    }

    @Test
    void open_pathsThatCannotBe_areClearErrors() {
        assertFails(folder.resolve("none/notes.db"), "", "cannot be opened: the directory " + folder.resolve("none"));
        assertFails(folder, "", "cannot be opened: it is a directory");
        assertFails(folder.resolve("missing.db"), "?mode=ro", "cannot be opened: it does not exist");
        assertFails(folder.resolve("missing.db"), "?mode=rw", "cannot be opened: it does not exist");
        assertFalse(Files.exists(folder.resolve("missing.db")));
    }

    @Test
    void open_notADatabase_isToldAtOnce() throws IOException {
        Path file = folder.resolve("notes.txt");
        Files.writeString(file, "Dear diary, this is no database at all. ".repeat(100));
        assertFails(file, "", "is not a SQLite database\n  hint: it is a file of another kind, or encrypted");
        assertFails(file, "?mode=ro", "is not a SQLite database");
    }

    @Test
    void open_damagedSchema_isToldAtOnce() throws IOException {
        Path file = created("damaged.db");
        byte[] content = Files.readAllBytes(file);
        byte[] noise = new byte[1_000];
        new Random(1).nextBytes(noise);
        System.arraycopy(noise, 0, content, 100, noise.length);
        Files.write(file, content, StandardOpenOption.TRUNCATE_EXISTING);
        assertFails(file, "", "is damaged: ");
    }

    @Test
    void open_emptyFile_isANewDatabase() throws IOException {
        Path file = Files.createFile(folder.resolve("empty.db"));
        SqliteSession session = Sessions.file(file, "");
        run(session, "CREATE TABLE t (n INTEGER)");
        session.close();
        assertTrue(Files.size(file) > 0);
    }

    @Test
    void open_withoutPermission_isAClearError() throws IOException {
        Path file = created("locked.db");
        assertTrue(file.toFile().setWritable(false));
        if (Files.isWritable(file)) { // root may write everything, and so must we
            Sessions.file(file, "").close();
            return;
        }
        assertFails(file, "", "cannot be opened: this process has no permission to write it");
        assertFails(folder.resolve("locked.db"), "?mode=rw", "cannot be opened: this process has no permission");
        Sessions.file(file, "?mode=ro").close();
    }

    @Test
    void open_readOnly_readsAndRefusesToWrite() {
        Path file = created("notes.db");
        SqliteSession session = Sessions.file(file, "?mode=ro");
        session.begin(TransactionOptions.DEFAULT);
        assertEquals(7L, run(session, "SELECT n FROM t").only());
        QueryException refused = assertThrows(QueryException.class, () -> run(session, "INSERT INTO t VALUES (1)"));
        assertEquals("25006", refused.sqlState().orElseThrow());
        assertEquals(file + " was opened with mode=ro", refused.hint().orElseThrow());
        session.rollback();
        session.close();
    }

    @Test
    void open_readWriteOfAnExistingFile_writes() {
        Path file = created("notes.db");
        SqliteSession session = Sessions.file(file, "?mode=rw");
        run(session, "INSERT INTO t VALUES (8)");
        assertEquals(2L, run(session, "SELECT count(*) FROM t").only());
        session.close();
    }

    @Test
    void open_contradictions_areConfigurationErrors() {
        for (String url : new String[] {
            "sqlite://?mode=ro",
            "sqlite:///:memory:?mode=rw",
            "sqlite://?journal_mode=wal",
            "sqlite:///notes.db?mode=ro&journal_mode=wal",
            "sqlite:///notes.db?busy_timeout=5000",
            "sqlite://me:secret@/notes.db",
        }) {
            assertThrows(ConfigurationException.class, () -> Sessions.open(url), url);
        }
        assertFalse(Files.exists(Path.of("notes.db")));
    }

    @Test
    void open_manyAtOnce_allGetTheirConnection() throws Exception {
        Path file = folder.resolve("crowd.db");
        int many = 8;
        CyclicBarrier start = new CyclicBarrier(many);
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            List<Future<SqliteSession>> opening = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                opening.add(threads.submit(() -> {
                    start.await();
                    return Sessions.file(file, "");
                }));
            }
            List<SqliteSession> sessions = new ArrayList<>();
            for (Future<SqliteSession> each : opening) {
                sessions.add(each.get(30, TimeUnit.SECONDS));
            }
            sessions.forEach(session ->
                    assertEquals("wal", run(session, "PRAGMA journal_mode").only()));
            sessions.forEach(SqliteSession::close);
        } finally {
            threads.shutdownNow();
        }
    }
}
