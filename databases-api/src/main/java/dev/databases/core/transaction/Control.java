package dev.databases.core.transaction;

import dev.databases.spi.BackendConnection;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.Request;
import dev.databases.spi.RowSink;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sends the library's own statements, which give no rows. */
final class Control {
    private Control() {}

    static CompletionStage<Void> send(BackendConnection connection, CompiledSql statement) {
        Request request = connection.submit(CompiledQuery.of(statement), RowSink.NONE);
        request.runHere();
        return request.completion().thenAccept(completion -> {});
    }

    static @Nullable Throwable unwrapped(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
