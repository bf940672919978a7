package dev.databases.core.compile;

import dev.databases.sql.Clauses;
import dev.databases.sql.Column;
import dev.databases.sql.Expression;
import dev.databases.sql.Node;
import dev.databases.sql.Select;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a SELECT into a {@link SqlWriter}. */
final class SelectWriter {
    private final SqlWriter sql;
    private final ExpressionWriter expressions;

    SelectWriter(SqlWriter sql, ExpressionWriter expressions) {
        this.sql = sql;
        this.expressions = expressions;
    }

    /**
     * Writes the query.
     *
     * @param outer the scope of the statement around it, null for none
     * @param names whether every column of the result gets its name: not within a condition
     */
    void write(Select<?> select, @Nullable Scope outer, boolean names) {
        Scope scope = Scope.of(select, outer);
        Clauses clauses = select.clauses();
        sql.add(clauses.isDistinct() ? "SELECT DISTINCT " : "SELECT ");
        outputs(select.outputs(), names ? select.names() : List.of(), scope);
        new FromWriter(sql, expressions).write(scope);
        conditions(" WHERE ", clauses.where(), scope);
        keys(" GROUP BY ", clauses.groupBy(), scope, false);
        conditions(" HAVING ", clauses.having(), scope);
        keys(" ORDER BY ", clauses.orderBy(), scope, true);
        limit(clauses, scope);
    }

    private void outputs(List<Expression<?>> outputs, List<String> names, Scope scope) {
        for (int i = 0; i < outputs.size(); i++) {
            Expression<?> output = outputs.get(i);
            sql.add(i == 0 ? "" : ", ");
            expressions.write(output, scope);
            if (!names.isEmpty()
                    && !(output instanceof Column<?> column && column.name().equals(names.get(i)))) {
                sql.add(" AS ").name(names.get(i));
            } else if (names.isEmpty() && output instanceof Node.Label<?> label) {
                sql.add(" AS ").name(label.name());
            }
        }
    }

    private void conditions(String keyword, List<Expression<Boolean>> conditions, Scope scope) {
        if (!conditions.isEmpty()) {
            sql.add(keyword);
            expressions.all(conditions, scope);
        }
    }

    private void keys(String keyword, List<Expression<?>> keys, Scope scope, boolean ordered) {
        for (int i = 0; i < keys.size(); i++) {
            sql.add(i == 0 ? keyword : ", ");
            if (ordered) {
                expressions.ordering(keys.get(i), scope);
            } else {
                expressions.keyOrLabel(keys.get(i), scope);
            }
        }
    }

    private void limit(Clauses clauses, Scope scope) {
        if (clauses.limit() != null) {
            sql.add(" LIMIT ");
            expressions.write(clauses.limit(), scope);
        } else if (clauses.offset() != null && !sql.dialect().unlimited().isEmpty()) {
            sql.add(" ").add(sql.dialect().unlimited());
        }
        if (clauses.offset() != null) {
            sql.add(" OFFSET ");
            expressions.write(clauses.offset(), scope);
        }
    }
}
