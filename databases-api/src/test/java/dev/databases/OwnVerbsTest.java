package dev.databases;

import static dev.databases.Stubbed.failure;
import static dev.databases.Stubbed.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.error.CommitOutcomeUnknownException;
import dev.databases.error.ConnectionException;
import dev.databases.error.QueryCancelledException;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.OwnVerbs;
import dev.databases.spi.RowSink;
import dev.databases.stub.StubConnection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The verbs of a backend's own run where all others do, end as they do, and give their connection back. */
class OwnVerbsTest {
    private static CompiledSql sql(String text) {
        return CompiledSql.of(text, CompiledSql.Kind.UNKNOWN, List.of(), List.of());
    }

    private static OwnVerbs verbs(Queries queries) {
        return queries.unwrap(OwnVerbs.class).orElseThrow();
    }

    private static CompletableFuture<Long> execute(Queries queries, String text) {
        CompiledSql sql = sql(text);
        return verbs(queries).execute(sql, connection -> connection.submit(CompiledQuery.of(sql), RowSink.NONE));
    }

    private static CompletableFuture<Long> stream(Queries queries, String text, Flow.Subscriber<Long> subscriber) {
        CompiledSql sql = sql(text);
        return verbs(queries).stream(
                sql, (connection, rows) -> connection.submit(CompiledQuery.of(sql), rows), Long.class, subscriber);
    }

    /** Takes numbers, and does something with each. */
    private static final class Taker implements Flow.Subscriber<Long> {
        final List<Object> signals = new CopyOnWriteArrayList<>();
        final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        private final long demand;
        private final Consumer<Taker> then;

        Taker(long demand, Consumer<Taker> then) {
            this.demand = demand;
            this.then = then;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
            if (demand > 0) {
                given.request(demand);
            }
        }

        @Override
        public void onNext(Long item) {
            signals.add(item);
            then.accept(this);
        }

        @Override
        public void onError(Throwable failure) {
            signals.add(failure);
        }

        @Override
        public void onComplete() {
            signals.add("complete");
        }
    }

    @Test
    void execute_ofEachHandle_runsWhereThatIs() throws Exception {
        try (Stubbed on = new Stubbed()) {
            assertEquals(1, get(execute(on.database, "COPY 1")));
            get(on.database.transaction(() -> execute(on.database, "COPY 2")));
            get(on.database.transaction((Transaction tx) -> execute(tx, "COPY 3")));
            get(on.database.connection(
                    pinned -> execute(pinned, "COPY 4").thenCompose(rows -> execute(pinned, "COPY 5"))));
            assertEquals(
                    List.of("COPY 1", "BEGIN", "COPY 2", "COMMIT", "BEGIN", "COPY 3", "COMMIT", "COPY 4", "COPY 5"),
                    on.backend.sent);
        }
    }

    @Test
    void execute_leavesItsDependentsInTheTransaction() throws Exception {
        try (Stubbed on = new Stubbed()) {
            get(on.database.transaction(
                    () -> execute(on.database, "COPY 1").thenCompose(rows -> on.database.execute("INSERT 2"))));
            assertEquals(List.of("BEGIN", "COPY 1", "INSERT 2", "COMMIT"), on.backend.sent);
        }
    }

    @Test
    void execute_cancelled_isStoppedAndGivesItsConnectionBack() throws Exception {
        try (Stubbed on = new Stubbed(settings -> settings.option("max_size", 1))) {
            CompletableFuture<Long> copy = execute(on.database, "COPY hold");
            on.backend.nextHeld();
            copy.cancel(true);
            get(on.database.execute("INSERT 1"));
        }
    }

    @Test
    void execute_whoseAnswerIsLost_hasNoKnownOutcome() throws Exception {
        try (Stubbed on = new Stubbed()) {
            CompletableFuture<Long> copy = execute(on.database, "COPY hold");
            on.backend.nextHeld().connection().die();
            assertInstanceOf(CommitOutcomeUnknownException.class, failure(copy));
        }
    }

    @Test
    void stream_givesItemsAsAskedFor_andCounts() throws Exception {
        try (Stubbed on = new Stubbed()) {
            Taker taker = new Taker(1, self -> self.subscription.join().request(1));
            assertEquals(0, get(stream(on.database, "SELECT 3", taker)));
            assertEquals(List.of(0L, 1L, 2L, "complete"), taker.signals);
        }
    }

    @Test
    void stream_withoutDemand_sendsNothing() throws Exception {
        try (Stubbed on = new Stubbed()) {
            Taker taker = new Taker(0, self -> {});
            CompletableFuture<Long> copy = stream(on.database, "SELECT 3", taker);
            on.backend.settle();
            assertEquals(List.of(), on.backend.sent);
            copy.cancel(true);
            assertInstanceOf(QueryCancelledException.class, taker.signals.get(0));
        }
    }

    @Test
    void stream_cancelledByItsSubscriber_failsTheFuture() throws Exception {
        try (Stubbed on = new Stubbed(settings -> settings.option("max_size", 1))) {
            Taker taker = new Taker(2, self -> self.subscription.join().cancel());
            assertInstanceOf(QueryCancelledException.class, failure(stream(on.database, "SELECT 9", taker)));
            assertEquals(List.of(0L), taker.signals);
            get(on.database.execute("INSERT 1"));
        }
    }

    @Test
    void stream_whoseSubscriberThrows_failsTheFutureWithThat() throws Exception {
        try (Stubbed on = new Stubbed()) {
            IllegalStateException thrown = new IllegalStateException("on purpose");
            Taker taker = new Taker(2, self -> {
                throw thrown;
            });
            assertSame(thrown, failure(stream(on.database, "SELECT 9", taker)));
        }
    }

    @Test
    void stream_thatTheServerRefuses_tellsBoth() throws Exception {
        try (Stubbed on = new Stubbed()) {
            Taker taker = new Taker(2, self -> {});
            Throwable why = failure(stream(on.database, "SELECT 9 fails", taker));
            assertEquals(List.of(why), taker.signals);
        }
    }

    @Test
    void unwrap_ofTheDriversConnection_needsAConnection() throws Exception {
        try (Stubbed on = new Stubbed()) {
            assertEquals(Optional.empty(), on.database.unwrap(StubConnection.class));
            boolean both = get(on.database.connection(pinned -> CompletableFuture.completedFuture(
                    pinned.unwrap(StubConnection.class).isPresent()
                            && pinned.unwrap(OwnVerbs.class).isPresent())));
            assertTrue(both);
            assertEquals(Optional.empty(), on.database.unwrap(String.class));
        }
    }

    @Test
    void verbs_ofADatabaseThatIsNotConnected_areRefused() throws Exception {
        try (Stubbed on = new Stubbed()) {
            OwnVerbs verbs = verbs(on.database);
            assertSame(on.backend, verbs.backend());
            get(on.database.disconnect());
            assertThrows(ConnectionException.class, verbs::backend);
            assertInstanceOf(ConnectionException.class, failure(execute(on.database, "COPY 1")));
        }
    }
}
