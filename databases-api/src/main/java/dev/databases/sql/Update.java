package dev.databases.sql;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An UPDATE. Columns with {@link Column#onUpdate} that it does not set are set too; more columns can be set by the
 * values of the call. Immutable; made by {@link Table#update()}.
 */
public final class Update implements Statement {
    private final Table table;
    private final List<Assignment> assignments;
    private final List<Expression<Boolean>> conditions;

    Update(Table table, List<Assignment> assignments, List<Expression<Boolean>> conditions) {
        this.table = table;
        this.assignments = assignments;
        this.conditions = conditions;
    }

    /**
     * Sets a column.
     *
     * @param column a column of the table
     * @param value the value, or null
     * @param <T> the Java type
     * @return the longer UPDATE
     * @throws IllegalArgumentException if the column belongs to another table
     */
    public <T> Update set(Column<T> column, @Nullable T value) {
        return setTo(column, new Node.Value<>(value, column.type()));
    }

    /**
     * Sets a column to an expression.
     *
     * @param column a column of the table
     * @param value the expression
     * @param <T> the Java type
     * @return the longer UPDATE
     * @throws IllegalArgumentException if the column belongs to another table
     */
    public <T> Update setTo(Column<T> column, Expression<T> value) {
        return with(Assignment.of(table, column, value));
    }

    /**
     * Sets columns by name.
     *
     * @param values the values, among them null and expressions
     * @return the longer UPDATE
     * @throws java.util.NoSuchElementException if there is no such column
     */
    public Update values(Map<String, ? extends @Nullable Object> values) {
        Update result = this;
        for (Map.Entry<String, ? extends @Nullable Object> value : values.entrySet()) {
            result = result.with(Assignment.of(table, value.getKey(), value.getValue()));
        }
        return result;
    }

    private Update with(Assignment added) {
        return new Update(table, Assignment.with(assignments, added), conditions);
    }

    /**
     * Restricts the rows; several conditions must all be true.
     *
     * @param condition the condition
     * @return the narrower UPDATE
     */
    public Update where(Expression<Boolean> condition) {
        return new Update(table, assignments, Sql.append(conditions, condition));
    }

    /**
     * Asks for columns of the updated rows, as they are afterwards.
     *
     * @param first the first column
     * @param rest the other columns
     * @param <T> the Java type of the first column
     * @return the query
     */
    public <T> Query<T> returning(Expression<T> first, Expression<?>... rest) {
        return new Returning<>(this, Sql.list(first, rest));
    }

    /**
     * Returns the table.
     *
     * @return the table
     */
    public Table table() {
        return table;
    }

    /**
     * Returns what is set.
     *
     * @return the assignments in the order they were made
     */
    public List<Assignment> assignments() {
        return assignments;
    }

    /**
     * Returns which rows are updated.
     *
     * @return the conditions that must all be true
     */
    public List<Expression<Boolean>> conditions() {
        return conditions;
    }

    /** Returns the table only: values are not to be printed. */
    @Override
    public String toString() {
        return "UPDATE " + table;
    }
}
