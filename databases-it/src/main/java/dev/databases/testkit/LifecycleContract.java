package dev.databases.testkit;

import static dev.databases.testkit.Failures.failsWith;
import static dev.databases.testkit.Failures.says;
import static dev.databases.testkit.Schema.NOTES;
import static dev.databases.testkit.rules.Rule.CORE_14;
import static dev.databases.testkit.rules.Rule.CORE_19;
import static dev.databases.testkit.rules.Rule.CORE_22;
import static dev.databases.testkit.rules.Rule.CORE_23;
import static dev.databases.testkit.rules.Rule.CORE_25;
import static dev.databases.testkit.rules.Rule.POOL_05;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Database;
import dev.databases.config.DatabaseOptions;
import dev.databases.config.DatabaseUrl;
import dev.databases.error.ConfigurationException;
import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import dev.databases.sql.Statement;
import dev.databases.testkit.rules.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Options, connecting and disconnecting. */
abstract class LifecycleContract extends Contract {
    LifecycleContract(BackendContract backend) {
        super(backend);
    }

    @Test
    @Proves(CORE_14)
    @SuppressWarnings("NullAway") // null is what is being proven to be refused
    final void verbs_null_throwAtOnceInsteadOfFailingTheirFuture() {
        Database database = open();
        assertThrows(NullPointerException.class, () -> database.execute((String) null));
        assertThrows(NullPointerException.class, () -> database.execute((Statement) null));
        assertThrows(NullPointerException.class, () -> database.fetchAll("SELECT 1", (Map<String, Object>) null));
        assertThrows(NullPointerException.class, () -> database.fetchOne(NOTES.select(), (Class<String>) null));
        assertThrows(NullPointerException.class, () -> database.fetchVal("SELECT 1", (Class<String>) null));
        assertThrows(NullPointerException.class, () -> database.executeMany(NOTES.insert(), null));
        assertThrows(NullPointerException.class, () -> database.iterate((String) null));
    }

    @Test
    @Proves(CORE_22)
    final void statement_beforeConnect_saysWhatToCall() {
        Database database = builder().build();
        assertFalse(database.isConnected());
        CompletableFuture<?> refused = database.fetchAll("SELECT 1");
        assertTrue(refused.isDone(), "it fails at once");
        says(failsWith(ConnectionException.class, refused::join), "not connected", "connect()");
        failsWith(ConnectionException.class, () -> database.blocking().execute(NOTES.insert()));
        failsWith(ConnectionException.class, () -> database.begin().join());
        failsWith(
                ConnectionException.class,
                () -> database.transaction(() -> database.execute("SELECT 1")).join());
        failsWith(
                ConnectionException.class,
                () -> database.executeMany(NOTES.insert(), List.of(Map.of())).join());
    }

    @Test
    @Proves(CORE_22)
    final void statement_afterDisconnect_saysWhatToCall() {
        Database database = open();
        database.disconnect().join();
        assertFalse(database.isConnected());
        says(
                failsWith(
                        ConnectionException.class,
                        () -> database.fetchAll("SELECT 1").join()),
                "connect()");
        says(failsWith(ConnectionException.class, () -> database.blocking().begin()), "connect()");
    }

    @Test
    @Proves(CORE_23)
    final void connectAndDisconnect_twice_areHarmless() {
        Database database = builder().build();
        assertSame(database, database.connect().join());
        assertSame(database, database.connect().join());
        assertTrue(database.isConnected());
        database.disconnect().join();
        database.disconnect().join();
        database.close();
        Database never = builder().build();
        never.disconnect().join();
        never.close();
    }

    @Test
    @Proves(CORE_23)
    final void connect_afterDisconnect_works() {
        Database database = open();
        for (int i = 0; i < 3; i++) {
            database.disconnect().join();
            database.connect().join();
            assertEquals(
                    Optional.of(1L), database.fetchVal("SELECT 1", Long.class).join());
        }
    }

    @Test
    @Proves(CORE_23)
    final void connect_manyAtOnce_connectsOnce() {
        Database database = closedAfterwards(builder().build());
        List<CompletableFuture<Database>> all = List.of(database.connect(), database.connect(), database.connect());
        all.forEach(each -> assertSame(database, each.join()));
        assertEquals(Optional.of(1L), database.fetchVal("SELECT 1", Long.class).join());
    }

    @Test
    @Proves(CORE_23)
    final void disconnect_waitsForWhatIsUnderWay() {
        Database database = open();
        CompletableFuture<?> inserted = database.executeMany(NOTES.insert(), List.of(Map.of("text", "a")));
        database.disconnect().join();
        assertTrue(inserted.isDone());
        inserted.join();
    }

    @Test
    @Proves(POOL_05)
    final void disconnect_leavesNoConnectionOpen() {
        Database database = open();
        Assumptions.assumeTrue(backend.openConnections(url()).isPresent(), "nobody counts connections");
        database.executeMany(NOTES.insert(), List.of(Map.of("text", "a"))).join();
        assertNotEquals(0, backend.openConnections(url()).orElseThrow(), "an open connection is counted");
        database.disconnect().join();
        assertEquals(0, backend.openConnections(url()).orElseThrow());
    }

    @Test
    @Proves(POOL_05)
    final void disconnect_dropsWhatDoesNotEnd() {
        Optional<String> slow = backend.slowQuery();
        Assumptions.assumeTrue(slow.isPresent(), "there is no slow query");
        Database database = open(DatabaseOptions.DISCONNECT_TIMEOUT, Duration.ofMillis(100));
        CompletableFuture<?> running = database.fetchAll(slow.orElseThrow());
        database.disconnect().join();
        failsWith(
                DatabaseException.class,
                () -> running.copy().orTimeout(20, TimeUnit.SECONDS).join());
        awaitAllClosed();
    }

    @Test
    @Proves(CORE_25)
    final void options_unknownOrWrong_areRefusedWithTheKnownOnes() {
        DatabaseUrl url = DatabaseUrl.of(url());
        says(
                failsWith(ConfigurationException.class, () -> Database.of(url.withOption("max_sise", "3"))),
                "max_sise",
                "max_size");
        says(
                failsWith(ConfigurationException.class, () -> Database.of(url.withOption("max_size", "many"))),
                "max_size");
        failsWith(
                ConfigurationException.class,
                () -> builder().option("max_sise", 3).build());
        Database database = closedAfterwards(Database.builder(url.withOption("max_size", "0"))
                .option(DatabaseOptions.MAX_SIZE, 2)
                .build());
        assertEquals(
                Optional.of(1L),
                database.connect()
                        .thenCompose(connected -> connected.fetchVal("SELECT 1", Long.class))
                        .join());
    }

    @Test
    @Proves(CORE_19)
    final void password_isNeverPrinted() {
        String secret = "hunter2-is-secret";
        DatabaseUrl url = DatabaseUrl.of(url()).withUsername("nobody").withPassword(secret);
        assertFalse(url.toString().contains(secret), "in a URL");
        Throwable refused = Failures.failureOf(() -> {
            Database database = closedAfterwards(Database.of(url));
            assertFalse(database.toString().contains(secret), "in a database");
            database.connect().join();
        });
        Failures.hides(refused, secret);
    }
}
