package dev.databases.backend.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Database;
import dev.databases.config.DatabaseUrl;
import dev.databases.config.Options;
import dev.databases.error.ConnectionException;
import dev.databases.jasync.Loops;
import dev.databases.postgres.Postgres;
import dev.databases.postgres.Postgres.ChannelEvent;
import dev.databases.postgres.Postgres.Listening;
import dev.databases.postgres.Postgres.Notification;
import dev.databases.servers.PostgresExtension;
import dev.databases.servers.PostgresProcess;
import dev.databases.servers.PostgresServer;
import dev.databases.servers.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who listens hears everything since the last {@code Listening}, or hears that he has to look for himself. */
@ExtendWith({PostgresExtension.class, Leaks.class})
final class ListenTest {
    private static final String NAME = "listening";
    private static final String NOTIFY = "SELECT pg_notify(:channel, :payload)";
    private static final Object COMPLETE = "complete";

    private Database database;
    private Database other;
    private Postgres postgres;

    @BeforeEach
    void connect(PostgresServer server) throws Exception {
        other = Database.connect(server.url()).join();
        database = Database.connect(server.url() + "?max_size=1&application_name=" + NAME)
                .join();
        postgres = database.unwrap(Postgres.class).orElseThrow();
        awaitConnections(1);
    }

    @AfterEach
    void disconnect() throws Exception {
        database.close();
        awaitConnections(0);
        other.close();
    }

    /** Takes events, or as many as it is allowed. */
    private static class Ear implements Flow.Subscriber<ChannelEvent> {
        final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
        final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        final CompletableFuture<String> thread = new CompletableFuture<>();
        private final long demand;

        Ear(long demand) {
            this.demand = demand;
        }

        Ear() {
            this(Long.MAX_VALUE);
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
            given.request(demand);
        }

        @Override
        public void onNext(ChannelEvent event) {
            thread.complete(Thread.currentThread().getName());
            heard.add(event);
        }

        @Override
        public void onError(Throwable failure) {
            heard.add(failure);
        }

        @Override
        public void onComplete() {
            heard.add(COMPLETE);
        }

        Object next() throws InterruptedException {
            Object next = heard.poll(60, TimeUnit.SECONDS);
            assertNotNull(next, "nothing was heard");
            return next;
        }
    }

    private Ear listening(String channel) throws Exception {
        Ear ear = new Ear();
        postgres.listen(channel).subscribe(ear);
        assertEquals(new Listening(channel), ear.next());
        return ear;
    }

    private void notify(String channel, String payload) {
        other.blocking().fetchAll(NOTIFY, Map.of("channel", channel, "payload", payload));
    }

    private static void assertHears(Ear ear, String channel, String payload) throws Exception {
        Notification heard = assertInstanceOf(Notification.class, ear.next());
        assertEquals(channel, heard.channel());
        assertEquals(payload, heard.payload());
    }

    private long connections() {
        return other.blocking()
                .fetchVal(
                        "SELECT count(*) FROM pg_stat_activity, pg_sleep(0.01) WHERE application_name = :name",
                        Map.of("name", NAME),
                        Long.class)
                .orElseThrow();
    }

    private void awaitConnections(int count) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        long found;
        do {
            found = connections();
        } while (found != count && System.nanoTime() < until);
        assertEquals(count, found);
    }

    /** The server's process that has heard our last LISTEN. */
    private int listeningProcess() {
        return other.blocking()
                .fetchVal(
                        "SELECT pid FROM pg_stat_activity WHERE application_name = :name AND query LIKE 'LISTEN%'",
                        Map.of("name", NAME), Integer.class)
                .orElseThrow();
    }

    @Test
    void notification_isHeardByAllWhoListen() throws Exception {
        Ear first = listening("jobs");
        Ear second = listening("jobs");
        Ear elsewhere = listening("other");
        int sender = other.transaction(
                        () -> other.fetchVal(NOTIFY, Map.of("channel", "jobs", "payload", "17"), String.class)
                                .thenCompose(sent -> other.fetchVal("SELECT pg_backend_pid()", Integer.class)))
                .join()
                .orElseThrow();
        assertEquals(new Notification("jobs", "17", sender), first.next());
        assertEquals(new Notification("jobs", "17", sender), second.next());
        notify("other", "");
        assertHears(elsewhere, "other", "");
        awaitConnections(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Jobs",
                "a \"quoted\" name; DROP",
                "ünïcode",
                "123456789012345678901234567890123456789012345678901234567890123"
            })
    void channel_isNamedExactly(String channel) throws Exception {
        Ear ear = listening(channel);
        notify(channel, "x");
        assertHears(ear, channel, "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b", "1234567890123456789012345678901234567890123456789012345678901234"})
    void channel_thatCannotBe_isRefused(String channel) {
        assertThrows(IllegalArgumentException.class, () -> postgres.listen(channel));
    }

    @Test
    void cancel_ofTheLast_unlistensAndCloses() throws Exception {
        Ear first = listening("jobs");
        Ear second = listening("jobs");
        Ear elsewhere = listening("other");
        first.subscription.join().cancel();
        notify("jobs", "1");
        assertHears(second, "jobs", "1");
        second.subscription.join().cancel();
        second.subscription.join().cancel();
        Ear third = listening("third"); // said on the same connection, after the UNLISTEN
        Ear again = listening("jobs");
        notify("jobs", "2");
        assertHears(again, "jobs", "2");
        assertEquals(0, first.heard.size() + second.heard.size());
        for (Ear each : List.of(elsewhere, third, again)) {
            each.subscription.join().cancel();
        }
        awaitConnections(1);
        Ear anew = listening("jobs");
        notify("jobs", "3");
        assertHears(anew, "jobs", "3");
    }

    @Test
    void cancel_ofOneOfTwoChannels_isSaidToTheServer() throws Exception {
        Ear kept = listening("kept");
        Ear ended = listening("ended");
        int process = listeningProcess();
        ended.subscription.join().cancel();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        Optional<String> query = Optional.empty();
        while (!query.equals(Optional.of("UNLISTEN \"ended\"")) && System.nanoTime() < until) {
            query = other.blocking()
                    .fetchVal(
                            "SELECT query FROM pg_stat_activity, pg_sleep(0.01) WHERE pid = " + process, String.class);
        }
        assertEquals(Optional.of("UNLISTEN \"ended\""), query);
        notify("kept", "1");
        assertHears(kept, "kept", "1");
    }

    @Test
    void cancel_beforeItHasBegun_leavesNothing() throws Exception {
        Ear ear = new Ear() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                given.cancel();
            }
        };
        postgres.listen("jobs").subscribe(ear);
        listening("other").subscription.join().cancel();
        awaitConnections(1);
        assertEquals(0, ear.heard.size());
    }

    @Test
    void lostConnection_isMadeAgain_andSaysSo() throws Exception {
        Ear ear = listening("jobs");
        Ear second = listening("other");
        for (int i = 0; i < 3; i++) {
            int process = listeningProcess();
            other.blocking().fetchAll("SELECT pg_terminate_backend(" + process + ")");
            assertEquals(new Listening("jobs"), ear.next());
            assertEquals(new Listening("other"), second.next());
            notify("jobs", "after " + i);
            assertHears(ear, "jobs", "after " + i);
        }
        awaitConnections(2);
    }

    @Test
    void lostServer_isWaitedFor() throws Exception {
        PostgresServer own = PostgresServer.embedded().start();
        PostgresProcess process = own.process().orElseThrow();
        try (own;
                Database there = Database.connect(own.url()).join()) {
            Ear ear = new Ear();
            there.unwrap(Postgres.class).orElseThrow().listen("jobs").subscribe(ear);
            assertEquals(new Listening("jobs"), ear.next());
            process.stop(); // a session that is just being made would survive a kill, and keep it from starting
            Ear late = new Ear();
            there.unwrap(Postgres.class).orElseThrow().listen("jobs").subscribe(late);
            process.start();
            assertEquals(new Listening("jobs"), ear.next());
            assertEquals(new Listening("jobs"), late.next());
            there.fetchVal("SELECT pg_notify('jobs', 'again')", String.class)
                    .handle((sent, failure) -> failure == null
                            ? CompletableFuture.completedFuture(sent)
                            : there.fetchVal(
                                    "SELECT pg_notify('jobs', 'again')", String.class)) // its connection was lost
                    .thenCompose(stage -> stage)
                    .get(60, TimeUnit.SECONDS);
            assertHears(ear, "jobs", "again");
        }
    }

    @Test
    void silentConnection_isMadeAgain(PostgresServer server) throws Exception {
        Loops loops = new Loops("listen test");
        try (Proxy proxy = new Proxy(DatabaseUrl.of(server.url()).port().orElseThrow())) {
            DatabaseUrl url = DatabaseUrl.of(
                    "postgresql://postgres@127.0.0.1:" + proxy.port() + "/postgres?application_name=" + NAME);
            PostgresBackend backend =
                    new PostgresBackend(PostgresSettings.of(url, Options.of(PostgresOptions.ALL, url, Map.of())));
            Listeners listeners = new Listeners(
                    loops.next(), events -> backend.connect(Duration.ofSeconds(30), events), Duration.ofMillis(500));
            Ear ear = new Ear();
            Listener listener = new Listener("jobs", ear, Runnable::run, listeners);
            ear.onSubscribe(listener);
            listeners.add(listener);
            assertEquals(new Listening("jobs"), ear.next());
            proxy.failAfter(0, Proxy.Fault.STALL);
            notify("jobs", "never arrives");
            proxy.awaitFailure();
            proxy.heal();
            assertEquals(new Listening("jobs"), ear.next());
            notify("jobs", "arrives");
            assertHears(ear, "jobs", "arrives");
            listeners.close().toCompletableFuture().get(30, TimeUnit.SECONDS);
            backend.close().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } finally {
            loops.close().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void slowSubscriber_missesWhatIsTooMuch_andIsTold() throws Exception {
        Ear slow = new Ear(1);
        postgres.listen("jobs").subscribe(slow);
        assertEquals(new Listening("jobs"), slow.next());
        Ear done = listening("done");
        other.blocking()
                .fetchAll("SELECT pg_notify('jobs', rpad(n || ' ', 4000, 'x')) FROM generate_series(1, 5000) n");
        notify("done", "");
        assertHears(done, "done", "");
        slow.subscription.join().request(Long.MAX_VALUE);
        assertEquals(new Listening("jobs"), slow.next());
        int first = numberOf(slow.next());
        assertTrue(first > 5000 - Listener.MOST_WAITING / 4000, () -> "began with " + first);
        for (int i = first + 1; i <= 5000; i++) { // and since then it has heard them all
            assertEquals(i, numberOf(slow.next()));
        }
    }

    private static int numberOf(Object event) {
        return Integer.parseInt(((Notification) event).payload().split(" ")[0]);
    }

    @Test
    void disconnect_completes() throws Exception {
        Ear ear = listening("jobs");
        database.disconnect().get(60, TimeUnit.SECONDS);
        assertEquals(COMPLETE, ear.next());
        Ear late = new Ear();
        postgres.listen("jobs").subscribe(late);
        assertInstanceOf(ConnectionException.class, late.next());
        database.connect().get(60, TimeUnit.SECONDS);
        Ear anew = listening("jobs");
        notify("jobs", "1");
        assertHears(anew, "jobs", "1");
    }

    @Test
    void firstConnection_thatCannotBeMade_isAnError() throws Exception {
        PostgresServer own = PostgresServer.embedded().start();
        try (own;
                Database there = Database.connect(own.url()).join()) {
            own.process().orElseThrow().kill();
            Ear ear = new Ear();
            there.unwrap(Postgres.class).orElseThrow().listen("jobs").subscribe(ear);
            assertInstanceOf(ConnectionException.class, ear.next());
        }
    }

    @Test
    void subscriberThatThrows_isCancelled() throws Exception {
        Ear throwing = new Ear() {
            @Override
            public void onNext(ChannelEvent event) {
                super.onNext(event);
                throw new IllegalStateException("on purpose");
            }
        };
        postgres.listen("jobs").subscribe(throwing);
        assertEquals(new Listening("jobs"), throwing.next());
        awaitConnections(1);
        assertEquals(0, throwing.heard.size());
    }

    @Test
    void request_ofNothing_isAnError() throws Exception {
        Ear ear = new Ear(0);
        postgres.listen("jobs").subscribe(ear);
        assertInstanceOf(IllegalArgumentException.class, ear.next());
        awaitConnections(1);
    }

    @Test
    void callbackExecutor_isWhereEventsAreTold(PostgresServer server) throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor(work -> new Thread(work, "callbacks"));
        try (Database calling =
                Database.builder(server.url()).callbackExecutor(executor).build()) {
            calling.connect().get(60, TimeUnit.SECONDS);
            Ear ear = new Ear();
            calling.unwrap(Postgres.class).orElseThrow().listen("jobs").subscribe(ear);
            assertEquals("callbacks", ear.thread.get(60, TimeUnit.SECONDS));
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void events_mayBlockForTheDatabase() throws Exception {
        CompletableFuture<Long> seen = new CompletableFuture<>();
        postgres.listen("jobs").subscribe(new Ear() {
            @Override
            public void onNext(ChannelEvent event) {
                seen.complete(database.blocking()
                        .fetchVal("SELECT 4711::bigint", Long.class)
                        .orElseThrow());
            }
        });
        assertEquals(4711, seen.get(60, TimeUnit.SECONDS));
    }
}
