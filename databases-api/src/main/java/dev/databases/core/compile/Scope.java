package dev.databases.core.compile;

import dev.databases.sql.Clauses;
import dev.databases.sql.Column;
import dev.databases.sql.Expression;
import dev.databases.sql.Join;
import dev.databases.sql.Node;
import dev.databases.sql.Select;
import dev.databases.sql.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables that the columns of one SELECT, UPDATE or DELETE come from, with those of the statements around it. A
 * SELECT takes tables that it does not name from around it where they are there (correlation), else from its own FROM.
 *
 * @param outer the scope of the statement around it
 * @param items the tables of FROM, without the joined ones
 * @param all the tables of FROM with the joined ones
 * @param select the SELECT, null for UPDATE and DELETE
 */
record Scope(
        @Nullable Scope outer,
        List<Table> items,
        Set<Table> all,
        @Nullable Select<?> select) {
    static Scope of(Table target) {
        return new Scope(null, List.of(target), Set.of(target), null);
    }

    static Scope of(Select<?> select, @Nullable Scope outer) {
        Clauses clauses = select.clauses();
        Set<Table> implied = used(select);
        List<Table> joined = clauses.joins().stream().map(Join::table).toList();
        implied.removeAll(clauses.from());
        implied.removeAll(joined);
        List<Table> items = new ArrayList<>(clauses.from());
        List<Table> own = implied.stream()
                .filter(table -> outer == null || !outer.contains(table))
                .toList();
        // A subquery all of whose tables are around it would have no FROM: then they are its own.
        boolean isCorrelated = !own.isEmpty() || !items.isEmpty() || !joined.isEmpty();
        items.addAll(isCorrelated ? own : implied);
        Set<Table> all = new LinkedHashSet<>(items);
        all.addAll(joined);
        return new Scope(outer, items, all, select);
    }

    private boolean contains(Table table) {
        return all.contains(table) || outer != null && outer.contains(table);
    }

    private static Set<Table> used(Select<?> select) {
        Set<Table> tables = new LinkedHashSet<>();
        Clauses clauses = select.clauses();
        collect(select.outputs(), tables);
        collect(clauses.where(), tables);
        collect(clauses.groupBy(), tables);
        collect(clauses.having(), tables);
        collect(clauses.orderBy(), tables);
        for (Join join : clauses.joins()) {
            collect(join.on() == null ? List.of() : List.of(join.on()), tables);
        }
        return tables;
    }

    /** The tables of the columns in some expressions, not looking into subqueries. */
    static void collect(List<? extends Expression<?>> expressions, Set<Table> tables) {
        for (Expression<?> expression : expressions) {
            collect(expression, tables);
        }
    }

    private static void collect(Expression<?> expression, Set<Table> tables) {
        if (expression instanceof Column<?> column) {
            column.table().ifPresent(tables::add);
        } else if (expression instanceof Node.Operation<?> operation) {
            collect(operation.operands(), tables);
        } else if (expression instanceof Node.Call<?> call) {
            collect(call.arguments(), tables);
        } else if (expression instanceof Node.Label<?> label) {
            collect(label.expression(), tables);
        } else if (expression instanceof Node.Cast<?> cast) {
            collect(cast.operand(), tables);
        } else if (expression instanceof Node.Ordering<?> ordering) {
            collect(ordering.expression(), tables);
        } else if (expression instanceof Node.Case<?> choice) {
            choice.branches().forEach(branch -> collect(List.of(branch.condition(), branch.result()), tables));
            collect(choice.otherwise() == null ? List.of() : List.of(choice.otherwise()), tables);
        }
    }
}
