package dev.databases.sql;

import java.time.OffsetDateTime;
import java.util.List;

/** The functions that {@link Sql} offers. */
abstract sealed class Functions permits Sql {
    Functions() {}

    /**
     * Counts rows.
     *
     * @return {@code count(*)}
     */
    public static Expression<Long> count() {
        return function("count", SqlType.BIGINT, new Node.Verbatim<>("*", SqlType.ANY));
    }

    /**
     * Counts values other than NULL.
     *
     * @param expression the values
     * @return the number
     */
    public static Expression<Long> count(Expression<?> expression) {
        return function("count", SqlType.BIGINT, expression);
    }

    /**
     * Counts different values other than NULL.
     *
     * @param expression the values
     * @return the number
     */
    public static Expression<Long> countDistinct(Expression<?> expression) {
        return new Node.Call<>("count", List.of(expression), true, SqlType.BIGINT);
    }

    /**
     * Adds up values.
     *
     * @param expression the values
     * @param <N> their type
     * @return the sum, NULL without values; a sum that the type cannot hold fails: cast the values first
     */
    public static <N extends Number> Expression<N> sum(Expression<N> expression) {
        return function("sum", expression.type(), expression);
    }

    /**
     * The mean of values.
     *
     * @param expression the values
     * @return the mean, NULL without values
     */
    public static Expression<Double> avg(Expression<? extends Number> expression) {
        return function("avg", SqlType.DOUBLE, expression);
    }

    /**
     * The smallest value.
     *
     * @param expression the values
     * @param <T> their type
     * @return the smallest, NULL without values
     */
    public static <T> Expression<T> min(Expression<T> expression) {
        return function("min", expression.type(), expression);
    }

    /**
     * The largest value.
     *
     * @param expression the values
     * @param <T> their type
     * @return the largest, NULL without values
     */
    public static <T> Expression<T> max(Expression<T> expression) {
        return function("max", expression.type(), expression);
    }

    /**
     * The expression, or a value where it is NULL.
     *
     * @param expression the expression
     * @param otherwise the value instead of NULL
     * @param <T> the type
     * @return never NULL
     */
    public static <T> Expression<T> coalesce(Expression<T> expression, T otherwise) {
        return coalesce(expression, Operations.value(expression, otherwise));
    }

    /**
     * The first expression that is not NULL.
     *
     * @param first the first
     * @param second the second
     * @param <T> the type
     * @return NULL if both are
     */
    public static <T> Expression<T> coalesce(Expression<T> first, Expression<T> second) {
        return function("coalesce", first.type(), first, Operations.typed(second, first.type()));
    }

    /**
     * Text in lower case.
     *
     * @param text the text
     * @return the text
     */
    public static Expression<String> lower(Expression<String> text) {
        return function("lower", SqlType.TEXT, text);
    }

    /**
     * Text in upper case.
     *
     * @param text the text
     * @return the text
     */
    public static Expression<String> upper(Expression<String> text) {
        return function("upper", SqlType.TEXT, text);
    }

    /**
     * The number of characters.
     *
     * @param text the text
     * @return the number
     */
    public static Expression<Integer> length(Expression<String> text) {
        return function("length", SqlType.INTEGER, text);
    }

    /**
     * A number without its sign.
     *
     * @param number the number
     * @param <N> its type
     * @return the number
     */
    public static <N extends Number> Expression<N> abs(Expression<N> number) {
        return function("abs", number.type(), number);
    }

    /**
     * A number rounded to an integer.
     *
     * @param number the number
     * @param <N> its type
     * @return the number
     */
    public static <N extends Number> Expression<N> round(Expression<N> number) {
        return function("round", number.type(), number);
    }

    /**
     * Texts one after the other.
     *
     * @param first the first
     * @param rest the others
     * @return all, NULL if one is
     */
    public static Expression<String> concat(Expression<?> first, Expression<?>... rest) {
        return new Node.Operation<>(Operator.CONCAT, Sql.list(first, rest), SqlType.TEXT);
    }

    /**
     * The moment at which the database runs the statement, or began the transaction.
     *
     * @return the moment
     */
    public static Expression<OffsetDateTime> currentTimestamp() {
        return new Node.Verbatim<>("CURRENT_TIMESTAMP", SqlType.TIMESTAMPTZ);
    }

    /**
     * Calls any function.
     *
     * @param name the name, written as it is
     * @param type the type of the result
     * @param arguments the arguments
     * @param <T> the Java type of the result
     * @return the call
     * @throws IllegalArgumentException if the name is not an identifier, or several with dots between
     */
    public static <T> Expression<T> function(String name, SqlType<T> type, Expression<?>... arguments) {
        return new Node.Call<>(name, List.of(arguments), false, type);
    }
}
