package dev.databases.core.compile;

import dev.databases.sql.Assignment;
import dev.databases.sql.Column;
import dev.databases.sql.Delete;
import dev.databases.sql.Expression;
import dev.databases.sql.Insert;
import dev.databases.sql.Returning;
import dev.databases.sql.Select;
import dev.databases.sql.Statement;
import dev.databases.sql.Table;
import dev.databases.sql.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One walk over a statement, which makes the {@link Key} of its structure and collects the nodes whose values become
 * arguments. A node that occurs a second time is a token that refers back to the first: two statements have the same
 * key only if they also share their values in the same places.
 */
final class Walk {
    private final Tokens tokens = new Tokens();
    private final WalkValues values;
    private final ExpressionWalk expressions;
    private List<Column<?>> named = List.of();

    private Walk(Map<String, ?> values, boolean pads) {
        this.values = new WalkValues(tokens, values, pads);
        this.expressions = new ExpressionWalk(tokens, this.values);
    }

    /**
     * Walks over a statement.
     *
     * @param values the values of the call
     * @param most how many parameters the database takes: where padded lists need more, none is padded
     */
    static Walk over(Statement statement, Map<String, ?> values, int most) {
        Walk walk = new Walk(values, true);
        walk.statement(statement);
        if (walk.values.placeholders() > most) {
            walk = new Walk(values, false);
            walk.statement(statement);
        }
        List<String> bound = walk.values.bound();
        if (bound.size() + walk.named.size() != values.size()) {
            throw ValueErrors.unknown(statement, values.keySet(), bound);
        }
        return walk;
    }

    Key key() {
        return tokens.key();
    }

    /** Whether a query is in the statement, or SQL text, which may be one. */
    boolean hasQueries() {
        return tokens.haveAny(Mark.SELECT, Mark.VERBATIM);
    }

    /** The nodes that hold the values of the statement. */
    Slots slots() {
        return values.slots();
    }

    /** The columns that the values of the call set, in the order of the table. */
    List<Column<?>> named() {
        return named;
    }

    Map<String, ?> values() {
        return values.values();
    }

    /** How many placeholders a list of values gets. */
    int padded(int size) {
        return values.padded(size);
    }

    private void statement(Statement statement) {
        if (statement instanceof Select<?> select) {
            expressions.select(select);
        } else if (statement instanceof Insert insert) {
            insert(insert, List.of());
        } else if (statement instanceof Update update) {
            update(update, List.of());
        } else if (statement instanceof Delete delete) {
            delete(delete, List.of());
        } else if (statement instanceof Returning<?> returning) {
            Statement inner = returning.statement();
            if (inner instanceof Insert insert) {
                insert(insert, returning.outputs());
            } else if (inner instanceof Update update) {
                update(update, returning.outputs());
            } else {
                delete((Delete) inner, returning.outputs());
            }
        }
    }

    private void insert(Insert insert, List<Expression<?>> returning) {
        Table table = insert.table();
        tokens.add(Mark.INSERT);
        tokens.add(table);
        tokens.add(orNothing(table.generatedKey()));
        for (Column<?> column : table.defaulted()) {
            tokens.add(column);
            tokens.add(orNothing(column.clientDefault()));
        }
        List<List<Assignment>> rows = insert.rows();
        for (int i = 0; i < rows.size(); i++) {
            tokens.add(Mark.ROW);
            assignments(rows.get(i), i == 0);
        }
        expressions.expressions(Mark.RETURNING, returning);
        named(table);
    }

    private void update(Update update, List<Expression<?>> returning) {
        Table table = update.table();
        tokens.add(Mark.UPDATE);
        tokens.add(table);
        for (Column<?> column : table.updated()) {
            tokens.add(column);
            tokens.add(orNothing(column.updateDefault()));
        }
        assignments(update.assignments(), true);
        expressions.expressions(Mark.WHERE, update.conditions());
        expressions.expressions(Mark.RETURNING, returning);
        named(table);
    }

    private void delete(Delete delete, List<Expression<?>> returning) {
        tokens.add(Mark.DELETE);
        tokens.add(delete.table());
        expressions.expressions(Mark.WHERE, delete.conditions());
        expressions.expressions(Mark.RETURNING, returning);
    }

    private void assignments(List<Assignment> assignments, boolean withColumns) {
        for (int i = 0; i < assignments.size(); i++) {
            Assignment assignment = assignments.get(i);
            if (withColumns) {
                tokens.add(assignment.column());
            }
            expressions.expression(assignment.value());
        }
    }

    /** The columns that the values of the call set: all names that are no parameters. */
    private void named(Table table) {
        tokens.add(Mark.NAMED);
        Map<String, ?> given = values.values();
        if (given.isEmpty()) {
            return;
        }
        named = new ArrayList<>(given.size());
        List<Column<?>> columns = table.columns();
        for (int i = 0; i < columns.size(); i++) {
            Column<?> column = columns.get(i);
            if (given.containsKey(column.name()) && !values.bound().contains(column.name())) {
                tokens.add(column);
                named.add(column);
                values.named();
            }
        }
    }

    private static Object orNothing(@Nullable Object token) {
        return token == null ? Mark.NOTHING : token;
    }
}
