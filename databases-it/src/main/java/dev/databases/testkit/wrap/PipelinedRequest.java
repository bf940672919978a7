package dev.databases.testkit.wrap;

import dev.databases.config.TransactionOptions;
import dev.databases.error.ConnectionException;
import dev.databases.error.QueryCancelledException;
import dev.databases.spi.BackendConnection.Status;
import dev.databases.spi.Completion;
import dev.databases.spi.Request;
import dev.databases.spi.ResultColumn;
import dev.databases.spi.RowSink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One statement in the pipeline. Rows come from below in windows, as from a socket, and go on as the sink asks for
 * them; all fields but the first ones belong to the loop.
 *
 * <p>Cancelling one that was not sent yet drops it. The one that runs is cancelled below. One that stands behind
 * others has been sent and will run: what it answers is thrown away, and once it runs the next cancel reaches it.
 */
final class PipelinedRequest implements Request, PipelinedItem {
    private static final int WINDOW = 64;

    private final PipelinedConnection connection;
    private final @Nullable TransactionOptions begin;
    private final Function<RowSink, Request> statement;
    private final String sql;
    private final RowSink sink;
    private final CompletableFuture<Completion> completion = new CompletableFuture<>();
    private final Deque<Arrived> waiting = new ArrayDeque<>();
    private volatile boolean cancelled;
    private @Nullable Request below;
    private @Nullable Runnable end;
    private boolean paused;
    private boolean discards;
    private boolean lostRows;

    /**
     * A row on its way.
     *
     * @param values the row
     * @param lastOfWindow whether nothing follows until it has gone on
     */
    private record Arrived(@Nullable Object[] values, boolean lastOfWindow) {}

    PipelinedRequest(
            PipelinedConnection connection,
            @Nullable TransactionOptions begin,
            Function<RowSink, Request> statement,
            String sql,
            RowSink sink) {
        this.connection = connection;
        this.begin = begin;
        this.statement = statement;
        this.sql = sql;
        this.sink = sink;
    }

    @Override
    public boolean isWanted() {
        if (cancelled) {
            completion.completeExceptionally(
                    new QueryCancelledException("the statement was cancelled before it was sent", sql, null));
        }
        return !cancelled;
    }

    @Override
    public void send() {
        if (begin != null) {
            connection.inner().begin(begin);
        }
        Request sent = statement.apply(new Inlet());
        below = sent;
        sent.completion().whenComplete((counts, failure) -> {
            Status afterwards = connection.inner().status();
            connection.loop().execute(() -> ended(counts, Failures.unwrapped(failure), afterwards));
        });
    }

    /** Takes rows on a thread of the backend below and hands them to the loop. */
    private final class Inlet implements RowSink {
        private long taken;

        @Override
        public void columns(List<ResultColumn> columns) {
            connection.loop().execute(() -> sink.columns(columns));
        }

        @Override
        public boolean row(@Nullable Object[] values) {
            boolean last = ++taken % WINDOW == 0;
            connection.loop().execute(() -> {
                waiting.add(new Arrived(values, last));
                goOn();
            });
            return !last;
        }
    }

    private void ended(@Nullable Completion counts, @Nullable Throwable failure, Status afterwards) {
        end = () -> connection.answered(this, afterwards, () -> report(counts, failure));
        goOn();
    }

    private void goOn() {
        Arrived next;
        while (!paused && (next = waiting.poll()) != null) {
            if (discards) {
                lostRows = true;
            } else {
                paused = !sink.row(next.values());
            }
            if (next.lastOfWindow() && below != null) {
                below.resume();
            }
        }
        Runnable answered = end;
        if (answered != null && waiting.isEmpty()) {
            end = null;
            answered.run();
        }
    }

    /** An answer of which something was thrown away is no success. */
    private void report(@Nullable Completion counts, @Nullable Throwable failure) {
        if (failure == null && lostRows) {
            completion.completeExceptionally(new QueryCancelledException("the statement was cancelled", sql, null));
        } else if (failure == null) {
            completion.complete(counts);
        } else {
            completion.completeExceptionally(failure);
        }
    }

    @Override
    public void drop(ConnectionException why) {
        completion.completeExceptionally(why);
    }

    @Override
    public CompletionStage<Completion> completion() {
        return completion;
    }

    @Override
    public void resume() {
        connection.loop().execute(() -> {
            paused = false;
            goOn();
        });
    }

    @Override
    public void cancel() {
        cancelled = true;
        connection.loop().execute(() -> {
            discards = true;
            paused = false;
            Request running = below;
            if (running != null && connection.isRunning(this)) {
                running.cancel();
            }
            goOn();
        });
    }
}
