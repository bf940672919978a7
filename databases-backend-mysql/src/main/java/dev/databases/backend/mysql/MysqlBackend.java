package dev.databases.backend.mysql;

import dev.databases.error.ConnectionException;
import dev.databases.jasync.Loops;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.Dialect;
import dev.databases.spi.Limits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One database of a MySQL or MariaDB server, for one {@code Database}: makes connections, which share event loops. */
final class MysqlBackend implements Backend {
    private final MysqlSettings settings;
    private final Dialect dialect;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connecting connecting;
    private @Nullable Loops loops;
    private boolean closed;

    MysqlBackend(MysqlSettings settings) {
        this.settings = settings;
        this.dialect = settings.dialect();
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public Limits limits() {
        return new Limits(MySession.DEPTH, Integer.MAX_VALUE, Integer.MAX_VALUE, MysqlDialect.PARAMETERS);
    }

    @Override
    public CompletionStage<? extends BackendConnection> connect(Duration timeout, Events events) {
        Connecting ready = connecting();
        return ready == null
                ? CompletableFuture.failedStage(new ConnectionException("the backend is closed", null, null))
                : ready.connect(timeout, events);
    }

    /** The loops hold selectors, so they are made with the first connection. */
    private @Nullable Connecting connecting() {
        lock.lock();
        try {
            if (connecting == null && !closed) {
                loops = new Loops("databases mysql");
                connecting = new Connecting(loops, settings);
            }
            return closed ? null : connecting;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletionStage<Void> close() {
        Loops open;
        lock.lock();
        try {
            closed = true;
            open = loops;
        } finally {
            lock.unlock();
        }
        return open == null ? CompletableFuture.completedStage(null) : open.close();
    }
}
