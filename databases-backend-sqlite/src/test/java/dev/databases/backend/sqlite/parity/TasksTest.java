package dev.databases.backend.sqlite.parity;

import static dev.databases.backend.sqlite.parity.Schema.NOTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.databases.Connection;
import dev.databases.Database;
import dev.databases.Row;
import dev.databases.config.TransactionOptions;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Which task is in which transaction and on which connection, and many tasks on one. */
class TasksTest extends FileTest {
    private static final Map<String, Object> NOTE = Map.of("text", "example1", "completed", true);

    private int rowsSeenHere() {
        return blocking.fetchAll(NOTES.select()).size();
    }

    private static java.sql.Connection jdbc(Connection connection) {
        return connection.unwrap(java.sql.Connection.class).orElseThrow();
    }

    // who is in the transaction

    /** Otherwise than in the original: what is started on another thread is outside, unless it is handed in. */
    @Test
    void transaction_childTask_isOutside() {
        CompletableFuture<List<Integer>> seen = database.transaction(() -> database.execute(NOTES.insert(), NOTE)
                .thenCompose(inserted -> {
                    Executor inside = Database.contextExecutor(ForkJoinPool.commonPool());
                    return CompletableFuture.supplyAsync(this::rowsSeenHere)
                            .thenCombine(
                                    CompletableFuture.supplyAsync(this::rowsSeenHere, inside),
                                    (outside, handedIn) -> List.of(outside, handedIn));
                }));
        assertEquals(List.of(0, 1), seen.join());
    }

    @Test
    void transaction_childTaskWithTheHandle_isInside() {
        Supplier<CompletableFuture<Optional<Row>>> first = () -> database.fetchOne(NOTES.select());
        CompletableFuture<Optional<Row>> seen = database.transaction(transaction -> transaction
                .execute(NOTES.insert(), NOTE)
                .thenCompose(inserted -> CompletableFuture.supplyAsync(
                        () -> transaction.execute(NOTES.update().set(NOTES.text, "test"))))
                .thenCompose(update -> update)
                .thenCompose(updated -> first.get()));
        assertEquals("test", seen.join().orElseThrow().get(NOTES.text));
    }

    @Test
    void transaction_siblingTask_isOutside() {
        CompletableFuture<Void> started = new CompletableFuture<>();
        CompletableFuture<Integer> sibling = CompletableFuture.supplyAsync(() -> {
            started.join();
            return rowsSeenHere();
        });
        CompletableFuture<Integer> seen = database.transaction(
                () -> database.execute(NOTES.insert(), NOTE).thenCompose(inserted -> {
                    started.complete(null);
                    return sibling;
                }));
        assertEquals(0, seen.join());
    }

    /** Two that write would take turns on SQLite, so the second only reads. */
    @Test
    void transaction_twoSiblings_doNotSeeEachOther() {
        CompletableFuture<Void> setUp = new CompletableFuture<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        CompletableFuture<Void> first = database.transaction(
                () -> database.execute(NOTES.insert(), NOTE).thenCompose(inserted -> {
                    setUp.complete(null);
                    return done;
                }));
        setUp.join();
        CompletableFuture<List<Row>> second =
                database.transaction(TransactionOptions.DEFAULT.asReadOnly(), () -> database.fetchAll(NOTES.select()));
        assertEquals(List.of(), second.join());
        done.complete(null);
        first.join();
        assertEquals(1, rowsSeenHere());
    }

    // connections

    @Test
    void connection_insideConnection_isTheSame() {
        database.connection(outer -> database.connection(inner -> {
                    assertSame(jdbc(outer), jdbc(inner));
                    return CompletableFuture.completedFuture(null);
                }))
                .join();
    }

    /** One that is pinned may write, so on SQLite the second waits for its turn. */
    @Test
    void connection_ofTwoTasks_isNotShared() {
        CompletableFuture<Void> release = new CompletableFuture<>();
        CompletableFuture<Connection> firstPinned = new CompletableFuture<>();
        CompletableFuture<Connection> secondPinned = new CompletableFuture<>();
        CompletableFuture<Void> first = database.connection(connection -> {
            firstPinned.complete(connection);
            return release;
        });
        firstPinned.join();
        CompletableFuture<Void> second = database.connection(connection -> {
            secondPinned.complete(connection);
            return CompletableFuture.completedFuture(null);
        });
        assertFalse(secondPinned.isDone());
        release.complete(null);
        first.join();
        second.join();
        assertNotSame(firstPinned.join(), secondPinned.join());
    }

    @Test
    void connection_pinnedByOneTask_isNotUsedByAnother() {
        CompletableFuture<Integer> elsewhere = database.connection(connection -> connection
                .execute("CREATE TEMPORARY TABLE notes(id INTEGER)")
                .thenCompose(created -> connection.execute("INSERT INTO temp.notes VALUES (1), (2)"))
                .thenCompose(inserted -> CompletableFuture.supplyAsync(this::rowsSeenHere)));
        assertEquals(0, elsewhere.join());
    }

    @Test
    void connection_ofTwoDatabases_areTwo() {
        try (Database other =
                Database.connect("sqlite:///" + folder.resolve("other.db")).join()) {
            database.connection(one -> other.connection(two -> {
                        assertNotSame(jdbc(one), jdbc(two));
                        return CompletableFuture.completedFuture(null);
                    }))
                    .join();
        }
    }

    @Test
    void connection_afterItsBlock_isGivenBack() {
        try (Database narrow = Database.connect(url() + "?max_size=1").join()) {
            for (int round = 0; round < 3; round++) {
                narrow.connection(connection -> connection.fetchAll(NOTES.select()))
                        .join();
            }
            assertEquals(List.of(), narrow.fetchAll(NOTES.select()).join());
        }
    }

    @Test
    void unwrap_jdbc_worksOnTheSameTransaction() {
        database.connection(connection -> connection.transaction(
                        TransactionOptions.DEFAULT.asForceRollback(),
                        transaction -> transaction
                                .execute(NOTES.insert(), NOTE)
                                .thenApply(inserted -> driversRows(jdbc(connection)))))
                .thenAccept(rows -> assertEquals(List.of("example1", "example2", "example3"), rows))
                .join();
        assertEquals(0, rowsSeenHere());
    }

    private static List<String> driversRows(java.sql.Connection jdbc) {
        try (PreparedStatement insert = jdbc.prepareStatement("INSERT INTO notes(text, completed) VALUES (?, ?)");
                PreparedStatement select = jdbc.prepareStatement("SELECT text FROM notes ORDER BY id")) {
            for (String text : List.of("example2", "example3")) {
                insert.setString(1, text);
                insert.setBoolean(2, true);
                insert.addBatch();
            }
            insert.executeBatch();
            List<String> texts = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
            return texts;
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    // many tasks, one connection

    private static void assertBothAnswer(List<CompletableFuture<Optional<Row>>> lookups) {
        for (Optional<Row> row : Database.all(lookups).join()) {
            assertEquals(1L, row.orElseThrow().get("value"));
        }
    }

    private CompletableFuture<Optional<Row>> lookUp(Database where) {
        return where.fetchOne("SELECT 1 AS value");
    }

    @Test
    void forceRollback_concurrentStatements_shareItsConnection() {
        try (Database isolated = Database.builder(url()).forceRollback(true).build()) {
            isolated.connect().join();
            assertBothAnswer(List.of(lookUp(isolated), lookUp(isolated)));
        }
    }

    @Test
    void transactional_concurrentCalls_bothAnswer() {
        Function<Integer, CompletableFuture<Optional<Row>>> lookUp = database.transactional(number -> lookUp(database));
        assertBothAnswer(List.of(lookUp.apply(1), lookUp.apply(2)));
    }

    @Test
    void fetchOne_concurrentTasks_bothAnswer() {
        assertBothAnswer(List.of(
                CompletableFuture.supplyAsync(() -> lookUp(database).join()),
                CompletableFuture.supplyAsync(() -> lookUp(database).join())));
    }

    @Test
    void transaction_concurrentTasks_bothAnswer() {
        Supplier<Optional<Row>> lookUp =
                () -> database.transaction(() -> lookUp(database)).join();
        assertBothAnswer(List.of(CompletableFuture.supplyAsync(lookUp), CompletableFuture.supplyAsync(lookUp)));
    }

    /** The original once tied its connection to the event loop that built the database; here no thread matters. */
    @Test
    void forceRollback_builtElsewhere_connectsHere() {
        Database isolated = CompletableFuture.supplyAsync(
                        () -> Database.builder(url()).forceRollback(true).build())
                .join();
        try (isolated) {
            isolated.connect().join();
            assertBothAnswer(List.of(lookUp(isolated), lookUp(isolated)));
        }
    }
}
