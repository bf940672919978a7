package dev.databases.backend.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Database;
import dev.databases.backend.postgres.Cuts.Lane;
import dev.databases.backend.postgres.Cuts.Scenario;
import dev.databases.config.DatabaseUrl;
import dev.databases.error.CommitOutcomeUnknownException;
import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryTimeoutException;
import dev.databases.servers.Certificates;
import dev.databases.servers.PostgresServer;
import dev.databases.servers.Proxy.Fault;
import dev.databases.servers.Proxy.From;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Conversations that end at any of their bytes: every future ends, the error says what happened and is true, the next
 * statement works, and nothing is left in the pool or on the server.
 */
@ExtendWith(Leaks.class)
final class CutTest {
    private static final int LANES = 6;
    private static final int STALL_LANES = 16;
    /** How many of a conversation's bytes are tried, since each takes its time. */
    private static final int STALLS = 7;

    private static final int MOST_BYTES = 4096;
    private static final List<Fault> FAULTS = List.of(Fault.FIN, Fault.RESET, Fault.HALF_CLOSE);
    private static final boolean ALL = Boolean.getBoolean("databases.test.cuts.all");

    private static final String SECRET = "s3cret";

    @TempDir
    private static Path folder;

    private static final BlockingQueue<Lane> lanes = new LinkedBlockingQueue<>();
    private static final ExecutorService workers = Executors.newFixedThreadPool(STALL_LANES);
    private static final AtomicInteger runs = new AtomicInteger(1_000_000);
    private static PostgresServer server;
    private static Certificates certificates;
    private static Database direct;

    @BeforeAll
    static void start() throws Exception {
        certificates = Certificates.make(folder, "localhost");
        server = PostgresServer.embedded()
                .set("ssl", "on")
                .set("ssl_cert_file", certificates.certificate().toString())
                .set("ssl_key_file", certificates.key().toString())
                .access("hostssl all tlsonly 127.0.0.1/32 scram-sha-256")
                .access("host all app 127.0.0.1/32 scram-sha-256")
                .start();
        direct = Database.connect(server.url()).join();
        direct.execute("CREATE TABLE cut (run integer, n integer)").join();
        for (String user : List.of("app", "tlsonly")) {
            direct.execute("CREATE ROLE " + user + " LOGIN PASSWORD '" + SECRET + "'")
                    .join();
        }
        for (int i = 0; i < LANES; i++) {
            lanes.add(lane());
        }
    }

    private static Lane lane() throws Exception {
        return lane(Duration.ofSeconds(20), "");
    }

    private static Lane lane(Duration connectLimit, String options) throws Exception {
        int port = DatabaseUrl.of(server.url()).port().orElseThrow();
        return new Lane(port, SECRET, certificates, connectLimit, options);
    }

    /** Nothing of ours is left on the server. */
    @AfterAll
    static void stop() throws Exception {
        workers.shutdown();
        for (Lane lane : lanes) {
            lane.close();
        }
        long left = 1;
        for (long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30); left > 0 && System.nanoTime() < until; ) {
            left = direct.fetchVal(
                            "SELECT count(*) FROM pg_stat_activity WHERE application_name = :name AND pg_sleep(0.01)"
                                    + " IS NOT NULL",
                            Map.of("name", Cuts.NAME),
                            Long.class)
                    .join()
                    .orElseThrow();
        }
        direct.close();
        server.close();
        assertEquals(0, left);
    }

    static Stream<Arguments> conversations() {
        List<Arguments> all = new ArrayList<>();
        for (Scenario scenario : Scenario.values()) {
            for (From side : From.values()) {
                for (Fault fault : FAULTS) {
                    all.add(Arguments.of(scenario, side, fault));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void conversation_cutAtAnyByte_endsTruly_andTheNextWorks(Scenario scenario, From side, Fault fault)
            throws Exception {
        long length = length(scenario, side);
        long end = Math.min(length, MOST_BYTES);
        int step = step(scenario);
        AtomicLong next = new AtomicLong(ALL ? 0 : (long) FAULTS.indexOf(fault) * step / FAULTS.size());
        inParallel(LANES, () -> {
            Lane lane = lanes.take();
            try {
                for (long position; (position = next.getAndAdd(step)) < end; ) {
                    if (!scenario.connects()) {
                        awaitWorks(lane);
                    }
                    cut(lane, scenario, side, fault, position, length);
                }
            } finally {
                lanes.add(lane);
            }
            return null;
        });
    }

    /** Every byte is cut by one of the faults, of a handshake every third; or by each, where the build is asked to. */
    private static int step(Scenario scenario) {
        return ALL ? 1 : FAULTS.size() * (scenario == Scenario.CONNECT_TLS ? 3 : 1);
    }

    private static void inParallel(int times, Callable<Void> work) throws Exception {
        List<Future<Void>> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.add(workers.submit(work));
        }
        for (Future<?> each : all) {
            each.get();
        }
    }

    /** A cut of which nobody is told. */
    private record Stall(Scenario scenario, From side, long position, long length) {}

    private static BlockingQueue<Stall> stalls() throws Exception {
        BlockingQueue<Stall> stalls = new LinkedBlockingQueue<>();
        for (Scenario scenario : Scenario.values()) {
            for (From side : From.values()) {
                long length = length(scenario, side);
                for (int i = 0; i < STALLS; i++) {
                    stalls.add(new Stall(scenario, side, i * (length - 1) / (STALLS - 1), length));
                }
            }
        }
        return stalls;
    }

    @Test
    void conversation_thatStalls_endsTruly_andTheNextWorks() throws Exception {
        BlockingQueue<Stall> stalls = stalls();
        String limits = "&query_timeout=1s&commit_timeout=1s&settle_timeout=500ms";
        inParallel(STALL_LANES, () -> {
            try (Lane lane = lane(Duration.ofSeconds(1), limits)) {
                for (Stall stall; (stall = stalls.poll()) != null; ) {
                    awaitWorks(lane);
                    cut(lane, stall.scenario, stall.side, Fault.STALL, stall.position, stall.length);
                }
                awaitWorks(lane);
            }
            return null;
        });
    }

    /** An attempt to connect may have begun before the proxy was healed; and limits may be too short for a slow machine. */
    private static void awaitWorks(Lane lane) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try {
                assertTrue(lane.works());
                return;
            } catch (ExecutionException tooSlow) {
                assertTrue(System.nanoTime() < until, tooSlow::toString);
            }
        }
    }

    private static long length(Scenario scenario, From side) throws Exception {
        Lane lane = lanes.take();
        try (Lane fresh = lane()) { // nothing is prepared there
            assertTrue(fresh.works());
            return fresh.length(scenario, runs.incrementAndGet())[side.ordinal()];
        } finally {
            lanes.add(lane);
        }
    }

    private static void cut(Lane lane, Scenario scenario, From side, Fault fault, long position, long length)
            throws Exception {
        String where = scenario + " " + side + " " + fault + " at " + position + " of " + length;
        int run = runs.incrementAndGet();
        lane.proxy.failAfter(side, position, fault);
        Throwable thrown = outcome(scenario.run(lane, run), where);
        lane.proxy.heal();
        assertEquals(0, lane.database.poolMetrics().lent(), where);
        assertTrueOutcome(scenario, fault, run, thrown, position > length - 64, where);
    }

    private static Throwable outcome(CompletableFuture<?> cut, String where) throws Exception {
        try {
            return cut.<Throwable>handle((result, failure) -> failure).get(60, TimeUnit.SECONDS);
        } catch (TimeoutException hanging) {
            throw new AssertionError(where + " does not end", hanging);
        }
    }

    /** What an error says is so. With TLS, signatures differ in length, and the goodbye may have been counted or not. */
    private static void assertTrueOutcome(
            Scenario scenario, Fault fault, int run, Throwable thrown, boolean atTheEnd, String where) {
        if (thrown == null) {
            assertTrue(scenario == Scenario.CONNECT_TLS && atTheEnd, where);
            return;
        }
        DatabaseException failure = DatabaseException.of(thrown).orElseThrow(() -> new AssertionError(where, thrown));
        boolean unknown = failure instanceof CommitOutcomeUnknownException;
        boolean late = fault == Fault.STALL && failure instanceof QueryTimeoutException;
        if (!(failure instanceof ConnectionException || late || unknown && scenario.written > 0)) {
            throw new AssertionError(where, failure);
        }
        if (scenario.written > 0) {
            long written = direct.fetchVal("SELECT count(*) FROM cut WHERE run = :run", Map.of("run", run), Long.class)
                    .join()
                    .orElseThrow();
            assertTrue(written == 0 || unknown && written == scenario.written, where + ": " + written + " rows");
        }
    }

    @Test
    void conversation_inSingleBytes_isTheSame() throws Exception {
        try (Lane lane = lane()) {
            lane.proxy.chop();
            for (Scenario each : Scenario.values()) {
                each.run(lane, runs.incrementAndGet()).get(60, TimeUnit.SECONDS);
            }
        }
    }
}
