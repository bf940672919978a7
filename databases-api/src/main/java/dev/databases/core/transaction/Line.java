package dev.databases.core.transaction;

import dev.databases.core.transaction.TransactionStack.Level;
import dev.databases.error.TransactionException;
import dev.databases.spi.BackendConnection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The work of one session in its order: what is under way, what is queued, and begins that wait for the end of another
 * transaction at the same place. The session's lock guards it; {@link #drain} is called without.
 */
final class Line {
    /**
     * Work in line.
     *
     * @param level the transaction it belongs to, null for none
     * @param begin the work itself if it begins a transaction at that level
     */
    record Queued(
            Work work, @Nullable Level level, @Nullable BeginWork begin) {
        boolean isWithin(Level outer) {
            return level != null && level.depth >= outer.depth;
        }

        /** Ends run whatever has happened: they know what there is left to do. */
        boolean isEnd() {
            return work instanceof EndWork;
        }
    }

    /** Takes the answer of one piece of work, once. */
    private final class Answer implements UnaryOperator<@Nullable Throwable> {
        private final Queued of;
        private boolean given;

        Answer(Queued of) {
            this.of = of;
        }

        @Override
        public @Nullable Throwable apply(@Nullable Throwable failure) {
            Throwable outcome;
            lock.lock();
            try {
                if (given) {
                    return failure;
                }
                given = true;
                if (of.begin == null && !of.isEnd() && of.work.hasSent()) {
                    agreement.sent();
                }
                current = null;
                outcome = agreement.check(connection.status(), failure);
            } finally {
                lock.unlock();
            }
            drain();
            return outcome;
        }
    }

    private final BackendConnection connection;
    private final ReentrantLock lock;
    private final TransactionStack stack;
    private final Agreement agreement;
    private final Deque<Queued> queue = new ArrayDeque<>();
    private final Deque<Queued> parked = new ArrayDeque<>();
    private @Nullable Queued current;
    private boolean draining;

    Line(BackendConnection connection, ReentrantLock lock, TransactionStack stack, Agreement agreement) {
        this.connection = connection;
        this.lock = lock;
        this.stack = stack;
        this.agreement = agreement;
    }

    boolean isEmpty() {
        return current == null && queue.isEmpty() && parked.isEmpty();
    }

    boolean add(Queued queued) {
        return queue.add(queued);
    }

    boolean remove(Work work) {
        return queue.removeIf(queued -> queued.work == work) || parked.removeIf(queued -> queued.work == work);
    }

    /** Takes out what belongs to a level or to one inside it. */
    List<Queued> removeWithin(Level level) {
        List<Queued> within = removed(queue, queued -> queued.isWithin(level));
        within.addAll(removed(parked, queued -> queued.isWithin(level)));
        return within;
    }

    List<Queued> removeAll() {
        List<Queued> all = removed(queue, queued -> true);
        all.addAll(removed(parked, queued -> true));
        return all;
    }

    private static List<Queued> removed(Deque<Queued> from, Predicate<Queued> wanted) {
        List<Queued> taken = new ArrayList<>();
        for (Iterator<Queued> each = from.iterator(); each.hasNext(); ) {
            Queued queued = each.next();
            if (wanted.test(queued)) {
                taken.add(queued);
                each.remove();
            }
        }
        return taken;
    }

    @Nullable
    Work running() {
        return current == null ? null : current.work;
    }

    @Nullable
    Work runningWithin(Level level) {
        return current != null && current.isWithin(level) ? current.work : null;
    }

    void requireNotHeldUp() {
        if (current != null && current.work.holdsUp(Thread.currentThread())) {
            throw new TransactionException(
                    "the connection is busy with the stream whose rows are being read here",
                    "collect the rows first, or use another connection",
                    null);
        }
    }

    /** Puts begins that have waited for a place in front of the line again. */
    void unpark() {
        Queued last;
        while ((last = parked.pollLast()) != null) {
            queue.addFirst(last);
        }
    }

    /** Starts queued work until one is under way or nothing is left; never recursive, however fast answers come. */
    void drain() {
        boolean mine = false;
        Queued next;
        while ((next = take(mine)) != null) {
            mine = true;
            Throwable refusal = next.isEnd() ? null : refusal();
            if (refusal == null) {
                start(next);
            } else {
                next.work.refuse(refusal);
                skip();
            }
        }
    }

    private void start(Queued next) {
        Answer answer = new Answer(next);
        try {
            next.work.start(connection, answer);
        } catch (RuntimeException | Error thrown) { // one bad statement must not stop the line
            Throwable reported = answer.apply(thrown);
            next.work.refuse(reported == null ? thrown : reported);
        }
    }

    private @Nullable Throwable refusal() {
        lock.lock();
        try {
            return agreement.refusal();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Queued take(boolean mine) {
        lock.lock();
        try {
            if (draining && !mine) {
                return null;
            }
            if (current == null) {
                current = first();
                draining = current != null;
                return current;
            }
            draining = false;
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** The first that can run now; begins without a place are set aside, those that nobody waits for are dropped. */
    private @Nullable Queued first() {
        Queued next;
        while ((next = queue.poll()) != null) {
            BeginWork begin = next.begin;
            if (begin == null || !begin.isUnwanted() && (agreement.refusal() != null || stack.hasRoom(next.level))) {
                return next;
            }
            if (!begin.isUnwanted()) {
                parked.add(next);
            }
        }
        return null;
    }

    private void skip() {
        lock.lock();
        try {
            current = null;
        } finally {
            lock.unlock();
        }
    }
}
