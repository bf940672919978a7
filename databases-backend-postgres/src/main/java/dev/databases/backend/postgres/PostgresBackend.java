package dev.databases.backend.postgres;

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

/** One PostgreSQL database, for one {@code Database}: makes connections, which share event loops. */
final class PostgresBackend implements Backend {
    /** After how long a connection that only listens is asked for a sign of life, and how long that may take. */
    private static final Duration CHECKS = Duration.ofSeconds(30);

    private final PostgresSettings settings;
    private final Dialect dialect;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connecting connecting;
    private @Nullable Loops loops;
    private @Nullable Listeners listeners;
    private volatile Duration timeout = Duration.ofSeconds(10);
    private boolean closed;

    PostgresBackend(PostgresSettings settings) {
        this.settings = settings;
        this.dialect = new PostgresDialect(settings.serverVersion());
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public Limits limits() {
        return new Limits(PgSession.DEPTH, Integer.MAX_VALUE, Integer.MAX_VALUE, PostgresDialect.PARAMETERS);
    }

    @Override
    public CompletionStage<? extends BackendConnection> connect(Duration timeout, Events events) {
        this.timeout = timeout;
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
                Loops made = new Loops("databases postgresql");
                Connecting ready = new Connecting(made, settings);
                loops = made;
                connecting = ready;
                listeners = new Listeners(made.next(), events -> ready.connect(timeout, events), CHECKS);
            }
            return closed ? null : connecting;
        } finally {
            lock.unlock();
        }
    }

    /** Who listens; null if nothing was connected, or all is closed. */
    @Nullable
    Listeners listeners() {
        lock.lock();
        try {
            return closed ? null : listeners;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletionStage<Void> close() {
        Loops open;
        Listeners heard;
        lock.lock();
        try {
            closed = true;
            open = loops;
            heard = listeners;
        } finally {
            lock.unlock();
        }
        return open == null || heard == null
                ? CompletableFuture.completedStage(null)
                : heard.close().thenCompose(nothing -> open.close());
    }
}
