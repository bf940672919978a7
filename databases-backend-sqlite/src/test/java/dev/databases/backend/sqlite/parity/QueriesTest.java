package dev.databases.backend.sqlite.parity;

import static dev.databases.backend.sqlite.parity.Schema.NOTES;
import static dev.databases.sql.Sql.createTable;
import static dev.databases.sql.Sql.dropTable;
import static dev.databases.sql.Sql.select;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Row;
import dev.databases.error.QueryException;
import dev.databases.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The verbs, by expressions and by SQL text, asynchronous and blocking. */
class QueriesTest extends FileTest {
    private static final String INSERT = "INSERT INTO notes(text, completed) VALUES (:text, :completed)";
    private static final List<Map<String, Object>> THREE = List.of(
            Map.of("text", "example1", "completed", true),
            Map.of("text", "example2", "completed", false),
            Map.of("text", "example3", "completed", true));
    private static final List<List<Object>> ALL =
            List.of(List.of("example1", true), List.of("example2", false), List.of("example3", true));

    private static List<List<Object>> textAndCompleted(List<Row> rows) {
        return rows.stream()
                .map(row -> List.<Object>of(row.get(NOTES.text), row.get("completed")))
                .toList();
    }

    private void insertThree() {
        database.execute(NOTES.insert(), THREE.get(0))
                .thenCompose(inserted -> database.executeMany(NOTES.insert(), THREE.subList(1, 3)))
                .join();
    }

    @Test
    void execute_expressionWithValues_inserts() {
        insertThree();
        assertEquals(ALL, textAndCompleted(database.fetchAll(NOTES.select()).join()));
    }

    @Test
    void execute_valuesInTheExpression_inserts() {
        database.execute(NOTES.insert().values(THREE.get(1))).join();
        assertEquals(
                List.of(ALL.get(1)),
                textAndCompleted(database.fetchAll(NOTES.select()).join()));
    }

    @Test
    void executeMany_expression_countsAllRows() {
        assertEquals(3, database.executeMany(NOTES.insert(), THREE).join().rowsAffected());
    }

    @Test
    void fetchOne_severalRows_isTheFirst() {
        insertThree();
        Row first = database.fetchOne(NOTES.select()).join().orElseThrow();
        assertEquals(List.of("example1", true), List.of(first.get("text"), first.get("completed")));
    }

    @Test
    void fetchVal_severalRows_isTheFirstColumnOfTheFirst() {
        insertThree();
        assertEquals(
                Optional.of("example1"), database.fetchVal(select(NOTES.text)).join());
    }

    @Test
    void fetchVal_noRow_isEmpty() {
        insertThree();
        assertEquals(
                Optional.empty(),
                database.fetchVal(select(NOTES.text).where(NOTES.text.eq("impossible")))
                        .join());
    }

    /** {@code fetch_val(column=1)}: another column of the first row is asked of the row. */
    @Test
    void fetchOne_anotherColumn_byIndexAndByName() {
        insertThree();
        Row row = database.fetchOne(select(NOTES.id, NOTES.text)).join().orElseThrow();
        assertEquals("example1", row.get(1));
        assertEquals("example1", row.get("text", String.class));
    }

    @Test
    void fetchOne_rowAccess_byIndexAndByName() {
        insertThree();
        Row row = database.fetchOne(select(NOTES.text)).join().orElseThrow();
        assertEquals("example1", row.get("text"));
        assertEquals("example1", row.get(0));
    }

    @Test
    void iterate_expression_givesAllRowsInOrder() {
        insertThree();
        assertEquals(
                ALL, textAndCompleted(items(database.iterate(NOTES.select())).join()));
    }

    @Test
    void execute_textWithValues_inserts() {
        database.execute(INSERT, THREE.get(0)).join();
        database.executeMany(INSERT, THREE.subList(1, 3)).join();
        assertEquals(
                ALL, textAndCompleted(database.fetchAll("SELECT * FROM notes").join()));
    }

    @Test
    void fetchAll_textWithValues_filters() {
        insertThree();
        List<Row> completed = database.fetchAll(
                        "SELECT * FROM notes WHERE completed = :completed", Map.of("completed", true))
                .join();
        assertEquals(List.of(ALL.get(0), ALL.get(2)), textAndCompleted(completed));
    }

    @Test
    void fetchOne_textWithValues_isTheFirst() {
        insertThree();
        Row open = database.fetchOne("SELECT * FROM notes WHERE completed = :completed", Map.of("completed", false))
                .join()
                .orElseThrow();
        assertEquals(List.of("example2", false), List.of(open.get("text"), open.get("completed")));
    }

    @Test
    void fetchVal_textWithValues_isOfTheClassAskedFor() {
        insertThree();
        String completed = "SELECT completed FROM notes WHERE text = :text";
        Map<String, Object> values = Map.of("text", "example1");
        assertEquals(
                Optional.of(true),
                database.fetchVal(completed, values, Boolean.class).join());
        Row row = database.fetchOne("SELECT * FROM notes WHERE text = :text", values)
                .join()
                .orElseThrow();
        assertEquals(true, row.get("completed", Boolean.class));
    }

    @Test
    void iterate_text_givesAllRowsInOrder() {
        insertThree();
        assertEquals(
                ALL,
                textAndCompleted(items(database.iterate("SELECT * FROM notes")).join()));
    }

    @Test
    void iterate_outsideATransactionFromValues_givesThemAll() {
        List<Row> rows = items(database.iterate("SELECT * FROM (VALUES (1), (2), (3), (4), (5)) AS t"))
                .join();
        assertEquals(5, rows.size());
    }

    /** The original skips it on SQLite; a pinned connection keeps its temporary tables. */
    @Test
    void iterate_temporaryTable_onItsConnection() {
        CompletableFuture<List<Row>> rows = database.connection(connection -> connection
                .execute("CREATE TEMPORARY TABLE no_transac(num INTEGER)")
                .thenCompose(created -> connection.execute("INSERT INTO no_transac VALUES (1), (2), (3), (4), (5)"))
                .thenCompose(inserted -> items(connection.iterate("SELECT * FROM no_transac"))));
        assertEquals(5, rows.join().size());
    }

    @Test
    void blocking_allVerbs_giveTheSame() {
        blocking.execute(NOTES.insert(), THREE.get(0));
        blocking.executeMany(INSERT, THREE.subList(1, 3));
        assertEquals(ALL, textAndCompleted(blocking.fetchAll(NOTES.select())));
        assertEquals("example1", blocking.fetchOne(NOTES.select()).orElseThrow().get(NOTES.text));
        assertEquals(Optional.of("example1"), blocking.fetchVal(select(NOTES.text)));
        try (Stream<Row> rows = blocking.iterate("SELECT * FROM notes")) {
            assertEquals(ALL, textAndCompleted(rows.toList()));
        }
    }

    @Test
    void execute_dropAndCreateTable_asStatements() {
        for (Statement statement : List.of(dropTable(NOTES), createTable(NOTES))) {
            database.execute(statement).join();
        }
        assertEquals(List.of(), database.fetchAll(NOTES.select()).join());
    }

    @Test
    void fetchAll_afterAFailedStatement_works() {
        Throwable failure = failure(database.fetchAll("SELECT * FROM nowhere"));
        assertInstanceOf(QueryException.class, failure);
        assertEquals(List.of(), database.fetchAll(NOTES.select()).join());
    }

    @Test
    void fetchAll_afterACancelledStatement_works() {
        CompletableFuture<List<Row>> cancelled = database.fetchAll(NOTES.select());
        cancelled.cancel(true);
        assertEquals(List.of(), database.fetchAll(NOTES.select()).join());
    }

    @Test
    void fetchOne_noRow_isEmpty() {
        assertEquals(Optional.empty(), database.fetchOne(NOTES.select()).join());
        assertEquals(Optional.empty(), blocking.fetchOne(NOTES.select()));
    }

    @Test
    void execute_insert_tellsTheGeneratedKey() {
        Object key = database.execute(NOTES.insert(), THREE.get(0))
                .join()
                .generatedKey()
                .orElseThrow();
        Row row = database.fetchOne(NOTES.select().where(NOTES.id.eq((Long) key)))
                .join()
                .orElseThrow();
        assertEquals("example1", row.get(NOTES.text));
        assertEquals(true, row.get(NOTES.completed));
    }

    @Test
    void fetchAll_inAList_bindsEachValue() {
        insertThree();
        assertTrue(database.fetchAll(NOTES.select().where(NOTES.id.in(List.of(20L, 30L))))
                .join()
                .isEmpty());
        assertEquals(
                2,
                database.fetchAll(NOTES.select().where(NOTES.id.in(List.of(2L, 3L))))
                        .join()
                        .size());
    }
}
