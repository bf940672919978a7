package dev.databases;

import dev.databases.sql.Expression;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row: values by position, by name, or typed by the column that was selected. Immutable but for arrays inside it, and
 * safe for many threads.
 *
 * <p>Positions count from 0. A name is matched as it is written, else without regard to case; a name that stands twice is
 * an error, never a guess.
 */
public final class Row {
    private final RowSchema schema;
    private final @Nullable Object[] values;

    Row(RowSchema schema, @Nullable Object[] values) {
        this.schema = schema;
        this.values = values;
    }

    /**
     * Returns how many values there are.
     *
     * @return the number of columns
     */
    public int size() {
        return values.length;
    }

    /**
     * Returns the names of the columns.
     *
     * @return the names in order; a name may stand twice
     */
    public List<String> names() {
        return schema.names();
    }

    /**
     * Returns the value of a column or of another expression that was selected.
     *
     * @param expression the very expression, or an equal column; on rows of SQL text a column is found by its name
     * @param <T> its Java type
     * @return the value, null for NULL
     * @throws java.util.NoSuchElementException if it was not selected
     * @throws dev.databases.error.RowMappingException if the value of SQL text is not exactly of that type
     */
    public <T> @Nullable T get(Expression<T> expression) {
        int position = schema.position(expression);
        return Values.as(values[position], expression.type().javaType(), schema.name(position));
    }

    /**
     * Returns the value at a position.
     *
     * @param position the position, from 0
     * @return the value as the database gave it, null for NULL
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public @Nullable Object get(int position) {
        return values[java.util.Objects.checkIndex(position, values.length)];
    }

    /**
     * Returns the value at a position as a class.
     *
     * @param position the position, from 0
     * @param type the class; an enum is found by name
     * @param <T> the class
     * @return the value, null for NULL
     * @throws IndexOutOfBoundsException if there is no such position
     * @throws dev.databases.error.RowMappingException if the value is not exactly of that class
     */
    public <T> @Nullable T get(int position, Class<T> type) {
        return Values.as(get(position), type, schema.name(position));
    }

    /**
     * Returns the value of a name.
     *
     * @param name the name of a column
     * @return the value as the database gave it, null for NULL
     * @throws java.util.NoSuchElementException if there is no such name
     * @throws IllegalArgumentException if the name stands at several positions
     */
    public @Nullable Object get(String name) {
        return values[schema.position(name)];
    }

    /**
     * Returns the value of a name as a class.
     *
     * @param name the name of a column
     * @param type the class; an enum is found by name
     * @param <T> the class
     * @return the value, null for NULL
     * @throws java.util.NoSuchElementException if there is no such name
     * @throws IllegalArgumentException if the name stands at several positions
     * @throws dev.databases.error.RowMappingException if the value is not exactly of that class
     */
    public <T> @Nullable T get(String name, Class<T> type) {
        return Values.as(get(name), type, name);
    }

    /**
     * Makes a record of the row: each component takes the column of its name ({@code createdAt} also that of
     * {@code created_at}).
     *
     * @param type a record; or, for a row of one column, a class that a column can have
     * @param <T> the class
     * @return the record
     * @throws dev.databases.error.RowMappingException if a component has no column, or a value does not fit
     */
    public <T> @Nullable T to(Class<T> type) {
        return RecordPlan.mapper(type).map(this);
    }

    /**
     * Returns the values by name.
     *
     * @return an unmodifiable map in the order of the columns
     * @throws IllegalArgumentException if a name stands at several positions
     */
    public Map<String, @Nullable Object> asMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            map.put(schema.name(schema.position(schema.name(i))), values[i]);
        }
        return Collections.unmodifiableMap(map);
    }

    /**
     * Returns the values in order.
     *
     * @return an unmodifiable list
     */
    public List<@Nullable Object> values() {
        return Collections.unmodifiableList(Arrays.asList(values));
    }

    RowSchema schema() {
        return schema;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Row that
                && Arrays.deepEquals(values, that.values)
                && schema.names().equals(that.schema.names());
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(values);
    }

    /** Returns the names only: values do not belong into logs by accident. */
    @Override
    public String toString() {
        return "Row" + schema.names();
    }
}
