package dev.databases.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conditions on an expression, part of {@link Expression}. Values become parameters of the type of the expression.
 *
 * @param <T> the Java type of the expression
 */
sealed interface Comparisons<T> permits Expression {
    /**
     * Equal to a value.
     *
     * @param value the value; null asks for NULL
     * @return the condition
     */
    default Expression<Boolean> eq(@Nullable T value) {
        return value == null ? isNull() : Operations.condition(Operator.EQ, this, Operations.value(this, value));
    }

    /**
     * Equal to another expression.
     *
     * @param other the other
     * @return the condition, unknown if one side is NULL
     */
    default Expression<Boolean> eq(Expression<T> other) {
        return Operations.condition(Operator.EQ, this, other);
    }

    /**
     * Not equal to a value.
     *
     * @param value the value; null asks for anything but NULL
     * @return the condition
     */
    default Expression<Boolean> ne(@Nullable T value) {
        return value == null ? isNotNull() : Operations.condition(Operator.NE, this, Operations.value(this, value));
    }

    /**
     * Not equal to another expression.
     *
     * @param other the other
     * @return the condition, unknown if one side is NULL
     */
    default Expression<Boolean> ne(Expression<T> other) {
        return Operations.condition(Operator.NE, this, other);
    }

    /**
     * Less than a value.
     *
     * @param value the value
     * @return the condition
     */
    default Expression<Boolean> lt(T value) {
        return Operations.condition(Operator.LT, this, Operations.value(this, value));
    }

    /**
     * Less than another expression.
     *
     * @param other the other
     * @return the condition
     */
    default Expression<Boolean> lt(Expression<T> other) {
        return Operations.condition(Operator.LT, this, other);
    }

    /**
     * At most a value.
     *
     * @param value the value
     * @return the condition
     */
    default Expression<Boolean> le(T value) {
        return Operations.condition(Operator.LE, this, Operations.value(this, value));
    }

    /**
     * At most another expression.
     *
     * @param other the other
     * @return the condition
     */
    default Expression<Boolean> le(Expression<T> other) {
        return Operations.condition(Operator.LE, this, other);
    }

    /**
     * More than a value.
     *
     * @param value the value
     * @return the condition
     */
    default Expression<Boolean> gt(T value) {
        return Operations.condition(Operator.GT, this, Operations.value(this, value));
    }

    /**
     * More than another expression.
     *
     * @param other the other
     * @return the condition
     */
    default Expression<Boolean> gt(Expression<T> other) {
        return Operations.condition(Operator.GT, this, other);
    }

    /**
     * At least a value.
     *
     * @param value the value
     * @return the condition
     */
    default Expression<Boolean> ge(T value) {
        return Operations.condition(Operator.GE, this, Operations.value(this, value));
    }

    /**
     * At least another expression.
     *
     * @param other the other
     * @return the condition
     */
    default Expression<Boolean> ge(Expression<T> other) {
        return Operations.condition(Operator.GE, this, other);
    }

    /**
     * NULL.
     *
     * @return the condition
     */
    default Expression<Boolean> isNull() {
        return Operations.condition(Operator.IS_NULL, this);
    }

    /**
     * Anything but NULL.
     *
     * @return the condition
     */
    default Expression<Boolean> isNotNull() {
        return Operations.condition(Operator.IS_NOT_NULL, this);
    }

    /**
     * Between two values, both included.
     *
     * @param low the least
     * @param high the most
     * @return the condition
     */
    default Expression<Boolean> between(T low, T high) {
        return Operations.condition(Operator.BETWEEN, this, Operations.value(this, low), Operations.value(this, high));
    }

    /**
     * Between two expressions, both included.
     *
     * @param low the least
     * @param high the most
     * @return the condition
     */
    default Expression<Boolean> between(Expression<T> low, Expression<T> high) {
        return Operations.condition(Operator.BETWEEN, this, low, high);
    }

    /**
     * One of some values.
     *
     * @param values the values, copied; none makes a condition that is never true
     * @return the condition
     */
    default Expression<Boolean> in(Collection<? extends @Nullable T> values) {
        return Operations.condition(Operator.IN, this, choices(values));
    }

    /**
     * One of the values in the first column of a query.
     *
     * @param query a query of one column
     * @return the condition
     */
    default Expression<Boolean> in(Select<T> query) {
        return Operations.condition(Operator.IN, this, query.scalar());
    }

    /**
     * One of the values of a collection that is bound by name.
     *
     * @param parameter made by {@link Sql#bind(String)}
     * @return the condition
     */
    default Expression<Boolean> in(Node.Bind<T> parameter) {
        return Operations.condition(Operator.IN, this, parameter);
    }

    /**
     * None of some values.
     *
     * @param values the values, copied; none makes a condition that is always true
     * @return the condition, never true if a value is NULL
     */
    default Expression<Boolean> notIn(Collection<? extends @Nullable T> values) {
        return Operations.condition(Operator.NOT_IN, this, choices(values));
    }

    /**
     * None of the values in the first column of a query.
     *
     * @param query a query of one column
     * @return the condition, never true if a value is NULL
     */
    default Expression<Boolean> notIn(Select<T> query) {
        return Operations.condition(Operator.NOT_IN, this, query.scalar());
    }

    /**
     * None of the values of a collection that is bound by name.
     *
     * @param parameter made by {@link Sql#bind(String)}
     * @return the condition, never true if a value is NULL
     */
    default Expression<Boolean> notIn(Node.Bind<T> parameter) {
        return Operations.condition(Operator.NOT_IN, this, parameter);
    }

    private Expression<T> choices(Collection<? extends @Nullable T> values) {
        List<@Nullable Object> copy = Collections.unmodifiableList(new ArrayList<@Nullable Object>(values));
        return new Node.Choices<>(copy, ((Expression<T>) this).type());
    }
}
