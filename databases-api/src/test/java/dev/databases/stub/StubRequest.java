package dev.databases.stub;

import dev.databases.error.QueryCancelledException;
import dev.databases.spi.Completion;
import dev.databases.spi.Request;
import dev.databases.spi.ResultColumn;
import dev.databases.spi.RowSink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One request of the stub: {@code SELECT n …} gives the rows 0 to n-1, anything else affects one row. */
public final class StubRequest implements Request {
    static final RowSink NO_ROWS = new RowSink() {
        @Override
        public void columns(List<ResultColumn> columns) {}

        @Override
        public boolean row(@Nullable Object[] values) {
            return true;
        }
    };

    final String sql;
    final boolean begins;
    /** How often the library asked to stop it. */
    public final AtomicInteger cancels = new AtomicInteger();

    private final StubConnection connection;
    private final RowSink sink;
    private final CompletableFuture<Completion> completion = new CompletableFuture<>();
    private final Deque<Object[]> rows = new ArrayDeque<>();
    /** Whether it is never answered, come what may. */
    volatile boolean isForgotten;

    private boolean started;
    private int resumes;
    private boolean paused;

    StubRequest(StubConnection connection, String sql, RowSink sink, boolean begins) {
        this.connection = connection;
        this.sql = sql;
        this.sink = sink;
        this.begins = begins;
    }

    public String sql() {
        return sql;
    }

    public StubConnection connection() {
        return connection;
    }

    /** Lets the server answer. */
    public void answer() {
        connection.backend.loop.execute(() -> {
            if (started || completion.isDone()) {
                return;
            }
            started = true;
            RuntimeException failure = connection.carryOut(this);
            if (failure != null) {
                end(failure);
                return;
            }
            if (sql.startsWith("SELECT")) {
                sink.columns(StubConnection.columns("n", "note_text"));
                int count = Integer.parseInt(sql.replaceAll("\\D+(\\d+).*", "$1"));
                for (int i = 0; i < count; i++) {
                    rows.add(new Object[] {(long) i, "note " + i});
                }
            }
            feed();
        });
    }

    /** Lets the server fail. */
    public void fail(RuntimeException failure) {
        connection.backend.loop.execute(() -> end(failure));
    }

    private void feed() {
        while (!rows.isEmpty()) {
            if (!sink.row(rows.remove())) {
                if (resumes == 0) {
                    paused = true;
                    return;
                }
                resumes--;
            }
        }
        end(null);
    }

    private void end(@Nullable RuntimeException failure) {
        if (completion.isDone() || isForgotten) {
            return;
        }
        connection.answered(this);
        if (failure == null) {
            completion.complete(StubConnection.affected(sql));
        } else {
            completion.completeExceptionally(failure);
        }
    }

    /** Waits for the answer, so that it is there before the library has got to see the request. */
    void awaitEnd() {
        completion
                .handle((done, failure) -> null)
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public CompletionStage<Completion> completion() {
        return completion;
    }

    @Override
    public void resume() {
        connection.backend.loop.execute(() -> {
            if (paused) {
                paused = false;
                feed();
            } else {
                resumes++;
            }
        });
    }

    @Override
    public void cancel() {
        cancels.incrementAndGet();
        if (!connection.backend.ignoresCancel) {
            connection.backend.loop.execute(() -> {
                if (!completion.isDone()) {
                    connection.carryOut(this);
                    end(new QueryCancelledException("the stub was cancelled", sql, null));
                }
            });
        }
    }
}
