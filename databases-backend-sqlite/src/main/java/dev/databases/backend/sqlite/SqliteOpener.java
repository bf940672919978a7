package dev.databases.backend.sqlite;

import dev.databases.backend.sqlite.SqliteOptions.JournalMode;
import dev.databases.backend.sqlite.SqliteOptions.Mode;
import dev.databases.config.Options;
import dev.databases.error.ConnectionException;
import dev.databases.spi.Dialect;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/**
 * Opens connections for {@link SqliteBackend}: checks the file, sets the pragmas, and reads the schema, so that a file that
 * is no database fails here and not at the first statement.
 */
final class SqliteOpener {
    private static final Object[] NONE = {};

    private final SqliteLocation location;
    private final Options options;

    SqliteOpener(SqliteLocation location, Options options) {
        this.location = location;
        this.options = options;
    }

    /**
     * Opens a connection.
     *
     * @param timeout the longest to wait for locks while opening
     * @param dialect what the session tells
     * @return the session
     * @throws ConnectionException if the file cannot be opened, or is no database
     */
    SqliteSession open(Duration timeout, Dialect dialect) {
        Path file = location.file();
        if (file != null) {
            SqliteFiles.check(file, location.mode());
        }
        Duration busy = options.get(SqliteOptions.BUSY_TIMEOUT);
        try {
            SQLiteConnection connection = connect();
            try {
                SqliteHandle handle = new SqliteHandle(connection, busy.compareTo(timeout) < 0 ? busy : timeout);
                prepare(handle);
                handle.waitFor(busy);
                return new SqliteSession(handle, location, options, dialect);
            } catch (SQLException | RuntimeException failure) {
                connection.close();
                throw failure;
            }
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    ConnectionException failed(SQLException failure) {
        return new ConnectionException(problem(failure), hint(failure), failure);
    }

    /** Opens without looking at the content, as it also keeps a database in memory alive. */
    SQLiteConnection connect() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(location.isReadOnly());
        if (location.mode() == Mode.RW) {
            config.resetOpenMode(SQLiteOpenMode.CREATE);
        }
        // sqlite-jdbc locks around every call, so SQLite need not do it again.
        config.setOpenMode(SQLiteOpenMode.NOMUTEX);
        Duration busy = options.get(SqliteOptions.BUSY_TIMEOUT);
        Duration patience = busy.compareTo(SqliteHandle.PATIENCE) < 0 ? busy : SqliteHandle.PATIENCE;
        config.setBusyTimeout((int) patience.toMillis());
        return (SQLiteConnection) config.createConnection("jdbc:sqlite:" + location.uri());
    }

    private void prepare(SqliteHandle handle) throws SQLException {
        boolean wal = false;
        if (!location.isReadOnly()) {
            handle.script(SqliteOptions.pragmasOfNewDatabase(options));
            wal = journal(handle);
        }
        handle.script(SqliteOptions.pragmasOfConnection(options, wal));
        ask(handle, "SELECT count(*) FROM sqlite_schema");
    }

    /** Sets the journal mode, unless the file has it already, and tells if it is WAL now. */
    private boolean journal(SqliteHandle handle) throws SQLException {
        Optional<JournalMode> chosen = options.find(SqliteOptions.JOURNAL_MODE);
        if (location.isMemory() && chosen.isEmpty()) {
            return false;
        }
        String wanted = chosen.orElse(JournalMode.WAL).name().toLowerCase(Locale.ROOT);
        String mode = ask(handle, "PRAGMA journal_mode");
        if (!mode.equals(wanted)) {
            mode = ask(handle, "PRAGMA journal_mode = " + wanted);
        }
        // Some file systems have no WAL; that matters only to who has asked for it.
        if (!mode.equals(wanted) && chosen.isPresent()) {
            throw new ConnectionException(
                    "the journal mode of " + location + " cannot be " + wanted + ", it stays " + mode,
                    "leave out the option journal_mode",
                    null);
        }
        return mode.equals("wal");
    }

    private static String ask(SqliteHandle handle, String sql) throws SQLException {
        SqliteStatement statement = handle.prepare(sql);
        try {
            handle.start(statement, NONE);
            return statement.text();
        } finally {
            statement.close();
        }
    }

    private String problem(SQLException failure) {
        if (SqliteErrors.is(failure, SQLiteErrorCode.SQLITE_NOTADB)) {
            return location + " is not a SQLite database";
        }
        if (SqliteErrors.is(failure, SQLiteErrorCode.SQLITE_CORRUPT)) {
            return location + " is damaged: " + SqliteErrors.message(failure);
        }
        return location + " cannot be opened: " + SqliteErrors.message(failure);
    }

    private static @Nullable String hint(SQLException failure) {
        if (SqliteErrors.is(failure, SQLiteErrorCode.SQLITE_NOTADB)) {
            return "it is a file of another kind, or encrypted";
        }
        if (SqliteErrors.is(failure, SQLiteErrorCode.SQLITE_CORRUPT)) {
            return "restore it from a backup, or use the recover command of the sqlite3 shell";
        }
        if (SqliteErrors.is(failure, SQLiteErrorCode.SQLITE_BUSY)) {
            return "another connection holds its lock: raise the option busy_timeout";
        }
        return SqliteErrors.is(failure, SQLiteErrorCode.SQLITE_READONLY)
                ? "the file, its folder or its journal cannot be written: open it with ?mode=ro"
                : null;
    }
}
