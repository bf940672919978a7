package dev.databases.testkit.wrap;

import dev.databases.spi.Completion;
import dev.databases.spi.Request;
import java.util.concurrent.CompletionStage;

/** A request that does what another does; a subclass changes what it wants to be different. */
public class WrappedRequest implements Request {
    private final Request inner;

    /**
     * Wraps.
     *
     * @param inner does the work
     */
    public WrappedRequest(Request inner) {
        this.inner = inner;
    }

    @Override
    public CompletionStage<Completion> completion() {
        return inner.completion();
    }

    @Override
    public void resume() {
        inner.resume();
    }

    @Override
    public void runHere() {
        inner.runHere();
    }

    @Override
    public void cancel() {
        inner.cancel();
    }
}
