package dev.databases;

import dev.databases.config.TransactionOptions;
import dev.databases.core.task.TaskFuture;
import dev.databases.error.TransactionException;
import java.lang.ref.Cleaner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An open transaction, or a savepoint where it is nested. Its statements run in order, nobody else's come between them;
 * after its end every statement fails.
 */
public final class Transaction extends Queries {
    private final OpenTransaction open;
    private final boolean explicit;
    private final TransactionOptions options;
    private final Cleaner.@Nullable Cleanable watch;
    private volatile boolean ended;

    Transaction(DatabaseCore core, OpenTransaction open, boolean explicit, TransactionOptions options) {
        super(core);
        this.open = open;
        this.explicit = explicit;
        this.options = options;
        this.watch = explicit ? Forgotten.watch(this, open) : null;
    }

    @Override
    Route.ToSession route() {
        return open.route();
    }

    /**
     * Commits; only for a transaction that was begun by {@link Queries#begin()}, a block commits by itself.
     *
     * @return completes when the server has confirmed. Fails with {@link TransactionException}, and changes nothing, if the
     *     transaction has ended or others are open inside it
     */
    public CompletableFuture<Void> commit() {
        return end(!options.forceRollback());
    }

    /**
     * Rolls back; only for a transaction that was begun by {@link Queries#begin()}, a block rolls back when its stage
     * fails.
     *
     * @return completes when the server has confirmed. Fails with {@link TransactionException}, and changes nothing, if the
     *     transaction has ended or others are open inside it
     */
    public CompletableFuture<Void> rollback() {
        return end(false);
    }

    private CompletableFuture<Void> end(boolean commit) {
        if (!explicit) {
            return TaskFuture.failed(new TransactionException(
                    "cannot end this transaction: it ends with its body",
                    "complete the stage that the body returns, or fail it to roll back; begin() gives a transaction that"
                            + " is yours to end",
                    null));
        }
        Thread caller = BlockingCall.caller();
        try {
            TaskFuture<Void> outcome = new TaskFuture<>();
            CompletionStage<Void> ending = open.end(commit, caller);
            over();
            ending.whenComplete((nothing, failure) -> core().callback(caller, () -> {
                if (failure == null) {
                    outcome.succeed(null);
                } else {
                    outcome.fail(Failures.unwrapped(failure));
                }
            }));
            return outcome;
        } catch (TransactionException refused) {
            return TaskFuture.failed(refused);
        }
    }

    boolean isRoot() {
        return open.isRoot();
    }

    /** Whether an end was accepted, whatever came of it. */
    boolean hasEnded() {
        return ended;
    }

    /** Rolls back with all that is open inside; done already if an outer transaction has ended it. */
    CompletableFuture<Void> abandon() {
        CompletionStage<Void> ending = open.abandon(BlockingCall.caller());
        over();
        return TaskFuture.following(ending);
    }

    /** Its end was accepted, so it cannot be forgotten any more. */
    private void over() {
        ended = true;
        if (watch != null) {
            watch.clean();
        }
    }
}
