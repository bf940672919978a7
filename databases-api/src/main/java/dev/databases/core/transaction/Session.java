package dev.databases.core.transaction;

import dev.databases.config.TransactionOptions;
import dev.databases.core.transaction.TransactionStack.Level;
import dev.databases.error.TransactionException;
import dev.databases.error.TransactionRolledBackException;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.BackendConnection.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One borrowed connection with its transactions. Work runs in the order in which it came, one at a time; after every
 * answer the server's status must agree with the stack, else the session is lost and refuses all further work.
 *
 * <p>Safe for many threads. No work is called while the lock is held.
 */
public final class Session {
    /** Something to run on the connection. */
    public interface Work {
        /**
         * Starts it; must not throw.
         *
         * @param connection the connection, its own until the answer
         * @param answered to be called exactly once, when the answer is in and before anybody is told: takes the
         *     failure, or null, and returns the one to report
         */
        void start(BackendConnection connection, UnaryOperator<@Nullable Throwable> answered);

        /** Tells it that it will never be started; must not throw. */
        void refuse(Throwable why);

        /** Stops it if it is under way; must not throw. */
        void stop();

        /** Whether it has sent anything to the server; asked when it has answered. */
        default boolean hasSent() {
            return true;
        }

        /** Whether it cannot end before the given thread has returned from what it does now. */
        default boolean holdsUp(Thread thread) {
            return false;
        }
    }

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

    /** Work in line; control work is the session's own and also runs when the session is lost. */
    private record Queued(Work work, @Nullable Scope scope, boolean control) {
        boolean isWithin(Level level) {
            return scope != null && scope.level.depth >= level.depth;
        }
    }

    private final BackendConnection connection;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Queued> queue = new ArrayDeque<>();
    private final TransactionStack stack;
    private @Nullable Queued current;
    private boolean draining;
    private boolean begun;
    private @Nullable TransactionException lost;

    /**
     * Makes a session on a connection.
     *
     * @param connection the connection, borrowed for this session alone
     * @param insideTransaction whether a transaction is open on it that must stay open
     */
    public Session(BackendConnection connection, boolean insideTransaction) {
        this.connection = connection;
        this.stack = new TransactionStack(insideTransaction ? 1 : 0);
    }

    /** Returns the connection. */
    public BackendConnection connection() {
        return connection;
    }

    /** Whether the connection may be given to somebody else: nothing open, queued or disagreed. */
    public boolean isClean() {
        lock.lock();
        try {
            return lost == null && stack.isEmpty() && current == null && queue.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Queues work.
     *
     * @param work the work; refused if its scope is not open or the session is lost
     * @param scope the transaction it belongs to, null outside of any
     */
    public void submit(Work work, @Nullable Scope scope) {
        submit(new Queued(work, scope, false));
    }

    private void submit(Queued queued) {
        Scope scope = queued.scope;
        TransactionException refusal = null;
        lock.lock();
        try {
            if (scope != null) {
                stack.requireOpen(scope.level);
            }
            refusal = current != null && current.work.holdsUp(Thread.currentThread()) ? busy() : lost;
            if (refusal == null) {
                queue.add(queued);
            }
        } catch (TransactionException closed) {
            refusal = closed;
        } finally {
            lock.unlock();
        }
        if (refusal != null) {
            queued.work.refuse(refusal);
        } else {
            drain();
        }
    }

    private static TransactionException busy() {
        return new TransactionException(
                "the connection is busy with the stream whose rows are being read here",
                "collect the rows first, or use another connection",
                null);
    }

    /** Takes work back out of the queue; false if it has started, or was never there. */
    public boolean withdraw(Work work) {
        lock.lock();
        try {
            return queue.removeIf(queued -> queued.work == work);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Begins a transaction, or a savepoint where one is open. A transaction is only recorded: it travels with its first
     * statement.
     *
     * @param options how it is to run
     * @param parent the scope it is nested in, null for the outermost
     * @return the scope, once it can be used
     */
    public CompletionStage<Scope> begin(TransactionOptions options, @Nullable Scope parent) {
        BeginWork begin = new BeginWork(this, options, parent);
        submit(new Queued(begin, parent, true));
        return begin.outcome();
    }

    /**
     * Ends a transaction as its owner says.
     *
     * @param scope the transaction
     * @param commit whether to commit or to roll back
     * @return completes when the server has confirmed; fails after a rollback if the commit did
     * @throws TransactionException if the transaction is not open or others are open inside it; nothing has changed then
     */
    public CompletionStage<Void> end(Scope scope, boolean commit) {
        lock.lock();
        try {
            if (current != null && current.work.holdsUp(Thread.currentThread())) {
                throw busy();
            }
            stack.end(scope.level, commit ? "commit" : "roll back");
        } finally {
            lock.unlock();
        }
        return finish(scope, commit);
    }

    /**
     * Ends a transaction whose body has ended, with all that is open inside it. Statements of it that are still queued are
     * refused, one that is running is cancelled.
     *
     * @param scope the transaction
     * @param commit whether to commit, which is done only if nothing was left behind
     * @return how it ended
     */
    public CompletionStage<Ending> endBody(Scope scope, boolean commit) {
        List<Queued> leftBehind;
        Queued running;
        boolean inner;
        lock.lock();
        try {
            inner = stack.endAll(scope.level, commit ? "commit" : "roll back");
            leftBehind = queue.stream()
                    .filter(queued -> queued.isWithin(scope.level))
                    .toList();
            queue.removeAll(leftBehind);
            running = current != null && current.isWithin(scope.level) ? current : null;
        } catch (TransactionException refused) {
            return CompletableFuture.failedFuture(refused);
        } finally {
            lock.unlock();
        }
        int unfinished = leftBehind.size() + (running == null ? 0 : 1) + (inner ? 1 : 0);
        leftBehind.forEach(queued -> queued.work.refuse(new TransactionException(
                "the statement was not run: the body of its transaction had ended", null, null)));
        if (running != null) {
            running.work.stop();
        }
        return finish(scope, commit && unfinished == 0).thenApply(nothing -> new Ending(unfinished));
    }

    /**
     * How the body of a transaction ended.
     *
     * @param unfinished how many statements and inner transactions were still queued, running or open
     */
    public record Ending(int unfinished) {}

    private CompletionStage<Void> finish(Scope scope, boolean commit) {
        EndWork end = new EndWork(this, scope, commit);
        lock.lock();
        try {
            queue.add(new Queued(end, null, true));
        } finally {
            lock.unlock();
        }
        drain();
        return end.outcome();
    }

    /** Opens a level when its turn has come. */
    Scope push(@Nullable Scope parent, TransactionOptions options) {
        lock.lock();
        try {
            return new Scope(stack.push(parent == null ? null : parent.level, options));
        } finally {
            lock.unlock();
        }
    }

    /** Notes that what was recorded is on its way to the server. */
    void sent() {
        lock.lock();
        try {
            begun |= !stack.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Closes a level after the server's answer. */
    void close(Scope scope) {
        lock.lock();
        try {
            stack.close(scope.level);
            begun &= !stack.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Why the session cannot be used any more, null while it can. */
    @Nullable
    TransactionException lost() {
        lock.lock();
        try {
            return lost;
        } finally {
            lock.unlock();
        }
    }

    /** Starts queued work until one is under way or nothing is left; never recursive, however fast answers come. */
    private void drain() {
        boolean mine = false;
        Queued next;
        while ((next = take(mine)) != null) {
            mine = true;
            TransactionException refusal = next.control ? null : lost();
            if (refusal == null) {
                next.work.start(connection, this::answered);
            } else {
                next.work.refuse(refusal);
                skip();
            }
        }
    }

    private @Nullable Queued take(boolean mine) {
        lock.lock();
        try {
            if (draining && !mine) {
                return null;
            }
            if (current == null) {
                current = queue.poll();
                draining = current != null;
                return current;
            }
            draining = false;
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void skip() {
        lock.lock();
        try {
            current = null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Throwable answered(@Nullable Throwable failure) {
        Throwable outcome = failure;
        lock.lock();
        try {
            begun |= current != null && !current.control && current.work.hasSent() && !stack.isEmpty();
            current = null;
            if (lost == null) {
                lost = disagreement(failure);
                outcome = failure == null ? lost : failure;
            }
        } finally {
            lock.unlock();
        }
        drain();
        return outcome;
    }

    private @Nullable TransactionException disagreement(@Nullable Throwable failure) {
        Status status = connection.status();
        if (status == Status.UNKNOWN) {
            return new TransactionException("the connection of this transaction was lost", null, failure);
        }
        boolean expected = begun || stack.isInsideForeign();
        if (expected == (status != Status.IDLE)) {
            return null;
        }
        return expected
                ? rolledBack(failure)
                : new TransactionException(
                        "a transaction is open on the server that was not begun here",
                        "begin transactions with transaction(…), never by SQL text",
                        failure);
    }

    private static TransactionException rolledBack(@Nullable Throwable failure) {
        String problem = failure == null
                ? "the transaction is not open on the server any more: a statement committed it or rolled it back"
                : "the transaction was not begun or was rolled back by the server, after a statement had failed";
        return new TransactionRolledBackException(problem, "run the whole transaction again", failure);
    }
}
