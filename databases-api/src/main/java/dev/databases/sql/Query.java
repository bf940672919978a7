package dev.databases.sql;

import java.util.List;

/**
 * A statement that answers with rows: a SELECT, or an INSERT, UPDATE or DELETE with RETURNING.
 *
 * @param <T> the Java type of the first column
 */
public sealed interface Query<T> extends Statement permits Select, Returning {
    /**
     * Returns the expressions that make the columns of the result, in their order.
     *
     * @return at least one expression
     */
    List<Expression<?>> outputs();
}
