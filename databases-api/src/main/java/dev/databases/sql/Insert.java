package dev.databases.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An INSERT of one row or of several. Columns that it does not set get their default; more columns can be set by the
 * values of the call. Immutable; made by {@link Table#insert()}.
 */
public final class Insert implements Statement {
    private final Table table;
    private final List<List<Assignment>> rows;

    Insert(Table table, List<List<Assignment>> rows) {
        this.table = table;
        this.rows = List.copyOf(rows);
    }

    /**
     * Sets a column.
     *
     * @param column a column of the table
     * @param value the value, or null
     * @param <T> the Java type
     * @return the longer INSERT
     * @throws IllegalArgumentException if the column belongs to another table
     * @throws IllegalStateException if there are several rows
     */
    public <T> Insert set(Column<T> column, @Nullable T value) {
        return setTo(column, new Node.Value<>(value, column.type()));
    }

    /**
     * Sets a column to an expression.
     *
     * @param column a column of the table
     * @param value the expression
     * @param <T> the Java type
     * @return the longer INSERT
     * @throws IllegalArgumentException if the column belongs to another table
     * @throws IllegalStateException if there are several rows
     */
    public <T> Insert setTo(Column<T> column, Expression<T> value) {
        return with(Assignment.of(table, column, value));
    }

    /**
     * Sets columns by name.
     *
     * @param values the values, among them null and expressions
     * @return the longer INSERT
     * @throws java.util.NoSuchElementException if there is no such column
     * @throws IllegalStateException if there are several rows
     */
    public Insert values(Map<String, ? extends @Nullable Object> values) {
        Insert result = this;
        for (Map.Entry<String, ? extends @Nullable Object> value : values.entrySet()) {
            result = result.with(Assignment.of(table, value.getKey(), value.getValue()));
        }
        return result;
    }

    /**
     * Inserts several rows by one statement. What this INSERT sets already is set in every row.
     *
     * @param rows the values of each row by column name; all rows have the same names
     * @return the INSERT of these rows
     * @throws java.util.NoSuchElementException if there is no such column
     * @throws IllegalArgumentException if there is no row, or a row has other names than the first, naming its number
     */
    public Insert values(List<? extends Map<String, ? extends @Nullable Object>> rows) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("an INSERT of several rows needs at least one");
        }
        List<List<Assignment>> all = new ArrayList<>(rows.size());
        for (Map<String, ? extends @Nullable Object> row : rows) {
            if (!row.keySet().equals(rows.get(0).keySet())) {
                throw new IllegalArgumentException("row " + (all.size() + 1) + " sets " + row.keySet()
                        + ", the first row " + rows.get(0).keySet());
            }
            all.add(row(rows.get(0), row));
        }
        return new Insert(table, all);
    }

    private List<Assignment> row(Map<String, ?> first, Map<String, ? extends @Nullable Object> row) {
        List<Assignment> assignments = only();
        for (String name : first.keySet()) {
            assignments = Assignment.with(assignments, Assignment.of(table, name, row.get(name)));
        }
        return assignments;
    }

    private Insert with(Assignment added) {
        return new Insert(table, List.of(Assignment.with(only(), added)));
    }

    private List<Assignment> only() {
        if (rows.size() > 1) {
            throw new IllegalStateException("the INSERT has several rows: set columns before adding them");
        }
        return rows.get(0);
    }

    /**
     * Asks for columns of the inserted rows.
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
     * @return the assignments of every row, the same columns in the same order; at least one row
     */
    public List<List<Assignment>> rows() {
        return rows;
    }

    /** Returns the table only: values are not to be printed. */
    @Override
    public String toString() {
        return "INSERT INTO " + table;
    }
}
