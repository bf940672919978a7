package dev.databases.sql;

import java.util.Objects;

/**
 * Creates a table with its constraints; its indexes are statements of their own.
 *
 * @param table the table
 * @param isSkippedIfPresent whether nothing happens if it exists already
 */
public record CreateTable(Table table, boolean isSkippedIfPresent) implements Statement {
    /**
     * Checks for null.
     *
     * @param table the table
     * @param isSkippedIfPresent whether nothing happens if it exists already
     */
    public CreateTable {
        Objects.requireNonNull(table, "table");
    }

    /**
     * Skips what exists already.
     *
     * @return the statement
     */
    public CreateTable ifNotExists() {
        return new CreateTable(table, true);
    }
}
