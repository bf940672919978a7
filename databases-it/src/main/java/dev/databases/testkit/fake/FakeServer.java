package dev.databases.testkit.fake;

import dev.databases.spi.Backend.Events;
import dev.databases.spi.BackendThread;
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
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final AtomicBoolean failBegin = new AtomicBoolean();
    private final AtomicLong rows = new AtomicLong();
    private volatile boolean held;
    private final AtomicInteger mostUnanswered = new AtomicInteger();

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
        run(() -> connections.forEach(FakeConnection::serve));
    }

    /** Refuses the next BEGIN, and so the request that it travels with. */
    void failNextBegin() {
        failBegin.set(true);
    }

    /** Breaks all connections, as a server does that dies. */
    void drop() {
        run(() -> connections.forEach(FakeConnection::drop));
    }

    /** What has come in: the number of the connection, a colon, the text. */
    List<String> received() {
        return List.copyOf(received);
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

    boolean refusesBegin() {
        return failBegin.getAndSet(false);
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
