package dev.databases.examples.notes;

import static dev.databases.examples.notes.Notes.NOTES;
import static dev.databases.sql.Sql.bind;
import static dev.databases.sql.Sql.count;
import static dev.databases.sql.Sql.select;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Database;
import dev.databases.Result;
import dev.databases.Row;
import dev.databases.Transaction;
import dev.databases.config.DatabaseOptions;
import dev.databases.config.TransactionOptions;
import dev.databases.error.ConstraintViolationException;
import dev.databases.error.DatabaseException;
import dev.databases.sql.Metadata;
import dev.databases.sql.Select;
import dev.databases.sql.Sql;
import dev.databases.sql.SqlType;
import dev.databases.sql.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of the README, run; {@link ReadmeTest} checks that the README shows these. */
class ReadmeSamplesTest {
    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void connect() {
        database = Database.connect("sqlite:///" + folder.resolve("notes.db")).join();
        database.create(NOTES).join();
        database.execute(NOTES.insert().set(NOTES.text, "call home")).join();
    }

    @AfterEach
    void disconnect() {
        database.close();
    }

    private long rows() {
        return database.fetchVal(select(count()).from(NOTES)).join().orElseThrow();
    }

    @Test
    void verbs() {
        // tag::verbs[]
        Result inserted =
                database.execute(NOTES.insert().set(NOTES.text, "buy milk")).join();
        Optional<Object> key = inserted.generatedKey();

        List<Row> rows = database.fetchAll(NOTES.select().where(NOTES.text.startsWith("b")))
                .join();
        String text = rows.get(0).get(NOTES.text);

        Optional<Note> first =
                database.fetchOne(NOTES.select().orderBy(NOTES.id), Note.class).join();
        Optional<Long> number = database.fetchVal(select(count()).from(NOTES)).join();
        // end::verbs[]
        assertEquals(Optional.of(2L), key);
        assertEquals("buy milk", text);
        assertEquals(Optional.of(new Note(1, "call home", false)), first);
        assertEquals(Optional.of(2L), number);
    }

    @Test
    void row() {
        // tag::row[]
        Row row = database.fetchOne("SELECT id, text FROM notes").join().orElseThrow();

        Long id = row.get(NOTES.id); // by column
        String text = row.get("text", String.class); // by name, as a class
        Object first = row.get(0); // by position
        Map<String, Object> map = row.asMap();
        // end::row[]
        assertEquals(1L, id);
        assertEquals("call home", text);
        assertEquals(1L, first);
        assertEquals(Map.of("id", 1L, "text", "call home"), map);
    }

    @Test
    void values() {
        // tag::values[]
        database.execute(NOTES.insert(), Map.of("text", "buy milk", "completed", true))
                .join();
        database.execute(NOTES.update().where(NOTES.id.eq(bind("which"))), Map.of("which", 1L, "completed", true))
                .join();

        Select<Object> like = NOTES.select().where(NOTES.text.like(bind("pattern", SqlType.TEXT)));
        List<Row> milk = database.fetchAll(like, Map.of("pattern", "%milk%")).join();

        List<Row> done = database.fetchAll(
                        "SELECT * FROM notes WHERE completed = :completed", Map.of("completed", true))
                .join();
        // end::values[]
        assertEquals(1, milk.size());
        assertEquals(2, done.size());
    }

    private CompletableFuture<Result> log(String text) {
        return database.execute(NOTES.insert().set(NOTES.text, text));
    }

    @Test
    void block() {
        // tag::block[]
        CompletableFuture<Long> deleted =
                database.transaction(() -> database.execute(NOTES.delete().where(NOTES.completed.eq(false)))
                        .thenCompose(result -> log("deleted " + result.rowsAffected()) // says database.execute(…)
                                .thenApply(logged -> result.rowsAffected())));
        // end::block[]
        assertEquals(1, deleted.join());
        assertEquals(1, rows());
    }

    @Test
    void nested() {
        // tag::nested[]
        database.transaction(
                        outer -> outer.execute(NOTES.insert().set(NOTES.text, "kept"))
                                .thenCompose(kept -> outer.transaction(
                                        inner -> // a savepoint
                                        inner.execute(NOTES.insert().set(NOTES.text, null))))
                                .handle((result, failure) -> failure == null) // the outer one goes on
                        )
                .join();
        // end::nested[]
        assertEquals(2, rows());
    }

    @Test
    void wrapped() {
        // tag::wrapped[]
        Function<String, CompletableFuture<Result>> add =
                database.transactional(text -> database.execute(NOTES.insert().set(NOTES.text, text)));
        add.apply("in a transaction of its own").join();
        // end::wrapped[]
        assertEquals(2, rows());
    }

    @Test
    void explicit() {
        // tag::explicit[]
        CompletableFuture<Void> done = database.begin()
                .thenCompose((Transaction transaction) -> transaction
                        .execute(NOTES.delete())
                        .thenCompose(deleted ->
                                deleted.rowsAffected() == 1 ? transaction.commit() : transaction.rollback()));
        // end::explicit[]
        done.join();
        assertEquals(0, rows());
    }

    @Test
    void blocking() {
        // tag::blocking[]
        var db = database.blocking();
        try (var transaction = db.begin()) { // rolls back unless committed
            db.execute(NOTES.insert().set(NOTES.text, "one")); // this thread is in the transaction
            transaction.commit();
        }
        long rows = db.transaction(
                transaction -> { // throws what the work throws
                    transaction.execute(NOTES.insert().set(NOTES.text, "two"));
                    return transaction.fetchVal(select(count()).from(NOTES)).orElseThrow();
                });
        // end::blocking[]
        assertEquals(3, rows);
    }

    @Test
    void deadlines() {
        // tag::deadlines[]
        CompletableFuture<List<Row>> quick = database.fetchAll(NOTES.select()).orTimeout(30, TimeUnit.SECONDS);
        // end::deadlines[]
        assertEquals(database.fetchVal(select(count()).from(NOTES)).join().orElseThrow(), (long)
                quick.join().size());
    }

    @Test
    void transactionOptions() {
        // tag::options[]
        database.transaction(
                        TransactionOptions.DEFAULT.retry(3), // again after a deadlock or a lost race
                        () -> database.execute(NOTES.update().set(NOTES.completed, true)))
                .join();
        // end::options[]
        assertEquals(
                1,
                database.fetchAll(NOTES.select().where(NOTES.completed)).join().size());
    }

    @Test
    void handedIn() {
        // tag::context[]
        database.transaction(transaction -> transaction
                        .execute(NOTES.delete())
                        .thenCompose(deleted -> CompletableFuture.supplyAsync(
                                () -> database.blocking()
                                        .fetchAll(NOTES.select())
                                        .size(),
                                Database.contextExecutor(ForkJoinPool.commonPool()))) // without it: outside
                        .thenAccept(seen -> System.out.println("rows seen inside: " + seen)))
                .join();
        // end::context[]
        assertEquals(0, rows());
    }

    @Test
    void stream() {
        List<String> texts = new ArrayList<>();
        // tag::stream[]
        try (Stream<Row> rows = database.blocking().iterate(NOTES.select())) {
            rows.map(row -> row.get(NOTES.text)).forEach(texts::add);
        }
        // end::stream[]
        assertEquals(List.of("call home"), texts);
    }

    // tag::subscriber[]
    /** Counts rows, asking for one after the other. */
    static final class Counter implements Flow.Subscriber<Row> {
        final CompletableFuture<Long> counted = new CompletableFuture<>();
        private Flow.Subscription subscription;
        private long rows;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            subscription.request(1);
        }

        @Override
        public void onNext(Row row) {
            rows++;
            subscription.request(1); // or subscription.cancel()
        }

        @Override
        public void onError(Throwable failure) {
            counted.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            counted.complete(rows);
        }
    }
    // end::subscriber[]

    @Test
    void publisher() {
        // tag::publisher[]
        Flow.Publisher<Row> everything = database.iterate(NOTES.select());
        Counter counter = new Counter();
        everything.subscribe(counter);
        long rows = counter.counted.join();
        // end::publisher[]
        assertEquals(1, rows);
    }

    @Test
    void errors() {
        // tag::errors[]
        CompletableFuture<String> outcome = database.execute(
                        NOTES.insert().set(NOTES.id, 1L).set(NOTES.text, "again"))
                .handle((result, failure) -> {
                    if (failure == null) {
                        return "inserted";
                    }
                    DatabaseException error = DatabaseException.of(failure).orElseThrow(); // out of CompletionException
                    return error instanceof ConstraintViolationException violation
                            ? "violates " + violation.violation()
                            : error.getMessage();
                });
        // end::errors[]
        assertEquals("violates UNIQUE", outcome.join());
    }

    @Test
    void options() {
        String url = "sqlite:///" + folder.resolve("other.db");
        // tag::builder[]
        Database tuned = Database.builder(url) // or url + "?max_size=4&slow_query=500ms"
                .option(DatabaseOptions.MAX_SIZE, 4)
                .option(DatabaseOptions.SLOW_QUERY, Duration.ofMillis(500))
                .option("synchronous", "full") // the backend's own
                .build();
        // end::builder[]
        try (tuned) {
            tuned.connect().join();
            assertEquals(
                    2L,
                    tuned.fetchVal("SELECT synchronous FROM pragma_synchronous", Long.class)
                            .join()
                            .orElseThrow());
        }
        assertThrows(
                CompletionException.class,
                () -> Database.connect(url + "?max_sise=4").join());
    }

    @Test
    void runTime() {
        // tag::metadata[]
        Metadata metadata = new Metadata();
        Table tags = metadata.table(
                "tags",
                Sql.column("id", SqlType.BIGINT).primaryKey(),
                Sql.column("name", SqlType.string(50)).notNull().unique());

        database.createAll(metadata).join();
        database.execute(tags.insert(), Map.of("name", "garden")).join();
        // end::metadata[]
        assertTrue(database.fetchOne(tags.select()).join().isPresent());
    }

    @Test
    void customType() {
        // tag::mapped[]
        SqlType<Duration> seconds = SqlType.BIGINT.mapped(Duration.class, Duration::toSeconds, Duration::ofSeconds);
        // end::mapped[]
        assertEquals(Duration.ofMinutes(1), seconds.fromStored(60L));
        assertEquals(60L, seconds.toStored(Duration.ofMinutes(1)));
    }
}
