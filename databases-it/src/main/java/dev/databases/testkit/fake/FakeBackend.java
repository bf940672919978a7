package dev.databases.testkit.fake;

import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.Dialect;
import dev.databases.spi.Limits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One fake database: a pipeline of eight requests a connection, any number of writers. */
final class FakeBackend implements Backend {
    static final int DEPTH = 8;

    private final FakeServer server = new FakeServer();

    @Override
    public Dialect dialect() {
        return FakeDialect.OFFLINE;
    }

    @Override
    public Limits limits() {
        return new Limits(DEPTH, Integer.MAX_VALUE, Integer.MAX_VALUE, 1_000);
    }

    @Override
    public CompletionStage<? extends BackendConnection> connect(Duration timeout, Events events) {
        CompletableFuture<BackendConnection> connected = new CompletableFuture<>();
        server.run(() -> connected.complete(server.connect(events)));
        return connected;
    }

    @Override
    public CompletionStage<Void> close() {
        if (server.isMute()) {
            return new CompletableFuture<>();
        }
        server.shutdown();
        return CompletableFuture.completedStage(null);
    }
}
