package dev.databases.core.pool;

import dev.databases.error.ConnectionException;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Making one connection and preparing it, with a deadline of our own in case the backend forgets its. Whatever becomes of
 * it, a connection that is not handed on is dropped.
 */
final class Opening {
    /** The backend knows best what went wrong, so it gets a little longer than it was told. */
    private static final long GRACE_MILLIS = 1_000;

    private final Duration timeout;
    private final Function<BackendConnection, CompletionStage<Void>> prepare;
    private final CompletableFuture<BackendConnection> result = new CompletableFuture<>();
    private volatile @Nullable BackendConnection made;

    private Opening(Duration timeout, Function<BackendConnection, CompletionStage<Void>> prepare) {
        this.timeout = timeout;
        this.prepare = prepare;
    }

    static CompletionStage<BackendConnection> of(
            Backend backend,
            Duration timeout,
            Backend.Events events,
            Function<BackendConnection, CompletionStage<Void>> prepare,
            ScheduledExecutorService timer) {
        Opening opening = new Opening(timeout, prepare);
        Future<?> deadline = timer.schedule(opening::tooLate, timeout.toMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
        Guarded.<BackendConnection>stage(() -> backend.connect(timeout, events).thenApply(connection -> connection))
                .whenComplete(opening::connected);
        return opening.result.whenComplete((connection, failure) -> deadline.cancel(false));
    }

    private void connected(@Nullable BackendConnection connection, @Nullable Throwable failure) {
        if (connection == null) {
            result.completeExceptionally(Guarded.problem(failure));
            return;
        }
        made = connection;
        if (result.isDone()) {
            Guarded.abort(connection);
            return;
        }
        Guarded.stage(() -> prepare.apply(connection)).whenComplete((nothing, problem) -> {
            if (problem != null || !result.complete(connection)) {
                Guarded.abort(connection);
                result.completeExceptionally(Guarded.problem(problem));
            }
        });
    }

    private void tooLate() {
        boolean first = result.completeExceptionally(new ConnectionException(
                "cannot connect: no connection within " + timeout.toMillis() + " ms",
                "check that the server is reachable, or raise connect_timeout",
                null));
        BackendConnection late = made;
        if (first && late != null) {
            Guarded.abort(late);
        }
    }
}
