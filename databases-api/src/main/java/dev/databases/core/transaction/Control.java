package dev.databases.core.transaction;

import dev.databases.spi.BackendConnection;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.Request;
import dev.databases.spi.ResultColumn;
import dev.databases.spi.RowSink;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sends the library's own statements, which give no rows. */
final class Control {
    private static final RowSink NO_ROWS = new RowSink() {
        @Override
        public void columns(List<ResultColumn> columns) {}

        @Override
        public boolean row(@Nullable Object[] values) {
            return true;
        }
    };

    private Control() {}

    static CompletionStage<Void> send(BackendConnection connection, CompiledSql statement) {
        Request request = connection.submit(CompiledQuery.of(statement), NO_ROWS);
        request.runHere();
        return request.completion().thenAccept(completion -> {});
    }

    static @Nullable Throwable unwrapped(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
