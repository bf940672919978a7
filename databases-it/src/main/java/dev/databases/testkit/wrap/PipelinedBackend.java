package dev.databases.testkit.wrap;

import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.Limits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * Makes any backend asynchronous and pipelined, as one on a network library is: all its connections answer on one event
 * loop, and each takes several requests in a row. So the whole contract runs on such a backend with a real database
 * below.
 */
final class PipelinedBackend extends WrappedBackend {
    private static final int DEPTH = 8;

    private final EventLoop loop = new EventLoop("pipelined-loop");

    PipelinedBackend(Backend inner) {
        super(inner, UnaryOperator.identity());
    }

    @Override
    public Limits limits() {
        Limits given = super.limits();
        return new Limits(DEPTH, given.writers(), given.connections(), given.parameters());
    }

    @Override
    public CompletionStage<? extends BackendConnection> connect(Duration timeout, Events events) {
        CompletableFuture<BackendConnection> connected = new CompletableFuture<>();
        PipelinedEvents forwarded = new PipelinedEvents(loop, events);
        super.connect(timeout, forwarded)
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
        return super.close().whenComplete((nothing, failure) -> loop.shutdown());
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
