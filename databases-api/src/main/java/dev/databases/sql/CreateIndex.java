package dev.databases.sql;

import java.util.Objects;

/**
 * Creates an index.
 *
 * @param index the index
 * @param isSkippedIfPresent whether nothing happens if it exists already
 */
public record CreateIndex(Index index, boolean isSkippedIfPresent) implements Statement {
    /**
     * Checks for null.
     *
     * @param index the index
     * @param isSkippedIfPresent whether nothing happens if it exists already
     */
    public CreateIndex {
        Objects.requireNonNull(index, "index");
    }

    /**
     * Skips what exists already.
     *
     * @return the statement
     */
    public CreateIndex ifNotExists() {
        return new CreateIndex(index, true);
    }
}
