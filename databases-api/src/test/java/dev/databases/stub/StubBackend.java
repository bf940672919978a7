package dev.databases.stub;

import dev.databases.config.DatabaseUrl;
import dev.databases.config.Feature;
import dev.databases.config.Option;
import dev.databases.config.Options;
import dev.databases.error.ConnectionException;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.BackendProvider;
import dev.databases.spi.BackendThread;
import dev.databases.spi.Dialect;
import dev.databases.spi.Limits;
import dev.databases.spi.OwnVerbs;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A backend without a database, asynchronous on one thread of its own. It answers by itself, but for statements whose text
 * has the word {@code hold}: those wait in {@link #held} until the test answers them. A text
 * with the word {@code early} is answered before it is sent, as seen from the library.
 */
public final class StubBackend implements Backend, BackendProvider {
    /** Every connection that was made, in order. */
    public final List<StubConnection> connections = new CopyOnWriteArrayList<>();
    /** Every statement sent, on any connection, in order. */
    public final List<String> sent = new CopyOnWriteArrayList<>();
    /** Those of them that were sent by a thread which said that it will wait for the answer. */
    public final List<String> forCallers = new CopyOnWriteArrayList<>();
    /** Requests that wait for the test. */
    public final BlockingQueue<StubRequest> held = new LinkedBlockingQueue<>();
    /** Connects that wait for the test, while {@link #holdsConnects}. */
    public final BlockingQueue<Runnable> heldConnects = new LinkedBlockingQueue<>();
    /** Statements that the server refuses once each. */
    public final List<String> refused = new CopyOnWriteArrayList<>();
    /** Statements that the server never answers, once each. */
    public final List<String> unanswered = new CopyOnWriteArrayList<>();
    /** Those of them that were sent. */
    public final BlockingQueue<StubRequest> forgotten = new LinkedBlockingQueue<>();
    /** What went wrong with the contract of the SPI; must stay empty. */
    public final List<String> complaints = new CopyOnWriteArrayList<>();

    public final AtomicInteger opened = new AtomicInteger();
    public final AtomicInteger closed = new AtomicInteger();
    public volatile boolean holdsConnects;
    public volatile int failingConnects;
    public volatile boolean failsValidation;
    public volatile boolean ignoresCancel;
    public volatile String commitText = "COMMIT";
    final ExecutorService loop = Executors.newSingleThreadExecutor(Loop::new);
    private final Limits limits;

    public StubBackend(Limits limits) {
        this.limits = limits;
    }

    public StubBackend() {
        this(new Limits(1, 100, 100, 1000));
    }

    /** Waits for the next statement that is held. */
    public StubRequest nextHeld() throws InterruptedException {
        StubRequest request = held.poll(10, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no statement arrived; sent were " + sent);
        }
        return request;
    }

    /** Waits until the thread has done all that it was given. */
    public void settle() throws Exception {
        loop.submit(() -> {}).get(10, TimeUnit.SECONDS);
    }

    /** Runs something on the backend's thread. */
    public void onLoop(Runnable work) {
        loop.execute(work);
    }

    /** How many connections are open now. */
    public long open() {
        return connections.stream().filter(StubConnection::isOpen).count();
    }

    @Override
    public Dialect dialect() {
        return StubDialect.INSTANCE;
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public CompletionStage<? extends BackendConnection> connect(Duration timeout, Events events) {
        CompletableFuture<StubConnection> made = new CompletableFuture<>();
        Runnable connect = () -> {
            if (failingConnects > 0) {
                failingConnects--;
                made.completeExceptionally(new ConnectionException("the stub refuses to connect", null, null));
            } else {
                StubConnection connection = new StubConnection(this, events);
                connections.add(connection);
                made.complete(connection);
            }
        };
        if (holdsConnects) {
            heldConnects.add(() -> loop.execute(connect));
        } else {
            loop.execute(connect);
        }
        return made;
    }

    @Override
    public CompletionStage<Void> close() {
        if (closed.incrementAndGet() > 1) {
            complaints.add("the backend was closed twice");
        }
        if (open() > 0) {
            complaints.add("the backend was closed before " + open() + " of its connections");
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Set<String> schemes() {
        return Set.of("stub");
    }

    @Override
    public List<Option<?>> options() {
        return List.of();
    }

    @Override
    public Backend open(DatabaseUrl url, Options options) {
        if (opened.incrementAndGet() > 1) {
            closed.set(0);
        }
        return this;
    }

    private static final class StubDialect implements Dialect {
        static final StubDialect INSTANCE = new StubDialect();

        @Override
        public String name() {
            return "stub";
        }

        @Override
        public Set<Feature> features() {
            return EnumSet.allOf(Feature.class);
        }
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type, OwnVerbs verbs) {
        return type == OwnVerbs.class ? Optional.of(type.cast(verbs)) : Optional.empty();
    }

    private static final class Loop extends Thread implements BackendThread {
        Loop(Runnable work) {
            super(work, "stub");
            setDaemon(true);
        }
    }
}
