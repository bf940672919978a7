package dev.databases.backend.sqlite;

import static dev.databases.backend.sqlite.Sessions.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.config.TransactionOptions;
import dev.databases.error.QueryCancelledException;
import dev.databases.error.QueryException;
import dev.databases.spi.BackendConnection.Status;
import dev.databases.spi.BlockingSession.Rows;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.CompiledSql;
import dev.databases.sql.SqlType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Waiting for the locks of others, and being interrupted. */
@Timeout(60)
class SqliteLocksTest {
    private static final String ENDLESS =
            "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c";

    @TempDir
    private Path folder;

    private SqliteSession holder;
    private SqliteSession waiter;

    @BeforeEach
    void open() {
        holder = Sessions.file(folder.resolve("notes.db"), "");
        run(holder, "CREATE TABLE t (n INTEGER)");
        waiter = Sessions.file(folder.resolve("notes.db"), "?busy_timeout=10m");
    }

    @AfterEach
    void close() {
        holder.close();
        waiter.close();
    }

    /** Runs it on another thread and interrupts the session until it has ended; returns how it failed. */
    private static Throwable interrupted(SqliteSession session, Runnable work) {
        CompletableFuture<Throwable> outcome =
                CompletableFuture.runAsync(work).handle((nothing, failure) -> failure.getCause());
        long limit = System.nanoTime() + Duration.ofSeconds(50).toNanos();
        while (!outcome.isDone()) {
            assertTrue(System.nanoTime() - limit < 0, "it does not end");
            session.interrupt();
            outcome.copy().completeOnTimeout(null, 20, TimeUnit.MILLISECONDS).join();
        }
        return outcome.join();
    }

    @Test
    void write_lockHeldByAnother_waitsForItsEnd() throws Exception {
        holder.begin(TransactionOptions.DEFAULT);
        run(holder, "INSERT INTO t VALUES (1)");
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> run(waiter, "INSERT INTO t VALUES (?)", 2L));
        assertThrows(TimeoutException.class, () -> writing.get(300, TimeUnit.MILLISECONDS));
        holder.commit();
        writing.get();
        assertEquals(2L, run(waiter, "SELECT count(*) FROM t").only());
    }

    @Test
    void begin_lockHeldByAnother_waitsForItsEnd() throws Exception {
        holder.begin(TransactionOptions.DEFAULT);
        CompletableFuture<Void> beginning = CompletableFuture.runAsync(() -> waiter.begin(TransactionOptions.DEFAULT));
        assertThrows(TimeoutException.class, () -> beginning.get(300, TimeUnit.MILLISECONDS));
        holder.rollback();
        beginning.get();
        assertEquals(Status.IN_TRANSACTION, waiter.status());
        waiter.rollback();
    }

    @Test
    void open_fileLockedByAnother_waitsForItsEnd() throws Exception {
        Path file = folder.resolve("other.db");
        SqliteSession exclusive = Sessions.file(file, "?journal_mode=delete");
        run(exclusive, "CREATE TABLE t (n INTEGER)");
        run(exclusive, "BEGIN EXCLUSIVE");
        CompletableFuture<SqliteSession> opening =
                CompletableFuture.supplyAsync(() -> Sessions.file(file, "?journal_mode=delete&busy_timeout=10m"));
        assertThrows(TimeoutException.class, () -> opening.get(300, TimeUnit.MILLISECONDS));
        exclusive.rollback();
        SqliteSession opened = opening.get();
        assertEquals(0L, run(opened, "SELECT count(*) FROM t").only());
        opened.close();
        exclusive.close();
    }

    /** A connection that was dropped may still be closing when the next one to the same memory reads. */
    @Test
    void read_memoryThatAnotherWrites_waitsForItsEnd() throws Exception {
        SqliteOpener memory = Sessions.opener("sqlite://?busy_timeout=10m");
        SqliteSession leaving = memory.open(Duration.ofSeconds(30), new SqliteDialect());
        run(leaving, "CREATE TABLE t (n INTEGER)");
        SqliteSession next = memory.open(Duration.ofSeconds(30), new SqliteDialect());
        leaving.begin(TransactionOptions.DEFAULT);
        run(leaving, "INSERT INTO t VALUES (1)");
        CompletableFuture<Object> reading = CompletableFuture.supplyAsync(
                () -> run(next, "SELECT count(*) FROM t").only());
        assertThrows(TimeoutException.class, () -> reading.get(300, TimeUnit.MILLISECONDS));
        leaving.close();
        assertEquals(0L, reading.get());
        next.close();
    }

    @Test
    void write_lockNotFreedInTime_isBusy() {
        SqliteSession impatient = Sessions.file(folder.resolve("notes.db"), "?busy_timeout=250ms");
        holder.begin(TransactionOptions.DEFAULT);
        long start = System.nanoTime();
        QueryException busy = assertThrows(QueryException.class, () -> run(impatient, "INSERT INTO t VALUES (?)", 2L));
        long waited = System.nanoTime() - start;
        assertTrue(waited >= Duration.ofMillis(200).toNanos(), "waited " + waited + " ns");
        assertTrue(busy.retryable());
        assertEquals(5, busy.vendorCode());
        assertTrue(busy.hint().orElseThrow().contains("busy_timeout"));
        holder.rollback();
        impatient.close();
    }

    @Test
    void write_fromOldSnapshot_failsAtOnceAsSerializationFailure() {
        run(waiter, "BEGIN");
        run(waiter, "SELECT * FROM t");
        run(holder, "INSERT INTO t VALUES (1)");
        QueryException stale = assertThrows(QueryException.class, () -> run(waiter, "INSERT INTO t VALUES (2)"));
        assertEquals("40001", stale.sqlState().orElseThrow());
        assertEquals(517, stale.vendorCode());
        assertTrue(stale.retryable());
        waiter.rollback();
    }

    @Test
    void interrupt_longQuery_endsIt() {
        assertInstanceOf(QueryCancelledException.class, interrupted(waiter, () -> run(waiter, ENDLESS)));
        assertEquals(Status.IDLE, waiter.status());
        assertEquals(0L, run(waiter, "SELECT count(*) FROM t").only());
    }

    @Test
    void interrupt_waitingForALock_endsTheWait() {
        holder.begin(TransactionOptions.DEFAULT);
        assertInstanceOf(
                QueryCancelledException.class, interrupted(waiter, () -> waiter.begin(TransactionOptions.DEFAULT)));
        assertInstanceOf(
                QueryCancelledException.class, interrupted(waiter, () -> run(waiter, "INSERT INTO t VALUES (1)")));
        assertEquals(Status.IDLE, waiter.status());
        holder.rollback();
        run(waiter, "INSERT INTO t VALUES (1)");
    }

    @Test
    void interrupt_writeInTransaction_tellsThatItIsOver() {
        waiter.begin(TransactionOptions.DEFAULT);
        run(waiter, "INSERT INTO t VALUES (1)");
        assertInstanceOf(
                QueryCancelledException.class,
                interrupted(waiter, () -> run(waiter, "INSERT INTO t " + ENDLESS.replace("count(*)", "x"))));
        assertEquals(Status.IDLE, waiter.status());
        assertEquals(0L, run(waiter, "SELECT count(*) FROM t").only());
    }

    @Test
    void interrupt_queryInTransaction_leavesItOpen() {
        waiter.begin(TransactionOptions.DEFAULT);
        run(waiter, "INSERT INTO t VALUES (1)");
        assertInstanceOf(QueryCancelledException.class, interrupted(waiter, () -> run(waiter, ENDLESS)));
        assertEquals(Status.IN_TRANSACTION, waiter.status());
        waiter.commit();
        assertEquals(1L, run(holder, "SELECT count(*) FROM t").only());
    }

    @Test
    void interrupt_betweenRows_endsTheQuery() {
        run(holder, "INSERT INTO t VALUES (1), (2), (3)");
        try (Rows rows = waiter.run(CompiledQuery.of(Sessions.text("SELECT n FROM t", 0)))) {
            rows.next();
            waiter.interrupt();
            assertThrows(QueryCancelledException.class, rows::next);
        }
        assertEquals(3L, run(waiter, "SELECT count(*) FROM t").only());
    }

    @Test
    void interrupt_many_endsBetweenTheParts() {
        waiter.begin(TransactionOptions.DEFAULT);
        CompiledSql insert = Sessions.insert("t", "n", "", SqlType.BIGINT);
        List<Object[]> rows = Collections.nCopies(20_000_000, new Object[] {1L});
        assertInstanceOf(
                QueryCancelledException.class, interrupted(waiter, () -> Sessions.runMany(waiter, insert, rows)));
        waiter.rollback();
        assertEquals(0L, run(waiter, "SELECT count(*) FROM t").only());
    }

    @Test
    void interrupt_whenNothingRuns_hitsNobody() {
        waiter.interrupt();
        assertEquals(0L, run(waiter, "SELECT count(*) FROM t").only());
        waiter.interrupt();
        waiter.begin(TransactionOptions.DEFAULT);
        waiter.interrupt();
        run(waiter, "INSERT INTO t VALUES (1)");
        waiter.interrupt();
        waiter.commit();
        assertEquals(1L, run(waiter, "SELECT count(*) FROM t").only());
    }

    @Test
    void wait_onInterruptedThread_isCancelled() throws Exception {
        holder.begin(TransactionOptions.DEFAULT);
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                waiter.begin(TransactionOptions.DEFAULT);
                failure.complete(null);
            } catch (RuntimeException cancelled) {
                failure.complete(cancelled);
            }
        });
        thread.start();
        thread.interrupt();
        assertInstanceOf(QueryCancelledException.class, failure.get());
        thread.join();
        holder.rollback();
    }
}
