package dev.databases.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What users import statically: queries, functions, parameters, literals and DDL. */
public final class Sql extends Functions {
    private Sql() {}

    /**
     * Begins a SELECT.
     *
     * @param first the first column
     * @param rest the other columns
     * @param <T> the Java type of the first column
     * @return the query; {@code from} may be left out where columns tell the tables
     */
    public static <T> Select<T> select(Expression<T> first, Expression<?>... rest) {
        return Select.of(list(first, rest));
    }

    /**
     * Names a column without a table: for {@link Metadata#table}, or unqualified in an expression.
     *
     * @param name the name
     * @param type the type
     * @param <T> its Java type
     * @return the column
     */
    public static <T> Column<T> column(String name, SqlType<T> type) {
        return new Column<>(null, name, type);
    }

    /**
     * A parameter whose value comes with the call. Beside an expression it takes the type of that.
     *
     * @param name the name in the map of values
     * @param <T> the Java type
     * @return the parameter
     */
    @SuppressWarnings("unchecked") // the type is only known where the parameter is used
    public static <T> Node.Bind<T> bind(String name) {
        return new Node.Bind<>(name, (SqlType<T>) SqlType.ANY);
    }

    /**
     * A parameter whose value comes with the call.
     *
     * @param name the name in the map of values
     * @param type the type that the value is sent as
     * @param <T> the Java type
     * @return the parameter
     */
    public static <T> Node.Bind<T> bind(String name, SqlType<T> type) {
        return new Node.Bind<>(name, type);
    }

    /**
     * A value, sent as a parameter.
     *
     * @param value the value; its class tells the type
     * @param <T> the Java type
     * @return the expression
     */
    @SuppressWarnings("unchecked") // the class of a value of type T is a class of T
    public static <T> Expression<T> value(T value) {
        Class<T> type = (Class<T>) value.getClass();
        SqlType<T> unknown = (SqlType<T>) SqlType.ANY;
        return new Node.Value<>(value, SqlType.of(type).orElse(unknown));
    }

    /**
     * A value, sent as a parameter.
     *
     * @param value the value
     * @param type the type that it is sent as
     * @param <T> the Java type
     * @return the expression
     */
    public static <T> Expression<T> value(T value, SqlType<T> type) {
        return new Node.Value<>(value, type);
    }

    /**
     * A piece of SQL, written as it is: never make it from what others typed in.
     *
     * @param sql an expression in the SQL of the database
     * @param type the type of its value
     * @param <T> its Java type
     * @return the expression
     */
    public static <T> Expression<T> verbatim(String sql, SqlType<T> type) {
        return new Node.Verbatim<>(sql, type);
    }

    /**
     * Converts a value in the database.
     *
     * @param expression the value
     * @param type the type
     * @param <T> its Java type
     * @return the converted value
     */
    public static <T> Expression<T> cast(Expression<?> expression, SqlType<T> type) {
        return expression.cast(type);
    }

    /**
     * Begins a choice by conditions.
     *
     * @param condition when the first result counts
     * @param result the first result
     * @param <T> the type of the results
     * @return the choice, NULL where no condition is true: add {@code when} and {@code otherwise}
     */
    public static <T> Node.Case<T> caseWhen(Expression<Boolean> condition, Expression<T> result) {
        return new Node.Case<>(List.of(new Node.Branch<>(condition, result)), null, result.type());
    }

    /**
     * Begins a choice by conditions.
     *
     * @param condition when the first result counts
     * @param result the first result
     * @param <T> the type of the results
     * @return the choice, NULL where no condition is true: add {@code when} and {@code otherwise}
     */
    public static <T> Node.Case<T> caseWhen(Expression<Boolean> condition, T result) {
        return caseWhen(condition, value(result));
    }

    /**
     * Whether a query has rows.
     *
     * @param query the query
     * @return the condition
     */
    public static Expression<Boolean> exists(Select<?> query) {
        return new Node.Exists(Objects.requireNonNull(query, "query"));
    }

    /**
     * All conditions.
     *
     * @param first the first
     * @param rest the others
     * @return the condition
     */
    @SafeVarargs
    public static Expression<Boolean> and(Expression<Boolean> first, Expression<Boolean>... rest) {
        return rest.length == 0 ? first : new Node.Operation<>(Operator.AND, list(first, rest), SqlType.BOOLEAN);
    }

    /**
     * At least one of the conditions.
     *
     * @param first the first
     * @param rest the others
     * @return the condition
     */
    @SafeVarargs
    public static Expression<Boolean> or(Expression<Boolean> first, Expression<Boolean>... rest) {
        return rest.length == 0 ? first : new Node.Operation<>(Operator.OR, list(first, rest), SqlType.BOOLEAN);
    }

    /**
     * The opposite of a condition.
     *
     * @param condition the condition
     * @return the opposite; unknown where the condition is
     */
    public static Expression<Boolean> not(Expression<Boolean> condition) {
        return condition.not();
    }

    /**
     * Creates a table with its constraints, without its indexes.
     *
     * @param table the table
     * @return the statement
     */
    public static CreateTable createTable(Table table) {
        return new CreateTable(table, false);
    }

    /**
     * Drops a table.
     *
     * @param table the table
     * @return the statement
     */
    public static DropTable dropTable(Table table) {
        return new DropTable(table, false);
    }

    /**
     * Creates an index.
     *
     * @param index the index
     * @return the statement
     */
    public static CreateIndex createIndex(Index index) {
        return new CreateIndex(index, false);
    }

    /**
     * Drops an index.
     *
     * @param index the index
     * @return the statement
     */
    public static DropIndex dropIndex(Index index) {
        return new DropIndex(index, false);
    }

    static List<Expression<?>> list(Expression<?> first, Expression<?>... rest) {
        List<Expression<?>> all = new ArrayList<>(rest.length + 1);
        all.add(first);
        all.addAll(List.of(rest));
        return List.copyOf(all);
    }

    static <E> List<E> append(List<E> list, E added) {
        List<E> longer = new ArrayList<>(list.size() + 1);
        longer.addAll(list);
        longer.add(added);
        return List.copyOf(longer);
    }

    static List<Expression<?>> appendAll(List<Expression<?>> list, Expression<?>... added) {
        List<Expression<?>> longer = new ArrayList<>(list);
        longer.addAll(List.of(added));
        return List.copyOf(longer);
    }
}
