package dev.databases;

import static dev.databases.Stubbed.failure;
import static dev.databases.Stubbed.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.error.CommitOutcomeUnknownException;
import dev.databases.error.ConfigurationException;
import dev.databases.error.ConnectionException;
import dev.databases.stub.StubBackend;
import dev.databases.stub.StubRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Connecting, disconnecting, and everything in between that comes at the wrong time. */
class DatabaseLifeTest {
    private static Stubbed unconnected() {
        return new Stubbed(new StubBackend(), settings -> {});
    }

    private static void refusedEverywhere(Database database, String words) throws Exception {
        for (CompletableFuture<?> verb : List.of(
                database.execute("INSERT 1"),
                database.fetchAll("SELECT 1"),
                database.transaction(tx -> tx.execute("INSERT 1")),
                database.begin(),
                database.connection(c -> c.execute("INSERT 1")))) {
            Throwable why = assertInstanceOf(ConnectionException.class, failure(verb));
            assertTrue(why.getMessage().contains(words), why.getMessage());
            assertTrue(why.getMessage().contains("connect()"), why.getMessage());
        }
        assertThrows(ConnectionException.class, () -> database.blocking().execute("INSERT 1"));
    }

    @Test
    void statements_beforeConnectAndAfterDisconnect_sayWhatToCall() throws Exception {
        Stubbed on = unconnected();
        assertFalse(on.database.isConnected());
        refusedEverywhere(on.database, "not connected");
        get(on.database.connect());
        assertTrue(on.database.isConnected());
        get(on.database.execute("INSERT 1"));
        get(on.database.disconnect());
        assertFalse(on.database.isConnected());
        refusedEverywhere(on.database, "connected");
        on.close();
        assertEquals(List.of("INSERT 1"), on.backend.sent);
    }

    @Test
    void connectAndDisconnect_twice_areOne() throws Exception {
        Stubbed on = unconnected();
        get(on.database.disconnect());
        assertSame(on.database, get(on.database.connect()));
        assertSame(on.database, get(on.database.connect()));
        assertEquals(1, on.backend.connections.size());
        get(on.database.disconnect());
        get(on.database.disconnect());
        on.close();
        on.close();
        assertEquals(1, on.backend.closed.get());
    }

    @Test
    void connectAndDisconnect_fromManyThreads_areOne() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 20; round++) {
                Stubbed on = unconnected();
                all(threads, () -> get(on.database.connect()));
                assertEquals(1, on.backend.connections.size());
                all(threads, () -> get(on.database.disconnect()));
                all(threads, () -> {
                    on.database.close();
                    return true;
                });
                assertEquals(1, on.backend.closed.get());
                on.close();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void all(ExecutorService threads, Callable<?> work) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            running.add(threads.submit(work));
        }
        for (Future<?> each : running) {
            each.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void reconnect_afterDisconnect_works() throws Exception {
        Stubbed on = unconnected();
        for (int i = 1; i <= 3; i++) {
            get(on.database.connect());
            get(on.database.execute("INSERT " + i));
            get(on.database.disconnect());
        }
        assertEquals(3, on.backend.opened.get());
        assertEquals(List.of("INSERT 1", "INSERT 2", "INSERT 3"), on.backend.sent);
        on.close();
    }

    @Test
    void failedConnect_canBeTriedAgain() throws Exception {
        Stubbed on = unconnected();
        on.backend.failingConnects = 1;
        assertInstanceOf(ConnectionException.class, failure(on.database.connect()));
        assertFalse(on.database.isConnected());
        assertEquals(1, on.backend.closed.get());
        get(on.database.connect());
        get(on.database.execute("INSERT 1"));
        on.close();
    }

    @Test
    void whoGivesUpWaitingForConnect_doesNotEndItForOthers() throws Exception {
        Stubbed on = unconnected();
        on.backend.holdsConnects = true;
        CompletableFuture<Database> impatient = on.database.connect();
        assertTrue(impatient.cancel(true));
        CompletableFuture<Database> patient = on.database.connect();
        on.backend.heldConnects.remove().run();
        assertSame(on.database, get(patient));
        assertSame(on.database, get(on.database.connect()));
        on.database.disconnect().cancel(true);
        on.close();
    }

    @Test
    void disconnect_whileConnecting_failsTheConnect() throws Exception {
        Stubbed on = unconnected();
        on.backend.holdsConnects = true;
        CompletableFuture<Database> connecting = on.database.connect();
        CompletableFuture<Void> disconnecting = on.database.disconnect();
        assertInstanceOf(ConnectionException.class, failure(on.database.connect()));
        on.backend.heldConnects.remove().run();
        assertInstanceOf(ConnectionException.class, failure(connecting));
        get(disconnecting);
        on.backend.holdsConnects = false;
        get(on.database.connect());
        on.close();
    }

    @Test
    void disconnect_waitsForWhatIsUnderWay() throws Exception {
        Stubbed on = new Stubbed();
        CompletableFuture<Result> running = on.database.execute("INSERT hold");
        StubRequest held = on.backend.nextHeld();
        CompletableFuture<Void> disconnecting = on.database.disconnect();
        assertInstanceOf(ConnectionException.class, failure(on.database.execute("INSERT 2")));
        on.backend.settle();
        assertFalse(disconnecting.isDone());
        held.answer();
        assertEquals(1, get(running).rowsAffected());
        get(disconnecting);
        on.close();
    }

    @Test
    void disconnect_afterItsDeadline_cancelsWhatIsUnderWay() throws Exception {
        Stubbed on = new Stubbed(settings -> settings.option("disconnect_timeout", "5ms"));
        CompletableFuture<Result> running = on.database.execute("INSERT hold");
        on.backend.nextHeld();
        get(on.database.disconnect());
        ConnectionException stopped = assertInstanceOf(ConnectionException.class, failure(running));
        assertTrue(stopped.getMessage().contains("disconnected"), stopped.getMessage());
        on.close();
    }

    @Test
    void disconnect_dropsWhatCannotBeCancelled() throws Exception {
        Stubbed on = new Stubbed(
                settings -> settings.option("disconnect_timeout", "5ms").option("settle_timeout", "5ms"));
        on.backend.ignoresCancel = true;
        CompletableFuture<Result> running = on.database.execute("INSERT hold");
        on.backend.nextHeld();
        get(on.database.disconnect());
        assertInstanceOf(CommitOutcomeUnknownException.class, failure(running));
        on.close();
    }

    @Test
    void close_onTheOnlyThreadOfTheCallbackExecutor_ends() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            Stubbed on = new Stubbed(settings -> settings.callbackExecutor(one));
            get(on.database.execute("INSERT 1").thenAcceptAsync(result -> on.database.close(), one));
            on.close();
        } finally {
            one.shutdownNow();
        }
    }

    @Test
    void close_onABackendThread_isRefused() throws Exception {
        try (Stubbed on = new Stubbed()) {
            CompletableFuture<Throwable> refused = new CompletableFuture<>();
            on.backend.onLoop(() -> refused.complete(assertThrows(IllegalStateException.class, on.database::close)));
            assertTrue(get(refused).getMessage().contains("disconnect()"));
        }
    }

    @Test
    void unknownScheme_listsWhatIsThere() {
        ConfigurationException unknown =
                assertThrows(ConfigurationException.class, () -> Database.of("oracle://here/db"));
        assertTrue(
                unknown.getMessage().startsWith("no backend for the scheme \"oracle\"; found: "), unknown.getMessage());
        ConfigurationException missing =
                assertThrows(ConfigurationException.class, () -> Database.of("postgresql+x://here/db"));
        assertTrue(missing.getMessage().contains("dev.databases:databases-backend-postgres"), missing.getMessage());
        CompletableFuture<Database> failed = Database.connect("oracle://here/db");
        assertTrue(failed.isCompletedExceptionally());
    }
}
