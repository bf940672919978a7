package dev.databases.core.transaction;

import dev.databases.core.transaction.Session.Scope;
import dev.databases.error.CommitOutcomeUnknownException;
import dev.databases.error.TransactionException;
import dev.databases.spi.BackendConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Commits or rolls back a level; a commit that fails is followed by a rollback, so that nothing stays open. */
final class EndWork implements Work {
    private final Session session;
    private final Scope scope;
    private final boolean commit;
    private final Runnable turn;
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();
    private volatile @Nullable UnaryOperator<@Nullable Throwable> underWay;

    EndWork(Session session, Scope scope, boolean commit, Runnable turn) {
        this.session = session;
        this.scope = scope;
        this.commit = commit;
        this.turn = turn;
    }

    CompletionStage<Void> outcome() {
        return outcome;
    }

    @Override
    public void start(BackendConnection connection, UnaryOperator<@Nullable Throwable> answered) {
        turn.run();
        Throwable over = session.refusal();
        if (over != null) {
            finish(answered, commit ? over : null);
            return;
        }
        underWay = answered;
        send(connection).whenComplete((nothing, failure) -> finish(answered, failure));
    }

    private CompletionStage<Void> send(BackendConnection connection) {
        return commit ? commit(connection) : rollback(connection);
    }

    private CompletionStage<Void> commit(BackendConnection connection) {
        CompletionStage<Void> committed = scope.depth() == 0
                ? connection.commit()
                : Control.send(connection, Savepoints.RELEASE.at(scope.depth()));
        return committed.exceptionallyCompose(failure -> afterFailedCommit(connection, failure));
    }

    private CompletionStage<Void> afterFailedCommit(BackendConnection connection, Throwable failure) {
        boolean open = connection.status() == BackendConnection.Status.IN_TRANSACTION
                || connection.status() == BackendConnection.Status.FAILED_TRANSACTION;
        CompletionStage<Void> undone = open ? rollback(connection) : CompletableFuture.completedStage(null);
        return undone.handle((nothing, second) -> {
                    if (second != null && second != failure) {
                        failure.addSuppressed(second);
                    }
                    return failure;
                })
                .thenCompose(CompletableFuture::failedStage);
    }

    private CompletionStage<Void> rollback(BackendConnection connection) {
        if (scope.depth() == 0) {
            return connection.rollback();
        }
        return Control.send(connection, Savepoints.ROLLBACK_TO.at(scope.depth()))
                .thenCompose(nothing -> Control.send(connection, Savepoints.RELEASE.at(scope.depth())))
                .whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        session.lose(stillThere(Control.unwrapped(failure)));
                    }
                });
    }

    /** Else the outer transaction would commit what was to be undone. */
    private static TransactionException stillThere(@Nullable Throwable why) {
        return new TransactionException(
                "a nested transaction could not be rolled back, so the outer one cannot commit",
                "run the whole transaction again",
                why);
    }

    private void finish(UnaryOperator<@Nullable Throwable> answered, @Nullable Throwable failure) {
        session.close(scope);
        Throwable problem = answered.apply(Control.unwrapped(failure));
        if (problem == null) {
            outcome.complete(null);
        } else {
            outcome.completeExceptionally(problem);
        }
    }

    @Override
    public void refuse(Throwable why) {
        session.close(scope);
        outcome.completeExceptionally(why);
    }

    @Override
    public void giveUp(Throwable why) {
        UnaryOperator<@Nullable Throwable> answered = underWay;
        if (answered != null) {
            finish(answered, commit && scope.depth() == 0 ? unknown(why) : why);
        }
    }

    private static CommitOutcomeUnknownException unknown(Throwable why) {
        return new CommitOutcomeUnknownException(
                "COMMIT was not answered in time", "look in the database whether it took effect", why);
    }

    @Override
    public void stop() {
        // an end is never stopped: what it cleans up must be cleaned up
    }
}
