package dev.databases.core.compile;

import dev.databases.config.Feature;
import dev.databases.error.CompilationException;
import dev.databases.sql.Column;
import dev.databases.sql.Expression;
import dev.databases.sql.Node;
import dev.databases.sql.Operator;
import dev.databases.sql.Select;
import dev.databases.sql.SqlType;
import dev.databases.sql.Table;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes expressions into a {@link SqlWriter}. Values become placeholders; in DDL, where there are no parameters,
 * literals.
 */
final class ExpressionWriter {
    private final SqlWriter sql;
    private final @Nullable Walk walk;
    private boolean qualifies = true;

    /**
     * Creates a writer.
     *
     * @param walk knows the slots of the values; null to write literals
     */
    ExpressionWriter(SqlWriter sql, @Nullable Walk walk) {
        this.sql = sql;
        this.walk = walk;
    }

    /** Runs something that writes columns without their table, as RETURNING and DDL want it. */
    void unqualified(Runnable writing) {
        boolean before = qualifies;
        qualifies = false;
        writing.run();
        qualifies = before;
    }

    void list(List<? extends Expression<?>> expressions, String separator, @Nullable Scope scope) {
        for (int i = 0; i < expressions.size(); i++) {
            sql.add(i == 0 ? "" : separator);
            write(expressions.get(i), scope);
        }
    }

    /** Conditions that must all be true. */
    void all(List<Expression<Boolean>> conditions, @Nullable Scope scope) {
        write(conditions.size() == 1 ? conditions.get(0) : and(conditions), scope);
    }

    private static Expression<?> and(List<Expression<Boolean>> conditions) {
        return new Node.Operation<>(Operator.AND, List.copyOf(conditions), SqlType.BOOLEAN);
    }

    void write(Expression<?> expression, @Nullable Scope scope) {
        if (expression instanceof Column<?> column) {
            column(column);
        } else if (expression instanceof Node.Value<?> value) {
            value(value, value.type() + " value");
        } else if (expression instanceof Node.Operation<?> operation) {
            new OperationWriter(sql, this, scope).write(operation);
        } else if (expression instanceof Node.Bind<?> bind) {
            sql.placeholder(Source.parameter(type(bind), bind.name()));
        } else if (expression instanceof Node.Label<?> label) {
            write(label.expression(), scope);
        } else if (expression instanceof Node.Verbatim<?> verbatim) {
            boolean isNow = verbatim.sql().equals("CURRENT_TIMESTAMP");
            sql.add(isNow ? sql.dialect().currentTimestamp() : verbatim.sql());
        } else {
            compound(expression, scope);
        }
    }

    private void compound(Expression<?> expression, @Nullable Scope scope) {
        if (expression instanceof Node.Call<?> call) {
            sql.add(sql.dialect().functionName(call.name())).add(call.distinct() ? "(DISTINCT " : "(");
            arguments(call, scope);
            sql.add(")");
        } else if (expression instanceof Node.Cast<?> cast) {
            cast(cast.operand(), cast.type(), scope);
        } else if (expression instanceof Node.Case<?> choice) {
            branches(choice, scope);
        } else if (expression instanceof Node.Subquery<?> subquery) {
            subquery(subquery.select(), scope);
        } else if (expression instanceof Node.Exists exists) {
            sql.add("EXISTS ");
            subquery(exists.select(), scope);
        } else if (expression instanceof Node.Ordering<?>) {
            throw new CompilationException("asc(), desc(), nullsFirst() and nullsLast() belong into orderBy");
        } else {
            throw new CompilationException("a list of values stands only behind IN");
        }
    }

    /** A parameter says its type where the function does not. */
    private void arguments(Node.Call<?> call, @Nullable Scope scope) {
        boolean takesAny = sql.dialect().takesAnyType(call.name());
        for (int i = 0; i < call.arguments().size(); i++) {
            Expression<?> argument = call.arguments().get(i);
            sql.add(i == 0 ? "" : ", ");
            SqlType<?> type = takesAny ? type(argument) : SqlType.ANY;
            if (type.kind() == SqlType.Kind.ANY) {
                write(argument, scope);
            } else {
                cast(argument, type, scope);
            }
        }
    }

    /** The type of a parameter, ANY for any other expression. */
    private SqlType<?> type(Expression<?> expression) {
        if (expression instanceof Node.Bind<?> bind) {
            return Values.typeOf(bind.type(), walk(bind).values().get(bind.name()));
        }
        return expression instanceof Node.Value<?> value ? Values.typeOf(value.type(), value.value()) : SqlType.ANY;
    }

    void cast(Expression<?> operand, SqlType<?> type, @Nullable Scope scope) {
        sql.add("CAST(");
        write(operand, scope);
        sql.add(" AS ").add(sql.castName(type)).add(")");
    }

    private void subquery(Select<?> select, @Nullable Scope scope) {
        boolean before = qualifies;
        qualifies = true;
        sql.add("(");
        new SelectWriter(sql, this).write(select, scope, false);
        sql.add(")");
        qualifies = before;
    }

    void column(Column<?> column) {
        Table table = column.table().orElse(null);
        if (qualifies && table != null) {
            if (table.alias().isPresent()) {
                sql.name(table.alias().get());
            } else {
                sql.table(table);
            }
            sql.add(".");
        }
        sql.name(column.name());
    }

    /** A value as a placeholder, or as a literal in DDL. */
    void value(Node.Value<?> value, String what) {
        SqlType<?> type = Values.typeOf(value.type(), value.value());
        if (walk == null) {
            sql.add(literal(type, value.value(), what));
            return;
        }
        sql.placeholder(Source.slot(type, what, slot(value)));
    }

    private String literal(SqlType<?> type, @Nullable Object value, String what) {
        Object stored = Values.stored(type, value, what);
        return stored == null
                ? "NULL"
                : sql.dialect()
                        .literal(type, stored)
                        .orElseThrow(() -> new CompilationException(sql.dialect()
                                        .name() + " has no literals for " + type + ", and DDL takes no parameters"));
    }

    /** The number of placeholders of the list behind IN: 0 if the list is empty. */
    int places(Expression<?> choices) {
        if (choices instanceof Node.Choices<?> list) {
            int size = list.values().size();
            return walk == null ? size : walk.padded(size);
        }
        Node.Bind<?> bind = (Node.Bind<?>) choices;
        return walk(bind).values().get(bind.name()) instanceof Collection<?> many
                ? walk(bind).padded(many.size())
                : 0;
    }

    /** The placeholders of the list behind IN. */
    void choices(Expression<?> choices, int places) {
        for (int i = 0; i < places; i++) {
            sql.add(i == 0 ? "" : ", ");
            if (choices instanceof Node.Bind<?> bind) {
                Collection<?> many = (Collection<?>)
                        Objects.requireNonNull(walk(bind).values().get(bind.name()));
                sql.placeholder(Source.parameterChoice(Values.elementType(bind.type(), many), bind.name(), i));
            } else {
                choice((Node.Choices<?>) choices, i);
            }
        }
    }

    private void choice(Node.Choices<?> list, int index) {
        SqlType<?> type = Values.elementType(list.type(), list.values());
        if (walk == null) {
            sql.add(literal(type, list.values().get(index), "a value behind IN"));
        } else {
            sql.placeholder(Source.choice(type, slot(list), index));
        }
    }

    /** The slot of a node: found by its identity, whatever the order in which walk and writer meet it. */
    private int slot(Expression<?> node) {
        int slot = walk == null ? -1 : walk.slots().indexOf(node);
        if (slot < 0) {
            throw new IllegalStateException("the walk over the statement missed a " + node);
        }
        return slot;
    }

    private Walk walk(Node.Bind<?> bind) {
        if (walk == null) {
            throw new CompilationException("DDL takes no parameters: " + bind.name());
        }
        return walk;
    }

    private void branches(Node.Case<?> choice, @Nullable Scope scope) {
        sql.add("CASE");
        for (Node.Branch<?> branch : choice.branches()) {
            sql.add(" WHEN ");
            write(branch.condition(), scope);
            sql.add(" THEN ");
            write(branch.result(), scope);
        }
        if (choice.otherwise() != null) {
            sql.add(" ELSE ");
            write(choice.otherwise(), scope);
        }
        sql.add(" END");
    }

    /** One key of ORDER BY. */
    void ordering(Expression<?> key, @Nullable Scope scope) {
        Node.Ordering<?> ordering =
                key instanceof Node.Ordering<?> given ? given : new Node.Ordering<>(key, false, Node.Nulls.DEFAULT);
        Node.Nulls nulls = ordering.nulls();
        boolean hasNulls = sql.dialect().features().contains(Feature.NULLS_ORDER);
        if (nulls != Node.Nulls.DEFAULT && !hasNulls) {
            sql.add("CASE WHEN ");
            write(ordering.expression().isNull(), scope);
            sql.add(nulls == Node.Nulls.FIRST ? " THEN 0 ELSE 1 END, " : " THEN 1 ELSE 0 END, ");
        }
        keyOrLabel(ordering.expression(), scope);
        sql.add(ordering.isDescending() ? " DESC" : "");
        if (nulls != Node.Nulls.DEFAULT && hasNulls) {
            sql.add(" NULLS ").add(nulls.name());
        }
    }

    /** A key of GROUP BY or ORDER BY: by its label if that is one of a column of the result and of nothing else. */
    void keyOrLabel(Expression<?> key, @Nullable Scope scope) {
        if (key instanceof Node.Label<?> label && scope != null && isOutput(label, scope)) {
            sql.name(label.name());
        } else {
            write(key, scope);
        }
    }

    private static boolean isOutput(Node.Label<?> label, Scope scope) {
        return scope.select() != null
                && scope.select().outputs().contains(label)
                && scope.all().stream().allMatch(table -> table.find(label.name()) == null);
    }
}
