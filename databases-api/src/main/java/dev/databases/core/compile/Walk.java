package dev.databases.core.compile;

import dev.databases.error.CompilationException;
import dev.databases.sql.Assignment;
import dev.databases.sql.Clauses;
import dev.databases.sql.Column;
import dev.databases.sql.Delete;
import dev.databases.sql.Expression;
import dev.databases.sql.Insert;
import dev.databases.sql.Join;
import dev.databases.sql.Node;
import dev.databases.sql.Operator;
import dev.databases.sql.Returning;
import dev.databases.sql.Select;
import dev.databases.sql.Statement;
import dev.databases.sql.Table;
import dev.databases.sql.Update;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One walk over a statement, which makes the {@link Key} of its structure and collects the nodes whose values become
 * arguments. A node that occurs a second time is a token that refers back to the first: two statements have the same key
 * only if they also share their values in the same places.
 */
final class Walk {
    /** What the tokens before and behind it mean. */
    private enum Mark {
        SELECT,
        DISTINCT,
        ALL_COLUMNS,
        FROM,
        JOIN,
        ON,
        WHERE,
        GROUP,
        HAVING,
        ORDER,
        LIMIT,
        OFFSET,
        INSERT,
        UPDATE,
        DELETE,
        RETURNING,
        ROW,
        NAMED,
        VALUE,
        BIND,
        CHOICES,
        CALL,
        DISTINCT_CALL,
        CAST,
        CASE,
        ELSE,
        LABEL,
        VERBATIM,
        SUBQUERY,
        EXISTS,
        ASCENDING,
        DESCENDING,
        DERIVED,
        DERIVED_AGAIN,
        AGAIN,
        NOTHING
    }

    private final Map<String, ?> values;
    private final boolean pads;
    private final Slots slots = new Slots();
    private final List<String> bound = new ArrayList<>(2);
    private final List<Column<?>> named = new ArrayList<>(2);
    private @Nullable List<Table> derived;
    private boolean infersJoin;
    private @Nullable Table lastInferred;
    private Object[] tokens = new Object[48];
    private int size;
    private int hash = 1;
    private int placeholders;

    private Walk(Map<String, ?> values, boolean pads) {
        this.values = values;
        this.pads = pads;
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
        if (walk.placeholders > most) {
            walk = new Walk(values, false);
            walk.statement(statement);
        }
        if (walk.bound.size() + walk.named.size() != values.size()) {
            throw ValueErrors.unknown(statement, values.keySet(), walk.bound);
        }
        return walk;
    }

    Key key() {
        return new Key(tokens, size, hash);
    }

    Slots slots() {
        return slots;
    }

    /** The columns that the values of the call set, in the order of the table. */
    List<Column<?>> named() {
        return named;
    }

    Map<String, ?> values() {
        return values;
    }

    private void token(Object token) {
        if (size == tokens.length) {
            tokens = Arrays.copyOf(tokens, size * 2);
        }
        tokens[size++] = token;
        hash = hash * 31 + token.hashCode();
    }

    private void statement(Statement statement) {
        if (statement instanceof Select<?> select) {
            select(select);
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
        token(Mark.INSERT);
        token(table);
        token(orNothing(table.generatedKey()));
        for (Column<?> column : table.defaulted()) {
            token(column);
            token(orNothing(column.clientDefault()));
        }
        List<List<Assignment>> rows = insert.rows();
        for (int i = 0; i < rows.size(); i++) {
            token(Mark.ROW);
            assignments(rows.get(i), i == 0);
        }
        expressions(Mark.RETURNING, returning);
        named(table);
    }

    private void update(Update update, List<Expression<?>> returning) {
        Table table = update.table();
        token(Mark.UPDATE);
        token(table);
        for (Column<?> column : table.updated()) {
            token(column);
            token(orNothing(column.updateDefault()));
        }
        assignments(update.assignments(), true);
        expressions(Mark.WHERE, update.conditions());
        expressions(Mark.RETURNING, returning);
        named(table);
    }

    private void delete(Delete delete, List<Expression<?>> returning) {
        token(Mark.DELETE);
        token(delete.table());
        expressions(Mark.WHERE, delete.conditions());
        expressions(Mark.RETURNING, returning);
    }

    private void assignments(List<Assignment> assignments, boolean withColumns) {
        for (int i = 0; i < assignments.size(); i++) {
            Assignment assignment = assignments.get(i);
            if (withColumns) {
                token(assignment.column());
            }
            expression(assignment.value());
        }
    }

    /** The columns that the values of the call set: all names that are no parameters. */
    private void named(Table table) {
        token(Mark.NAMED);
        if (values.isEmpty()) {
            return;
        }
        List<Column<?>> columns = table.columns();
        for (int i = 0; i < columns.size(); i++) {
            Column<?> column = columns.get(i);
            if (values.containsKey(column.name()) && !bound.contains(column.name())) {
                token(column);
                named.add(column);
                placeholders++;
            }
        }
    }

    private void select(Select<?> select) {
        token(Mark.SELECT);
        Clauses clauses = select.clauses();
        for (int i = 0; i < clauses.joins().size(); i++) {
            infersJoin |= clauses.joins().get(i).on() == null;
        }
        List<Table> from = clauses.from();
        if (!from.isEmpty() && select.outputs() == (Object) from.get(0).columns()) {
            token(Mark.ALL_COLUMNS); // the very list of the first table, whose token follows
        } else {
            expressions(clauses.isDistinct() ? Mark.DISTINCT : Mark.SELECT, select.outputs());
        }
        token(clauses.isDistinct() ? Mark.DISTINCT : Mark.FROM);
        for (int i = 0; i < from.size(); i++) {
            table(from.get(i));
        }
        joins(clauses.joins());
        expressions(Mark.WHERE, clauses.where());
        expressions(Mark.GROUP, clauses.groupBy());
        expressions(Mark.HAVING, clauses.having());
        expressions(Mark.ORDER, clauses.orderBy());
        optional(Mark.LIMIT, clauses.limit());
        optional(Mark.OFFSET, clauses.offset());
    }

    private void joins(List<Join> joins) {
        for (int i = 0; i < joins.size(); i++) {
            Join join = joins.get(i);
            token(Mark.JOIN);
            token(join.kind());
            table(join.table());
            optional(Mark.ON, join.on());
        }
    }

    private void table(Table table) {
        Select<?> source = table.source();
        if (source == null) {
            token(table);
            foreignKeys(table);
            return;
        }
        List<Table> seen = derived;
        if (seen == null) {
            seen = new ArrayList<>(2);
            derived = seen;
        }
        for (int i = 0; i < seen.size(); i++) {
            if (seen.get(i).source() == source && seen.get(i).equals(table)) {
                token(Mark.DERIVED_AGAIN);
                token(i);
                return;
            }
        }
        seen.add(table);
        token(Mark.DERIVED);
        token(table.alias().orElse(table.name()));
        select(source);
    }

    /** A join without a condition depends on the foreign keys of the tables, which their equality leaves out. */
    private void foreignKeys(Table table) {
        if (infersJoin && table != lastInferred) {
            token(table.foreignKeys());
            lastInferred = table;
        }
    }

    private void optional(Mark mark, @Nullable Expression<?> expression) {
        if (expression != null) {
            token(mark);
            expression(expression);
        }
    }

    private void expressions(Mark mark, List<? extends Expression<?>> expressions) {
        int count = expressions.size();
        if (count > 0) {
            token(mark);
            token(count);
            for (int i = 0; i < count; i++) {
                expression(expressions.get(i));
            }
        }
    }

    private void expression(Expression<?> expression) {
        if (expression instanceof Column<?> column) {
            token(column);
            Table table = column.table().orElse(null);
            if (table != null && table.source() != null) {
                table(table);
            } else if (table != null) {
                foreignKeys(table);
            }
        } else if (expression instanceof Node.Value<?> value) {
            value(value);
        } else if (expression instanceof Node.Operation<?> operation) {
            operation(operation);
        } else if (expression instanceof Node.Ordering<?> ordering) {
            token(ordering.isDescending() ? Mark.DESCENDING : Mark.ASCENDING);
            token(ordering.nulls());
            expression(ordering.expression());
        } else if (expression instanceof Node.Bind<?> bind) {
            bind(bind);
        } else if (expression instanceof Node.Choices<?> choices) {
            choices(choices);
        } else {
            rarer(expression);
        }
    }

    private void rarer(Expression<?> expression) {
        if (expression instanceof Node.Call<?> call) {
            token(call.name());
            token(call.type());
            expressions(call.distinct() ? Mark.DISTINCT_CALL : Mark.CALL, call.arguments());
        } else if (expression instanceof Node.Label<?> label) {
            token(Mark.LABEL);
            token(label.name());
            expression(label.expression());
        } else if (expression instanceof Node.Cast<?> cast) {
            token(Mark.CAST);
            token(cast.type());
            expression(cast.operand());
        } else if (expression instanceof Node.Verbatim<?> verbatim) {
            token(Mark.VERBATIM);
            token(verbatim.sql());
            token(verbatim.type());
        } else if (expression instanceof Node.Case<?> choice) {
            branches(choice);
        } else if (expression instanceof Node.Exists exists) {
            token(Mark.EXISTS);
            select(exists.select());
        } else if (expression instanceof Node.Subquery<?> subquery) {
            token(Mark.SUBQUERY);
            select(subquery.select());
        }
    }

    private void branches(Node.Case<?> choice) {
        token(Mark.CASE);
        token(choice.type());
        token(choice.branches().size());
        for (Node.Branch<?> branch : choice.branches()) {
            expression(branch.condition());
            expression(branch.result());
        }
        optional(Mark.ELSE, choice.otherwise());
    }

    private void operation(Node.Operation<?> operation) {
        Operator operator = operation.operator();
        List<Expression<?>> operands = operation.operands();
        int count = operands.size();
        token(operator);
        token(count);
        boolean many = operator == Operator.IN || operator == Operator.NOT_IN;
        for (int i = 0; i < count; i++) {
            Expression<?> operand = operands.get(i);
            if (many && i == 1 && operand instanceof Node.Bind<?> bind) {
                boundChoices(bind);
            } else {
                expression(operand);
            }
        }
        if (operator.precedence() >= Operator.CONCAT.precedence()) {
            token(operation.type());
        }
    }

    private void value(Node.Value<?> value) {
        placeholders++;
        if (isNew(value)) {
            token(Mark.VALUE);
            token(Values.typeOf(value.type(), value.value()));
        }
    }

    private void choices(Node.Choices<?> choices) {
        int padded = padded(choices.values().size());
        placeholders += padded;
        if (isNew(choices)) {
            token(Mark.CHOICES);
            token(Values.elementType(choices.type(), choices.values()));
            token(padded);
        }
    }

    /** Gives a node its slot, or refers back to the slot that it has. */
    private boolean isNew(Object node) {
        int slot = slots.add(node);
        if (slot >= 0) {
            token(Mark.AGAIN);
            token(slot);
            return false;
        }
        return true;
    }

    private void bind(Node.Bind<?> bind) {
        placeholders++;
        token(Mark.BIND);
        token(bind.name());
        token(Values.typeOf(bind.type(), bound(bind)));
    }

    private void boundChoices(Node.Bind<?> bind) {
        if (!(bound(bind) instanceof Collection<?> collection)) {
            throw new CompilationException("parameter " + bind.name() + " stands behind IN: its value must be a collection");
        }
        int padded = padded(collection.size());
        placeholders += padded;
        token(Mark.CHOICES);
        token(bind.name());
        token(Values.elementType(bind.type(), collection));
        token(padded);
    }

    private @Nullable Object bound(Node.Bind<?> bind) {
        Object value = values.get(bind.name());
        if (value == null && !values.containsKey(bind.name())) {
            throw ValueErrors.missing(bind.name(), values.keySet());
        }
        if (!bound.contains(bind.name())) {
            bound.add(bind.name());
        }
        return value;
    }

    /** How many placeholders a list gets: the next power of two, so that a few lengths make few statements. */
    private int padded(int values) {
        return !pads || values < 3 ? values : Integer.highestOneBit(values - 1) << 1;
    }

    int paddedSize(int values) {
        return padded(values);
    }

    private static Object orNothing(@Nullable Object token) {
        return token == null ? Mark.NOTHING : token;
    }
}
