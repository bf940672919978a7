package dev.databases.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Columns that refer to columns of another table, or of the same.
 *
 * @param name the name of the constraint, null to leave it to the database
 * @param columns the referring columns, at least one
 * @param references the columns referred to, as many
 * @param onDelete what becomes of the referring row when the other is deleted
 * @param onUpdate what becomes of the referring row when the key of the other changes
 */
public record ForeignKey(
        @Nullable String name, List<Column<?>> columns, List<Column<?>> references, Action onDelete, Action onUpdate) {
    /** What the database does with rows whose target goes away. */
    public enum Action {
        /** Refuse, at the end of the statement. */
        NO_ACTION,
        /** Refuse at once. */
        RESTRICT,
        /** Delete or change them too. */
        CASCADE,
        /** Set the columns to NULL. */
        SET_NULL,
        /** Set the columns to their default. */
        SET_DEFAULT
    }

    /**
     * Checks the columns.
     *
     * @param name the name of the constraint, null to leave it to the database
     * @param columns the referring columns, at least one
     * @param references the columns referred to, as many
     * @param onDelete what becomes of the referring row when the other is deleted
     * @param onUpdate what becomes of the referring row when the key of the other changes
     * @throws IllegalArgumentException if there is none, their numbers differ or the targets are of several tables
     */
    public ForeignKey {
        columns = List.copyOf(columns);
        references = List.copyOf(references);
        if (columns.isEmpty() || columns.size() != references.size()) {
            throw new IllegalArgumentException("a foreign key needs as many targets as columns, and at least one");
        }
        Table target = references.get(0).table().orElse(null);
        if (target == null
                || references.stream().anyMatch(column -> column.table().orElse(null) != target)) {
            throw new IllegalArgumentException("a foreign key refers to columns of one table");
        }
    }

    /**
     * Refers from one column to another.
     *
     * @param column the referring column
     * @param target the column referred to
     * @return the foreign key
     */
    public static ForeignKey of(Column<?> column, Column<?> target) {
        return of(List.of(column), List.of(target));
    }

    /**
     * Refers from several columns to as many.
     *
     * @param columns the referring columns
     * @param targets the columns referred to
     * @return the foreign key
     */
    public static ForeignKey of(List<Column<?>> columns, List<Column<?>> targets) {
        return new ForeignKey(null, columns, targets, Action.NO_ACTION, Action.NO_ACTION);
    }

    /**
     * Returns the table referred to.
     *
     * @return the table
     */
    public Table target() {
        return references.get(0).table().orElseThrow();
    }

    /**
     * Returns a copy with a name.
     *
     * @param name the name of the constraint
     * @return the copy
     */
    public ForeignKey named(String name) {
        return new ForeignKey(name, columns, references, onDelete, onUpdate);
    }

    /**
     * Returns a copy with another action.
     *
     * @param action what becomes of the referring row when the other is deleted
     * @return the copy
     */
    public ForeignKey onDelete(Action action) {
        return new ForeignKey(name, columns, references, action, onUpdate);
    }

    /**
     * Returns a copy with another action.
     *
     * @param action what becomes of the referring row when the key of the other changes
     * @return the copy
     */
    public ForeignKey onUpdate(Action action) {
        return new ForeignKey(name, columns, references, onDelete, action);
    }

    /** The same for the copies of the columns in another object of the table. */
    ForeignKey in(Table table) {
        List<Column<?>> own = columns.stream()
                .<Column<?>>map(column -> table.find(column.name()))
                .toList();
        return new ForeignKey(name, own, references, onDelete, onUpdate);
    }
}
