package dev.databases.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link Table} is once its fields are built: made at its first use and never changed. */
record Definition(
        List<Column<?>> columns,
        Map<String, Column<?>> byName,
        List<Column<?>> primaryKey,
        @Nullable Column<?> generatedKey,
        List<ForeignKey> foreignKeys,
        List<Table.Unique> uniques,
        List<Table.Check> checks,
        List<Index> indexes,
        List<Column<?>> defaulted,
        List<Column<?>> updated) {

    static Definition of(Table table, Draft draft) {
        List<Column<?>> columns = List.copyOf(draft.columns);
        Map<String, Column<?>> byName = new LinkedHashMap<>();
        columns.forEach(column -> byName.put(column.name(), column));
        List<Column<?>> keys = columns.stream().filter(Column::isPrimaryKey).toList();
        List<ForeignKey> references = new ArrayList<>();
        for (Column<?> column : columns) {
            ForeignKey reference = column.reference();
            if (reference != null) {
                references.add(reference.in(table));
            }
        }
        references.addAll(draft.foreignKeys);
        return new Definition(
                columns,
                byName,
                keys,
                generated(keys),
                List.copyOf(references),
                List.copyOf(draft.uniques),
                List.copyOf(draft.checks),
                indexes(table, draft),
                columns.stream().filter(c -> c.clientDefault() != null).toList(),
                columns.stream().filter(c -> c.updateDefault() != null).toList());
    }

    private static @Nullable Column<?> generated(List<Column<?>> keys) {
        if (keys.size() != 1) {
            return null;
        }
        Column<?> key = keys.get(0);
        boolean given = key.clientDefault() != null || key.serverDefault() != null || key.reference() != null;
        return switch (key.type().kind()) {
            case SMALLINT, INTEGER, BIGINT -> given || key.type().isMapped() ? null : key;
            default -> null;
        };
    }

    private static List<Index> indexes(Table table, Draft draft) {
        List<Index> all = new ArrayList<>();
        for (Column<?> column : draft.columns) {
            if (column.isIndexed()) {
                all.add(new Index("ix_" + table.name() + "_" + column.name(), table, List.of(column), false));
            }
        }
        all.addAll(draft.indexes);
        return List.copyOf(all);
    }

    /** What the fields and the constructor of a table have declared so far. */
    static final class Draft {
        final List<Column<?>> columns = new ArrayList<>();
        final List<ForeignKey> foreignKeys = new ArrayList<>();
        final List<Table.Unique> uniques = new ArrayList<>();
        final List<Table.Check> checks = new ArrayList<>();
        final List<Index> indexes = new ArrayList<>();
    }
}
