package dev.databases.examples.notes;

import static dev.databases.examples.notes.Notes.NOTES;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.BlockingTransaction;
import dev.databases.Database;
import dev.databases.Result;
import dev.databases.sql.Insert;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What forced rollback reports of statements that come from outside while a block is pending. */
class EscapedStatementsTest {
    private static final Insert INSERT = NOTES.insert().set(NOTES.text, "a secret");

    @TempDir
    private Path folder;

    private final LogRecords log = new LogRecords("dev.databases.context", Level.INFO);
    private Database database;

    @BeforeEach
    void connect() {
        database = connected(true);
    }

    private Database connected(boolean forceRollback) {
        Database made = Database.builder("sqlite:///" + folder.resolve(forceRollback + ".db"))
                .forceRollback(forceRollback)
                .build();
        made.connect().join();
        made.create(NOTES).join();
        return made;
    }

    @AfterEach
    void disconnect() {
        database.close();
        log.close();
    }

    /** Issues the statement in a dependent of a foreign future, of which the body does not wait for the statement. */
    private static CompletableFuture<Result> escaped(Database database, Supplier<CompletableFuture<Result>> statement) {
        CompletableFuture<Object> foreign = new CompletableFuture<>();
        CompletableFuture<CompletableFuture<Result>> issued = new CompletableFuture<>();
        CompletableFuture<Object> end = new CompletableFuture<>();
        CompletableFuture<Object> registered = new CompletableFuture<>();
        CompletableFuture<Object> block = database.transaction(() -> {
            foreign.thenAccept(done -> issued.complete(statement.get()));
            registered.complete("in the block");
            return end;
        });
        soon(registered);
        foreign.complete("later");
        CompletableFuture<Result> result = soon(issued);
        end.complete("over");
        soon(block);
        return result;
    }

    private static <T> T soon(CompletableFuture<T> future) {
        return future.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private String only() {
        assertEquals(1, log.all().size(), () -> "logged: " + log.messages());
        assertEquals(Level.WARNING, log.all().get(0).getLevel());
        return log.messages().get(0);
    }

    private CompletableFuture<Result> insert() {
        return database.execute(INSERT);
    }

    @Test
    void escaped_isReportedWithBothPlaces_andRunsInItsTurn() {
        assertEquals(1, soon(escaped(database, this::insert)).rowsAffected());
        List<String> lines = only().lines().toList();
        assertTrue(lines.get(1).startsWith("  statement: INSERT INTO notes"), only());
        assertTrue(lines.get(2).matches("  issued: .*EscapedStatementsTest.insert\\(.*"), only());
        assertTrue(lines.get(3).matches("  block: .*EscapedStatementsTest.escaped\\(.*"), only());
        assertTrue(lines.get(4).startsWith("  hint: if it belongs to that block"), only());
        assertTrue(lines.get(4).endsWith("if it is another task's, all is well"), only());
        assertTrue(!only().contains("secret"), only());
    }

    @Test
    void escaped_fromOnePlace_isReportedOnce_fromTwoTwice() {
        for (int i = 0; i < 3; i++) {
            soon(escaped(database, this::insert));
        }
        assertEquals(1, log.all().size());
        soon(escaped(database, () -> database.execute(NOTES.delete())));
        assertEquals(2, log.all().size());
    }

    @Test
    void escaped_whileAThreadIsInATransaction_isReported() {
        CompletableFuture<CompletableFuture<Result>> issued = new CompletableFuture<>();
        try (BlockingTransaction open = database.blocking().begin()) {
            new Thread(() -> issued.complete(insert())).start();
            soon(issued);
            assertTrue(only().contains("EscapedStatementsTest.escaped_whileAThreadIsInATransaction"), only());
            open.rollback();
        }
        soon(soon(issued));
    }

    @Test
    void escaped_whileAConnectionIsPinned_isReported() {
        CompletableFuture<CompletableFuture<Result>> issued = new CompletableFuture<>();
        database.blocking().connection(connection -> {
            new Thread(() -> issued.complete(insert())).start();
            return soon(issued);
        });
        soon(soon(issued));
        assertTrue(only().contains("EscapedStatementsTest.escaped_whileAConnectionIsPinned"), only());
    }

    @Test
    void streams_areReportedToo() {
        CompletableFuture<Long> rows = new CompletableFuture<>();
        CompletableFuture<Object> end = new CompletableFuture<>();
        CompletableFuture<Object> block = database.transaction(() -> {
            CompletableFuture.runAsync(() -> {
                try (var stream = database.blocking().iterate(NOTES.select())) {
                    rows.complete(stream.count());
                }
            });
            return end;
        });
        log.awaitFirst();
        end.complete("over");
        soon(block);
        assertEquals(0, soon(rows));
        assertTrue(only().contains("statement: SELECT"), only());
    }

    @Test
    void inside_isNotReported() {
        database.transaction(outer -> insert().thenCompose(first -> outer.execute(INSERT))
                        .thenCompose(second -> database.transaction(this::insert))
                        .thenCompose(third -> database.connection(connection -> insert()))
                        .thenCompose(fourth -> Database.all(insert(), insert()))
                        .thenCompose(both -> insert()))
                .join();
        database.blocking().transaction(transaction -> insert().join());
        assertEquals(List.of(), log.messages());
    }

    @Test
    void afterTheBlock_isNotReported() {
        CompletableFuture<Result> next = database.transaction(this::insert)
                .thenCompose(first -> insert())
                .thenCompose(second -> database.transaction(() -> completedFuture("nothing")))
                .thenCompose(nothing -> insert());
        soon(next);
        soon(database.transaction(() -> {
                    throw new IllegalStateException("on purpose");
                })
                .handle((value, failure) -> insert())
                .thenCompose(inserted -> inserted));
        soon(database.connection(connection -> insert()).thenCompose(inserted -> insert()));
        try (BlockingTransaction transaction = database.blocking().begin()) {
            transaction.commit();
        }
        insert().join();
        assertEquals(List.of(), log.messages());
    }

    @Test
    void explicitHandle_isReachedByItsHandleOnly_soNothingIsReported() {
        var transaction = database.begin().join();
        CompletableFuture<Result> waiting = insert();
        transaction.rollback().join();
        soon(waiting);
        assertEquals(List.of(), log.messages());
    }

    @Test
    void withoutForcedRollback_nothingIsReported() {
        try (Database usual = connected(false)) {
            soon(escaped(usual, () -> usual.execute(INSERT)));
        }
        assertEquals(List.of(), log.messages());
    }
}
