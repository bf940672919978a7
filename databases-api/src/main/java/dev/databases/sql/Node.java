package dev.databases.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of {@link Expression} besides {@link Column}, as the compiler reads them. Users get them from {@link Sql}
 * and from the methods of expressions, and name few of them. All are immutable.
 */
public final class Node {
    private Node() {}

    /** Where NULL is ordered. */
    public enum Nulls {
        /** Where the database puts it. */
        DEFAULT,
        /** Before everything else. */
        FIRST,
        /** After everything else. */
        LAST
    }

    /**
     * A value, sent as a parameter.
     *
     * @param value the value, coerced to the type by the compiler
     * @param type the type, {@link SqlType#ANY} if the class of the value tells
     * @param <T> the Java type
     */
    public record Value<T>(@Nullable Object value, SqlType<T> type) implements Expression<T> {
        /** Names the type only: values are not to be printed. */
        @Override
        public String toString() {
            return "Value[" + type + "]";
        }
    }

    /**
     * A parameter whose value comes with the call.
     *
     * @param name the name in the map of values
     * @param type the type, {@link SqlType#ANY} if the class of the value tells
     * @param <T> the Java type
     */
    public record Bind<T>(String name, SqlType<T> type) implements Expression<T> {
        /**
         * Checks for null.
         *
         * @param name the name in the map of values
         * @param type the type, {@link SqlType#ANY} if the class of the value tells
         */
        public Bind {
            Objects.requireNonNull(name, "name");
        }
    }

    /**
     * The values behind {@code IN}.
     *
     * @param values the values, possibly none
     * @param type the type of each
     * @param <T> the Java type
     */
    public record Choices<T>(List<? extends @Nullable Object> values, SqlType<T> type) implements Expression<T> {
        /** Names number and type only: values are not to be printed. */
        @Override
        public String toString() {
            return "Choices[" + values.size() + " of " + type + "]";
        }
    }

    /**
     * An operator with its operands.
     *
     * @param operator the operator
     * @param operands as many as the operator takes
     * @param type the type of the result
     * @param <T> the Java type
     */
    public record Operation<T>(Operator operator, List<Expression<?>> operands, SqlType<T> type)
            implements Expression<T> {
        /**
         * Copies the operands.
         *
         * @param operator the operator
         * @param operands as many as the operator takes
         * @param type the type of the result
         */
        public Operation {
            operands = List.copyOf(operands);
        }
    }

    /**
     * A function call.
     *
     * @param name the name, with its schema if need be
     * @param arguments the arguments
     * @param distinct whether an aggregate counts equal values once
     * @param type the type of the result
     * @param <T> the Java type
     */
    public record Call<T>(String name, List<Expression<?>> arguments, boolean distinct, SqlType<T> type)
            implements Expression<T> {
        private static final Pattern NAME = Pattern.compile("[A-Za-z_][\\w$]*(\\.[A-Za-z_][\\w$]*)*");

        /**
         * Checks the name, which is written as it is.
         *
         * @param name the name, with its schema if need be
         * @param arguments the arguments
         * @param distinct whether an aggregate counts equal values once
         * @param type the type of the result
         * @throws IllegalArgumentException if the name is not an identifier, or several with dots between
         */
        public Call {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("not the name of a function: " + name);
            }
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * A conversion in the database.
     *
     * @param operand what is converted
     * @param type the type of the result
     * @param <T> the Java type
     */
    public record Cast<T>(Expression<?> operand, SqlType<T> type) implements Expression<T> {
        /**
         * Checks for null.
         *
         * @param operand what is converted
         * @param type the type of the result
         */
        public Cast {
            Objects.requireNonNull(type, "type");
        }
    }

    /**
     * A choice by conditions; begun by {@link Sql#caseWhen}.
     *
     * @param branches the conditions with their results, the first true one counts
     * @param otherwise the result if none is true; NULL if absent
     * @param type the type of the result
     * @param <T> the Java type
     */
    public record Case<T>(
            List<Branch<T>> branches, @Nullable Expression<T> otherwise, SqlType<T> type) implements Expression<T> {
        /**
         * Copies the branches.
         *
         * @param branches the conditions with their results, the first true one counts
         * @param otherwise the result if none is true; NULL if absent
         * @param type the type of the result
         */
        public Case {
            branches = List.copyOf(branches);
        }

        /**
         * Adds a branch.
         *
         * @param condition when it counts
         * @param result its result
         * @return the longer choice
         */
        public Case<T> when(Expression<Boolean> condition, Expression<T> result) {
            List<Branch<T>> more = new ArrayList<>(branches);
            more.add(new Branch<>(condition, result));
            return new Case<>(more, otherwise, type);
        }

        /**
         * Adds a branch.
         *
         * @param condition when it counts
         * @param result its result
         * @return the longer choice
         */
        public Case<T> when(Expression<Boolean> condition, T result) {
            return when(condition, new Value<>(result, type));
        }

        /**
         * Says what comes out if no condition is true.
         *
         * @param result the result
         * @return the whole choice
         */
        public Expression<T> otherwise(Expression<T> result) {
            return new Case<>(branches, result, type);
        }

        /**
         * Says what comes out if no condition is true.
         *
         * @param result the result
         * @return the whole choice
         */
        public Expression<T> otherwise(@Nullable T result) {
            return otherwise(new Value<>(result, type));
        }
    }

    /**
     * One branch of a {@link Case}.
     *
     * @param condition when it counts
     * @param result its result
     * @param <T> the Java type
     */
    public record Branch<T>(Expression<Boolean> condition, Expression<T> result) {}

    /**
     * An expression with the name of its column in the result.
     *
     * @param expression the expression
     * @param name the name
     * @param <T> the Java type
     */
    public record Label<T>(Expression<T> expression, String name) implements Expression<T> {
        /**
         * Checks for null.
         *
         * @param expression the expression
         * @param name the name
         */
        public Label {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public SqlType<T> type() {
            return expression.type();
        }
    }

    /**
     * A piece of SQL, written as it is.
     *
     * @param sql the SQL
     * @param type the type of its value
     * @param <T> the Java type
     */
    public record Verbatim<T>(String sql, SqlType<T> type) implements Expression<T> {
        /**
         * Checks for null.
         *
         * @param sql the SQL
         * @param type the type of its value
         */
        public Verbatim {
            Objects.requireNonNull(sql, "sql");
        }
    }

    /**
     * The value of a query of one column and at most one row; behind {@code IN} all of its rows.
     *
     * @param select the query
     * @param type the type of its first column
     * @param <T> the Java type
     */
    public record Subquery<T>(Select<T> select, SqlType<T> type) implements Expression<T> {}

    /**
     * Whether a query has rows.
     *
     * @param select the query
     */
    public record Exists(Select<?> select) implements Expression<Boolean> {
        @Override
        public SqlType<Boolean> type() {
            return SqlType.BOOLEAN;
        }
    }

    /**
     * What to order by, and in which direction. Of use in {@code orderBy} and in indexes only.
     *
     * @param expression what to order by
     * @param isDescending whether large comes first
     * @param nulls where NULL comes
     * @param <T> the Java type
     */
    public record Ordering<T>(Expression<T> expression, boolean isDescending, Nulls nulls) implements Expression<T> {
        static <T> Ordering<T> of(Expression<T> expression) {
            return expression instanceof Ordering<T> ordering
                    ? ordering
                    : new Ordering<>(expression, false, Nulls.DEFAULT);
        }

        Ordering<T> descending(boolean isDescending) {
            return new Ordering<>(expression, isDescending, nulls);
        }

        Ordering<T> nulls(Nulls nulls) {
            return new Ordering<>(expression, isDescending, nulls);
        }

        @Override
        public SqlType<T> type() {
            return expression.type();
        }
    }
}
