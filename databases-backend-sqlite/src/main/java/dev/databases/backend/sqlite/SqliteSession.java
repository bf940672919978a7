package dev.databases.backend.sqlite;

import dev.databases.config.Options;
import dev.databases.config.TransactionOptions;
import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import dev.databases.spi.BackendConnection.Status;
import dev.databases.spi.BlockingSession;
import dev.databases.spi.CompiledBatch;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.Dialect;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteException;

/**
 * One connection to a SQLite database, as {@link SqliteBackend} opens it and core's adapter calls it: compiled statements
 * in, rows and counts out.
 */
final class SqliteSession implements BlockingSession {
    private final SqliteHandle handle;
    private final SqliteLocation location;
    private final Dialect dialect;
    private final SqliteErrors errors;
    private final SqliteStatements statements;
    private final SqliteTransaction transaction;
    private final SqliteStatement ping;

    SqliteSession(SqliteHandle handle, SqliteLocation location, Options options, Dialect dialect) throws SQLException {
        this.handle = handle;
        this.location = location;
        this.dialect = dialect;
        this.errors = new SqliteErrors(location);
        this.statements = new SqliteStatements(handle, options.get(SqliteOptions.STATEMENT_CACHE_SIZE));
        this.transaction = new SqliteTransaction(handle, errors, location);
        this.ping = handle.prepare("SELECT 1");
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public Status status() {
        return transaction.status();
    }

    @Override
    public Rows run(CompiledQuery query) {
        try {
            @Nullable Object[] arguments = SqliteArguments.of(query.arguments());
            handle.enter();
            return SqliteRows.alone(this, query.statement()).start(arguments);
        } catch (SqliteRefusal refusal) {
            throw SqliteRows.refused(refusal, query.statement(), "");
        }
    }

    @Override
    public Rows runMany(CompiledBatch batch) {
        handle.enter();
        SqliteBatch parts = new SqliteBatch(this, batch);
        try {
            return parts.start();
        } catch (RuntimeException | Error failure) {
            parts.close();
            throw failure;
        }
    }

    @Override
    public void begin(TransactionOptions options) {
        within(() -> transaction.begin(options));
    }

    @Override
    public void commit() {
        within(transaction::commit);
    }

    @Override
    public void rollback() {
        within(transaction::rollback);
    }

    @Override
    public void validate() {
        within(() -> {
            try {
                ping.number();
            } catch (SQLException failure) {
                transaction.lost();
                throw lost(failure);
            }
        });
    }

    private void within(Runnable work) {
        handle.enter();
        try {
            work.run();
        } finally {
            handle.leave();
        }
    }

    @Override
    public void interrupt() {
        try {
            handle.interrupt();
        } catch (SQLException closed) {
            throw lost(closed);
        }
    }

    @Override
    public void close() {
        transaction.lost();
        try {
            handle.close();
        } catch (SQLException failure) {
            throw lost(failure);
        }
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(handle.connection()) ? Optional.of(type.cast(handle.connection())) : Optional.empty();
    }

    SqliteHandle handle() {
        return handle;
    }

    SqliteStatements statements() {
        return statements;
    }

    SqliteTransaction transaction() {
        return transaction;
    }

    /** Ends a run; a statement that cannot be ended means that the connection is closed. */
    void putBack(CompiledSql sql, SqliteStatement statement, boolean keepArguments) {
        try {
            statements.putBack(sql, statement, keepArguments);
        } catch (SQLException closed) {
            transaction.lost();
            throw lost(closed);
        }
    }

    /** The error for a failed statement. What is not SQLite's own is mostly a connection that somebody has closed. */
    DatabaseException error(SQLException failure, String sql, String where) {
        if (!(failure instanceof SQLiteException) && handle.isClosed()) {
            transaction.lost();
            return lost(failure);
        }
        return errors.of(failure, sql, where);
    }

    private ConnectionException lost(SQLException failure) {
        return new ConnectionException(
                "the connection to " + location + " is lost: " + SqliteErrors.message(failure), null, failure);
    }
}
