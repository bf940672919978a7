package dev.databases.sql;

import java.util.List;

/**
 * An INSERT, UPDATE or DELETE that answers with columns of the rows it changed; made by their {@code returning}.
 *
 * @param statement what changes the rows
 * @param outputs the columns of the result, at least one
 * @param <T> the Java type of the first column
 */
public record Returning<T>(Statement statement, List<Expression<?>> outputs) implements Query<T> {
    /**
     * Checks the parts.
     *
     * @param statement what changes the rows
     * @param outputs the columns of the result, at least one
     * @throws IllegalArgumentException if the statement is of another kind or there is no output
     */
    public Returning {
        if (!(statement instanceof Insert || statement instanceof Update || statement instanceof Delete)) {
            throw new IllegalArgumentException("only INSERT, UPDATE and DELETE can return rows");
        }
        outputs = List.copyOf(outputs);
        if (outputs.isEmpty()) {
            throw new IllegalArgumentException("RETURNING needs a column");
        }
    }
}
