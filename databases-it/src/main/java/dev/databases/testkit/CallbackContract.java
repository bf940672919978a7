package dev.databases.testkit;

import static dev.databases.testkit.Failures.failureOf;
import static dev.databases.testkit.Failures.says;
import static dev.databases.testkit.Rule.CORE_24;
import static dev.databases.testkit.Schema.NOTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.databases.Database;
import dev.databases.spi.BackendThread;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** On which thread callbacks run, and what may not be done there. */
abstract class CallbackContract extends Contract {
    CallbackContract(BackendContract backend) {
        super(backend);
    }

    /** Runs something on a backend's thread, which is where rows are mapped, and gives what it threw. */
    private static Throwable thrownOnBackendThread(Database database, Runnable action) {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        database.fetchAll(NOTES.select(), row -> {
                    thrown.complete(
                            BackendThread.isCurrent()
                                    ? failureOf(action::run)
                                    : new AssertionError("rows are mapped on " + Thread.currentThread()));
                    return row;
                })
                .join();
        return thrown.join();
    }

    private Database withOneNote() {
        Database database = open();
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
    @Proves(CORE_24)
    final void blockingVerbs_onABackendThread_failAtOnce() {
        Database database = withOneNote();
        var blocking = database.blocking();
        for (Runnable verb : new Runnable[] {
            () -> blocking.fetchAll("SELECT 1"), blocking::begin, () -> blocking.iterate("SELECT 1"), database::close
        }) {
            assertInstanceOf(IllegalStateException.class, thrownOnBackendThread(database, verb));
        }
        assertEquals(Optional.of(1L), blocking.fetchVal("SELECT 1", Long.class));
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
