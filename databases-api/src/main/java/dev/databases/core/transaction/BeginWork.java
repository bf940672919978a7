package dev.databases.core.transaction;

import dev.databases.config.TransactionOptions;
import dev.databases.core.transaction.Session.Asking;
import dev.databases.core.transaction.Session.Scope;
import dev.databases.core.transaction.TransactionStack.Level;
import dev.databases.error.TransactionException;
import dev.databases.spi.BackendConnection;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Opens a level when its turn has come and there is room for it: records a transaction, sends a savepoint. */
final class BeginWork implements Work {
    private final Session session;
    private final TransactionOptions options;
    private final @Nullable Scope parent;
    private final Asking asking;
    private final CompletableFuture<Scope> outcome = new CompletableFuture<>();
    private final CompletableFuture<Void> answer = new CompletableFuture<>();
    private volatile @Nullable UnaryOperator<@Nullable Throwable> underWay;
    private volatile @Nullable Scope opened;

    BeginWork(Session session, TransactionOptions options, @Nullable Scope parent, Asking asking) {
        this.session = session;
        this.options = options;
        this.parent = parent;
        this.asking = asking;
    }

    CompletableFuture<Scope> outcome() {
        return outcome;
    }

    /** Completes when the server has answered, also when nobody waits for the outcome any more. */
    CompletableFuture<Void> answer() {
        return answer;
    }

    /** Whether who waited for it has given up. */
    boolean isUnwanted() {
        return outcome.isDone();
    }

    @Nullable
    Level asksInside() {
        return Session.levelOf(asking.inside());
    }

    @Override
    public void start(BackendConnection connection, UnaryOperator<@Nullable Throwable> answered) {
        Scope scope;
        try {
            scope = session.push(parent, options, asking.site());
        } catch (TransactionException refused) {
            Throwable reported = answered.apply(refused);
            outcome.completeExceptionally(reported == null ? refused : reported);
            return;
        }
        opened = scope;
        underWay = answered;
        if (scope.depth() == 0) {
            connection.begin(options);
            finish(scope, null, answered);
        } else {
            session.sent();
            Control.send(connection, Savepoints.SET.at(scope.depth()))
                    .whenComplete((nothing, failure) -> finish(scope, Control.unwrapped(failure), answered));
        }
    }

    /** A level that was not opened is closed before anything else runs that would take it for open. */
    private void finish(Scope scope, @Nullable Throwable failure, UnaryOperator<@Nullable Throwable> answered) {
        if (failure != null) {
            session.close(scope);
        }
        answer.complete(null);
        Throwable problem = answered.apply(failure);
        if (problem != null) {
            session.close(scope);
            outcome.completeExceptionally(problem);
        } else if (!outcome.complete(scope)) {
            session.endBody(scope, false);
        }
    }

    @Override
    public void refuse(Throwable why) {
        Scope scope = opened;
        if (scope != null) {
            session.close(scope);
        }
        outcome.completeExceptionally(why);
    }

    @Override
    public void stop() {
        // a savepoint is never long under way; what is inside it ends with its transaction
    }

    @Override
    public void giveUp(Throwable why) {
        Scope scope = opened;
        UnaryOperator<@Nullable Throwable> answered = underWay;
        if (scope != null && answered != null) {
            finish(scope, why, answered);
        }
    }
}
