package dev.databases.sql;

import java.util.List;

/** A DELETE. Immutable; made by {@link Table#delete()}. */
public final class Delete implements Statement {
    private final Table table;
    private final List<Expression<Boolean>> conditions;

    Delete(Table table, List<Expression<Boolean>> conditions) {
        this.table = table;
        this.conditions = conditions;
    }

    /**
     * Restricts the rows; several conditions must all be true.
     *
     * @param condition the condition
     * @return the narrower DELETE
     */
    public Delete where(Expression<Boolean> condition) {
        return new Delete(table, Sql.append(conditions, condition));
    }

    /**
     * Asks for columns of the deleted rows.
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
     * Returns which rows are deleted.
     *
     * @return the conditions that must all be true
     */
    public List<Expression<Boolean>> conditions() {
        return conditions;
    }

    /** Returns the table only: values are not to be printed. */
    @Override
    public String toString() {
        return "DELETE FROM " + table;
    }
}
