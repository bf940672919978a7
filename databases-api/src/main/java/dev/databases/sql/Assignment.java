package dev.databases.sql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column that an INSERT or UPDATE sets, and what to.
 *
 * @param column the column
 * @param value what it is set to
 */
public record Assignment(Column<?> column, Expression<?> value) {
    static <T> Assignment of(Table target, Column<T> column, Expression<?> value) {
        if (!target.equals(column.table().orElse(null))) {
            throw new IllegalArgumentException("column " + column + " does not belong to table " + target);
        }
        return new Assignment(column, Operations.typed(value, column.type()));
    }

    static Assignment of(Table target, String name, @Nullable Object value) {
        Column<?> column = target.column(name);
        return value instanceof Expression<?> expression
                ? of(target, column, expression)
                : new Assignment(column, new Node.Value<>(value, column.type()));
    }

    /** The list with one more assignment, in place of an earlier one to the same column. */
    static List<Assignment> with(List<Assignment> assignments, Assignment added) {
        List<Assignment> result = new ArrayList<>(assignments.size() + 1);
        boolean replaced = false;
        for (Assignment old : assignments) {
            boolean same = old.column.equals(added.column);
            result.add(same ? added : old);
            replaced |= same;
        }
        if (!replaced) {
            result.add(added);
        }
        return List.copyOf(result);
    }
}
