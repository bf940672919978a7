package dev.databases.core.transaction;

import dev.databases.config.TransactionOptions;
import dev.databases.core.site.CallSite;
import dev.databases.error.TransactionClosedException;
import dev.databases.error.TransactionException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is open on one connection: depth 0 is a transaction, deeper ones are savepoints. The one place that knows; the state
 * of a level is kept here only, so a misordered end cannot lose a rollback. Not safe for many threads: the session guards
 * it.
 */
final class TransactionStack {
    /** Where a level is in its life. */
    enum State {
        OPEN,
        ENDING,
        CLOSED
    }

    /** One transaction or savepoint. */
    static final class Level {
        final int depth;
        private final @Nullable CallSite begunAt;
        private State state = State.OPEN;
        private @Nullable CallSite endedAt;

        private Level(int depth, @Nullable CallSite begunAt) {
            this.depth = depth;
            this.begunAt = begunAt;
        }
    }

    private final int base;
    private final List<Level> levels = new ArrayList<>();

    /**
     * Makes an empty stack.
     *
     * @param base 0, or 1 where a transaction that is not this stack's is open already and must stay so
     */
    TransactionStack(int base) {
        this.base = base;
    }

    boolean isInsideForeign() {
        return base > 0;
    }

    boolean isEmpty() {
        return levels.isEmpty();
    }

    private int openInside(@Nullable Level level) {
        return levels.size() - 1 - (level == null ? -1 : levels.indexOf(level));
    }

    /** Whether a level can be opened here now, or has to wait until the one that is open at this place has ended. */
    boolean hasRoom(@Nullable Level parent) {
        return openInside(parent) == 0 || parent != null && parent.state != State.OPEN;
    }

    /** Refuses to wait for the end of a level from inside that very level. */
    void requireNotInside(@Nullable Level parent, @Nullable Level asking) {
        if (asking != null && levels.indexOf(asking) > (parent == null ? -1 : levels.indexOf(parent))) {
            throw new TransactionException(
                    "cannot begin: another transaction is open at this place on the same connection, and this one is"
                            + " begun inside of it",
                    "begin it with the handle of the innermost transaction, or after that has ended",
                    null);
        }
    }

    /** Opens a level inside another, or the outermost. */
    Level push(@Nullable Level parent, TransactionOptions options, @Nullable CallSite site) {
        if (parent != null) {
            requireOpen(parent);
        }
        if (parent != null && options.needsRoot()) {
            throw new TransactionException(
                    "cannot begin: isolation, read-only and deferrable belong to the outermost transaction, this one is"
                            + " nested",
                    "set the options where the outermost transaction begins",
                    null);
        }
        Level level = new Level(base + levels.size(), site);
        levels.add(level);
        return level;
    }

    boolean isOpen(Level level) {
        return level.state == State.OPEN;
    }

    /** Checks that a statement may run in a level. */
    void requireOpen(Level level) {
        if (level.state != State.OPEN) {
            throw new TransactionClosedException(
                    "the transaction " + ended(level) + ": nothing can run in it any more",
                    "a statement of a transaction must be part of the stage that its body returns",
                    null,
                    sites(level));
        }
    }

    /** Moves a level from open to ending; refuses while others are open inside it. */
    void end(Level level, String verb) {
        requireNotEnded(level, verb);
        int inner = openInside(level);
        if (inner > 0) {
            throw new TransactionException(
                    "cannot " + verb + ": " + inner + " inner transaction" + (inner == 1 ? " is" : "s are")
                            + " still open",
                    "end transactions in the reverse order of their begin",
                    null);
        }
        level.state = State.ENDING;
        level.endedAt = CallSite.here();
    }

    /** Moves a level, and all that are open inside it, from open to ending; tells whether there were any. */
    boolean endAll(Level level, String verb) {
        requireNotEnded(level, verb);
        int index = levels.indexOf(level);
        levels.subList(index, levels.size()).forEach(each -> each.state = State.ENDING);
        return index < levels.size() - 1;
    }

    private static void requireNotEnded(Level level, String verb) {
        if (level.state != State.OPEN) {
            throw new TransactionClosedException(
                    "cannot " + verb + ": the transaction " + ended(level), null, null, sites(level));
        }
    }

    private static String ended(Level level) {
        return level.state == State.CLOSED ? "has ended" : "is ending";
    }

    private static List<String> sites(Level level) {
        List<String> facts = new ArrayList<>();
        if (level.begunAt != null) {
            facts.add("begun at: " + level.begunAt);
        }
        if (level.endedAt != null) {
            facts.add("ended at: " + level.endedAt);
        }
        facts.add("used at: " + CallSite.here());
        return facts;
    }

    /** Takes a level, and what is open inside it, off the stack. */
    void close(Level level) {
        int index = levels.indexOf(level);
        while (index >= 0 && levels.size() > index) {
            levels.remove(levels.size() - 1).state = State.CLOSED;
        }
    }
}
