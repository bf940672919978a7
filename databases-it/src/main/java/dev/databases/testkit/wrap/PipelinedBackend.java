package dev.databases.testkit.wrap;

import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.Dialect;
import dev.databases.spi.Limits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Makes any backend asynchronous and pipelined, as one on a network library is: all its connections answer on one event
 * loop, and each takes several requests in a row. So the whole contract runs on such a backend with a real database
 * below.
 */
final class PipelinedBackend implements Backend {
    private static final int DEPTH = 8;

    private final Backend inner;
    private final EventLoop loop = new EventLoop("pipelined-loop");

    PipelinedBackend(Backend inner) {
        this.inner = inner;
    }

    @Override
    public Dialect dialect() {
        return inner.dialect();
    }

    @Override
    public Limits limits() {
        Limits given = inner.limits();
        return new Limits(DEPTH, given.writers(), given.connections(), given.parameters());
    }

    @Override
    public CompletionStage<? extends BackendConnection> connect(Duration timeout, Events events) {
        CompletableFuture<BackendConnection> connected = new CompletableFuture<>();
        PipelinedEvents forwarded = new PipelinedEvents(loop, events);
        inner.connect(timeout, forwarded)
                .whenComplete((connection, failure) -> loop.execute(() -> {
                    if (connection == null) {
                        connected.completeExceptionally(failure);
                    } else {
                        connected.complete(new PipelinedConnection(connection, loop));
                    }
                }));
        return connected;
    }

    @Override
    public CompletionStage<Void> close() {
        return inner.close().whenComplete((nothing, failure) -> loop.shutdown());
    }

    /** Tells everything on the loop. */
    private record PipelinedEvents(EventLoop loop, Events events) implements Events {
        @Override
        public void closed(Throwable why) {
            loop.execute(() -> events.closed(why));
        }

        @Override
        public void notice(String text) {
            loop.execute(() -> events.notice(text));
        }

        @Override
        public void warning(String text) {
            loop.execute(() -> events.warning(text));
        }
    }
}
