package dev.databases.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Logic, arithmetic and text, part of {@link Expression}. Values become parameters.
 *
 * @param <T> the Java type of the expression
 */
sealed interface Operations<T> permits Expression {
    /**
     * Both conditions.
     *
     * @param other the other
     * @return the condition
     */
    default Expression<Boolean> and(Expression<Boolean> other) {
        return condition(Operator.AND, self(), other);
    }

    /**
     * At least one of the conditions.
     *
     * @param other the other
     * @return the condition
     */
    default Expression<Boolean> or(Expression<Boolean> other) {
        return condition(Operator.OR, self(), other);
    }

    /**
     * The opposite of a condition.
     *
     * @return the condition; unknown where this one is
     */
    default Expression<Boolean> not() {
        if (self() instanceof Node.Operation<T> operation) {
            Operator opposite = operation.operator().negated();
            if (opposite != null) {
                return new Node.Operation<>(opposite, operation.operands(), SqlType.BOOLEAN);
            }
        }
        return condition(Operator.NOT, self());
    }

    /**
     * Adds a value.
     *
     * @param value the value
     * @return the sum
     */
    default Expression<T> plus(T value) {
        return same(Operator.PLUS, value(self(), value));
    }

    /**
     * Adds an expression.
     *
     * @param other the other
     * @return the sum
     */
    default Expression<T> plus(Expression<T> other) {
        return same(Operator.PLUS, other);
    }

    /**
     * Subtracts a value.
     *
     * @param value the value
     * @return the difference
     */
    default Expression<T> minus(T value) {
        return same(Operator.MINUS, value(self(), value));
    }

    /**
     * Subtracts an expression.
     *
     * @param other the other
     * @return the difference
     */
    default Expression<T> minus(Expression<T> other) {
        return same(Operator.MINUS, other);
    }

    /**
     * Multiplies by a value.
     *
     * @param value the value
     * @return the product
     */
    default Expression<T> times(T value) {
        return same(Operator.TIMES, value(self(), value));
    }

    /**
     * Multiplies by an expression.
     *
     * @param other the other
     * @return the product
     */
    default Expression<T> times(Expression<T> other) {
        return same(Operator.TIMES, other);
    }

    /**
     * Divides by a value, as the database divides: integers may give an integer.
     *
     * @param value the value
     * @return the quotient
     */
    default Expression<T> dividedBy(T value) {
        return same(Operator.DIVIDE, value(self(), value));
    }

    /**
     * Divides by an expression, as the database divides: integers may give an integer.
     *
     * @param other the other
     * @return the quotient
     */
    default Expression<T> dividedBy(Expression<T> other) {
        return same(Operator.DIVIDE, other);
    }

    /**
     * The remainder of dividing by a value.
     *
     * @param value the value
     * @return the remainder
     */
    default Expression<T> modulo(T value) {
        return same(Operator.MODULO, value(self(), value));
    }

    /**
     * The remainder of dividing by an expression.
     *
     * @param other the other
     * @return the remainder
     */
    default Expression<T> modulo(Expression<T> other) {
        return same(Operator.MODULO, other);
    }

    /**
     * The number with the other sign.
     *
     * @return the number
     */
    default Expression<T> negated() {
        return same(Operator.NEGATE);
    }

    /**
     * Appends a text.
     *
     * @param text the text
     * @return both
     */
    default Expression<String> concat(String text) {
        return concat(text(text));
    }

    /**
     * Appends a text.
     *
     * @param other the text
     * @return both, NULL if one is
     */
    default Expression<String> concat(Expression<?> other) {
        return new Node.Operation<>(Operator.CONCAT, List.of(self(), typed(other, SqlType.TEXT)), SqlType.TEXT);
    }

    /**
     * Matches a pattern.
     *
     * @param pattern {@code %} stands for any text, {@code _} for any character
     * @return the condition
     */
    default Expression<Boolean> like(String pattern) {
        return like(text(pattern));
    }

    /**
     * Matches a pattern.
     *
     * @param pattern {@code %} stands for any text, {@code _} for any character
     * @return the condition
     */
    default Expression<Boolean> like(Expression<String> pattern) {
        return condition(Operator.LIKE, self(), typed(pattern, SqlType.TEXT));
    }

    /**
     * Matches a pattern without regard to case.
     *
     * @param pattern {@code %} stands for any text, {@code _} for any character
     * @return the condition
     */
    default Expression<Boolean> ilike(String pattern) {
        return ilike(text(pattern));
    }

    /**
     * Matches a pattern without regard to case.
     *
     * @param pattern {@code %} stands for any text, {@code _} for any character
     * @return the condition
     */
    default Expression<Boolean> ilike(Expression<String> pattern) {
        return condition(Operator.ILIKE, self(), typed(pattern, SqlType.TEXT));
    }

    /**
     * Begins with a text. {@code %} and {@code _} in it stand for themselves.
     *
     * @param text the text
     * @return the condition; whether case counts is the database's matter, as in {@code LIKE}
     */
    default Expression<Boolean> startsWith(String text) {
        return literally(escaped(text) + "%");
    }

    /**
     * Ends with a text. {@code %} and {@code _} in it stand for themselves.
     *
     * @param text the text
     * @return the condition; whether case counts is the database's matter, as in {@code LIKE}
     */
    default Expression<Boolean> endsWith(String text) {
        return literally("%" + escaped(text));
    }

    /**
     * Contains a text. {@code %} and {@code _} in it stand for themselves.
     *
     * @param text the text
     * @return the condition; whether case counts is the database's matter, as in {@code LIKE}
     */
    default Expression<Boolean> contains(String text) {
        return literally("%" + escaped(text) + "%");
    }

    private Expression<T> self() {
        return (Expression<T>) this;
    }

    private Expression<T> same(Operator operator, Expression<?>... others) {
        List<Expression<?>> operands = new ArrayList<>(others.length + 1);
        operands.add(self());
        for (Expression<?> other : others) {
            operands.add(typed(other, self().type()));
        }
        return new Node.Operation<>(operator, operands, self().type());
    }

    private Expression<Boolean> literally(String pattern) {
        return condition(Operator.LIKE, self(), text(pattern), new Node.Verbatim<>("'/'", SqlType.TEXT));
    }

    private static String escaped(String text) {
        return text.replace("/", "//").replace("%", "/%").replace("_", "/_");
    }

    private static Expression<String> text(String text) {
        return new Node.Value<>(Objects.requireNonNull(text, "text"), SqlType.TEXT);
    }

    /** A value of the type of the expression that it stands beside. */
    static <T> Expression<T> value(Object beside, @Nullable T value) {
        @SuppressWarnings("unchecked") // only Expression<T> has these methods
        SqlType<T> type = ((Expression<T>) beside).type();
        return new Node.Value<>(value, type);
    }

    /** A condition; parameters without a type get that of the first operand. */
    static Expression<Boolean> condition(Operator operator, Object first, Expression<?>... others) {
        Expression<?> left = (Expression<?>) first;
        List<Expression<?>> operands = new ArrayList<>(others.length + 1);
        operands.add(left);
        for (Expression<?> other : others) {
            operands.add(typed(other, left.type()));
        }
        return new Node.Operation<>(operator, operands, SqlType.BOOLEAN);
    }

    /** The expression; a parameter without a type as one of this type. */
    static Expression<?> typed(Expression<?> expression, SqlType<?> type) {
        return expression instanceof Node.Bind<?> bind && bind.type() == SqlType.ANY
                ? new Node.Bind<>(bind.name(), type)
                : expression;
    }
}
