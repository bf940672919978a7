package dev.databases.testkit;

import static dev.databases.testkit.Failures.failureOf;
import static dev.databases.testkit.Failures.says;
import static dev.databases.testkit.Schema.NOTES;
import static dev.databases.testkit.rules.Rule.CORE_24;
import static dev.databases.testkit.rules.Rule.CTX_13;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.BlockingDatabase;
import dev.databases.BlockingQueries;
import dev.databases.BlockingTransaction;
import dev.databases.Database;
import dev.databases.Row;
import dev.databases.RowMapper;
import dev.databases.Transaction;
import dev.databases.config.DatabaseOptions;
import dev.databases.config.TransactionOptions;
import dev.databases.spi.BackendThread;
import dev.databases.sql.Table;
import dev.databases.testkit.rules.Proves;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** On which thread callbacks run, and what may not be done there. */
abstract class CallbackContract extends Contract {
    CallbackContract(BackendContract backend) {
        super(backend);
    }

    /** Something for each parameter that a blocking verb has. */
    private static final List<Object> ARGUMENTS = List.of(
            NOTES.select(NOTES.id),
            "SELECT 1",
            Map.of(),
            List.of(Map.of()),
            Long.class,
            (RowMapper<Object>) row -> row,
            (BlockingQueries.Work<Object, Object, Exception>) transaction -> 1,
            TransactionOptions.DEFAULT,
            new Table[] {NOTES},
            Schema.ALL);

    /** Runs something on a backend's thread, which is where rows are mapped, and gives what it threw. */
    private static Throwable thrownOnBackendThread(Database database, Executable action) {
        return onBackendThread(database, () -> failureOf(action));
    }

    private static <T> T onBackendThread(Database database, Supplier<T> action) {
        return database.fetchAll(NOTES.select(), row -> {
                    assertTrue(BackendThread.isCurrent(), () -> "rows are mapped on " + Thread.currentThread());
                    return action.get();
                })
                .join()
                .get(0);
    }

    /** With one connection, so that nothing can be answered while a row of it is being mapped. */
    private Database withOneNote() {
        Database database = open(Map.of(DatabaseOptions.MAX_SIZE, 1));
        database.execute(NOTES.insert()).join();
        return database;
    }

    @Test
    @Proves(CORE_24)
    final void join_onABackendThread_failsAtOnce() {
        Database database = withOneNote();
        Throwable joined = thrownOnBackendThread(
                database, () -> database.fetchAll("SELECT 1").join());
        assertInstanceOf(IllegalStateException.class, joined);
        says(joined, "backend's own thread", "callbackExecutor");
    }

    @Test
    @Proves(CTX_13)
    final void waitingForOurFutures_onABackendThread_failsAtOnce() {
        Database database = withOneNote();
        List<Function<CompletableFuture<?>, Executable>> waits = List.of(
                future -> future::join,
                future -> future::get,
                future -> () -> future.get(1, TimeUnit.DAYS),
                future -> future.copy()::join,
                future -> future.thenApply(value -> value)::get);
        for (Function<CompletableFuture<?>, Executable> wait : waits) {
            Throwable thrown =
                    thrownOnBackendThread(database, wait.apply(Database.all(new CompletableFuture<Object>())));
            says(assertInstanceOf(IllegalStateException.class, thrown), "backend's own thread");
        }
        assertEquals(
                Boolean.TRUE,
                onBackendThread(database, () -> Database.all().join().isEmpty()),
                "nobody waits for what is done");
    }

    @Test
    @Proves({CORE_24, CTX_13})
    final void blockingVerbs_onABackendThread_failAtOnce() {
        Database database = withOneNote();
        List<Method> verbs = Arrays.stream(BlockingDatabase.class.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .toList();
        assertTrue(verbs.size() > 25, () -> "too few: " + verbs);
        for (Method verb : verbs) {
            says(thrownOnBackendThread(database, called(verb, database.blocking())), "backend's own thread");
        }
        assertInstanceOf(IllegalStateException.class, thrownOnBackendThread(database, database::close));
        assertEquals(Optional.of(1L), database.blocking().fetchVal("SELECT 1", Long.class));
    }

    private static Executable called(Method verb, BlockingDatabase db) {
        Object[] arguments = Arrays.stream(verb.getParameterTypes())
                .map(type -> ARGUMENTS.stream()
                        .filter(type::isInstance)
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no argument for " + verb)))
                .toArray();
        return () -> {
            try {
                verb.invoke(db, arguments);
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        };
    }

    @Test
    @Proves(CTX_13)
    final void transactionOfAThread_endedOnABackendThread_isLeftAsItWas() {
        Database database =
                open(Map.of(DatabaseOptions.MAX_SIZE, 1, DatabaseOptions.ACQUIRE_TIMEOUT, Duration.ofSeconds(5)));
        database.execute(NOTES.insert()).join();
        try (BlockingTransaction transaction = database.blocking().begin()) {
            transaction.execute(NOTES.insert());
            for (Executable end : List.<Executable>of(transaction::commit, transaction::rollback, transaction::close)) {
                says(thrownOnBackendThread(database, end), "backend's own thread");
            }
            transaction.execute(NOTES.insert());
        }
        assertEquals(1, database.fetchAll(NOTES.select()).join().size(), "rolled back by its own thread");
    }

    @Test
    @Proves(CTX_13)
    final void blockingStream_readOnABackendThread_failsAtOnce() {
        Database database = withOneNote();
        Database another = limits().connections() == 1 ? withOneNote() : connect(Map.of());
        try (Stream<Row> rows = another.blocking().iterate(NOTES.select())) {
            says(thrownOnBackendThread(database, rows::count), "backend's own thread");
        }
        assertEquals(1, another.fetchAll(NOTES.select()).join().size());
    }

    @Test
    @Proves(CTX_13)
    final void blockingVerb_onTheTimersThread_failsAtOnce() {
        Database database =
                open(Map.of(DatabaseOptions.MAX_SIZE, 1, DatabaseOptions.ACQUIRE_TIMEOUT, Duration.ofMillis(50)));
        Transaction busy = database.begin().join();
        Throwable thrown = null;
        for (int attempt = 0; thrown == null && attempt < 100; attempt++) {
            thrown = database.fetchAll("SELECT 1")
                    .handle((rows, late) ->
                            BackendThread.isCurrent() // else it had timed out before this was registered
                                    ? failureOf(() -> database.blocking().fetchAll("SELECT 1"))
                                    : null)
                    .join();
        }
        says(assertInstanceOf(IllegalStateException.class, thrown), "databases-timer", "backend's own thread");
        busy.rollback().join();
    }

    @Test
    @Proves(CORE_24)
    final void callbackExecutor_runsCallbacks() {
        ExecutorService executor = Executors.newSingleThreadExecutor(work -> new Thread(work, "kit-callbacks"));
        try {
            Database database =
                    builder().callbackExecutor(executor).build().connect().join();
            CompletableFuture<String> thread = new CompletableFuture<>();
            CompletableFuture<Object> gate = new CompletableFuture<>();
            database.connection(connection -> gate.thenCompose(nothing -> connection.fetchAll("SELECT 1")))
                    .thenRun(() -> thread.complete(Thread.currentThread().getName()));
            gate.complete(1);
            assertEquals("kit-callbacks", thread.join());
            database.close();
        } finally {
            executor.shutdown();
        }
    }
}
