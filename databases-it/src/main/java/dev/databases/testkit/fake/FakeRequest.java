package dev.databases.testkit.fake;

import dev.databases.config.TransactionOptions;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryCancelledException;
import dev.databases.error.QueryException;
import dev.databases.error.ServerError;
import dev.databases.error.TransactionRolledBackException;
import dev.databases.spi.BackendConnection.Status;
import dev.databases.spi.Completion;
import dev.databases.spi.Request;
import dev.databases.spi.RowSink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One request on its way through the event loop; everything but its making happens there. */
final class FakeRequest implements Request {
    private final FakeConnection connection;
    private final String sql;
    private final List<@Nullable Object[]> arguments;
    private final RowSink sink;
    private final @Nullable TransactionOptions begin;
    private final CompletableFuture<Completion> completion = new CompletableFuture<>();
    private final List<Object> keys = new ArrayList<>();
    private @Nullable FakeAnswer answer;
    private @Nullable DatabaseException failure;
    private long affected;
    private int answered;
    private boolean started;
    private boolean paused;
    private boolean cancelled;

    FakeRequest(
            FakeConnection connection,
            String sql,
            List<@Nullable Object[]> arguments,
            RowSink sink,
            @Nullable TransactionOptions begin) {
        this.connection = connection;
        this.sql = sql;
        this.arguments = arguments;
        this.sink = sink;
        this.begin = begin;
    }

    /** Goes on as far as possible; false if it has to wait. */
    boolean run() {
        if (cancelled || !started && connection.server().strikes(sql)) {
            fail(new QueryCancelledException("the fake statement was cancelled", sql, null));
        } else if (!started) {
            started = true;
            begin();
        }
        while (failure == null && answered < arguments.size()) {
            if (paused || !feed(arguments.get(answered))) {
                return false;
            }
        }
        return true;
    }

    private void begin() {
        connection.server().look(sql, begin != null, connection.status());
        if (begin != null) {
            if (connection.server().refusesBegin()) {
                fail(refused("BEGIN was refused"));
            } else {
                connection.status(Status.IN_TRANSACTION);
            }
        } else if (sql.equals("COMMIT") && connection.server().refusesCommit()) {
            fail(refused("COMMIT was refused"));
        } else if (connection.status() == Status.FAILED_TRANSACTION && !sql.startsWith("ROLLBACK")) {
            failInsideFailed();
        }
    }

    private void failInsideFailed() {
        if (sql.equals("COMMIT")) {
            connection.status(Status.IDLE);
            fail(new TransactionRolledBackException("the fake server rolled back instead", null, null));
        } else {
            fail(refused("the transaction is aborted"));
        }
    }

    /** Gives the rows for one row of arguments; false if the sink or the answer makes it wait. */
    private boolean feed(@Nullable Object[] values) {
        FakeAnswer current = answer;
        if (current == null) {
            current = FakeAnswer.to(sql, values);
            answer = current;
            if (!current.columns().isEmpty() && answered == 0) {
                sink.columns(current.columns());
            }
        }
        if (current.isNever()) {
            return false;
        }
        if (current.isFailure()) {
            fail(refused("the statement was to fail", current.isRetryable()));
            return true;
        }
        return rows(current);
    }

    private boolean rows(FakeAnswer current) {
        while (current.hasNext()) {
            connection.server().gaveRow();
            if (!sink.row(current.next())) {
                paused = true;
                return false;
            }
        }
        affected += current.affected();
        keys.addAll(current.keys());
        current.status().ifPresent(connection::status);
        answer = null;
        answered++;
        return true;
    }

    private QueryException refused(String why) {
        return refused(why, false);
    }

    private QueryException refused(String why, boolean retryable) {
        return new QueryException(new ServerError(why, "FA000", 0, retryable), sql, null, null);
    }

    /** Fails it; a transaction that it is in is aborted. */
    void fail(DatabaseException why) {
        failure = why;
        if (sql.equals("COMMIT") && why instanceof QueryException) {
            connection.status(connection.server().staysOpen() ? Status.IN_TRANSACTION : Status.IDLE);
        } else if (connection.status() == Status.IN_TRANSACTION && why instanceof QueryException) {
            connection.status(Status.FAILED_TRANSACTION);
        }
    }

    void report() {
        if (failure == null) {
            completion.complete(new Completion(affected, List.copyOf(keys)));
        } else {
            completion.completeExceptionally(failure);
        }
    }

    static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    @Override
    public CompletionStage<Completion> completion() {
        return completion;
    }

    @Override
    public void resume() {
        goOn(() -> paused = false);
    }

    @Override
    public void cancel() {
        goOn(() -> {
            if (connection.server().misdirects()) {
                connection.behind(this).ifPresent(neighbour -> neighbour.cancelled = true);
            } else {
                cancelled = true;
            }
        });
    }

    private void goOn(Runnable change) {
        connection.server().run(() -> {
            change.run();
            connection.serve();
        });
    }
}
