package dev.databases.backend.mysql;

import dev.databases.error.ConnectionException;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.Dialect;
import dev.databases.spi.Limits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One database of a MySQL or MariaDB server, for one {@code Database}: makes connections, which share event loops. */
final class MysqlBackend implements Backend {
    private final MysqlSettings settings;

    MysqlBackend(MysqlSettings settings) {
        this.settings = settings;
    }

    @Override
    public Dialect dialect() {
        return settings.dialect();
    }

    @Override
    public Limits limits() {
        return new Limits(1, Integer.MAX_VALUE, Integer.MAX_VALUE, MysqlDialect.PARAMETERS);
    }

    @Override
    public CompletionStage<? extends BackendConnection> connect(Duration timeout, Events events) {
        return CompletableFuture.failedStage(
                new ConnectionException(settings + " cannot be connected to yet", null, null));
    }

    @Override
    public CompletionStage<Void> close() {
        return CompletableFuture.completedStage(null);
    }
}
