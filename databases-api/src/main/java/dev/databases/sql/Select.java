package dev.databases.sql;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A SELECT. Every method returns a new one. Tables of the columns it uses need not be named by {@link #from}; within a
 * subquery those of the enclosing statement are taken from there. Immutable; made by {@link Sql#select} and
 * {@link Table#select()}.
 *
 * @param <T> the Java type of the first column
 */
public final class Select<T> implements Query<T> {
    private final List<Expression<?>> outputs;
    private final Clauses clauses;

    private Select(List<Expression<?>> outputs, Clauses clauses) {
        this.outputs = outputs;
        this.clauses = clauses;
    }

    static <T> Select<T> of(List<Expression<?>> outputs) {
        return new Select<>(List.copyOf(outputs), Clauses.NONE);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // a column is an expression, and the list is never changed
    static Select<Object> all(Table table) {
        return new Select<Object>((List) table.columns(), Clauses.NONE).from(table);
    }

    private Select<T> with(Consumer<Clauses.Draft> change) {
        Clauses.Draft draft = new Clauses.Draft(clauses);
        change.accept(draft);
        return new Select<>(outputs, draft.done());
    }

    /**
     * Adds tables to select from.
     *
     * @param tables the tables
     * @return the query
     */
    public Select<T> from(Table... tables) {
        List<Table> all = new ArrayList<>(clauses.from());
        for (Table table : tables) {
            if (!all.contains(table)) {
                all.add(table);
            }
        }
        return with(draft -> draft.from = List.copyOf(all));
    }

    /**
     * Joins a table by the one foreign key between it and the tables before.
     *
     * @param table the table
     * @return the query
     */
    public Select<T> join(Table table) {
        return joined(Join.Kind.INNER, table, null);
    }

    /**
     * Joins a table.
     *
     * @param table the table
     * @param on the condition
     * @return the query
     */
    public Select<T> join(Table table, Expression<Boolean> on) {
        return joined(Join.Kind.INNER, table, Objects.requireNonNull(on, "on"));
    }

    /**
     * Joins a table by the one foreign key, keeping rows without a partner in it.
     *
     * @param table the table
     * @return the query
     */
    public Select<T> leftJoin(Table table) {
        return joined(Join.Kind.LEFT, table, null);
    }

    /**
     * Joins a table, keeping rows without a partner in it.
     *
     * @param table the table
     * @param on the condition
     * @return the query
     */
    public Select<T> leftJoin(Table table, Expression<Boolean> on) {
        return joined(Join.Kind.LEFT, table, Objects.requireNonNull(on, "on"));
    }

    /**
     * Joins a table, keeping rows without a partner on both sides.
     *
     * @param table the table
     * @param on the condition
     * @return the query
     */
    public Select<T> fullJoin(Table table, Expression<Boolean> on) {
        return joined(Join.Kind.FULL, table, Objects.requireNonNull(on, "on"));
    }

    /**
     * Joins every row of a table with every row so far.
     *
     * @param table the table
     * @return the query
     */
    public Select<T> crossJoin(Table table) {
        return joined(Join.Kind.CROSS, table, null);
    }

    private Select<T> joined(Join.Kind kind, Table table, @Nullable Expression<Boolean> on) {
        return with(draft -> draft.joins = Sql.append(draft.joins, new Join(kind, table, on)));
    }

    /**
     * Restricts the rows; several conditions must all be true.
     *
     * @param condition the condition
     * @return the narrower query
     */
    public Select<T> where(Expression<Boolean> condition) {
        return with(draft -> draft.where = Sql.append(draft.where, condition));
    }

    /**
     * Makes one row of all rows with the same values.
     *
     * @param keys the expressions that are to be the same
     * @return the query
     */
    public Select<T> groupBy(Expression<?>... keys) {
        return with(draft -> draft.groupBy = Sql.appendAll(draft.groupBy, keys));
    }

    /**
     * Restricts the groups; several conditions must all be true.
     *
     * @param condition the condition
     * @return the narrower query
     */
    public Select<T> having(Expression<Boolean> condition) {
        return with(draft -> draft.having = Sql.append(draft.having, condition));
    }

    /**
     * Orders the rows, after what earlier calls said.
     *
     * @param keys expressions, or their {@code asc()}, {@code desc()}, {@code nullsFirst()}, {@code nullsLast()}
     * @return the query
     */
    public Select<T> orderBy(Expression<?>... keys) {
        return with(draft -> draft.orderBy = Sql.appendAll(draft.orderBy, keys));
    }

    /**
     * Takes only the first rows.
     *
     * @param rows how many, at least 0
     * @return the query
     * @throws IllegalArgumentException if the number is negative
     */
    public Select<T> limit(long rows) {
        Expression<Long> limit = count(rows, "limit");
        return with(draft -> draft.limit = limit);
    }

    /**
     * Leaves out the first rows.
     *
     * @param rows how many, at least 0
     * @return the query
     * @throws IllegalArgumentException if the number is negative
     */
    public Select<T> offset(long rows) {
        Expression<Long> offset = count(rows, "offset");
        return with(draft -> draft.offset = offset);
    }

    private static Expression<Long> count(long rows, String what) {
        if (rows < 0) {
            throw new IllegalArgumentException(what + " must not be negative: " + rows);
        }
        return new Node.Value<>(rows, SqlType.BIGINT);
    }

    /**
     * Takes equal rows once.
     *
     * @return the query
     */
    public Select<T> distinct() {
        return with(draft -> draft.isDistinct = true);
    }

    /**
     * Makes a table of the query, to select from or to join.
     *
     * @param alias what the statement is to call it
     * @return a table with the columns of the result
     */
    public Table as(String alias) {
        PlainTable table = new PlainTable(null, alias, alias, this);
        List<String> names = names();
        for (int i = 0; i < names.size(); i++) {
            table.column(names.get(i), outputs.get(i).type());
        }
        return table;
    }

    /**
     * Makes a value of the query.
     *
     * @return the first column of its only row, NULL if there is no row
     */
    @SuppressWarnings("unchecked") // T is the type of the first column
    public Expression<T> scalar() {
        return new Node.Subquery<>(this, (SqlType<T>) outputs.get(0).type());
    }

    @Override
    public List<Expression<?>> outputs() {
        return outputs;
    }

    /**
     * Returns all but the outputs.
     *
     * @return the clauses
     */
    public Clauses clauses() {
        return clauses;
    }

    /**
     * Returns the names of the columns of the result: that of the column, the label or the function, with a number
     * behind it where it is not the first of that name.
     *
     * @return a name for every output, each once
     */
    public List<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (Expression<?> output : outputs) {
            String name = name(output, names.size() + 1);
            String free = name;
            for (int number = 1; names.contains(free); number++) {
                free = name + "_" + number;
            }
            names.add(free);
        }
        return List.copyOf(names);
    }

    private static String name(Expression<?> output, int position) {
        if (output instanceof Column<?> column) {
            return column.name();
        }
        if (output instanceof Node.Label<?> label) {
            return label.name();
        }
        if (output instanceof Node.Cast<?> cast) {
            return name(cast.operand(), position);
        }
        return output instanceof Node.Call<?> call
                ? call.name().substring(call.name().lastIndexOf('.') + 1)
                : "column_" + position;
    }
}
