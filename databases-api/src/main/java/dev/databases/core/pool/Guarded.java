package dev.databases.core.pool;

import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.BackendConnection.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls of a backend that may throw although it must not: a pool that trusted it would lose count. */
final class Guarded {
    private static final Logger LOG = LoggerFactory.getLogger("dev.databases.pool");

    private Guarded() {}

    /** Calls for a stage; what is thrown, and a stage that is null, fail the one that is returned. */
    static <T> CompletionStage<T> stage(Supplier<? extends @Nullable CompletionStage<T>> call) {
        try {
            CompletionStage<T> stage = call.get();
            return stage != null
                    ? stage
                    : CompletableFuture.failedStage(new IllegalStateException("the backend returned no stage"));
        } catch (Throwable thrown) { // reported by the stage
            return CompletableFuture.failedStage(thrown);
        }
    }

    static Status status(BackendConnection connection) {
        try {
            return connection.status();
        } catch (RuntimeException thrown) {
            LOG.warn("A connection that could not tell its status is dropped", thrown);
            return Status.UNKNOWN;
        }
    }

    static void abort(BackendConnection connection) {
        try {
            connection.abort();
        } catch (RuntimeException thrown) {
            LOG.warn("A connection could not be dropped", thrown);
        }
    }

    /** Makes a database error of whatever failed the making of a connection. */
    static DatabaseException problem(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof DatabaseException known
                ? known
                : new ConnectionException(
                        "cannot connect: " + (cause == null ? "the backend gave no connection" : cause), null, cause);
    }
}
