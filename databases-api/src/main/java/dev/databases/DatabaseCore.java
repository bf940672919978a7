package dev.databases;

import dev.databases.config.DatabaseOptions;
import dev.databases.config.Feature;
import dev.databases.config.Option;
import dev.databases.config.Options;
import dev.databases.config.PoolMetrics;
import dev.databases.config.TransactionOptions;
import dev.databases.core.compile.Compiler;
import dev.databases.core.compile.SqlTextCompiler;
import dev.databases.core.pool.Pool;
import dev.databases.core.pool.PoolSettings;
import dev.databases.error.ConnectionException;
import dev.databases.error.TransactionException;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendConnection;
import dev.databases.spi.BackendProvider;
import dev.databases.spi.BackendThread;
import dev.databases.spi.Dialect;
import dev.databases.spi.Limits;
import dev.databases.spi.Request;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What all parts of one database share: settings, compilers, log, executor, and the pool while it is connected. */
final class DatabaseCore {
    /** The settings that operations look at. */
    record Settings(
            boolean forceRollback,
            Duration acquireTimeout,
            Duration queryTimeout,
            Duration commitTimeout,
            Duration settleTimeout,
            Duration disconnectTimeout) {
        static Settings of(Options options) {
            return new Settings(
                    options.get(DatabaseOptions.FORCE_ROLLBACK),
                    options.get(DatabaseOptions.ACQUIRE_TIMEOUT),
                    options.get(DatabaseOptions.QUERY_TIMEOUT),
                    options.get(DatabaseOptions.COMMIT_TIMEOUT),
                    options.get(DatabaseOptions.SETTLE_TIMEOUT),
                    options.get(DatabaseOptions.DISCONNECT_TIMEOUT));
        }
    }

    /** What the server is waited for, but not for ever. */
    enum Awaited {
        CANCEL("a cancel"),
        SAVEPOINT("a savepoint"),
        COMMIT("a commit"),
        ROLLBACK("a rollback");

        private final String text;

        Awaited(String text) {
            this.text = text;
        }

        private Duration limit(Settings settings) {
            return this == COMMIT ? settings.commitTimeout : settings.settleTimeout;
        }

        private ConnectionException tooLate(Duration limit) {
            Option<Duration> option = this == COMMIT ? DatabaseOptions.COMMIT_TIMEOUT : DatabaseOptions.SETTLE_TIMEOUT;
            return new ConnectionException(
                    "the connection was dropped: " + text + " was not answered within " + limit.toMillis() + " ms",
                    "raise " + option.name() + " if the server is only slow",
                    null);
        }
    }

    /** The compilers of one dialect. */
    record Compilers(Dialect dialect, Compiler statements, SqlTextCompiler texts) {
        static Compilers of(Dialect dialect, Limits limits) {
            return new Compilers(dialect, new Compiler(dialect, limits), new SqlTextCompiler(dialect, limits));
        }
    }

    /** How long a backend may take to fail what was under way on a connection that it was told to drop. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Options options;
    private final BackendProvider provider;
    private final Settings settings;
    private final QueryLog log;
    private final EscapeWatch escapes;
    private final @Nullable Executor callbackExecutor;
    private final Route route = new Route.ToPool(this);
    private volatile Compilers compilers;
    private volatile @Nullable Lifeline lifeline;

    DatabaseCore(
            Options options,
            BackendProvider provider,
            Dialect dialect,
            Limits limits,
            @Nullable Executor callbackExecutor) {
        this.provider = provider;
        this.options = options;
        this.settings = Settings.of(options);
        this.log = new QueryLog(options.get(DatabaseOptions.LOG_VALUES), options.get(DatabaseOptions.SLOW_QUERY));
        this.escapes = new EscapeWatch(settings.forceRollback);
        this.callbackExecutor = callbackExecutor;
        this.compilers = Compilers.of(dialect, limits);
    }

    Settings settings() {
        return settings;
    }

    QueryLog log() {
        return log;
    }

    EscapeWatch escapes() {
        return escapes;
    }

    Route poolRoute() {
        return route;
    }

    Compilers compilers() {
        return compilers;
    }

    @Nullable
    Executor callbackExecutor() {
        return callbackExecutor;
    }

    BackendProvider provider() {
        return provider;
    }

    Backend backend() {
        return connected().backend();
    }

    Pool pool() {
        return connected().pool();
    }

    PoolMetrics poolMetrics() {
        Lifeline current = lifeline;
        return current == null
                ? new PoolMetrics(poolSettings().maxSize(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO)
                : current.pool().metrics();
    }

    /** A stream reads no more until its reader, who is busy with a row, asks: perhaps he waits for its connection. */
    void streamRests() {
        Lifeline current = lifeline;
        if (current != null) {
            current.pool().lookForStuck();
        }
    }

    private Lifeline connected() {
        Lifeline current = lifeline;
        if (current == null) {
            throw new ConnectionException("the database is not connected", "call connect() first", null);
        }
        return current;
    }

    void attach(@Nullable Lifeline next) {
        lifeline = next;
    }

    /** Forgets a connected pool unless another has taken its place. */
    void detach(Lifeline closed) {
        if (lifeline == closed) {
            lifeline = null;
        }
    }

    PoolSettings poolSettings() {
        boolean single = settings.forceRollback;
        return new PoolSettings(
                single ? 1 : options.get(DatabaseOptions.MIN_SIZE),
                single ? 1 : options.get(DatabaseOptions.MAX_SIZE),
                options.get(DatabaseOptions.CONNECT_TIMEOUT),
                options.get(DatabaseOptions.ACQUIRE_TIMEOUT),
                options.get(DatabaseOptions.SETTLE_TIMEOUT),
                single ? Duration.ZERO : options.get(DatabaseOptions.IDLE_TIMEOUT),
                single ? Duration.ZERO : options.get(DatabaseOptions.MAX_LIFETIME),
                options.get(DatabaseOptions.VALIDATE_AFTER),
                options.get(DatabaseOptions.LEAK_DETECTION),
                single ? BackendConnection.Status.IN_TRANSACTION : BackendConnection.Status.IDLE);
    }

    /** Takes the dialect as a server described it; statements compiled from now on use it. */
    void refine(Dialect dialect, Limits limits) {
        if (!dialect.equals(compilers.dialect())) {
            compilers = Compilers.of(dialect, limits);
        }
    }

    /** Whether a failed statement would take the transaction of forced rollback with it, were it not in a savepoint. */
    boolean wrapsOneShots() {
        return settings.forceRollback && compilers.dialect().features().contains(Feature.ERROR_ABORTS_TRANSACTION);
    }

    /** Refuses what the database cannot do; under forced rollback nothing is refused, since nothing of it is done. */
    void requireSupported(TransactionOptions wanted) {
        if (settings.forceRollback) {
            return;
        }
        require(wanted.isolationLevel() != null, Feature.ISOLATION_LEVELS, "an isolation level");
        require(wanted.readOnly(), Feature.READ_ONLY_TRANSACTIONS, "read-only transactions");
        require(wanted.deferrable(), Feature.DEFERRABLE_TRANSACTIONS, "deferrable transactions");
    }

    private void require(boolean wanted, Feature feature, String what) {
        Dialect dialect = compilers.dialect();
        if (wanted && !dialect.features().contains(feature)) {
            throw new TransactionException(
                    "cannot begin: " + dialect.name() + " does not offer " + what + " (" + feature + ")",
                    "leave the option out",
                    null);
        }
    }

    /** Runs something on the timer after a while; never if the database is disconnected before. */
    Future<?> later(Duration delay, Runnable action) {
        Lifeline current = lifeline;
        return current == null
                ? CompletableFuture.completedFuture(null)
                : current.timer().schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Like {@link #later}, but run at the disconnect at the latest. */
    Future<?> surely(Duration delay, Runnable action) {
        Lifeline current = lifeline;
        if (current == null) {
            action.run();
            return CompletableFuture.completedFuture(null);
        }
        return current.surely(delay, action);
    }

    /**
     * Cancels a request until it has ended. The first cancel can come too early, before the statement has begun to run, so
     * it is repeated; a connection that does not settle is dropped.
     */
    void untilSettled(Flight flight, Request request) {
        dropUnlessAnswered(request.completion(), Awaited.CANCEL, flight.connection(), flight::giveUp);
        cancelAgain(flight, request, 1);
    }

    private void cancelAgain(Flight flight, Request request, long millis) {
        if (!flight.isOver()) {
            request.cancel();
            later(Duration.ofMillis(millis), () -> cancelAgain(flight, request, Math.min(2 * millis, 250)));
        }
    }

    /**
     * Drops a connection unless the answer comes in time. Its backend then fails what is under way; if even that does not
     * come, whoever waits is told by us.
     */
    void dropUnlessAnswered(
            CompletionStage<?> answer, Awaited awaited, BackendConnection connection, Consumer<Throwable> giveUp) {
        if (answer.toCompletableFuture().isDone()) {
            return;
        }
        Duration limit = awaited.limit(settings);
        Future<?> drop = surely(limit, () -> {
            connection.abort();
            surely(limit.compareTo(GRACE) < 0 ? limit : GRACE, () -> {
                if (!answer.toCompletableFuture().isDone()) {
                    giveUp.accept(awaited.tooLate(limit));
                }
            });
        });
        answer.whenComplete((value, failure) -> drop.cancel(false));
    }

    /** Lets a thread do the work of its own statement; meanwhile an interrupt of it is noticed. */
    void whileWatched(Operation<?> operation, Runnable work) {
        Lifeline current = lifeline;
        if (current == null) {
            work.run();
        } else {
            current.interrupts().during(operation, work);
        }
    }

    /** Tells the user something: where he wants to be told, or right here. */
    void callback(@Nullable Thread caller, Runnable action) {
        if (callbackExecutor == null || caller != null) {
            BlockingCall.tell(action);
        } else {
            try {
                callbackExecutor.execute(action);
            } catch (RejectedExecutionException full) { // a future that never completes would be worse
                BlockingCall.tell(action);
            }
        }
    }

    /**
     * Runs code of the user's that another thread may have come across by giving a connection back: here only on the thread
     * that asked for it or on a backend's own.
     */
    void handOn(Thread origin, Runnable action) {
        if (Thread.currentThread() == origin) {
            BlockingCall.tell(action);
        } else if (callbackExecutor != null) {
            try {
                callbackExecutor.execute(action);
            } catch (RejectedExecutionException full) { // a connection that never comes back would be worse
                CompletableFuture.runAsync(action);
            }
        } else if (BackendThread.isCurrent()) {
            BlockingCall.tell(action);
        } else {
            CompletableFuture.runAsync(action);
        }
    }
}
