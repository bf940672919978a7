package dev.databases.spi;

import dev.databases.config.TransactionOptions;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryCancelledException;
import dev.databases.spi.BlockingSession.Rows;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One statement on a blocking session: begins what was recorded, runs, feeds the sink, pauses when it has enough. */
final class StatementJob extends SerialJobs.Job implements Request {
    private final BlockingBackendConnection connection;
    private final @Nullable TransactionOptions begin;
    private final Supplier<Rows> statement;
    private final RowSink sink;
    private final String sql;
    private final long maxRows;
    private long taken;
    private final CompletableFuture<Completion> completion = new CompletableFuture<>();
    private volatile boolean cancelled;
    private @Nullable Rows rows;
    private @Nullable Completion end;
    private @Nullable DatabaseException failure;

    StatementJob(
            BlockingBackendConnection connection,
            @Nullable TransactionOptions begin,
            Supplier<Rows> statement,
            RowSink sink,
            CompiledSql sql,
            long maxRows) {
        this.connection = connection;
        this.begin = begin;
        this.statement = statement;
        this.sink = sink;
        this.sql = sql.sql();
        this.maxRows = sql.kind() == CompiledSql.Kind.READ ? maxRows : Long.MAX_VALUE;
    }

    @Override
    boolean run() {
        try {
            if (!feed()) {
                return false;
            }
        } catch (Throwable thrown) { // reported by the completion
            failure = connection.failure(thrown);
        }
        close();
        return true;
    }

    private boolean feed() {
        Rows open = rows;
        if (open == null) {
            stopIfCancelled();
            if (begin != null) {
                connection.session().begin(begin);
                stopIfCancelled(); // the wait for a lock may have been long
            }
            open = statement.get();
            rows = open;
            if (!open.columns().isEmpty()) {
                sink.columns(open.columns());
            }
        }
        @Nullable Object @Nullable [] row;
        while (taken < maxRows && (row = next(open)) != null) {
            taken++;
            if (!sink.row(row)) {
                return false;
            }
        }
        end = open.completion();
        return true;
    }

    private @Nullable Object @Nullable [] next(Rows open) {
        stopIfCancelled();
        return open.next();
    }

    private void stopIfCancelled() {
        connection.requireUnbroken();
        if (cancelled) {
            throw new QueryCancelledException("the statement was cancelled", sql, null);
        }
    }

    private void close() {
        Rows open = rows;
        rows = null;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (Throwable thrown) { // joins the first failure, or is it
            DatabaseException late = connection.failure(thrown);
            if (failure == null) {
                failure = late;
            } else if (failure != late) {
                failure.addSuppressed(late);
            }
        }
    }

    @Override
    void report() {
        DatabaseException problem = failure;
        if (problem == null) {
            completion.complete(end);
        } else {
            completion.completeExceptionally(problem);
        }
    }

    @Override
    public CompletionStage<Completion> completion() {
        return completion;
    }

    @Override
    public void runHere() {
        connection.jobs().runHere(this);
    }

    @Override
    public void resume() {
        connection.jobs().resume(this);
    }

    @Override
    public void cancel() {
        cancelled = true;
        if (connection.jobs().remove(this)) {
            failure = new QueryCancelledException("the statement was cancelled before it was sent", sql, null);
            report();
        } else {
            connection.jobs().whileCurrent(this, connection.session()::interrupt);
        }
    }
}
