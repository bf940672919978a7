package dev.databases.testkit.wrap;

import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Any backend, to whose connections happens what a {@link CutScript} says. */
public final class CutBackend extends WrappedBackend {
    private final CutScript script;
    private final EventLoop loop = new EventLoop("cut-loop");

    /**
     * Wraps.
     *
     * @param inner does the work
     * @param script says what happens
     */
    public CutBackend(Backend inner, CutScript script) {
        super(inner, UnaryOperator.identity());
        this.script = script;
    }

    @Override
    public CompletionStage<? extends BackendConnection> connect(Duration timeout, Events events) {
        CompletableFuture<BackendConnection> connected = new CompletableFuture<>();
        CutScript.Cut cut = script.at("send CONNECT");
        if (cut == CutScript.Cut.DIE || cut == CutScript.Cut.ERROR) {
            loop.execute(() -> connected.completeExceptionally(CutConnection.lost()));
        } else if (cut == null) {
            super.connect(timeout, events)
                    .whenComplete((connection, failure) -> answered(connection, failure, events, connected));
        }
        return connected;
    }

    private void answered(
            @Nullable BackendConnection connection,
            @Nullable Throwable failure,
            Events events,
            CompletableFuture<BackendConnection> connected) {
        if (connection == null) {
            connected.completeExceptionally(failure == null ? CutConnection.lost() : failure);
            return;
        }
        CutScript.Cut cut = script.at("answer to CONNECT");
        if (cut == null) {
            CutConnection cuttable = new CutConnection(connection, script, events, loop);
            script.add(cuttable);
            connected.complete(cuttable);
        } else {
            connection.abort();
            if (cut != CutScript.Cut.SILENCE) {
                connected.completeExceptionally(CutConnection.lost());
            }
        }
    }

    @Override
    public CompletionStage<Void> close() {
        return super.close().whenComplete((nothing, failure) -> loop.shutdown());
    }
}
