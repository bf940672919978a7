package dev.databases;

import dev.databases.config.TransactionOptions;
import dev.databases.core.pool.Borrower;
import dev.databases.core.pool.Lease;
import dev.databases.core.site.CallSite;
import dev.databases.core.task.TaskContext;
import dev.databases.core.task.TaskFuture;
import dev.databases.core.transaction.Session;
import dev.databases.core.transaction.Session.Scope;
import dev.databases.error.AcquireTimeoutException;
import dev.databases.error.TransactionClosedException;
import dev.databases.error.TransactionException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A transaction that has begun, with the connection that must go back when it ends if it was borrowed for it. */
final class OpenTransaction {
    private static final Logger LOG = LoggerFactory.getLogger("dev.databases");

    private final Route.ToSession route;
    private final Scope scope;
    private final boolean root;
    private final @Nullable CallSite site;
    private final @Nullable Lease lease;
    private volatile boolean forgotten;

    private OpenTransaction(Route.ToSession at, Beginning how, Scope scope, @Nullable Lease lease) {
        this.site = how.site();
        this.route = new Route.ToSession(at.core(), at.session(), scope);
        this.scope = scope;
        this.root = at.scope() == null;
        this.lease = lease;
    }

    /** Borrows a connection and begins a transaction on it. */
    static TaskFuture<OpenTransaction> onNewSession(DatabaseCore core, Beginning how) {
        TransactionOptions options = how.options();
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
                opening(new Route.ToSession(core, session, null), how, granted).whenComplete((open, failure) -> {
                    if (open == null) {
                        granted.destroy();
                        opened.fail(Failures.unwrapped(Objects.requireNonNull(failure)));
                    } else if (!opened.succeed(open)) {
                        open.abandon(null);
                    }
                });
            }

            @Override
            public void refused(Throwable why) {
                opened.fail(why);
            }

            @Override
            public void recall() {
                opened.thenAccept(open -> open.abandon(null));
            }

            @Override
            public String purpose() {
                return "for a transaction begun at " + how.site();
            }

            @Override
            public @Nullable Thread waitingThread() {
                return how.caller();
            }
        };
        Lease asked = core.pool().acquire(true, !options.readOnly(), borrower);
        return opened.onAbandon(() -> {
            if (asked.cancel()) {
                opened.fail(new CancellationException("the transaction was cancelled before it had a connection"));
            }
        });
    }

    /** Runs one statement in a transaction of its own, at a place of the route where none is open. */
    static void around(Route route, Operation<?> operation) {
        Beginning how = new Beginning(TransactionOptions.DEFAULT, operation.caller, null);
        route.open(how).whenComplete((open, failure) -> {
            if (open == null) {
                operation.refuse(Failures.unwrapped(Objects.requireNonNull(failure)));
            } else {
                operation.runIn(open.route.session(), open.scope);
                operation.future.whenComplete((value, problem) -> open.endBody(problem == null, null));
            }
        });
    }

    /** Begins a transaction in a session, when no other one is open at this place, which must not take for ever. */
    static TaskFuture<OpenTransaction> onSession(Route.ToSession at, Beginning how) {
        DatabaseCore core = at.core();
        TaskFuture<OpenTransaction> opened = new TaskFuture<>();
        CompletableFuture<Scope> begin = begun(at, how);
        if (!begin.isDone()) {
            Duration wait = core.settings().acquireTimeout();
            Future<?> deadline = core.later(wait, () -> begin.completeExceptionally(tooLate(wait)));
            begin.whenComplete((scope, failure) -> deadline.cancel(false));
        }
        opened.onAbandon(() -> begin.completeExceptionally(
                new CancellationException("the transaction was cancelled before it had begun")));
        begin.whenComplete((scope, failure) -> {
            if (failure != null) {
                Session on = at.session();
                core.dropUnlessAnswered(
                        on.answerTo(begin), DatabaseCore.Awaited.SAVEPOINT, on.connection(), on::giveUp);
                opened.fail(Failures.unwrapped(failure));
            } else if (!opened.succeed(new OpenTransaction(at, how, scope, null))) {
                new OpenTransaction(at, how, scope, null).abandon(null);
            }
        });
        return opened;
    }

    private static AcquireTimeoutException tooLate(Duration wait) {
        return new AcquireTimeoutException(
                "the transaction had to wait longer than " + wait.toMillis() + " ms for another one at the same place",
                "transactions inside one transaction take turns: none may wait for one that begins after it");
    }

    private static CompletionStage<OpenTransaction> opening(Route.ToSession at, Beginning how, Lease lease) {
        return begun(at, how).thenApply(scope -> new OpenTransaction(at, how, scope, lease));
    }

    private static CompletableFuture<Scope> begun(Route.ToSession at, Beginning how) {
        Object task = TaskContext.find(at.core());
        Scope inside = task instanceof Route.ToSession in && in.session() == at.session() ? in.scope() : null;
        return BlockingCall.waiting(
                how.caller(),
                () -> at.session().begin(how.options(), at.scope(), new Session.Asking(inside, how.site())));
    }

    Route.ToSession route() {
        return route;
    }

    /** Whether it is no savepoint inside another one. */
    boolean isRoot() {
        return root;
    }

    /** Ends it as its owner says; refused at once, with nothing changed, if it is not its turn to end. */
    CompletionStage<Void> end(boolean commit, @Nullable Thread caller) {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        CompletionStage<Void> ending =
                BlockingCall.waiting(caller, () -> route.session().end(scope, commit, () -> turn.complete(null)));
        if (!turn.isDone()) {
            awaitTurn(turn);
        }
        turn.thenRun(() -> settle(ending, commit));
        return ending.whenComplete((value, failure) -> giveBack());
    }

    /** What was issued before an end may take its time, but not for ever. */
    private void awaitTurn(CompletableFuture<Void> turn) {
        DatabaseCore core = route.core();
        Duration wait = core.settings().acquireTimeout();
        Future<?> deadline = core.later(wait, () -> {
            route.session()
                    .lose(new TransactionException(
                            "the transaction was rolled back: its end had to wait longer than " + wait.toMillis()
                                    + " ms for its turn",
                            "something before it has not ended: a stream must be read to its end or closed",
                            null));
            route.session().connection().abort();
        });
        turn.whenComplete((nothing, failure) -> deadline.cancel(false));
    }

    /** Ends it because its body has ended. */
    CompletionStage<Session.Ending> endBody(boolean commit, @Nullable Thread caller) {
        CompletionStage<Session.Ending> ending;
        try {
            ending = BlockingCall.waiting(caller, () -> route.session().endBody(scope, commit));
        } catch (TransactionException refused) {
            return CompletableFuture.failedStage(refused);
        }
        settle(ending, commit);
        return ending.whenComplete((how, failure) -> giveBack());
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

    /**
     * Nobody can end it any more: its handle is unreachable. Unless it has ended, that is reported, and its connection
     * destroyed. One that is nested is left to the outer one, which ends it.
     */
    void forgotten() {
        if (!route.session().isOpen(scope)) {
            return;
        }
        LOG.warn("A transaction was left open, begun at {}: its handle is gone, and nobody had ended it", site);
        if (lease != null) {
            forgotten = true;
            rolledBack().whenComplete((nothing, failure) -> {
                if (failure != null) {
                    LOG.debug("The transaction that was left open did not roll back", failure);
                }
            });
        }
    }

    /** Behind what was issued before, for which somebody may still wait; at once where another one is open inside. */
    private CompletionStage<Void> rolledBack() {
        try {
            return end(false, null);
        } catch (TransactionException othersInside) {
            return abandon(null);
        }
    }

    private void settle(CompletionStage<?> ending, boolean commit) {
        if (!ending.toCompletableFuture().isDone()) {
            Session session = route.session();
            route.core()
                    .dropUnlessAnswered(
                            ending,
                            commit ? DatabaseCore.Awaited.COMMIT : DatabaseCore.Awaited.ROLLBACK,
                            session.connection(),
                            session::giveUp);
        }
    }

    /** Before anybody hears of the end. */
    private void giveBack() {
        Lease borrowed = lease;
        if (borrowed == null) {
            return;
        }
        boolean suspect = forgotten && !route.core().settings().forceRollback();
        if (route.session().isClean() && !suspect) {
            borrowed.release();
        } else {
            borrowed.destroy();
        }
    }
}
