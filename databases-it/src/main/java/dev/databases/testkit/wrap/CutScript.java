package dev.databases.testkit.wrap;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the points at which an operation waits for its database, and says at which of them what is to happen: a
 * test arms it, the connections of a {@link CutBackend} ask it. Safe for many threads.
 */
public final class CutScript {
    /** What may happen at a point. */
    public enum Cut {
        /** The user gives the operation up. */
        CANCEL,
        /** The connection is lost. */
        DIE,
        /** Nothing comes any more. */
        SILENCE,
        /** The server refuses. */
        ERROR
    }

    private final List<String> points = new ArrayList<>();
    private final List<CutConnection> connections = new ArrayList<>();
    private boolean armed;
    private int chosen;
    private @Nullable Cut cut;
    private Runnable cancel = () -> {};

    /** Makes a script in which nothing happens. */
    public CutScript() {}

    /**
     * Begins to count.
     *
     * @param point at which point, from 1 on; 0 for none
     * @param what what happens there, null for nothing
     * @param giveUp what the user does to give up
     */
    public synchronized void arm(int point, @Nullable Cut what, Runnable giveUp) {
        armed = true;
        chosen = point;
        cut = what;
        cancel = giveUp;
    }

    /** Lets everything that comes happen. */
    public synchronized void disarm() {
        armed = false;
    }

    /**
     * Returns what was passed while it was armed.
     *
     * @return the points, in order
     */
    public synchronized List<String> points() {
        return List.copyOf(points);
    }

    /**
     * Returns which connections nobody has closed.
     *
     * @return how many
     */
    public synchronized long open() {
        return connections.stream().filter(each -> !each.isClosed()).count();
    }

    /** Loses all connections without a word to anybody. */
    public void loseUnnoticed() {
        List<CutConnection> all;
        synchronized (this) {
            all = List.copyOf(connections);
        }
        all.forEach(CutConnection::loseUnnoticed);
    }

    synchronized void add(CutConnection connection) {
        connections.add(connection);
    }

    /** What is to happen here; giving up has happened when this returns. */
    @Nullable
    Cut at(String point) {
        Runnable giveUp;
        synchronized (this) {
            if (!armed) {
                return null;
            }
            points.add(point);
            if (points.size() != chosen) {
                return null;
            }
            if (cut != Cut.CANCEL) {
                return cut;
            }
            giveUp = cancel;
        }
        giveUp.run();
        return null;
    }
}
