package dev.databases.core.transaction;

import dev.databases.config.TransactionOptions;
import dev.databases.core.transaction.Session.Scope;
import dev.databases.error.TransactionException;
import dev.databases.spi.BackendConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Opens a level when its turn has come: records a transaction, sends a savepoint. */
final class BeginWork implements Session.Work {
    private final Session session;
    private final TransactionOptions options;
    private final @Nullable Scope parent;
    private final CompletableFuture<Scope> outcome = new CompletableFuture<>();

    BeginWork(Session session, TransactionOptions options, @Nullable Scope parent) {
        this.session = session;
        this.options = options;
        this.parent = parent;
    }

    CompletionStage<Scope> outcome() {
        return outcome;
    }

    @Override
    public void start(BackendConnection connection, UnaryOperator<@Nullable Throwable> answered) {
        Scope scope;
        try {
            scope = session.push(parent, options);
        } catch (TransactionException refused) {
            Throwable reported = answered.apply(refused);
            outcome.completeExceptionally(reported == null ? refused : reported);
            return;
        }
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
        Throwable problem = answered.apply(failure);
        if (problem == null) {
            outcome.complete(scope);
        } else {
            session.close(scope);
            outcome.completeExceptionally(problem);
        }
    }

    @Override
    public void refuse(Throwable why) {
        outcome.completeExceptionally(why);
    }

    @Override
    public void stop() {
        // a savepoint is never long under way; what is inside it ends with its transaction
    }
}
