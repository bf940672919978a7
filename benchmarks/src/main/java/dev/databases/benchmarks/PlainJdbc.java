package dev.databases.benchmarks;

import dev.databases.benchmarks.Entries.Entry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The other side: one connection of sqlite-jdbc, used as its documentation shows, with the pragmas of the library and with
 * every prepared statement kept. For one thread.
 */
final class PlainJdbc implements AutoCloseable {
    private static final int BATCH = 1_000;

    private final Connection connection;
    private final PreparedStatement byKey;
    private final PreparedStatement all;
    private final PreparedStatement insert;

    PlainJdbc(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.NORMAL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(5_000);
        connection = config.createConnection("jdbc:sqlite:" + file);
        createTables();
        byKey = connection.prepareStatement("SELECT id, text, completed FROM notes WHERE id = ?");
        all = connection.prepareStatement("SELECT id, text, completed FROM notes");
        insert = connection.prepareStatement("INSERT INTO entries (text, completed, priority) VALUES (?, ?, ?)");
    }

    void createTables() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, text VARCHAR(100) NOT NULL,"
                            + " completed BOOLEAN NOT NULL)");
            statement.executeUpdate("CREATE TABLE IF NOT EXISTS entries (id INTEGER PRIMARY KEY, text VARCHAR(100) NOT"
                    + " NULL, completed BOOLEAN NOT NULL, priority INTEGER NOT NULL)");
        }
    }

    void insertNotes(int count) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement note = connection.prepareStatement("INSERT INTO notes VALUES (?, ?, ?)")) {
            for (int id = 1; id <= count; id++) {
                note.setLong(1, id);
                note.setString(2, Notes.textOf(id));
                note.setBoolean(3, id % 3 == 0);
                note.addBatch();
                if (id % BATCH == 0 || id == count) {
                    note.executeBatch();
                }
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** One row by its key. */
    long fetchOne(long id) throws SQLException {
        byKey.setLong(1, id);
        try (ResultSet rows = byKey.executeQuery()) {
            return rows.next() ? digest(rows) : 0;
        }
    }

    /** All rows, one by one. */
    long iterate() throws SQLException {
        long digest = 0;
        try (ResultSet rows = all.executeQuery()) {
            while (rows.next()) {
                digest += digest(rows);
            }
        }
        return digest;
    }

    private static long digest(ResultSet rows) throws SQLException {
        return Notes.digest(rows.getLong(1), rows.getString(2), rows.getBoolean(3));
    }

    /** Rows in one batch in one transaction. */
    int insertBatch(List<Entry> entries) throws SQLException {
        connection.setAutoCommit(false);
        for (Entry entry : entries) {
            insert.setString(1, entry.text());
            insert.setBoolean(2, entry.completed());
            insert.setInt(3, entry.priority());
            insert.addBatch();
        }
        int inserted = insert.executeBatch().length;
        connection.commit();
        connection.setAutoCommit(true);
        return inserted;
    }

    void deleteEntries() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM entries");
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
