package dev.databases.examples.h2;

import dev.databases.config.IsolationLevel;
import dev.databases.config.TransactionOptions;
import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import dev.databases.error.TransactionException;
import dev.databases.spi.BackendConnection.Status;
import dev.databases.spi.BlockingSession;
import dev.databases.spi.CompiledBatch;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One JDBC connection. Core's adapter calls it on one thread at a time; only {@link #interrupt} and {@link #status} come
 * from others. Savepoints arrive as SQL text like any other statement.
 */
final class H2Session implements BlockingSession {
    private final Connection connection;
    private volatile Status status = Status.IDLE;
    private volatile @Nullable Statement running;

    H2Session(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Dialect dialect() {
        return new H2Dialect();
    }

    @Override
    public Status status() {
        return status;
    }

    @Override
    public Rows run(CompiledQuery query) {
        return new H2Rows(this, query.statement()).run(List.<@Nullable Object[]>of(query.arguments()));
    }

    @Override
    public Rows runMany(CompiledBatch batch) {
        return new H2Rows(this, batch.statement()).run(batch.rows());
    }

    /** Called right before the first statement of a transaction. What cannot be honoured is refused. */
    @Override
    public void begin(TransactionOptions options) {
        IsolationLevel level = options.isolation().orElse(IsolationLevel.READ_COMMITTED);
        if (options.readOnly() || options.deferrable() || level == IsolationLevel.SERIALIZABLE) {
            throw new TransactionException(
                    "H2 has no read-only, deferrable or truly serializable transactions",
                    "the highest isolation level is REPEATABLE_READ",
                    null);
        }
        within("BEGIN", () -> {
            connection.setTransactionIsolation(1 << level.ordinal()); // JDBC numbers the four levels 1, 2, 4, 8
            connection.setAutoCommit(false);
            status = Status.IN_TRANSACTION;
        });
    }

    @Override
    public void commit() {
        within("COMMIT", () -> {
            connection.commit();
            transactionEnded();
        });
    }

    @Override
    public void rollback() {
        within("ROLLBACK", () -> {
            connection.rollback();
            transactionEnded();
        });
    }

    void transactionEnded() throws SQLException {
        connection.setAutoCommit(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        status = Status.IDLE;
    }

    @Override
    public void validate() {
        within("SELECT 1", () -> {
            try (Statement ping = connection.createStatement()) {
                ping.execute("SELECT 1");
            }
        });
    }

    @Override
    public void interrupt() {
        Statement current = running;
        if (current != null) {
            within("CANCEL", current::cancel);
        }
    }

    /** Notes what {@link #interrupt} has to stop, null for nothing. */
    void running(@Nullable Statement statement) {
        running = statement;
    }

    @Override
    public void close() {
        status = Status.UNKNOWN;
        within("CLOSE", connection::close);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(connection) ? Optional.of(type.cast(connection)) : Optional.empty();
    }

    Connection connection() {
        return connection;
    }

    /** A piece of JDBC. */
    interface Work {
        void run() throws SQLException;
    }

    private void within(String sql, Work work) {
        try {
            work.run();
        } catch (SQLException failure) {
            throw failed(failure, sql, "");
        }
    }

    /** Translates an error, and notes what it has done to the connection: H2 ends the transaction on a deadlock. */
    DatabaseException failed(SQLException failure, String sql, String where) {
        DatabaseException error = H2Errors.of(failure, sql, where);
        if (error instanceof ConnectionException) {
            status = Status.UNKNOWN;
        } else if (H2Errors.DEADLOCK.equals(failure.getSQLState())) {
            within("ROLLBACK", this::transactionEnded);
        }
        return error;
    }
}
