package dev.databases.testkit.wrap;

import dev.databases.config.TransactionOptions;
import dev.databases.error.CommitOutcomeUnknownException;
import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryException;
import dev.databases.error.ServerError;
import dev.databases.spi.Backend.Events;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.Request;
import dev.databases.spi.RowSink;
import dev.databases.testkit.wrap.CutScript.Cut;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection that asks its script before it sends and before it tells an answer. What stays silent fails when core
 * drops the connection, as the contract of {@link BackendConnection#abort()} says.
 */
final class CutConnection extends WrappedConnection {
    private static final CompiledSql NONSENSE =
            CompiledSql.of("REFUSED BY THE TEST", CompiledSql.Kind.WRITE, List.of(), List.of());

    private final CutScript script;
    private final Events events;
    private final EventLoop loop;
    private final Queue<Runnable> whenDropped = new ConcurrentLinkedQueue<>();
    private @Nullable Cut fateOfNext;
    private volatile boolean dead;
    private volatile boolean closed;

    CutConnection(BackendConnection inner, CutScript script, Events events, EventLoop loop) {
        super(inner);
        this.script = script;
        this.events = events;
        this.loop = loop;
    }

    boolean isClosed() {
        return closed || dead;
    }

    CutScript script() {
        return script;
    }

    static ConnectionException lost() {
        return new ConnectionException("the connection was cut by the test", null, null);
    }

    static QueryException refused(String sql) {
        return new QueryException(new ServerError("refused by the test", null, 0, false), sql, null, null);
    }

    /** Loses the connection, as when its server dies. */
    void die() {
        dead = true;
        inner().abort();
        loop.execute(() -> {
            failSilent();
            events.closed(lost());
        });
    }

    void loseUnnoticed() {
        inner().abort();
    }

    /** Keeps an answer back until the connection is dropped. */
    void keepSilent(Runnable failing) {
        whenDropped.add(failing);
        if (isClosed()) {
            failSilent();
        }
    }

    /** Sends what the server certainly refuses, so that a transaction is in what it is in after an error. */
    Request sendNonsense() {
        return inner().submit(CompiledQuery.of(NONSENSE), RowSink.NONE);
    }

    private void failSilent() {
        Runnable failing;
        while ((failing = whenDropped.poll()) != null) {
            failing.run();
        }
    }

    @Override
    public Status status() {
        return dead ? Status.UNKNOWN : super.status();
    }

    @Override
    public void begin(TransactionOptions options) {
        fateOfNext = script.at("record BEGIN");
        if (fateOfNext == null) {
            super.begin(options);
        }
    }

    @Override
    protected Request send(
            CompiledSql statement, List<@Nullable Object[]> arguments, RowSink rows, Function<RowSink, Request> below) {
        Cut recorded = fateOfNext;
        fateOfNext = null;
        Cut cut = script.at("send " + statement.sql());
        return CutRequest.send(this, statement.sql(), rows, below, recorded == null ? cut : recorded);
    }

    @Override
    public CompletionStage<Void> commit() {
        return control(
                "COMMIT",
                super::commit,
                new CommitOutcomeUnknownException("the answer to COMMIT was cut by the test", null, lost()));
    }

    @Override
    public CompletionStage<Void> rollback() {
        return control("ROLLBACK", super::rollback, lost());
    }

    @Override
    public CompletionStage<Void> validate() {
        return control("VALIDATE", super::validate, lost());
    }

    @Override
    public CompletionStage<Void> close() {
        return control("CLOSE", super::close, lost()).whenComplete((nothing, failure) -> closed |= failure == null);
    }

    private CompletionStage<Void> control(
            String what, Supplier<CompletionStage<Void>> work, DatabaseException whenLost) {
        if (fateOfNext != null) {
            fateOfNext = null; // nothing was sent, so there is nothing to end
            return CompletableFuture.completedStage(null);
        }
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        Cut cut = script.at("send " + what);
        if (cut == Cut.SILENCE) {
            keepSilent(() -> outcome.completeExceptionally(whenLost));
        } else if (cut == Cut.ERROR) {
            loop.execute(() -> outcome.completeExceptionally(refused(what)));
        } else {
            if (cut == Cut.DIE) {
                die();
            }
            work.get()
                    .whenComplete((nothing, failure) -> answered(what, Failures.unwrapped(failure), outcome, whenLost));
        }
        return outcome;
    }

    private void answered(
            String what, @Nullable Throwable failure, CompletableFuture<Void> outcome, DatabaseException whenLost) {
        Cut cut = script.at("answer to " + what);
        if (cut == Cut.SILENCE) {
            keepSilent(() -> outcome.completeExceptionally(whenLost));
        } else if (cut == Cut.DIE) {
            die();
            outcome.completeExceptionally(whenLost);
        } else if (failure == null) {
            outcome.complete(null);
        } else {
            outcome.completeExceptionally(failure);
        }
    }

    @Override
    public void abort() {
        closed = true;
        super.abort();
        loop.execute(this::failSilent);
    }
}
