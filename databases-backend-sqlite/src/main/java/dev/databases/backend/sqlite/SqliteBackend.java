package dev.databases.backend.sqlite;

import dev.databases.config.Options;
import dev.databases.error.ConnectionException;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.BlockingBackendConnection;
import dev.databases.spi.Dialect;
import dev.databases.spi.Limits;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One SQLite database, for one {@code Database}: hands out connections, each with a thread of its own.
 *
 * <p>A database in memory lives from the first {@link #connect} to {@link #close}: one more connection, which nobody uses,
 * keeps it alive where core replaces the one that it has.
 */
final class SqliteBackend implements Backend {
    private final SqliteLocation location;
    private final SqliteOpener opener;
    private final Dialect dialect = new SqliteDialect();
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection keeper;

    SqliteBackend(SqliteLocation location, Options options) {
        this.location = location;
        this.opener = new SqliteOpener(location, options);
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    /** One writer at a time, and as many readers as wanted beside it; in memory one connection for all. */
    @Override
    public Limits limits() {
        int writers = location.isReadOnly() ? Integer.MAX_VALUE : 1;
        return new Limits(1, writers, location.isMemory() ? 1 : Integer.MAX_VALUE, SqliteDialect.PARAMETERS);
    }

    @Override
    public CompletionStage<? extends BackendConnection> connect(Duration timeout, Events events) {
        return BlockingBackendConnection.open("databases " + location, () -> session(timeout), events);
    }

    private SqliteSession session(Duration timeout) {
        if (location.isMemory()) {
            keepMemory();
        }
        return opener.open(timeout, dialect);
    }

    private void keepMemory() {
        lock.lock();
        try {
            if (keeper == null) {
                keeper = opener.connect();
            }
        } catch (SQLException failure) {
            throw opener.failed(failure);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletionStage<Void> close() {
        lock.lock();
        try {
            if (keeper != null) {
                keeper.close();
                keeper = null;
            }
            return CompletableFuture.completedStage(null);
        } catch (SQLException failure) {
            return CompletableFuture.failedStage(new ConnectionException(
                    location + " could not be closed: " + SqliteErrors.message(failure), null, failure));
        } finally {
            lock.unlock();
        }
    }
}
