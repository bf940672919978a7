package dev.databases;

import java.util.List;
import java.util.Optional;

/**
 * What {@code execute} and {@code executeMany} give.
 *
 * @param rowsAffected how many rows were inserted, matched by an update or deleted; 0 for a statement that counts none
 * @param generatedKeys the keys that the database made, in the order of the rows: for inserts of the expression language
 *     into a table with a generated key, and for SQL text where the server sends them
 * @param rows the rows of a RETURNING clause or of a query, empty otherwise
 */
public record Result(long rowsAffected, List<Object> generatedKeys, List<Row> rows) {
    /**
     * Returns the first generated key.
     *
     * @return the key, most often a {@code Long}; empty if none was generated
     */
    public Optional<Object> generatedKey() {
        return generatedKeys.isEmpty() ? Optional.empty() : Optional.of(generatedKeys.get(0));
    }
}
