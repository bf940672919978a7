package dev.databases.testkit.wrap;

import dev.databases.spi.Completion;
import dev.databases.spi.Request;
import dev.databases.spi.ResultColumn;
import dev.databases.spi.RowSink;
import dev.databases.testkit.wrap.CutScript.Cut;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One statement, whose sending, first rows and end are points of the script. */
final class CutRequest implements RowSink {
    private static final int ROWS_THAT_COUNT = 2;

    private final CutConnection connection;
    private final String sql;
    private final RowSink sink;
    private final CompletableFuture<Completion> completion = new CompletableFuture<>();
    private int rows;
    private @Nullable Cut cutWithinRows;

    private CutRequest(CutConnection connection, String sql, RowSink sink) {
        this.connection = connection;
        this.sql = sql;
        this.sink = sink;
    }

    static Request send(
            CutConnection connection, String sql, RowSink sink, Function<RowSink, Request> below, @Nullable Cut cut) {
        CutRequest request = new CutRequest(connection, sql, sink);
        if (cut == Cut.SILENCE) {
            request.fallSilent();
            return new Unsent(request.completion);
        }
        if (cut == Cut.ERROR) {
            return connection.sendNonsense();
        }
        if (cut == Cut.DIE) {
            connection.die();
        }
        Request sent = below.apply(request);
        sent.completion().whenComplete((counts, failure) -> request.answered(counts, Failures.unwrapped(failure)));
        return new WrappedRequest(sent) {
            @Override
            public CompletionStage<Completion> completion() {
                return request.completion;
            }
        };
    }

    private void fallSilent() {
        connection.keepSilent(() -> completion.completeExceptionally(CutConnection.lost()));
    }

    @Override
    public void columns(List<ResultColumn> columns) {
        sink.columns(columns);
    }

    @Override
    public boolean row(@Nullable Object[] values) {
        if (cutWithinRows == null && rows++ < ROWS_THAT_COUNT) {
            cutWithinRows = connection.script().at("row " + rows + " of " + sql);
            if (cutWithinRows == Cut.DIE) {
                connection.die();
            }
        }
        return cutWithinRows != null || sink.row(values);
    }

    private void answered(@Nullable Completion counts, @Nullable Throwable failure) {
        Cut cut = cutWithinRows == null ? connection.script().at("answer to " + sql) : cutWithinRows;
        if (cut == Cut.SILENCE) {
            fallSilent();
        } else if (cut == Cut.DIE) {
            connection.die();
            completion.completeExceptionally(CutConnection.lost());
        } else if (cut == Cut.ERROR && cutWithinRows != null) {
            completion.completeExceptionally(CutConnection.refused(sql));
        } else if (failure == null) {
            completion.complete(counts);
        } else {
            completion.completeExceptionally(failure);
        }
    }

    /** A request that has not reached the connection below. */
    private record Unsent(CompletableFuture<Completion> completion) implements Request {
        @Override
        public void resume() {}

        @Override
        public void cancel() {}
    }
}
