package dev.databases.spi;

import java.util.List;

/**
 * The end of a request.
 *
 * @param rowsAffected how many rows were inserted, matched by an update, or deleted; 0 for anything else
 * @param generatedKeys the keys that the server made, in the order of the rows, as far as it tells them outside of rows;
 *     empty otherwise
 */
public record Completion(long rowsAffected, List<Object> generatedKeys) {
    /** Nothing affected, nothing generated. */
    public static final Completion NONE = new Completion(0, List.of());

    /**
     * Makes a completion without keys.
     *
     * @param rows how many rows were affected
     * @return the completion
     */
    public static Completion affected(long rows) {
        return rows == 0 ? NONE : new Completion(rows, List.of());
    }
}
