package dev.databases;

import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * Makes a value of a row.
 *
 * @param <T> the value
 */
@FunctionalInterface
public interface RowMapper<T> {
    /**
     * Makes the value; called once a row, on the thread on which the rows arrive.
     *
     * @param row the row
     * @return the value
     */
    @Nullable
    T map(Row row);

    /**
     * Maps rows to a record that the library cannot reach by itself, such as a private one of a named module.
     *
     * @param type the record; its components take the columns of their names
     * @param lookup a lookup of the caller's, {@code MethodHandles.lookup()}
     * @param <T> the record
     * @return the mapper
     * @throws dev.databases.error.RowMappingException if the lookup cannot reach the record's constructor
     */
    static <T extends Record> RowMapper<T> record(Class<T> type, MethodHandles.Lookup lookup) {
        return RecordPlan.of(type, lookup).mapper();
    }
}
