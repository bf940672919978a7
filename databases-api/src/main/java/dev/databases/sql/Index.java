package dev.databases.sql;

import java.util.List;

/**
 * An index of a table.
 *
 * @param name the name
 * @param table the table
 * @param parts what is indexed: columns, other expressions, with their order by {@code desc()}; at least one
 * @param isUnique whether no two rows may be alike
 */
public record Index(String name, Table table, List<Expression<?>> parts, boolean isUnique) {
    /**
     * Copies the parts.
     *
     * @param name the name
     * @param table the table
     * @param parts what is indexed: columns, other expressions, with their order by {@code desc()}; at least one
     * @param isUnique whether no two rows may be alike
     * @throws IllegalArgumentException if there is none
     */
    public Index {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("index " + name + " needs a column");
        }
    }
}
