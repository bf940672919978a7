package dev.databases;

import dev.databases.config.TransactionOptions;
import dev.databases.core.pool.Borrower;
import dev.databases.core.pool.Lease;
import dev.databases.core.task.TaskFuture;
import dev.databases.core.transaction.Session;
import dev.databases.core.transaction.Session.Scope;
import dev.databases.error.TransactionClosedException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A transaction that has begun, with the connection that must go back when it ends if it was borrowed for it. */
final class OpenTransaction {
    private static final Logger LOG = LoggerFactory.getLogger("dev.databases");

    private final Route.ToSession route;
    private final Scope scope;
    private final @Nullable Lease lease;

    private OpenTransaction(Route.ToSession route, Scope scope, @Nullable Lease lease) {
        this.route = route;
        this.scope = scope;
        this.lease = lease;
    }

    /** Borrows a connection and begins a transaction on it. */
    static TaskFuture<OpenTransaction> onNewSession(
            DatabaseCore core, TransactionOptions options, @Nullable Thread caller) {
        core.requireSupported(options);
        if (core.settings().forceRollback() && options.needsRoot()) {
            LOG.info("Isolation, read-only and deferrable are ignored under forced rollback");
        }
        TaskFuture<OpenTransaction> opened = new TaskFuture<>();
        Borrower borrower = new Borrower() {
            @Override
            public void lent(Lease granted) {
                Session session =
                        new Session(granted.connection(), core.settings().forceRollback());
                onSession(new Route.ToSession(core, session, null), options, granted, caller)
                        .whenComplete((open, failure) -> {
                            if (open == null) {
                                granted.destroy();
                                opened.fail(Failures.unwrapped(Objects.requireNonNull(failure)));
                            } else if (!opened.succeed(open)) {
                                open.endBody(false, null);
                            }
                        });
            }

            @Override
            public void refused(Throwable why) {
                opened.fail(why);
            }
        };
        Lease asked = core.pool().acquire(true, !options.readOnly(), borrower);
        return opened.onAbandon(() -> {
            if (asked.cancel()) {
                opened.fail(new CancellationException("the transaction was cancelled before it had a connection"));
            }
        });
    }

    /** Runs one statement in a transaction of its own. */
    static void around(DatabaseCore core, Operation<?> operation) {
        onNewSession(core, TransactionOptions.DEFAULT, operation.caller).whenComplete((open, failure) -> {
            if (open == null) {
                operation.refuse(Failures.unwrapped(Objects.requireNonNull(failure)));
            } else {
                operation.runIn(open.route.session(), open.scope);
                operation.future.whenComplete((value, problem) -> open.endBody(problem == null, null));
            }
        });
    }

    /** Begins a transaction in a session. */
    static TaskFuture<OpenTransaction> onSession(
            Route.ToSession at, TransactionOptions options, @Nullable Lease lease, @Nullable Thread caller) {
        Supplier<CompletionStage<Scope>> begin = () -> at.session().begin(options, at.scope());
        return TaskFuture.following(BlockingCall.waiting(caller, begin)
                .thenApply(scope ->
                        new OpenTransaction(new Route.ToSession(at.core(), at.session(), scope), scope, lease)));
    }

    Route.ToSession route() {
        return route;
    }

    boolean isRoot() {
        return lease != null;
    }

    /** Ends it as its owner says; refused at once, with nothing changed, if it is not its turn to end. */
    CompletionStage<Void> end(boolean commit, @Nullable Thread caller) {
        return settled(BlockingCall.waiting(caller, () -> route.session().end(scope, commit)));
    }

    /** Ends it because its body has ended. */
    CompletionStage<Session.Ending> endBody(boolean commit, @Nullable Thread caller) {
        return settled(BlockingCall.waiting(caller, () -> route.session().endBody(scope, commit)));
    }

    /** Rolls back, unless it has ended with one that it is nested in. */
    CompletionStage<Void> abandon(@Nullable Thread caller) {
        return endBody(false, caller)
                .handle((ending, failure) -> {
                    boolean over = failure == null || Failures.unwrapped(failure) instanceof TransactionClosedException;
                    return over
                            ? CompletableFuture.<Void>completedStage(null)
                            : CompletableFuture.<Void>failedStage(failure);
                })
                .thenCompose(stage -> stage);
    }

    /** Drops the connection if the end takes too long, and gives it back before anybody hears of the end. */
    private <T> CompletionStage<T> settled(CompletionStage<T> ending) {
        DatabaseCore core = route.core();
        Future<?> deadline = ending.toCompletableFuture().isDone()
                ? null
                : core.later(core.settings().settleTimeout(), route.session().connection()::abort);
        return ending.whenComplete((value, failure) -> {
            if (deadline != null) {
                deadline.cancel(false);
            }
            giveBack();
        });
    }

    private void giveBack() {
        Lease borrowed = lease;
        if (borrowed == null) {
            return;
        }
        if (route.session().isClean()) {
            borrowed.release();
        } else {
            borrowed.destroy();
        }
    }
}
