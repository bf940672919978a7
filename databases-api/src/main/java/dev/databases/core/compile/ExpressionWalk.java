package dev.databases.core.compile;

import dev.databases.sql.Clauses;
import dev.databases.sql.Column;
import dev.databases.sql.Expression;
import dev.databases.sql.Join;
import dev.databases.sql.Node;
import dev.databases.sql.Operator;
import dev.databases.sql.Select;
import dev.databases.sql.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of a {@link Walk} over expressions and queries, which occur within each other. */
final class ExpressionWalk {
    private final Tokens tokens;
    private final WalkValues values;
    private @Nullable List<Table> derived;
    private boolean infersJoin;
    private @Nullable Table lastInferred;

    ExpressionWalk(Tokens tokens, WalkValues values) {
        this.tokens = tokens;
        this.values = values;
    }

    void select(Select<?> select) {
        tokens.add(Mark.SELECT);
        Clauses clauses = select.clauses();
        for (int i = 0; i < clauses.joins().size(); i++) {
            infersJoin |= clauses.joins().get(i).on() == null;
        }
        List<Table> from = clauses.from();
        if (!from.isEmpty() && select.outputs() == (Object) from.get(0).columns()) {
            tokens.add(Mark.ALL_COLUMNS); // the very list of the first table, whose token follows
        } else {
            expressions(clauses.isDistinct() ? Mark.DISTINCT : Mark.SELECT, select.outputs());
        }
        tokens.add(clauses.isDistinct() ? Mark.DISTINCT : Mark.FROM);
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
            tokens.add(Mark.JOIN);
            tokens.add(join.kind());
            table(join.table());
            optional(Mark.ON, join.on());
        }
    }

    private void table(Table table) {
        Select<?> source = table.source();
        if (source == null) {
            tokens.add(table);
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
                tokens.add(Mark.DERIVED_AGAIN);
                tokens.add(i);
                return;
            }
        }
        seen.add(table);
        tokens.add(Mark.DERIVED);
        tokens.add(table.alias().orElse(table.name()));
        select(source);
    }

    /** A join without a condition depends on the foreign keys of the tables, which their equality leaves out. */
    private void foreignKeys(Table table) {
        if (infersJoin && table != lastInferred) {
            tokens.add(table.foreignKeys());
            lastInferred = table;
        }
    }

    private void optional(Mark mark, @Nullable Expression<?> expression) {
        if (expression != null) {
            tokens.add(mark);
            expression(expression);
        }
    }

    void expressions(Mark mark, List<? extends Expression<?>> expressions) {
        int count = expressions.size();
        if (count > 0) {
            tokens.add(mark);
            tokens.add(count);
            for (int i = 0; i < count; i++) {
                expression(expressions.get(i));
            }
        }
    }

    void expression(Expression<?> expression) {
        if (expression instanceof Column<?> column) {
            tokens.add(column);
            Table table = column.table().orElse(null);
            if (table != null && table.source() != null) {
                table(table);
            } else if (table != null) {
                foreignKeys(table);
            }
        } else if (expression instanceof Node.Value<?> value) {
            values.value(value);
        } else if (expression instanceof Node.Operation<?> operation) {
            operation(operation);
        } else if (expression instanceof Node.Ordering<?> ordering) {
            tokens.add(ordering.isDescending() ? Mark.DESCENDING : Mark.ASCENDING);
            tokens.add(ordering.nulls());
            expression(ordering.expression());
        } else if (expression instanceof Node.Bind<?> bind) {
            values.bind(bind);
        } else if (expression instanceof Node.Choices<?> choices) {
            values.choices(choices);
        } else {
            rarer(expression);
        }
    }

    private void rarer(Expression<?> expression) {
        if (expression instanceof Node.Call<?> call) {
            tokens.add(call.name());
            tokens.add(call.type());
            expressions(call.distinct() ? Mark.DISTINCT_CALL : Mark.CALL, call.arguments());
        } else if (expression instanceof Node.Label<?> label) {
            tokens.add(Mark.LABEL);
            tokens.add(label.name());
            expression(label.expression());
        } else if (expression instanceof Node.Cast<?> cast) {
            tokens.add(Mark.CAST);
            tokens.add(cast.type());
            expression(cast.operand());
        } else if (expression instanceof Node.Verbatim<?> verbatim) {
            tokens.add(Mark.VERBATIM);
            tokens.add(verbatim.sql());
            tokens.add(verbatim.type());
        } else if (expression instanceof Node.Case<?> choice) {
            branches(choice);
        } else if (expression instanceof Node.Exists exists) {
            tokens.add(Mark.EXISTS);
            select(exists.select());
        } else if (expression instanceof Node.Subquery<?> subquery) {
            tokens.add(Mark.SUBQUERY);
            select(subquery.select());
        }
    }

    private void branches(Node.Case<?> choice) {
        tokens.add(Mark.CASE);
        tokens.add(choice.type());
        tokens.add(choice.branches().size());
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
        tokens.add(operator);
        tokens.add(count);
        boolean many = operator == Operator.IN || operator == Operator.NOT_IN;
        for (int i = 0; i < count; i++) {
            Expression<?> operand = operands.get(i);
            if (many && i == 1 && operand instanceof Node.Bind<?> bind) {
                values.boundChoices(bind);
            } else {
                expression(operand);
            }
        }
        if (operator.precedence() >= Operator.CONCAT.precedence()) {
            tokens.add(operation.type());
        }
    }
}
