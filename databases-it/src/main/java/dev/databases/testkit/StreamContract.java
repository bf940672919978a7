package dev.databases.testkit;

import static dev.databases.testkit.Failures.failsWith;
import static dev.databases.testkit.Failures.says;
import static dev.databases.testkit.Schema.NOTES;
import static dev.databases.testkit.rules.Rule.CTX_11;
import static dev.databases.testkit.rules.Rule.CTX_12;
import static dev.databases.testkit.rules.Rule.STREAM_02;
import static dev.databases.testkit.rules.Rule.STREAM_03;
import static dev.databases.testkit.rules.Rule.STREAM_05;
import static dev.databases.testkit.rules.Rule.STREAM_06;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.BlockingTransaction;
import dev.databases.Database;
import dev.databases.Row;
import dev.databases.Transaction;
import dev.databases.error.CompilationException;
import dev.databases.error.ConnectionException;
import dev.databases.error.QueryException;
import dev.databases.error.RowMappingException;
import dev.databases.error.TransactionClosedException;
import dev.databases.error.TransactionException;
import dev.databases.testkit.rules.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Streams of rows, pushed to a subscriber. The pool has one connection, so what is not given back is missed at once. */
abstract class StreamContract extends StreamingContract {
    StreamContract(BackendContract backend) {
        super(backend);
    }

    @Test
    @Proves(STREAM_02)
    final void rows_comeAsAskedFor_oneByOne() {
        Database database = withNotes(10);
        Reader<Row> reader = new Reader<>();
        database.iterate(NOTES.select().orderBy(NOTES.id)).subscribe(reader);
        for (int i = 1; i <= 10; i++) {
            reader.request(1);
            assertEquals((long) i, reader.next().get(NOTES.id));
            assertEquals(0, reader.waiting(), "no more than was asked for");
        }
        reader.request(1);
        reader.awaitEnd();
        assertFree(database);
    }

    @Test
    @Proves(STREAM_02)
    final void rows_allAtOnce_comeInOrder() {
        Database database = withNotes(1_000);
        Reader<Long> reader = new Reader<>();
        database.iterate(NOTES.select(NOTES.id).orderBy(NOTES.id), Long.class).subscribe(reader);
        reader.request(Long.MAX_VALUE);
        for (long i = 1; i <= 1_000; i++) {
            assertEquals(i, reader.next());
        }
        reader.awaitEnd();
        assertFree(database);
    }

    /** Rows that came unasked would end the statement, and whoever waits for its connection would have it. */
    @Test
    @Proves(STREAM_02)
    final void rows_notAskedFor_keepTheStatementOpen() {
        Database database = withNotes(10, Duration.ofMillis(500));
        Reader<Row> reader = new Reader<>();
        database.iterate(NOTES.select().orderBy(NOTES.id)).subscribe(reader);
        reader.request(3);
        for (long i = 1; i <= 3; i++) {
            assertEquals(i, reader.next().get(NOTES.id));
        }
        failsWith(ConnectionException.class, () -> assertFree(database));
        assertEquals(0, reader.waiting(), "no more than was asked for");
        reader.request(8);
        for (long i = 4; i <= 10; i++) {
            assertEquals(i, reader.next().get(NOTES.id));
        }
        reader.awaitEnd();
        assertFree(database);
    }

    @Test
    @Proves(STREAM_02)
    final void rows_notAskedFor_areNotRead() {
        Database database = withNotes(1_000);
        AtomicInteger mapped = new AtomicInteger();
        Reader<Integer> reader = new Reader<>();
        database.iterate(EVERYTHING, row -> mapped.incrementAndGet()).subscribe(reader);
        reader.request(3);
        assertEquals(List.of(1, 2, 3), List.of(reader.next(), reader.next(), reader.next()));
        reader.cancel();
        assertFree(database);
        assertTrue(mapped.get() < 1_000, "of 10^9 rows " + mapped + " were mapped");
    }

    @Test
    @Proves(STREAM_03)
    final void stream_cancelled_givesItsConnectionBack() {
        Database database = withNotes(1_000);
        for (int wanted : new int[] {0, 1, 500}) {
            Reader<Row> reader = new Reader<>();
            database.iterate(BILLION).subscribe(reader);
            if (wanted > 0) {
                reader.request(wanted);
                reader.next();
            }
            reader.cancel();
            assertFree(database);
        }
    }

    @Test
    @Proves(STREAM_03)
    final void stream_subscriberThrows_isCancelled() {
        Database database = withNotes(1_000);
        CompletableFuture<String> thrown = new CompletableFuture<>();
        database.iterate(BILLION).subscribe(new Reader<>() {
            @Override
            public void onNext(Row row) {
                thrown.complete("once");
                throw new IllegalStateException("thrown by the test");
            }

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(1_000);
            }
        });
        assertEquals("once", thrown.join());
        assertFree(database);
    }

    @Test
    @Proves(STREAM_03)
    final void stream_mapperThrows_isAnErrorOfTheStream() {
        Database database = withNotes(5);
        Reader<Integer> reader = new Reader<>();
        database.iterate(NOTES.select(), (Row row) -> row.get("text", Integer.class))
                .subscribe(reader);
        reader.request(5);
        assertInstanceOf(RowMappingException.class, reader.failure());
        assertFree(database);
    }

    @Test
    @Proves(STREAM_05)
    final void onNext_statementOnTheSameConnection_isAnErrorAtOnce() {
        Database database = withNotes(3);
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        database.transaction(tx -> {
                    CompletableFuture<Object> ended = new CompletableFuture<>();
                    tx.iterate(NOTES.select()).subscribe(new Reader<>() {
                        @Override
                        public void onNext(Row row) {
                            tx.execute(NOTES.delete()).whenComplete((result, failure) -> refused.complete(failure));
                        }

                        @Override
                        public void onSubscribe(Flow.Subscription subscription) {
                            subscription.request(10);
                        }

                        @Override
                        public void onComplete() {
                            ended.complete("ended");
                        }
                    });
                    return ended;
                })
                .join();
        assertInstanceOf(TransactionException.class, refused.join());
        says(refused.join(), "stream");
        assertEquals(
                Optional.of(3L),
                database.fetchVal("SELECT count(*) FROM kit_notes", Long.class).join());
    }

    @Test
    @Proves(STREAM_06)
    final void stream_thatCannotRun_saysSoByOnError() {
        Database database = withNotes(1);
        Reader<Row> unknown = new Reader<>();
        database.iterate("SELECT nothing FROM kit_notes").subscribe(unknown);
        unknown.request(1);
        says(assertInstanceOf(QueryException.class, unknown.failure()), "statement: SELECT nothing");
        Reader<Row> empty = new Reader<>();
        database.iterate("").subscribe(empty);
        assertInstanceOf(CompilationException.class, empty.failure());
        assertFree(database);
    }

    @Test
    @Proves({CTX_11, CTX_12})
    final void publisher_subscribedTwice_runsAnew() {
        Database database = withNotes(2);
        Flow.Publisher<Row> publisher = database.iterate(NOTES.select());
        assertEquals(2, Reader.all(publisher).size());
        database.execute(NOTES.insert()).join();
        assertEquals(3, Reader.all(publisher).size());
    }

    @Test
    @Proves(CTX_11)
    final void publisher_subscribedInATransaction_isInside_andAfterItsEndFails() {
        Database database = withNotes(2);
        Transaction transaction = database.begin().join();
        transaction.execute(NOTES.insert()).join();
        Flow.Publisher<Row> publisher = transaction.iterate(NOTES.select());
        assertEquals(3, Reader.all(publisher).size());
        transaction.rollback().join();
        failsWith(TransactionClosedException.class, () -> Reader.all(publisher));
        assertFree(database);
    }

    @Test
    @Proves({CTX_11, CTX_12})
    final void publisherOfTheDatabase_belongsWhereItIsSubscribed() {
        Database database = withNotes(2);
        Flow.Publisher<Row> made = database.iterate(NOTES.select());
        CompletableFuture<Flow.Publisher<Row>> madeInside = new CompletableFuture<>();
        CompletableFuture<Object> body = database.transaction(() -> database.execute(NOTES.insert())
                .thenCompose(inserted -> {
                    madeInside.complete(database.iterate(NOTES.select()));
                    Reader<Row> reader = new Reader<>();
                    made.subscribe(reader);
                    return reader.rest();
                })
                .thenCompose(rows -> failedFuture(new IllegalStateException("seen: " + rows.size()))));
        says(failsWith(IllegalStateException.class, body::join), "seen: 3");
        assertEquals(2, Reader.all(made).size());
        assertEquals(2, Reader.all(madeInside.join()).size());
        try (BlockingTransaction transaction = database.blocking().begin()) {
            transaction.execute(NOTES.insert());
            assertEquals(3, Reader.all(made).size());
            try (Stream<Row> rows = database.blocking().iterate(NOTES.select())) {
                assertEquals(3, rows.count());
            }
        }
        assertEquals(2, Reader.all(made).size());
    }
}
