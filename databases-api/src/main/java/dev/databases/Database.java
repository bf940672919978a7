package dev.databases;

import dev.databases.config.DatabaseOptions;
import dev.databases.config.DatabaseUrl;
import dev.databases.config.Option;
import dev.databases.config.Options;
import dev.databases.config.PoolMetrics;
import dev.databases.core.task.TaskContext;
import dev.databases.core.task.TaskFuture;
import dev.databases.error.ConnectionException;
import dev.databases.spi.Backend;
import dev.databases.spi.BackendProvider;
import dev.databases.spi.BackendThread;
import dev.databases.spi.CompiledQuery;
import dev.databases.sql.CreateIndex;
import dev.databases.sql.CreateTable;
import dev.databases.sql.DropTable;
import dev.databases.sql.Metadata;
import dev.databases.sql.Statement;
import dev.databases.sql.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database, named by one URL: a pool of connections and the verbs of {@link Queries}. Made once and shared; safe for many
 * threads.
 *
 * <pre>{@code
 * try (var database = Database.connect("sqlite:///notes.db").join()) {
 *     List<Row> rows = database.fetchAll("SELECT * FROM notes WHERE completed = :done", Map.of("done", true)).join();
 * }
 * }</pre>
 */
public final class Database extends Queries implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("dev.databases");

    private final DatabaseUrl url;
    private final BackendProvider provider;
    private final Options options;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Backend unused;
    private @Nullable TaskFuture<Database> connecting;
    private @Nullable TaskFuture<Void> disconnecting;
    private @Nullable Lifeline lifeline;

    private Database(DatabaseUrl url, BackendProvider provider, Options options, Backend backend, DatabaseCore core) {
        super(core);
        this.url = url;
        this.provider = provider;
        this.options = options;
        this.unused = backend;
    }

    // making

    /**
     * Makes a database that is not connected yet.
     *
     * @param url the URL
     * @return the database; {@link #connect()} comes next
     * @throws dev.databases.error.ConfigurationException if URL or options are wrong, or no backend serves the scheme
     */
    public static Database of(String url) {
        return builder(url).build();
    }

    /**
     * Makes a database that is not connected yet.
     *
     * @param url the URL
     * @return the database; {@link #connect()} comes next
     * @throws dev.databases.error.ConfigurationException if URL or options are wrong, or no backend serves the scheme
     */
    public static Database of(DatabaseUrl url) {
        return builder(url).build();
    }

    /**
     * Makes a database and connects it.
     *
     * @param url the URL
     * @return the connected database
     */
    public static CompletableFuture<Database> connect(String url) {
        try {
            return of(url).connect();
        } catch (RuntimeException refused) {
            return TaskFuture.failed(refused);
        }
    }

    /**
     * Begins to make a database with options.
     *
     * @param url the URL
     * @return the builder
     * @throws dev.databases.error.ConfigurationException if the URL is malformed
     */
    public static Builder builder(String url) {
        return new Builder(DatabaseUrl.of(url));
    }

    /**
     * Begins to make a database with options.
     *
     * @param url the URL
     * @return the builder
     */
    public static Builder builder(DatabaseUrl url) {
        return new Builder(Objects.requireNonNull(url, "url"));
    }

    /** Collects what a database is made of. What is set here wins over the URL. */
    public static final class Builder {
        private final DatabaseUrl url;
        private final Map<String, Object> chosen = new LinkedHashMap<>();
        private @Nullable Executor callbackExecutor;

        private Builder(DatabaseUrl url) {
            this.url = url;
        }

        /**
         * Sets an option.
         *
         * @param option the option, of {@link DatabaseOptions} or of the backend
         * @param value its value
         * @param <T> the type of the value
         * @return this builder
         */
        public <T> Builder option(Option<T> option, T value) {
            return option(option.name(), value);
        }

        /**
         * Sets an option by name.
         *
         * @param name the name, as in a URL
         * @param value a value of the option's type, or its text
         * @return this builder
         */
        public Builder option(String name, Object value) {
            chosen.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Rolls back at disconnect everything that happened since connect, for tests.
         *
         * @param force whether to
         * @return this builder
         */
        public Builder forceRollback(boolean force) {
            return option(DatabaseOptions.FORCE_ROLLBACK, force);
        }

        /**
         * Completes all futures, and calls all subscribers, on an executor instead of on the backend's threads.
         *
         * @param executor the executor
         * @return this builder
         */
        public Builder callbackExecutor(Executor executor) {
            callbackExecutor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Makes the database; connects nothing.
         *
         * @return the database
         * @throws dev.databases.error.ConfigurationException if options are wrong or no backend serves the scheme
         */
        public Database build() {
            return build(Backends.provider(url));
        }

        Database build(BackendProvider provider) {
            List<Option<?>> known = new ArrayList<>(DatabaseOptions.ALL);
            known.addAll(provider.options());
            Options options = Options.of(known, url, chosen);
            Backend backend = provider.open(url, options);
            DatabaseCore core =
                    new DatabaseCore(options, provider, backend.dialect(), backend.limits(), callbackExecutor);
            return new Database(url, provider, options, backend, core);
        }
    }

    // connecting

    /**
     * Connects. A second call gives the result of the first.
     *
     * @return this database, once its first connections are open
     */
    public CompletableFuture<Database> connect() {
        TaskFuture<Database> outcome;
        Lifeline opened;
        lock.lock();
        try {
            if (connecting != null) {
                return TaskFuture.following(connecting);
            }
            if (disconnecting != null && !disconnecting.isDone()) {
                return TaskFuture.failed(new ConnectionException(
                        "cannot connect while disconnecting", "wait for the future of disconnect()", null));
            }
            Backend backend = unused != null ? unused : provider.open(url, options);
            unused = null;
            outcome = new TaskFuture<>();
            connecting = outcome;
            opened = new Lifeline(core(), backend, url.dialect());
            lifeline = opened;
            core().attach(opened);
        } finally {
            lock.unlock();
        }
        opened.open().whenComplete((nothing, failure) -> connected(outcome, failure));
        return TaskFuture.following(outcome); // whoever gives up waiting for it must not end it for the others
    }

    private void connected(TaskFuture<Database> outcome, @Nullable Throwable failure) {
        boolean disconnected;
        lock.lock();
        try {
            disconnected = connecting != outcome;
            if (failure != null && !disconnected) {
                connecting = null;
                lifeline = null;
                core().attach(null);
            }
        } finally {
            lock.unlock();
        }
        if (failure != null) {
            core().callback(null, () -> outcome.fail(Failures.unwrapped(failure)));
        } else if (disconnected) {
            ConnectionException why = new ConnectionException("disconnect() was called while connecting", null, null);
            core().callback(null, () -> outcome.fail(why));
        } else {
            LOG.debug("Connected to {}", url);
            core().callback(null, () -> outcome.succeed(this));
        }
    }

    /**
     * Disconnects: refuses new statements and waits for what is under way. After {@link DatabaseOptions#DISCONNECT_TIMEOUT}
     * statements are cancelled and transactions rolled back; what has not ended then within
     * {@link DatabaseOptions#SETTLE_TIMEOUT} is dropped with its connection. A second call gives the result of the first; a database that was never
     * connected is done at once. {@link #connect()} may follow.
     *
     * @return completes when no connection is left
     */
    public CompletableFuture<Void> disconnect() {
        TaskFuture<Void> outcome = new TaskFuture<>();
        ending().whenComplete((nothing, failure) -> core().callback(null, () -> {
            if (failure == null) {
                outcome.succeed(null);
            } else {
                outcome.fail(Failures.unwrapped(failure));
            }
        }));
        return outcome;
    }

    /** The end itself, which does not wait for the callback executor. */
    private TaskFuture<Void> ending() {
        TaskFuture<Void> outcome;
        Lifeline closing;
        lock.lock();
        try {
            closing = lifeline;
            if (closing == null) {
                return disconnecting != null ? disconnecting : TaskFuture.done(null);
            }
            outcome = new TaskFuture<>();
            disconnecting = outcome;
            connecting = null;
            lifeline = null;
        } finally {
            lock.unlock();
        }
        closing.close(core().settings().disconnectTimeout()).whenComplete((nothing, failure) -> {
            core().detach(closing);
            LOG.debug("Disconnected from {}", url);
            if (failure == null) {
                outcome.succeed(null);
            } else {
                outcome.fail(failure);
            }
        });
        return outcome;
    }

    /** Disconnects and waits for it, which takes as long as {@link #disconnect()} says. */
    @Override
    public void close() {
        if (BackendThread.isCurrent()) {
            throw new IllegalStateException(
                    "close() was called on " + Thread.currentThread().getName()
                            + ", a backend's own thread, which it would wait for; call disconnect()");
        }
        Duration pool =
                core().settings().disconnectTimeout().plus(core().settings().settleTimeout());
        Duration backend = core().settings().disconnectTimeout().plusSeconds(5);
        ending().copy()
                .orTimeout(pool.plus(backend).toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /**
     * Tells whether the database is connected, or about to be.
     *
     * @return true between {@link #connect()} and {@link #disconnect()}
     */
    public boolean isConnected() {
        lock.lock();
        try {
            return lifeline != null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Counts the connections, and who waits for them. Cheap, and never waits for a connection.
     *
     * @return what there is now, and what has been since {@link #connect()}; zeros while not connected
     */
    public PoolMetrics poolMetrics() {
        return core().poolMetrics();
    }

    /**
     * Returns the URL.
     *
     * @return the URL; its text hides the password
     */
    public DatabaseUrl url() {
        return url;
    }

    @Override
    Route route() {
        Object scope = TaskContext.find(core());
        return scope instanceof Route.ToSession session ? session : core().poolRoute();
    }

    // views

    /**
     * Returns the same verbs for code that waits, on platform threads and virtual ones.
     *
     * @return the blocking view; it shares the connections, and the transaction that its thread is in
     */
    public BlockingDatabase blocking() {
        return new BlockingDatabase(this);
    }

    /**
     * Compiles a statement without running it; needs no connection.
     *
     * @param statement the statement
     * @return its SQL and arguments
     * @throws dev.databases.error.CompilationException if the dialect cannot say it
     */
    public CompiledQuery compile(Statement statement) {
        return plan(statement, Map.of()).query();
    }

    // schema

    /**
     * Creates tables with their indexes, in the order given; skips what exists.
     *
     * @param tables the tables
     * @return completes when all are there
     */
    public CompletableFuture<Void> create(Table... tables) {
        List<Statement> statements = new ArrayList<>();
        for (Table table : tables) {
            statements.add(new CreateTable(table, true));
            table.indexes().forEach(index -> statements.add(new CreateIndex(index, true)));
        }
        return inOrder(statements);
    }

    /**
     * Drops tables, in the order given; skips what does not exist.
     *
     * @param tables the tables
     * @return completes when none is there
     */
    public CompletableFuture<Void> drop(Table... tables) {
        return inOrder(Arrays.stream(tables)
                .<Statement>map(table -> new DropTable(table, true))
                .toList());
    }

    /**
     * Creates all tables of a schema, each after those that it refers to; skips what exists.
     *
     * @param metadata the schema
     * @return completes when all are there
     */
    public CompletableFuture<Void> createAll(Metadata metadata) {
        return inOrder(metadata.createAll());
    }

    /**
     * Drops all tables of a schema, each before those that it refers to; skips what does not exist.
     *
     * @param metadata the schema
     * @return completes when none is there
     */
    public CompletableFuture<Void> dropAll(Metadata metadata) {
        return inOrder(metadata.dropAll());
    }

    private CompletableFuture<Void> inOrder(List<Statement> statements) {
        CompletableFuture<Void> done = TaskFuture.done(null);
        for (Statement statement : statements) {
            done = done.thenCompose(nothing -> execute(statement)).thenAccept(result -> {});
        }
        return done;
    }

    // joining

    /**
     * Completes when all stages have; unlike {@link CompletableFuture#allOf} its dependents stay in the caller's
     * transaction, and it gives the values.
     *
     * @param stages the stages
     * @param <T> what they make
     * @return the values in the order of the stages; fails when all have ended and one has failed
     */
    @SafeVarargs
    public static <T> CompletableFuture<List<T>> all(CompletionStage<? extends T>... stages) {
        List<CompletionStage<? extends T>> list = new ArrayList<>();
        for (CompletionStage<? extends T> stage : stages) {
            list.add(stage);
        }
        return Stages.all(list);
    }

    /**
     * Completes when all stages have; unlike {@link CompletableFuture#allOf} its dependents stay in the caller's
     * transaction, and it gives the values.
     *
     * @param stages the stages
     * @param <T> what they make
     * @return the values in the order of the stages; fails when all have ended and one has failed
     */
    public static <T> CompletableFuture<List<T>> all(List<? extends CompletionStage<? extends T>> stages) {
        return Stages.all(stages);
    }

    /**
     * Completes as the first stage does; unlike {@link CompletableFuture#anyOf} its dependents stay in the caller's
     * transaction.
     *
     * @param stages at least one stage
     * @param <T> what they make
     * @return the value, or the failure, of the first to end
     */
    @SafeVarargs
    public static <T> CompletableFuture<T> any(CompletionStage<? extends T>... stages) {
        List<CompletionStage<? extends T>> list = new ArrayList<>();
        for (CompletionStage<? extends T> stage : stages) {
            list.add(stage);
        }
        return Stages.any(list);
    }

    /**
     * Wraps an executor so that its tasks run in the transaction that the task is in which hands them over.
     *
     * @param executor the executor
     * @return the wrapped executor
     */
    public static Executor contextExecutor(Executor executor) {
        Objects.requireNonNull(executor, "executor");
        return task -> {
            TaskContext context = TaskContext.current();
            executor.execute(() -> TaskContext.call(context, () -> {
                task.run();
                return Boolean.TRUE;
            }));
        };
    }

    /** Returns the URL without its password. */
    @Override
    public String toString() {
        return "Database[" + url + "]";
    }
}
