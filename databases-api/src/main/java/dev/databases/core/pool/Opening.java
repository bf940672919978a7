package dev.databases.core.pool;

import dev.databases.error.ConnectionException;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Making one connection, with a deadline of our own in case the backend forgets it. */
final class Opening {
    /** The backend knows best what went wrong, so it gets a little longer than it was told. */
    private static final long GRACE_MILLIS = 1_000;

    private Opening() {}

    static CompletionStage<BackendConnection> of(
            Backend backend,
            Duration timeout,
            Backend.Events events,
            Function<BackendConnection, CompletionStage<Void>> prepare,
            ScheduledExecutorService timer) {
        CompletableFuture<BackendConnection> result = new CompletableFuture<>();
        Future<?> deadline = timer.schedule(
                () -> result.completeExceptionally(tooLate(timeout)),
                timeout.toMillis() + GRACE_MILLIS,
                TimeUnit.MILLISECONDS);
        connect(backend, timeout, events, prepare).whenComplete((connection, failure) -> {
            deadline.cancel(false);
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (!result.complete(connection)) {
                connection.abort();
            }
        });
        return result;
    }

    private static ConnectionException tooLate(Duration timeout) {
        return new ConnectionException(
                "cannot connect: no connection within " + timeout.toMillis() + " ms",
                "check that the server is reachable, or raise connect_timeout",
                null);
    }

    private static CompletionStage<BackendConnection> connect(
            Backend backend,
            Duration timeout,
            Backend.Events events,
            Function<BackendConnection, CompletionStage<Void>> prepare) {
        try {
            return backend.connect(timeout, events)
                    .thenCompose(connection -> prepare.apply(connection)
                            .handle((nothing, failure) -> prepared(connection, failure))
                            .thenCompose(stage -> stage));
        } catch (RuntimeException thrown) {
            return CompletableFuture.failedStage(thrown);
        }
    }

    private static CompletionStage<BackendConnection> prepared(
            BackendConnection connection, @Nullable Throwable failure) {
        if (failure == null) {
            return CompletableFuture.completedStage(connection);
        }
        connection.abort();
        return CompletableFuture.failedStage(failure);
    }

    static @Nullable Throwable unwrapped(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
