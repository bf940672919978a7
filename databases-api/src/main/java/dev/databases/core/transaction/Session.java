package dev.databases.core.transaction;

import dev.databases.config.TransactionOptions;
import dev.databases.core.site.CallSite;
import dev.databases.core.transaction.TransactionStack.Level;
import dev.databases.error.TransactionException;
import dev.databases.spi.BackendConnection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One borrowed connection with its transactions. Work runs in the order in which it came, one at a time ({@link Line});
 * after every answer the server's status must agree with the stack ({@link Agreement}), else the session is lost and
 * refuses all further work.
 *
 * <p>Safe for many threads. No work is called while the lock is held.
 */
public final class Session {
    /** A transaction or savepoint; statements name the one that they belong to. */
    public static final class Scope {
        private final Level level;

        private Scope(Level level) {
            this.level = level;
        }

        /** Returns 0 for a transaction, more for a savepoint. */
        public int depth() {
            return level.depth;
        }
    }

    /**
     * How the body of a transaction ended.
     *
     * @param unfinished how many statements and inner transactions were still queued, running or open
     */
    public record Ending(int unfinished) {}

    /**
     * Who begins a transaction.
     *
     * @param inside the innermost scope of this session that the task is in, null if it is in none
     * @param site the place in the user's code, null if that is not known
     */
    public record Asking(@Nullable Scope inside, @Nullable CallSite site) {
        /** Nobody in particular. */
        public static final Asking UNKNOWN = new Asking(null, null);
    }

    private final BackendConnection connection;
    private final ReentrantLock lock = new ReentrantLock();
    private final TransactionStack stack;
    private final Agreement agreement;
    private final Line line;

    /**
     * Makes a session on a connection.
     *
     * @param connection the connection, borrowed for this session alone
     * @param insideTransaction whether a transaction is open on it that must stay open
     */
    public Session(BackendConnection connection, boolean insideTransaction) {
        this.connection = connection;
        this.stack = new TransactionStack(insideTransaction ? 1 : 0);
        this.agreement = new Agreement(stack);
        this.line = new Line(connection, lock, stack, agreement);
    }

    /** Returns the connection. */
    public BackendConnection connection() {
        return connection;
    }

    /** Whether the connection may be given to somebody else: nothing open, queued or disagreed. */
    public boolean isClean() {
        return locked(() -> !agreement.isLost() && stack.isEmpty() && line.isEmpty());
    }

    /** Whether a transaction has neither ended nor begun to. */
    public boolean isOpen(Scope scope) {
        return locked(() -> stack.isOpen(scope.level));
    }

    /** Whether a statement that runs now is a transaction of its own. */
    public boolean isOutside() {
        return locked(agreement::isOutside);
    }

    /**
     * Queues work.
     *
     * @param work the work; refused if its scope is not open or the session is lost
     * @param scope the transaction it belongs to, null outside of any
     */
    public void submit(Work work, @Nullable Scope scope) {
        submit(new Line.Queued(work, levelOf(scope), null));
    }

    static @Nullable Level levelOf(@Nullable Scope scope) {
        return scope == null ? null : scope.level;
    }

    private void submit(Line.Queued queued) {
        Throwable refusal = refusal(queued);
        if (refusal != null) {
            queued.work().refuse(refusal);
        } else {
            line.drain();
        }
    }

    /** Why it cannot be queued; null if it is now. */
    private @Nullable Throwable refusal(Line.Queued queued) {
        lock.lock();
        try {
            if (queued.level() != null) {
                stack.requireOpen(queued.level());
            }
            if (queued.begin() != null) {
                stack.requireNotInside(queued.level(), queued.begin().asksInside());
            }
            line.requireNotHeldUp();
            Throwable refusal = agreement.refusal();
            return refusal == null && line.add(queued) ? null : refusal;
        } catch (TransactionException refused) {
            return refused;
        } finally {
            lock.unlock();
        }
    }

    private <T extends @Nullable Object> T locked(Supplier<T> change) {
        lock.lock();
        try {
            return change.get();
        } finally {
            lock.unlock();
        }
    }

    /** Takes work back out of the queue; false if it has started, or was never there. */
    public boolean withdraw(Work work) {
        return locked(() -> line.remove(work));
    }

    /**
     * Begins a transaction, or a savepoint where one is open. A transaction is only recorded: it travels with its first
     * statement. Where another one is open at the same place, this one waits until that has ended.
     *
     * @param options how it is to run
     * @param parent the scope it is nested in, null for the outermost
     * @param asking who begins it: whoever is inside of the one that is open at this place would wait for himself
     * @return the scope, once it can be used; whoever completes it first has given up waiting, and nothing stays open
     */
    public CompletableFuture<Scope> begin(TransactionOptions options, @Nullable Scope parent, Asking asking) {
        BeginWork begin = new BeginWork(this, options, parent, asking);
        submit(new Line.Queued(begin, levelOf(parent), begin));
        return begin.outcome();
    }

    /**
     * Tells when the server has answered a begin that is given up.
     *
     * @param begin what {@link #begin} gave
     * @return complete already if it is not under way
     */
    public CompletionStage<Void> answerTo(CompletableFuture<Scope> begin) {
        return locked(line::running) instanceof BeginWork running && running.outcome() == begin
                ? running.answer()
                : CompletableFuture.completedFuture(null);
    }

    /**
     * Ends a transaction as its owner says, when the statements before have ended.
     *
     * @param scope the transaction
     * @param commit whether to commit or to roll back
     * @param underWay told when it is its turn
     * @return completes when the server has confirmed; fails after a rollback if the commit did
     * @throws TransactionException if the transaction is not open or others are open inside it; nothing has changed then
     */
    public CompletionStage<Void> end(Scope scope, boolean commit, Runnable underWay) {
        locked(() -> {
            line.requireNotHeldUp();
            stack.end(scope.level, commit ? "commit" : "roll back");
            return true;
        });
        return finish(scope, commit, underWay);
    }

    /**
     * Ends a transaction whose body has ended, with all that is open inside it. Statements of it that are still queued are
     * refused, one that is running is cancelled.
     *
     * @param scope the transaction
     * @param commit whether to commit, which is done only if nothing was left behind
     * @return how it ended
     * @throws TransactionException if the transaction is not open; nothing has changed then
     */
    public CompletionStage<Ending> endBody(Scope scope, boolean commit) {
        List<Line.Queued> leftBehind;
        Work running;
        boolean inner;
        lock.lock();
        try {
            inner = stack.endAll(scope.level, commit ? "commit" : "roll back");
            leftBehind = line.removeWithin(scope.level);
            running = line.runningWithin(scope.level);
        } finally {
            lock.unlock();
        }
        int unfinished = leftBehind.size() + (running == null ? 0 : 1) + (inner ? 1 : 0);
        leftBehind.forEach(queued -> queued.work().refuse(tooLate()));
        if (running != null) {
            running.stop();
        }
        return finish(scope, commit && unfinished == 0, () -> {}).thenApply(nothing -> new Ending(unfinished));
    }

    private static TransactionException tooLate() {
        return new TransactionException("the statement was not run: the body of its transaction had ended", null, null);
    }

    private CompletionStage<Void> finish(Scope scope, boolean commit, Runnable underWay) {
        EndWork end = new EndWork(this, scope, commit, underWay);
        locked(() -> line.add(new Line.Queued(end, null, null)));
        line.drain();
        return end.outcome();
    }

    /** Refuses all further work, and what is queued; ends of transactions end without the server. */
    public void lose(Throwable why) {
        locked(() -> {
            agreement.lose(why);
            return true;
        });
    }

    /** Gives up waiting for the server: what is under way ends with a failure, and nothing is sent any more. */
    public void giveUp(Throwable why) {
        lose(why);
        Work running = locked(line::running);
        if (running != null) {
            running.giveUp(why);
        }
    }

    /** Ends the session when its connection is given back: whoever still has it must not reach the next borrower. */
    public void retire(Throwable why) {
        lose(why);
        locked(line::removeAll).forEach(queued -> queued.work().refuse(why));
    }

    /** Opens a level when its turn has come. */
    Scope push(@Nullable Scope parent, TransactionOptions options, @Nullable CallSite site) {
        return locked(() -> new Scope(stack.push(levelOf(parent), options, site)));
    }

    /** Notes that what was recorded is on its way to the server. */
    void sent() {
        locked(() -> {
            agreement.sent();
            return true;
        });
    }

    /** Closes a level after the server's answer; who has waited for its place is in line again. */
    void close(Scope scope) {
        locked(() -> {
            agreement.close(scope.level);
            line.unpark();
            return true;
        });
    }

    /** Why nothing can run now, null if something can. */
    @Nullable
    Throwable refusal() {
        return locked(agreement::refusal);
    }
}
