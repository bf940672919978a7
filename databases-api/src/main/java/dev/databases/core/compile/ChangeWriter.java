package dev.databases.core.compile;

import dev.databases.error.CompilationException;
import dev.databases.sql.Assignment;
import dev.databases.sql.Column;
import dev.databases.sql.Delete;
import dev.databases.sql.Expression;
import dev.databases.sql.Statement;
import dev.databases.sql.Table;
import dev.databases.sql.Update;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Writes UPDATE and DELETE into a {@link SqlWriter}. */
final class ChangeWriter {
    private final SqlWriter sql;
    private final ExpressionWriter expressions;

    ChangeWriter(SqlWriter sql, ExpressionWriter expressions) {
        this.sql = sql;
        this.expressions = expressions;
    }

    Plan update(Update update, Walk walk, List<Expression<?>> returning) {
        Table table = target(update.table(), "UPDATE");
        sql.add("UPDATE ").table(table);
        int before = sql.length();
        for (Assignment assignment : update.assignments()) {
            separate(before);
            sql.name(assignment.column().name()).add(" = ");
            if (walk.named().contains(assignment.column())) {
                sql.placeholder(Source.column(assignment.column()));
            } else {
                InsertWriter.assigned(assignment, expressions, Scope.of(table));
            }
        }
        others(update, walk, before);
        if (sql.length() == before) {
            throw new CompilationException("UPDATE of " + table + " sets no column");
        }
        return finish(update, table, update.conditions(), returning);
    }

    /** The columns that only the values of the call set, then those with {@code onUpdate} that nothing sets. */
    private void others(Update update, Walk walk, int before) {
        Set<Column<?>> done = new LinkedHashSet<>();
        update.assignments().forEach(assignment -> done.add(assignment.column()));
        for (Column<?> column : walk.named()) {
            if (done.add(column)) {
                separate(before);
                sql.name(column.name()).add(" = ").placeholder(Source.column(column));
            }
        }
        for (Column<?> column : update.table().updated()) {
            Supplier<?> supplier = column.updateDefault();
            if (supplier != null && done.add(column)) {
                separate(before);
                sql.name(column.name()).add(" = ").placeholder(Source.supplied(column, supplier));
            }
        }
    }

    private void separate(int before) {
        sql.add(sql.length() == before ? " SET " : ", ");
    }

    Plan delete(Delete delete, List<Expression<?>> returning) {
        Table table = target(delete.table(), "DELETE");
        sql.add("DELETE FROM ").table(table);
        return finish(delete, table, delete.conditions(), returning);
    }

    private Plan finish(
            Statement statement, Table table, List<Expression<Boolean>> conditions, List<Expression<?>> returning) {
        if (!conditions.isEmpty()) {
            onlyOf(table, conditions);
            sql.add(" WHERE ");
            expressions.all(conditions, Scope.of(table));
        }
        Returnings.write(sql, expressions, statement, returning);
        return new Plan(Returnings.compiled(sql, returning), sql.sources(), List.of());
    }

    private static Table target(Table table, String verb) {
        if (table.alias().isPresent() || table.source() != null) {
            throw new CompilationException(verb + " needs the table itself, not " + table);
        }
        return table;
    }

    private static void onlyOf(Table table, List<Expression<Boolean>> conditions) {
        Set<Table> used = new LinkedHashSet<>();
        Scope.collect(conditions, used);
        used.remove(table);
        if (!used.isEmpty()) {
            throw new CompilationException(
                    "a change of " + table + " cannot use columns of " + used,
                    null,
                    "use exists(…) or in(…) with a query");
        }
    }
}
