package dev.databases.testkit;

import static dev.databases.testkit.Failures.failsWith;
import static dev.databases.testkit.Failures.says;
import static dev.databases.testkit.Schema.NOTES;
import static dev.databases.testkit.rules.Rule.STREAM_02;
import static dev.databases.testkit.rules.Rule.STREAM_04;
import static dev.databases.testkit.rules.Rule.STREAM_05;
import static dev.databases.testkit.rules.Rule.STREAM_06;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.BlockingDatabase;
import dev.databases.Database;
import dev.databases.Row;
import dev.databases.error.CompilationException;
import dev.databases.error.QueryCancelledException;
import dev.databases.error.QueryException;
import dev.databases.error.TransactionException;
import dev.databases.testkit.rules.Proves;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Streams of rows, pulled by a thread. The pool has one connection, so what is not given back is missed at once. */
abstract class BlockingStreamContract extends StreamingContract {
    BlockingStreamContract(BackendContract backend) {
        super(backend);
    }

    @Test
    @Proves(STREAM_02)
    final void rows_comeInOrder_withoutBeingHeld() {
        Database database = withNotes(1_000);
        try (Stream<Long> ids =
                database.blocking().iterate(NOTES.select(NOTES.id).orderBy(NOTES.id), Long.class)) {
            assertEquals(LongStream.rangeClosed(1, 1_000).boxed().toList(), ids.toList());
        }
        try (Stream<Row> rows = database.blocking().iterate(EVERYTHING)) {
            assertEquals(5_000, rows.limit(5_000).count());
        }
        assertFree(database);
    }

    @Test
    @Proves(STREAM_04)
    final void stream_closedEarly_orNeverRead_givesItsConnectionBack() {
        Database database = withNotes(1_000);
        BlockingDatabase db = database.blocking();
        for (int wanted : new int[] {0, 1, 300}) {
            try (Stream<Row> rows = db.iterate(BILLION)) {
                assertEquals(wanted, rows.limit(wanted).toList().size());
            }
            assertFree(database);
        }
    }

    @Test
    @Proves(STREAM_04)
    final void stream_readToItsEnd_needsNoClose() {
        Database database = withNotes(3);
        assertEquals(3, database.blocking().iterate(NOTES.select()).toList().size());
        assertFree(database);
    }

    @Test
    @Proves(STREAM_04)
    final void stream_interruptedReader_stopsAndStaysInterrupted() throws InterruptedException {
        Database database = withNotes(1_000);
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        CompletableFuture<Void> reading = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            thrown.complete(Failures.failureOf(() -> {
                try (Stream<Row> rows = database.blocking().iterate(BILLION)) {
                    rows.forEach(row -> reading.complete(null));
                }
            }));
            flag.complete(Thread.currentThread().isInterrupted());
        });
        reader.start();
        reading.join();
        reader.interrupt();
        reader.join();
        failsWith(QueryCancelledException.class, () -> {
            throw thrown.join();
        });
        assertTrue(flag.join());
        assertFree(database);
    }

    @Test
    @Proves(STREAM_05)
    final void forEach_statementOnTheSameConnection_isAnErrorAtOnce() {
        Database database = withNotes(1_000);
        BlockingDatabase db = database.blocking();
        db.transaction(tx -> {
            try (Stream<Row> rows = tx.iterate(EVERYTHING)) {
                rows.limit(2)
                        .forEach(row -> says(
                                failsWith(TransactionException.class, () -> tx.execute(NOTES.delete())), "stream"));
            }
            return tx.execute(NOTES.delete().where(NOTES.id.eq(1L)));
        });
        assertEquals(999, db.fetchAll(NOTES.select()).size());
    }

    @Test
    @Proves(STREAM_06)
    final void stream_thatCannotRun_throws() {
        Database database = withNotes(1);
        BlockingDatabase db = database.blocking();
        failsWith(CompilationException.class, () -> db.iterate(""));
        QueryException failure = failsWith(QueryException.class, () -> {
            try (Stream<Row> rows = db.iterate("SELECT nothing FROM kit_notes")) {
                rows.toList();
            }
        });
        says(failure, "statement: SELECT nothing");
        assertEquals(List.of(), db.fetchAll("SELECT id FROM kit_notes WHERE id > 1"));
    }
}
