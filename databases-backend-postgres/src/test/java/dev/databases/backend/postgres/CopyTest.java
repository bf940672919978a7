package dev.databases.backend.postgres;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.BlockingDatabase;
import dev.databases.Database;
import dev.databases.Transaction;
import dev.databases.error.CompilationException;
import dev.databases.error.ConnectionException;
import dev.databases.error.ConstraintViolationException;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryCancelledException;
import dev.databases.error.QueryException;
import dev.databases.error.QueryTimeoutException;
import dev.databases.postgres.Postgres;
import dev.databases.servers.PostgresExtension;
import dev.databases.servers.PostgresServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** COPY in both directions, on one connection, which is usable and the same after whatever happens. */
@ExtendWith({PostgresExtension.class, Leaks.class})
final class CopyTest {
    private static final String IN = "COPY copied FROM STDIN";
    private static final String MANY = "COPY (SELECT n, 'row ' || n FROM generate_series(1, 100000) n) TO STDOUT";
    private static final String ENDLESS =
            "COPY (SELECT repeat('x', 1000) FROM generate_series(1, 100000) m, generate_series(1, 100000) n) TO STDOUT";

    private Database database;
    private Database other;
    private BlockingDatabase db;
    private Postgres postgres;
    private int process;

    @BeforeEach
    void connect(PostgresServer server) {
        other = Database.connect(server.url()).join();
        other.blocking().execute("DROP TABLE IF EXISTS copied");
        other.blocking().execute("CREATE TABLE copied (id integer PRIMARY KEY, text text)");
        database = Database.connect(server.url() + "?max_size=1&application_name=copying")
                .join();
        db = database.blocking();
        postgres = database.unwrap(Postgres.class).orElseThrow();
        process = pid();
    }

    @AfterEach
    void disconnect() {
        database.close();
        other.close();
    }

    private int pid() {
        return db.fetchVal("SELECT pg_backend_pid()", Integer.class).orElseThrow();
    }

    private void assertGoesOn() {
        assertEquals(process, pid());
    }

    private long count() {
        return other.blocking()
                .fetchVal("SELECT count(*) FROM copied", Long.class)
                .orElseThrow();
    }

    private static <T> T within(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static Throwable failureOf(CompletableFuture<?> future) {
        return assertThrows(ExecutionException.class, () -> within(future)).getCause();
    }

    /** Waits until the server waits for us, as it says itself. */
    private void awaitWaiting(String event) {
        Optional<String> found = Optional.empty();
        for (long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
                !found.equals(Optional.of(event)) && System.nanoTime() < until; ) {
            found = other.blocking()
                    .fetchVal(
                            "SELECT wait_event FROM pg_stat_activity, pg_sleep(0.01) WHERE pid = " + process,
                            String.class);
        }
        assertEquals(Optional.of(event), found);
    }

    // in

    @Test
    void copyIn_takesRows_howeverTheyAreCut() throws Exception {
        assertEquals(3L, within(postgres.copyIn(IN, Source.of("1\tone\n2", "", "\ttw", "o\n", "3\t\\N\n"))));
        assertEquals(
                List.of("one", "two"),
                db.fetchAll("SELECT text FROM copied WHERE text IS NOT NULL ORDER BY id", Map.of(), String.class));
        assertEquals(3, count());
        assertGoesOn();
    }

    @Test
    void copyIn_ofNothing_isNothing() throws Exception {
        assertEquals(0L, within(postgres.copyIn(IN, Source.of())));
        assertGoesOn();
    }

    @Test
    void copyIn_ofMuch_isSentPartByPart() throws Exception {
        String row = "x".repeat(997);
        Iterator<ByteBuffer> rows = IntStream.range(0, 30_000)
                .mapToObj(n -> Source.buffer(n + "\t" + row + "\n"))
                .iterator();
        assertEquals(30_000L, within(postgres.copyIn(IN, new Source(rows, true, null))));
        ByteBuffer large = Source.buffer("-1\t" + "y".repeat(5_000_000) + "\n");
        assertEquals(
                1L,
                within(postgres.copyIn(
                        IN, new Source(Collections.singleton(large).iterator(), true, null))));
        assertEquals(0, large.position());
        assertEquals(
                Optional.of(30_000L * 997 + 5_000_000),
                db.fetchVal("SELECT sum(length(text)) FROM copied", Long.class));
        assertGoesOn();
    }

    @Test
    void copyIn_failingSource_failsWithItsFailure_andNothingIsCopied() {
        IOException broken = new IOException("the disk is gone");
        QueryException failure = assertInstanceOf(
                QueryException.class, failureOf(postgres.copyIn(IN, Source.failing(broken, "1\tone\n", "2\ttwo\n"))));
        assertSame(broken, failure.getCause());
        assertTrue(failure.getMessage().contains("the source of the copied data failed"), failure::getMessage);
        assertEquals(0, count());
        assertGoesOn();
    }

    @Test
    void copyIn_sourceThatThrows_failsWithThat() {
        IllegalStateException thrown = new IllegalStateException("on purpose");
        Throwable failure = failureOf(postgres.copyIn(IN, subscriber -> {
            throw thrown;
        }));
        assertSame(thrown, failure.getCause());
        assertGoesOn();
    }

    @Test
    void copyIn_refusedByTheServer_cancelsTheSource() throws Exception {
        Source source = Source.pausingAfter("1\tone\n1\tagain\n");
        CompletableFuture<Long> copy = postgres.copyIn(IN, source);
        within(source.subscribed);
        Source doomed = Source.of("1\tone\n", "no number\ttwo\n");
        CompletableFuture<Long> next = postgres.copyIn(IN, doomed);
        copy.cancel(true);
        within(source.cancelled);
        assertInstanceOf(QueryException.class, failureOf(next));

        Iterator<ByteBuffer> endless = IntStream.iterate(1, n -> 1)
                .mapToObj(n -> Source.buffer("1\tagain\n"))
                .iterator();
        Source repeating = new Source(endless, true, null);
        assertInstanceOf(ConstraintViolationException.class, failureOf(postgres.copyIn(IN, repeating)));
        within(repeating.cancelled);
        assertEquals(0, count());
        assertGoesOn();
    }

    @Test
    void copyIn_ofAnUnknownTable_asksNothingOfTheSource() {
        Source source = Source.of("1\n");
        QueryException failure =
                assertInstanceOf(QueryException.class, failureOf(postgres.copyIn("COPY nothing FROM STDIN", source)));
        assertEquals(Optional.of("42P01"), failure.sqlState());
        assertFalse(source.subscribed.isDone());
        assertGoesOn();
    }

    @Test
    void copyIn_cancelledWhileTheSourceRests_endsAtOnce() throws Exception {
        Source source = Source.pausingAfter("1\tone\n");
        CompletableFuture<Long> copy = postgres.copyIn(IN, source);
        within(source.subscribed);
        awaitWaiting("ClientRead");
        copy.cancel(true);
        within(source.cancelled);
        assertEquals(0, count());
        assertGoesOn();
    }

    @Test
    void copyIn_cancelledWhileItWaitsForALock_isStopped() throws Exception {
        try (var tx = other.blocking().begin()) {
            tx.execute("LOCK TABLE copied");
            Source source = Source.of("1\tone\n");
            CompletableFuture<Long> copy = postgres.copyIn(IN, source);
            awaitWaiting("relation");
            copy.cancel(true);
            assertGoesOn();
            assertFalse(source.subscribed.isDone());
        }
    }

    @Test
    void copyIn_hasTheDeadlineOfStatements(PostgresServer server) throws Exception {
        try (Database hasty = Database.connect(server.url() + "?max_size=1&query_timeout=200ms")
                .join()) {
            Source source = Source.pausingAfter("1\tone\n");
            Postgres verbs = hasty.unwrap(Postgres.class).orElseThrow();
            assertInstanceOf(QueryTimeoutException.class, failureOf(verbs.copyIn(IN, source)));
            within(source.cancelled);
            assertEquals(0, count());
        }
    }

    /** The server reads no more while a trigger waits for the lock. */
    @Test
    void copyIn_asksForNoMoreThanTheServerTakes() throws Exception {
        db.execute("CREATE OR REPLACE FUNCTION copied_waits() RETURNS trigger LANGUAGE plpgsql AS $$"
                + " BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NEW; END $$");
        db.execute("CREATE TRIGGER waits BEFORE INSERT ON copied FOR EACH ROW EXECUTE FUNCTION copied_waits()");
        Source source;
        CompletableFuture<Long> copy;
        try (var tx = other.blocking().begin()) {
            tx.fetchAll("SELECT pg_advisory_xact_lock(4711)");
            String row = "x".repeat(10_000);
            Iterator<ByteBuffer> rows = IntStream.range(0, 20_000)
                    .mapToObj(n -> Source.buffer(n + "\t" + row + "\n"))
                    .iterator();
            source = new Source(rows, true, null);
            copy = postgres.copyIn(IN, source);
            awaitWaiting("advisory");
            long before = -1;
            while (before != source.bytes.get()) { // until nothing more is asked for during some round trips
                before = source.bytes.get();
                for (int i = 0; i < 100; i++) {
                    tx.fetchAll("SELECT 1");
                }
            }
            assertTrue(before < 50_000_000, () -> source.bytes + " bytes were asked for");
        }
        assertEquals(20_000L, within(copy));
        assertGoesOn();
    }

    @Test
    void copyIn_lostConnection_cancelsTheSource() throws Exception {
        Source source = Source.pausingAfter("1\tone\n");
        CompletableFuture<Long> copy = postgres.copyIn(IN, source);
        within(source.subscribed);
        awaitWaiting("ClientRead");
        other.blocking().fetchAll("SELECT pg_terminate_backend(" + process + ")");
        assertInstanceOf(ConnectionException.class, rootOf(failureOf(copy)));
        within(source.cancelled);
        assertEquals(0, count());
        assertEquals(1L, within(postgres.copyIn(IN, Source.of("1\tone\n"))));
    }

    private static Throwable rootOf(Throwable failure) {
        return failure instanceof ConnectionException || failure.getCause() == null ? failure : failure.getCause();
    }

    // out

    @Test
    void copyOut_givesAllRows_inFewBuffers() throws Exception {
        Collected collected = new Collected();
        assertEquals(100_000L, within(postgres.copyOut(MANY, collected)));
        String text = collected.done.join();
        assertEquals(100_000, text.lines().count());
        assertTrue(text.endsWith("\n100000\trow 100000\n"));
        assertTrue(collected.buffers.get() < 20_000, () -> collected.buffers + " buffers");
        assertGoesOn();
    }

    @Test
    void copyOut_ofNothing_completes() throws Exception {
        Collected collected = new Collected();
        assertEquals(0L, within(postgres.copyOut("COPY copied TO STDOUT", collected)));
        assertEquals("", collected.done.join());
        assertGoesOn();
    }

    @Test
    void copyOut_whatWasBinary_goesBackIn() throws Exception {
        db.execute("INSERT INTO copied SELECT n, repeat('ä', n % 100) FROM generate_series(1, 5000) n");
        Collected collected = new Collected();
        within(postgres.copyOut("COPY copied TO STDOUT (FORMAT binary)", collected));
        db.execute("TRUNCATE copied");
        Source source = new Source(List.of(ByteBuffer.wrap(collected.bytes())).iterator(), true, null);
        assertEquals(5000L, within(postgres.copyIn("COPY copied FROM STDIN (FORMAT binary)", source)));
        Collected again = new Collected();
        within(postgres.copyOut("COPY copied TO STDOUT (FORMAT binary)", again));
        assertArrayEquals(collected.bytes(), again.bytes());
    }

    @Test
    void copyOut_isReadAsAskedFor() throws Exception {
        Collected collected = new Collected(1);
        CompletableFuture<Long> copy = postgres.copyOut(ENDLESS, collected);
        awaitWaiting("ClientWrite");
        assertEquals(1, collected.buffers.get());
        copy.cancel(true);
        assertInstanceOf(QueryCancelledException.class, failureOf(collected.done));
        assertGoesOn();
    }

    @Test
    void copyOut_cancelledByTheSubscriber_endsAndFails() throws Exception {
        Collected collected = new Collected(1);
        CompletableFuture<Long> copy = postgres.copyOut(ENDLESS, collected);
        within(collected.first);
        collected.subscription.join().cancel();
        assertInstanceOf(QueryCancelledException.class, failureOf(copy));
        assertFalse(collected.done.isDone());
        assertGoesOn();
    }

    @Test
    void copyOut_refusedByTheServer_tellsBoth() {
        Collected collected = new Collected();
        Throwable failure = failureOf(
                postgres.copyOut("COPY (SELECT 1 / (n - 50) FROM generate_series(1, 99) n) TO STDOUT", collected));
        assertInstanceOf(QueryException.class, failure);
        assertSame(failure, failureOf(collected.done));
        assertGoesOn();
    }

    @Test
    void copyOut_lostConnection_tellsBoth() throws Exception {
        Collected collected = new Collected(1);
        CompletableFuture<Long> copy = postgres.copyOut(ENDLESS, collected);
        within(collected.first);
        other.blocking().fetchAll("SELECT pg_terminate_backend(" + process + ")");
        collected.subscription.join().request(Long.MAX_VALUE);
        assertInstanceOf(ConnectionException.class, failureOf(copy));
        assertInstanceOf(ConnectionException.class, failureOf(collected.done));
        assertEquals(0L, within(postgres.copyOut("COPY copied TO STDOUT", new Collected())));
    }

    @Test
    void copyOut_callbackExecutor_isWhereTheSubscriberIsCalled(PostgresServer server) throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor(work -> new Thread(work, "callbacks"));
        try (Database calling =
                Database.builder(server.url()).callbackExecutor(executor).build()) {
            within(calling.connect());
            Postgres verbs = calling.unwrap(Postgres.class).orElseThrow();
            Collected collected = new Collected();
            within(verbs.copyOut(MANY, collected));
            assertEquals(List.of("callbacks"), List.copyOf(collected.threads));
            CompletableFuture<String> thread = new CompletableFuture<>();
            Source source = Source.of("1\tone\n");
            within(verbs.copyIn(IN, subscriber -> {
                thread.complete(Thread.currentThread().getName());
                source.subscribe(subscriber);
            }));
            assertEquals("callbacks", within(thread));
        } finally {
            executor.shutdownNow();
        }
    }

    // both

    @Test
    void copyOut_ofOneDatabase_isTheSourceOfAnother() throws Exception {
        Postgres from = other.unwrap(Postgres.class).orElseThrow();
        Flow.Publisher<ByteBuffer> rows = subscriber -> from.copyOut(MANY, subscriber);
        assertEquals(100_000L, within(postgres.copyIn(IN, rows)));
        assertEquals(100_000, count());
    }

    @Test
    void streams_areReadAndWritten() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertEquals(100_000L, within(postgres.copyOut(MANY, out)));
        assertEquals(100_000L, within(postgres.copyIn(IN, new ByteArrayInputStream(out.toByteArray()))));
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        within(postgres.copyOut("COPY (SELECT * FROM copied ORDER BY id) TO STDOUT", again));
        assertArrayEquals(out.toByteArray(), again.toByteArray());
        assertGoesOn();
    }

    @Test
    void streams_thatFail_endTheCopyWithTheirFailure() {
        IOException broken = new IOException("the disk is gone");
        InputStream source =
                new SequenceInputStream(new ByteArrayInputStream("1\tone\n".getBytes()), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw broken;
                    }
                });
        assertSame(
                broken,
                assertInstanceOf(QueryException.class, failureOf(postgres.copyIn(IN, source)))
                        .getCause());
        assertEquals(0, count());
        OutputStream target = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw broken;
            }
        };
        assertSame(
                broken,
                assertInstanceOf(QueryException.class, failureOf(postgres.copyOut(ENDLESS, target)))
                        .getCause());
        QueryException refused =
                assertInstanceOf(QueryException.class, failureOf(postgres.copyOut("COPY nothing TO STDOUT", target)));
        assertEquals(Optional.of("42P01"), refused.sqlState());
        assertGoesOn();
    }

    @Test
    void streams_ofACancelledCopy_areLeftAlone() throws Exception {
        PipedOutputStream writing = new PipedOutputStream();
        CompletableFuture<Long> copy = postgres.copyIn(IN, new PipedInputStream(writing));
        writing.write("1\tone\n".getBytes());
        writing.flush();
        awaitWaiting("ClientRead");
        copy.cancel(true);
        writing.close();
        assertGoesOn();
        assertEquals(0, count());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SELECT 1",
                "DELETE FROM copied",
                "COPY copied FROM '/nothing'",
                "COPY copied TO STDOUT",
                "COPY (SELECT 1) TO PROGRAM 'cat'",
                "COPY (SELECT * FROM stdin) TO '/tmp/x'",
                "-- COPY copied FROM STDIN",
                "START_REPLICATION SLOT s LOGICAL 0/0"
            })
    void copyIn_ofAnythingElse_isRefusedUnsent(String sql) {
        Source source = Source.of();
        CompilationException failure =
                assertInstanceOf(CompilationException.class, failureOf(postgres.copyIn(sql, source)));
        assertTrue(failure.getMessage().contains("COPY … FROM STDIN"), failure::getMessage);
        assertFalse(source.subscribed.isDone());
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY copied FROM STDIN", "COPY copied TO '/nothing'", "TABLE copied"})
    void copyOut_ofAnythingElse_isRefusedUnsent(String sql) {
        Collected collected = new Collected();
        assertInstanceOf(CompilationException.class, failureOf(postgres.copyOut(sql, collected)));
        assertInstanceOf(CompilationException.class, failureOf(collected.done));
    }

    @Test
    void copy_bySqlText_isRefusedWithTheWay() {
        db.execute("INSERT INTO copied VALUES (1, 'one')");
        for (String sql : List.of(IN, MANY)) {
            DatabaseException failure = assertThrows(QueryException.class, () -> db.execute(sql));
            assertTrue(failure.getMessage().contains("dev.databases.postgres.Postgres"), failure::getMessage);
            assertGoesOn();
        }
    }

    @Test
    void copy_inATransaction_isOfIt() throws Exception {
        CompletableFuture<Long> failed = database.transaction(() -> postgres.copyIn(IN, Source.of("1\tone\n"))
                .thenCompose(rows -> database.fetchVal("SELECT count(*) FROM copied", Long.class))
                .thenApply(seen -> {
                    throw new IllegalStateException("saw " + seen.orElseThrow());
                }));
        assertEquals("saw 1", failureOf(failed).getMessage());
        assertEquals(0, count());

        long rows = within(database.transaction((Transaction tx) -> {
            Postgres inside = tx.unwrap(Postgres.class).orElseThrow();
            Collected collected = new Collected();
            return tx.execute("INSERT INTO copied VALUES (7, 'seven')")
                    .thenCompose(result -> inside.copyOut("COPY copied TO STDOUT", collected))
                    .thenCompose(read -> inside.copyIn(
                            IN, Source.of("8" + collected.done.join().substring(1))));
        }));
        assertEquals(1, rows);
        assertEquals(2, count());
        assertGoesOn();
    }

    @Test
    void copy_thatFailsInASavepoint_leavesTheTransaction() throws Exception {
        within(database.transaction((Transaction tx) -> tx.execute("INSERT INTO copied VALUES (1, 'one')")
                .thenCompose(result -> tx.transaction((Transaction inner) ->
                        inner.unwrap(Postgres.class).orElseThrow().copyIn(IN, Source.of("1\tagain\n"))))
                .handle((rows, failure) -> failure)));
        assertEquals(1, count());
        assertGoesOn();
    }

    @Test
    void copy_onAPinnedConnection_isInItsSession() throws Exception {
        long seen = within(database.connection(pinned -> pinned.execute("CREATE TEMPORARY TABLE mine (id integer)")
                .thenCompose(made -> pinned.unwrap(Postgres.class)
                        .orElseThrow()
                        .copyIn("COPY mine FROM STDIN", Source.of("1\n", "2\n")))
                .thenCompose(rows -> pinned.fetchVal("SELECT count(*) FROM mine", Long.class))
                .thenApply(Optional::orElseThrow)));
        assertEquals(2, seen);
        assertGoesOn();
    }

    @Test
    void copy_underForcedRollback_isForgotten(PostgresServer server) throws Exception {
        try (Database testing =
                Database.builder(server.url()).forceRollback(true).build()) {
            within(testing.connect());
            Postgres verbs = testing.unwrap(Postgres.class).orElseThrow();
            assertEquals(1L, within(verbs.copyIn(IN, Source.of("1\tone\n"))));
            assertInstanceOf(ConstraintViolationException.class, failureOf(verbs.copyIn(IN, Source.of("1\tagain\n"))));
            Collected collected = new Collected();
            assertEquals(1L, within(verbs.copyOut("COPY copied TO STDOUT", collected)));
            assertEquals("1\tone\n", collected.done.join());
        }
        assertEquals(0, count());
    }
}
