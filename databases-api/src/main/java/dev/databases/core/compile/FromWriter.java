package dev.databases.core.compile;

import dev.databases.config.Feature;
import dev.databases.error.CompilationException;
import dev.databases.sql.Column;
import dev.databases.sql.Expression;
import dev.databases.sql.ForeignKey;
import dev.databases.sql.Join;
import dev.databases.sql.Select;
import dev.databases.sql.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes FROM with its joins into a {@link SqlWriter}, and finds the conditions of joins that have none. */
final class FromWriter {
    private final SqlWriter sql;
    private final ExpressionWriter expressions;

    FromWriter(SqlWriter sql, ExpressionWriter expressions) {
        this.sql = sql;
        this.expressions = expressions;
    }

    void write(Scope scope) {
        Select<?> select = scope.select();
        List<Join> joins = select == null ? List.of() : select.clauses().joins();
        List<Table> items = new ArrayList<>(scope.items());
        if (items.isEmpty() && joins.isEmpty()) {
            return;
        }
        if (items.isEmpty()) {
            throw new CompilationException("join of " + joins.get(0).table() + " has nothing to join to: add from(…)");
        }
        if (!joins.isEmpty()) {
            Table left = leftOf(joins.get(0), items);
            items.remove(left);
            items.add(left); // a join binds to the table right before it
        }
        for (int i = 0; i < items.size(); i++) {
            sql.add(i == 0 ? " FROM " : ", ");
            item(items.get(i));
        }
        List<Table> before = new ArrayList<>(items);
        for (Join join : joins) {
            join(join, before, scope);
            before.add(join.table());
        }
    }

    /** The table that the first join is about: the first that its condition uses, or that a foreign key leads to. */
    private static Table leftOf(Join join, List<Table> items) {
        Set<Table> used = new LinkedHashSet<>();
        if (join.on() != null) {
            Scope.collect(List.of(join.on()), used);
        } else {
            items.stream().filter(item -> !keys(item, join.table()).isEmpty()).forEach(used::add);
        }
        return items.stream().filter(used::contains).findFirst().orElse(items.get(0));
    }

    private void item(Table table) {
        Select<?> source = table.source();
        if (source != null) {
            sql.add("(");
            new SelectWriter(sql, expressions).write(source, null, true);
            sql.add(") AS ").name(table.alias().orElse(table.name()));
            return;
        }
        sql.table(table);
        table.alias().ifPresent(alias -> sql.add(" AS ").name(alias));
    }

    private void join(Join join, List<Table> before, Scope scope) {
        switch (join.kind()) {
            case INNER -> sql.add(" JOIN ");
            case LEFT -> sql.add(" LEFT JOIN ");
            case CROSS -> sql.add(" CROSS JOIN ");
            case FULL -> {
                sql.need(Feature.FULL_JOIN);
                sql.add(" FULL JOIN ");
            }
        }
        item(join.table());
        if (join.kind() != Join.Kind.CROSS) {
            sql.add(" ON ");
            if (join.on() != null) {
                expressions.write(join.on(), scope);
            } else {
                expressions.all(inferred(join.table(), before), scope);
            }
        }
    }

    private static List<Expression<Boolean>> inferred(Table right, List<Table> before) {
        List<List<Expression<Boolean>>> found = new ArrayList<>();
        before.forEach(left -> found.addAll(keys(left, right)));
        if (found.size() != 1) {
            throw new CompilationException(
                    (found.isEmpty() ? "no foreign key" : "more than one foreign key") + " between " + right + " and "
                            + before,
                    null,
                    "join with a condition");
        }
        return found.get(0);
    }

    /** The conditions of the foreign keys between two tables, in either direction. */
    private static List<List<Expression<Boolean>>> keys(Table left, Table right) {
        List<List<Expression<Boolean>>> found = new ArrayList<>();
        left.foreignKeys().stream()
                .filter(key -> key.target().isSameTable(right))
                .forEach(key -> found.add(condition(key, left, right, false)));
        right.foreignKeys().stream()
                .filter(key -> key.target().isSameTable(left))
                .forEach(key -> found.add(condition(key, left, right, true)));
        return found;
    }

    private static List<Expression<Boolean>> condition(ForeignKey key, Table left, Table right, boolean rightRefers) {
        List<Expression<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < key.columns().size(); i++) {
            String refers = key.columns().get(i).name();
            String referred = key.references().get(i).name();
            Column<?> leftColumn = left.column(rightRefers ? referred : refers);
            Column<?> rightColumn = right.column(rightRefers ? refers : referred);
            all.add(equal(leftColumn, rightColumn));
        }
        return all;
    }

    @SuppressWarnings("unchecked") // a foreign key compares what it refers from with what it refers to
    private static <T> Expression<Boolean> equal(Column<T> left, Column<?> right) {
        return left.eq((Column<T>) right);
    }
}
