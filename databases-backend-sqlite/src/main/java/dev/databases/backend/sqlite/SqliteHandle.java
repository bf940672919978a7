package dev.databases.backend.sqlite;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.core.DB;

/**
 * One open connection of sqlite-jdbc: prepares statements, runs them to their first row, waits for locks, counts changes,
 * is interrupted. {@link SqliteOpener} makes it, a session owns it.
 *
 * <p>Used by one thread at a time, but {@link #interrupt()} may come from any.
 */
final class SqliteHandle {
    /**
     * How long SQLite waits for a lock by itself. It cannot be interrupted while it does; so it is made to give up soon,
     * and asked again until the busy timeout is over.
     */
    static final Duration PATIENCE = Duration.ofMillis(100);

    /** Some locks SQLite does not wait for at all. */
    private static final long PAUSE_NANOS = 1_000_000;

    private enum Activity {
        IDLE,
        RUNNING,
        INTERRUPTED
    }

    private final SQLiteConnection connection;
    private final DB database;
    private final SqliteStatement lastRowId;
    private final AtomicReference<Activity> activity = new AtomicReference<>(Activity.IDLE);
    private final ReentrantLock closing = new ReentrantLock();
    private long busyNanos;
    private boolean closed;

    SqliteHandle(SQLiteConnection connection, Duration busyTimeout) throws SQLException {
        this.connection = connection;
        this.database = connection.getDatabase();
        this.busyNanos = busyTimeout.toNanos();
        this.lastRowId = prepare("SELECT last_insert_rowid()");
    }

    SQLiteConnection connection() {
        return connection;
    }

    /** Changes how long locks are waited for. */
    void waitFor(Duration busyTimeout) {
        busyNanos = busyTimeout.toNanos();
    }

    /** Prepares a statement, waiting for locks: the first one reads the schema, and so does one after it has changed. */
    SqliteStatement prepare(String sql) throws SQLException {
        try {
            return prepared(sql);
        } catch (SQLException failure) {
            return insist(() -> prepared(sql), failure);
        }
    }

    private SqliteStatement prepared(String sql) throws SQLException {
        return new SqliteStatement(connection.prepareStatement(sql));
    }

    /** Runs a script of statements without arguments, without waiting for locks. */
    void script(String sql) throws SQLException {
        if (!sql.isEmpty()) {
            database._exec(sql);
        }
    }

    /** From here to {@link #leave()} an interrupt is meant for what runs here. */
    void enter() {
        activity.set(Activity.RUNNING);
    }

    void leave() {
        activity.set(Activity.IDLE);
    }

    /** Runs a statement to its first row, if it has any, waiting for locks. */
    boolean start(SqliteStatement statement, @Nullable Object[] arguments) throws SQLException {
        try {
            return started(statement, arguments);
        } catch (SQLException failure) {
            return insist(() -> started(statement, arguments), failure);
        }
    }

    private static boolean started(SqliteStatement statement, @Nullable Object[] arguments) throws SQLException {
        try {
            return statement.start(arguments);
        } catch (SQLException failure) {
            if (isWorthWaiting(failure)) {
                statement.reset();
            }
            throw failure;
        }
    }

    /** Something that fails while others hold a lock. */
    private interface Attempt<T> {
        T make() throws SQLException;
    }

    private <T> T insist(Attempt<T> attempt, SQLException first) throws SQLException {
        long end = System.nanoTime() + busyNanos - PATIENCE.toNanos();
        SQLException failure = first;
        while (isWorthWaiting(failure)) {
            stopIfInterrupted();
            if (System.nanoTime() - end >= 0) {
                break;
            }
            pause();
            try {
                return attempt.make();
            } catch (SQLException again) {
                failure = again;
            }
        }
        throw failure;
    }

    private static void pause() throws SQLException {
        LockSupport.parkNanos(PAUSE_NANOS);
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted();
        }
    }

    /**
     * A transaction that reads an old snapshot cannot get the lock however long it waits. A database in memory locks its
     * tables against another connection, which can only be one that is closing.
     */
    private static boolean isWorthWaiting(SQLException failure) {
        int code = SqliteErrors.code(failure);
        return code == SQLiteErrorCode.SQLITE_LOCKED_SHAREDCACHE.code
                || SqliteErrors.is(failure, SQLiteErrorCode.SQLITE_BUSY)
                        && code != SQLiteErrorCode.SQLITE_BUSY_SNAPSHOT.code;
    }

    /** Fails as an interrupted statement does, if there was an interrupt since {@link #enter()}. */
    void stopIfInterrupted() throws SQLException {
        if (activity.get() == Activity.INTERRUPTED) {
            throw interrupted();
        }
    }

    private static SQLException interrupted() {
        return DB.newSQLException(SQLiteErrorCode.SQLITE_INTERRUPT.code, "interrupted");
    }

    /** Makes what runs fail; does nothing if nothing runs. Any thread. */
    void interrupt() throws SQLException {
        closing.lock();
        try {
            boolean runs = activity.compareAndSet(Activity.RUNNING, Activity.INTERRUPTED)
                    || activity.get() == Activity.INTERRUPTED;
            if (runs && !closed) {
                database.interrupt();
            }
        } finally {
            closing.unlock();
        }
    }

    /** How many rows were inserted, updated or deleted by the last such statement itself. */
    long changes() throws SQLException {
        return database.changes();
    }

    /** How many rows were inserted, updated or deleted since the connection was opened, by triggers too. */
    long totalChanges() throws SQLException {
        return database.total_changes();
    }

    long lastRowId() throws SQLException {
        return lastRowId.number();
    }

    /** Tells sqlite-jdbc whether a transaction is open, so that it neither ends it nor tests for one. */
    void inTransaction(boolean open) {
        connection.getConnectionConfig().setAutoCommit(!open);
    }

    boolean isClosed() {
        return database.isClosed();
    }

    /** Closes the connection, and with it all statements. */
    void close() throws SQLException {
        closing.lock();
        try {
            closed = true;
        } finally {
            closing.unlock();
        }
        connection.close();
    }
}
