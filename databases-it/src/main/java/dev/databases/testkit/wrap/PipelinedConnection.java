package dev.databases.testkit.wrap;

import dev.databases.config.TransactionOptions;
import dev.databases.error.CommitOutcomeUnknownException;
import dev.databases.error.ConnectionException;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.CompiledBatch;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.Dialect;
import dev.databases.spi.Request;
import dev.databases.spi.RowSink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection: takes requests at any time and gives them to the connection below one after the other. All but the
 * taking happens on the loop.
 */
final class PipelinedConnection implements BackendConnection {
    private final BackendConnection inner;
    private final EventLoop loop;
    private final Deque<PipelinedItem> line = new ArrayDeque<>();
    private @Nullable TransactionOptions recorded;
    private @Nullable PipelinedItem running;
    private boolean dropped;
    private volatile Status status;

    PipelinedConnection(BackendConnection inner, EventLoop loop) {
        this.inner = inner;
        this.loop = loop;
        this.status = inner.status();
    }

    @Override
    public Dialect dialect() {
        return inner.dialect();
    }

    @Override
    public Status status() {
        return status == Status.UNKNOWN || inner.status() == Status.UNKNOWN ? Status.UNKNOWN : status;
    }

    BackendConnection inner() {
        return inner;
    }

    EventLoop loop() {
        return loop;
    }

    // taking

    @Override
    public Request submit(CompiledQuery query, RowSink rows) {
        return add(new PipelinedRequest(this, takeRecorded(), sink -> inner.submit(query, sink), query.sql(), rows));
    }

    @Override
    public Request submitMany(CompiledBatch batch, RowSink rows) {
        String sql = batch.statement().sql();
        return add(new PipelinedRequest(this, takeRecorded(), sink -> inner.submitMany(batch, sink), sql, rows));
    }

    @Override
    public void begin(TransactionOptions options) {
        recorded = options;
    }

    private @Nullable TransactionOptions takeRecorded() {
        TransactionOptions options = recorded;
        recorded = null;
        return options;
    }

    @Override
    public CompletionStage<Void> commit() {
        return takeRecorded() == null
                ? control(
                        BackendConnection::commit,
                        lost -> new CommitOutcomeUnknownException("the answer to COMMIT was lost", null, lost))
                : PipelinedControl.nothingToDo();
    }

    @Override
    public CompletionStage<Void> rollback() {
        return takeRecorded() == null
                ? control(BackendConnection::rollback, lost -> lost)
                : PipelinedControl.nothingToDo();
    }

    @Override
    public CompletionStage<Void> validate() {
        return control(BackendConnection::validate, lost -> lost);
    }

    @Override
    public CompletionStage<Void> close() {
        return control(BackendConnection::close, lost -> null);
    }

    private CompletionStage<Void> control(
            Function<BackendConnection, CompletionStage<Void>> work,
            Function<ConnectionException, @Nullable Throwable> whenLost) {
        return add(new PipelinedControl(this, work, whenLost)).outcome();
    }

    private <T extends PipelinedItem> T add(T item) {
        loop.execute(() -> {
            if (dropped) {
                item.drop(lost());
            } else if (item.isWanted()) {
                line.add(item);
                sendNext();
            }
        });
        return item;
    }

    // on the loop

    private void sendNext() {
        PipelinedItem first = line.peek();
        if (first != null && running == null) {
            running = first;
            first.send();
        }
    }

    boolean isRunning(PipelinedItem item) {
        return running == item;
    }

    /** An item has its whole answer; the next is sent after somebody was told. */
    void answered(PipelinedItem item, Status afterwards, Runnable report) {
        if (running == item) {
            status = afterwards;
            line.remove();
            running = null;
            report.run();
            sendNext();
        }
    }

    private static ConnectionException lost() {
        return new ConnectionException("the connection was dropped while the statement was under way", null, null);
    }

    // ending

    @Override
    public void abort() {
        status = Status.UNKNOWN;
        inner.abort();
        loop.execute(() -> {
            dropped = true;
            running = null;
            List<PipelinedItem> left = new ArrayList<>(line);
            line.clear();
            left.forEach(each -> each.drop(lost()));
        });
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return inner.unwrap(type);
    }
}
