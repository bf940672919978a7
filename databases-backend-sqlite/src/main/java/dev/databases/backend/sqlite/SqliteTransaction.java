package dev.databases.backend.sqlite;

import dev.databases.config.TransactionOptions;
import dev.databases.error.DatabaseException;
import dev.databases.error.TransactionException;
import dev.databases.error.TransactionRolledBackException;
import dev.databases.spi.BackendConnection.Status;
import java.sql.SQLException;
import org.sqlite.core.Codes;

/**
 * Begins and ends the transactions of one connection and knows whether one is open. {@link SqliteSession} calls it, and
 * asks it again after everything that may have ended a transaction.
 *
 * <p>SQLite knows by itself whether a transaction is open, but sqlite-jdbc does not pass that on, and its commit and
 * rollback listeners are shared by all connections of the process. So SQLite is asked in a way that it can answer: BEGIN
 * is refused inside a transaction, and outside it does nothing that ROLLBACK would not undo. That takes 0.3 µs.
 */
final class SqliteTransaction {
    private static final Object[] NONE = {};

    private final SqliteHandle handle;
    private final SqliteErrors errors;
    private final boolean readOnlyFile;
    private final SqliteStatement beginImmediate;
    private final SqliteStatement begin;
    private final SqliteStatement commit;
    private final SqliteStatement rollback;
    private volatile Status status = Status.IDLE;
    private boolean queryOnly;

    SqliteTransaction(SqliteHandle handle, SqliteErrors errors, SqliteLocation location) throws SQLException {
        this.handle = handle;
        this.errors = errors;
        this.readOnlyFile = location.isReadOnly();
        this.beginImmediate = handle.prepare("BEGIN IMMEDIATE");
        this.begin = handle.prepare("BEGIN");
        this.commit = handle.prepare("COMMIT");
        this.rollback = handle.prepare("ROLLBACK");
    }

    Status status() {
        return status;
    }

    boolean isOpen() {
        return status == Status.IN_TRANSACTION;
    }

    /** Begins; a transaction that may write takes the lock now, so that it cannot fail to get it later. */
    void begin(TransactionOptions options) {
        if (options.deferrable()) {
            throw new TransactionException(
                    "SQLite has no deferrable transactions",
                    "leave out asDeferrable(): a read-only transaction of SQLite never waits for others",
                    null);
        }
        boolean immediate = !options.readOnly() && !readOnlyFile;
        String sql = immediate ? "BEGIN IMMEDIATE" : "BEGIN";
        try {
            queryOnly(options.readOnly());
            run(immediate ? beginImmediate : begin);
            became(true);
        } catch (SQLException failure) {
            throw failed(failure, sql);
        }
    }

    void commit() {
        try {
            run(commit);
            ended();
        } catch (SQLException failure) {
            boolean wasOpen = isOpen();
            DatabaseException error = failed(failure, "COMMIT");
            if (wasOpen && isOpen()) {
                throw error;
            }
            throw new TransactionRolledBackException(
                    "SQLite had rolled the transaction back before it could be committed",
                    "run the whole transaction again",
                    error);
        }
    }

    /** Rolls back; a transaction that SQLite has rolled back itself is what was asked for. */
    void rollback() {
        if (!isOpen()) {
            return;
        }
        try {
            run(rollback);
            ended();
        } catch (SQLException failure) {
            DatabaseException error = failed(failure, "ROLLBACK");
            if (status != Status.IDLE) {
                throw error;
            }
        }
    }

    private void run(SqliteStatement statement) throws SQLException {
        try {
            handle.start(statement, NONE);
        } finally {
            statement.reset();
        }
    }

    /** The error for a statement after which it is not certain whether a transaction is open. */
    private DatabaseException failed(SQLException failure, String sql) {
        DatabaseException error = errors.of(failure, sql, "");
        ask();
        return error;
    }

    /** Asks SQLite whether a transaction is open; for after an error, and after SQL that may do anything. */
    void ask() {
        try {
            boolean outside = begin.step() == Codes.SQLITE_DONE;
            begin.reset();
            if (outside) {
                rollback.step();
                rollback.reset();
                ended();
            } else {
                became(true);
            }
        } catch (SQLException closed) { // what the status then says
            lost();
        }
    }

    /** The connection cannot be used any more. */
    void lost() {
        status = Status.UNKNOWN;
    }

    private void ended() {
        became(false);
        try {
            queryOnly(false);
        } catch (SQLException closed) { // what the status then says; the transaction itself has ended well
            lost();
        }
    }

    private void became(boolean open) {
        handle.inTransaction(open);
        status = open ? Status.IN_TRANSACTION : Status.IDLE;
    }

    private void queryOnly(boolean wanted) throws SQLException {
        if (queryOnly != wanted) {
            handle.script(wanted ? "PRAGMA query_only = 1" : "PRAGMA query_only = 0");
            queryOnly = wanted;
        }
    }
}
