package dev.databases.testkit.fake;

import dev.databases.spi.Backend.Events;
import dev.databases.spi.BackendConnection.Status;
import dev.databases.spi.BackendThread;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The server behind {@code fake:}: one event loop that answers all connections, and the switches of a test, which gets it
 * by {@code connection.unwrap(FakeServer.class)}. Switches may be set on any thread.
 */
final class FakeServer {
    private final ThreadPoolExecutor loop = new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            EventLoop::new,
            new ThreadPoolExecutor.DiscardPolicy());
    private final List<FakeConnection> connections = new CopyOnWriteArrayList<>();
    private final List<String> received = Collections.synchronizedList(new ArrayList<>());
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final AtomicBoolean failBegin = new AtomicBoolean();
    private final AtomicBoolean failCommit = new AtomicBoolean();
    private final AtomicBoolean stayOpen = new AtomicBoolean();
    private final AtomicBoolean failSubmit = new AtomicBoolean();
    private final AtomicInteger misdirected = new AtomicInteger();
    private final AtomicInteger strikes = new AtomicInteger();
    private final AtomicLong rows = new AtomicLong();
    private volatile boolean held;
    private final AtomicInteger mostUnanswered = new AtomicInteger();
    private volatile boolean mute;
    private volatile String struck = "";

    FakeServer() {
        loop.allowCoreThreadTimeOut(true);
    }

    /** Answers nothing until {@link #release()}. */
    void hold() {
        held = true;
    }

    /** Answers all that is waiting. */
    void release() {
        held = false;
        mute = false;
        run(() -> connections.forEach(FakeConnection::serve));
    }

    /** Refuses the next BEGIN, and so the request that it travels with. */
    void failNextBegin() {
        failBegin.set(true);
    }

    /** Refuses the next COMMIT, and rolls back. */
    void failNextCommit() {
        failCommit.set(true);
    }

    /** Refuses the next COMMIT, and leaves the transaction as it was. */
    void failNextCommitAndStayOpen() {
        stayOpen.set(true);
        failCommit.set(true);
    }

    /** Makes the next submit throw, which no backend may. */
    void throwFromNextSubmit() {
        failSubmit.set(true);
    }

    /** Lets the next cancels hit the request behind the one that they are meant for. */
    void misdirectCancels(int number) {
        misdirected.set(number);
    }

    /** Answers requests as cancelled, although nobody has asked to, if their text begins so. */
    void strikeNext(String text, int times) {
        struck = text;
        strikes.set(times);
    }

    boolean strikes(String text) {
        return text.startsWith(struck) && strikes.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    /** Answers nothing any more: no request, no cancel, no close, not even an abort. */
    void fallSilent() {
        held = true;
        mute = true;
    }

    /** Breaks all connections, as a server does that dies. */
    void drop() {
        run(() -> connections.forEach(FakeConnection::drop));
    }

    /** What has come in: the number of the connection, a colon, the text. */
    List<String> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    /** How many requests were unanswered at once, on one connection. */
    int mostUnanswered() {
        return mostUnanswered.get();
    }

    /** How many rows were given to core. */
    long rows() {
        return rows.get();
    }

    void gaveRow() {
        rows.incrementAndGet();
    }

    /** Waits until all that came in before was looked at. */
    void settle() {
        CompletableFuture<Void> looked = new CompletableFuture<>();
        run(() -> looked.complete(null));
        looked.join();
    }

    boolean isHeld() {
        return held;
    }

    /** What a server would wonder about: transactions inside others, ends of none, texts where they do not belong. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    void look(String sql, boolean begins, Status status) {
        boolean control = sql.equals("COMMIT") || sql.startsWith("ROLLBACK") || sql.contains("SAVEPOINT");
        boolean belongsInside = control || sql.startsWith("INSIDE");
        boolean inside = begins || status != Status.IDLE;
        if (begins && status != Status.IDLE || belongsInside && !inside || sql.contains("OUTSIDE") && inside) {
            complaints.add(sql + " in " + status + (begins ? " with BEGIN" : ""));
        }
    }

    boolean refusesBegin() {
        return failBegin.getAndSet(false);
    }

    boolean refusesCommit() {
        return failCommit.getAndSet(false);
    }

    boolean staysOpen() {
        return stayOpen.getAndSet(false);
    }

    boolean isMute() {
        return mute;
    }

    boolean misdirects() {
        return misdirected.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    void mayThrow() {
        if (failSubmit.getAndSet(false)) {
            throw new IllegalStateException("the fake backend was told to throw");
        }
    }

    /** How many connections are in a transaction. */
    long inTransaction() {
        return connections.stream()
                .filter(each -> each.status() == Status.IN_TRANSACTION || each.status() == Status.FAILED_TRANSACTION)
                .count();
    }

    void takes(int connection, String text, int unanswered) {
        received.add(connection + ": " + text);
        mostUnanswered.accumulateAndGet(unanswered, Math::max);
    }

    FakeConnection connect(Events events) {
        FakeConnection connection = new FakeConnection(this, connections.size() + 1, events);
        connections.add(connection);
        return connection;
    }

    /** Runs something on the event loop, never on the caller's thread. */
    void run(Runnable work) {
        loop.execute(work);
    }

    void shutdown() {
        loop.shutdown();
    }

    /** The one thread of a server. */
    private static final class EventLoop extends Thread implements BackendThread {
        EventLoop(Runnable work) {
            super(work, "fake-server");
            setDaemon(true);
        }
    }
}
