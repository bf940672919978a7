package dev.databases.sql;

import static dev.databases.sql.Sql.column;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

final class MetadataTest {
    private static Column<Long> key() {
        return column("id", SqlType.BIGINT).primaryKey();
    }

    @SuppressWarnings("unchecked") // every table here has this key
    private static Column<Long> id(Table table) {
        return (Column<Long>) table.column("id");
    }

    @Test
    void tables_comeAfterThoseTheyReferTo() {
        Table parent = new Metadata().table("parent", key());
        Metadata metadata = new Metadata();
        Table child = metadata.table(
                "child",
                key(),
                column("parent", SqlType.BIGINT).references(id(parent)).indexed());
        metadata.add(parent);
        assertEquals(List.of(parent, child), metadata.tables());
        List<Statement> statements = metadata.createAll();
        assertEquals(3, statements.size());
        assertEquals(
                parent, assertInstanceOf(CreateTable.class, statements.get(0)).table());
        assertEquals(
                "ix_child_parent",
                assertInstanceOf(CreateIndex.class, statements.get(2)).index().name());
        assertEquals(
                child,
                assertInstanceOf(DropTable.class, metadata.dropAll().get(0)).table());
    }

    @Test
    void circle_isNamed() {
        Metadata metadata = new Metadata();
        Table first = new Metadata().table("a", key());
        Table second = metadata.table("b", key(), column("a", SqlType.BIGINT).references(id(first)));
        metadata.table("a", key(), column("b", SqlType.BIGINT).references(id(second)));
        var error = assertThrows(IllegalStateException.class, metadata::tables);
        assertEquals("foreign keys form a circle: [b, a]", error.getMessage());
    }

    @Test
    void names_areUnique_andUnknownOnesAreListed() {
        Metadata metadata = new Metadata();
        Table table = metadata.table("a", key());
        assertEquals(table, metadata.get("a"));
        assertThrows(IllegalArgumentException.class, () -> metadata.table("a", key()));
        var error = assertThrows(NoSuchElementException.class, () -> metadata.get("b"));
        assertTrue(error.getMessage().contains("[a]"), error.getMessage());
    }

    @Test
    void names_ofAResultAreDistinct() {
        Table table = new Metadata().table("t", key(), column("id_1", SqlType.TEXT));
        Select<Long> select = Sql.select(
                id(table),
                id(table),
                table.column("id_1"),
                Sql.count(),
                Sql.value(1),
                id(table).as("x"));
        assertEquals(List.of("id", "id_1", "id_1_1", "count", "column_5", "x"), select.names());
    }
}
