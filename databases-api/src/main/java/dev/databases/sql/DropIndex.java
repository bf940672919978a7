package dev.databases.sql;

import java.util.Objects;

/**
 * Drops an index.
 *
 * @param index the index
 * @param isSkippedIfAbsent whether nothing happens if it does not exist
 */
public record DropIndex(Index index, boolean isSkippedIfAbsent) implements Statement {
    /**
     * Checks for null.
     *
     * @param index the index
     * @param isSkippedIfAbsent whether nothing happens if it does not exist
     */
    public DropIndex {
        Objects.requireNonNull(index, "index");
    }

    /**
     * Skips what does not exist.
     *
     * @return the statement
     */
    public DropIndex ifExists() {
        return new DropIndex(index, true);
    }
}
