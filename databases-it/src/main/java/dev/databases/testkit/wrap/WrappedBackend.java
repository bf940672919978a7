package dev.databases.testkit.wrap;

import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.Dialect;
import dev.databases.spi.Limits;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** A backend that does what another does, with its connections in wrappers; a subclass changes what it wants to be different. */
public class WrappedBackend implements Backend {
    private final Backend inner;
    private final UnaryOperator<BackendConnection> wrapper;

    /**
     * Wraps.
     *
     * @param inner does the work
     * @param wrapper put around each of its connections
     */
    public WrappedBackend(Backend inner, UnaryOperator<BackendConnection> wrapper) {
        this.inner = inner;
        this.wrapper = wrapper;
    }

    @Override
    public Dialect dialect() {
        return inner.dialect();
    }

    @Override
    public Limits limits() {
        return inner.limits();
    }

    @Override
    public CompletionStage<? extends BackendConnection> connect(Duration timeout, Events events) {
        return inner.connect(timeout, events).thenApply(wrapper::apply);
    }

    @Override
    public CompletionStage<Void> close() {
        return inner.close();
    }
}
