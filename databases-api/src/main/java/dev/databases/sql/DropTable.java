package dev.databases.sql;

import java.util.Objects;

/**
 * Drops a table.
 *
 * @param table the table
 * @param isSkippedIfAbsent whether nothing happens if it does not exist
 */
public record DropTable(Table table, boolean isSkippedIfAbsent) implements Statement {
    /**
     * Checks for null.
     *
     * @param table the table
     * @param isSkippedIfAbsent whether nothing happens if it does not exist
     */
    public DropTable {
        Objects.requireNonNull(table, "table");
    }

    /**
     * Skips what does not exist.
     *
     * @return the statement
     */
    public DropTable ifExists() {
        return new DropTable(table, true);
    }
}
