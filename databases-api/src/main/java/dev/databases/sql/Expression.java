package dev.databases.sql;

/**
 * A part of a statement that has a value: a column, a literal, a function call, a condition. Users combine expressions
 * by these methods and by those of {@link Sql}; the compiler reads the {@link Node nodes}. Immutable.
 *
 * @param <T> the Java type of the value
 */
public sealed interface Expression<T> extends Comparisons<T>, Operations<T>
        permits Column,
                Node.Value,
                Node.Bind,
                Node.Choices,
                Node.Operation,
                Node.Call,
                Node.Cast,
                Node.Case,
                Node.Label,
                Node.Verbatim,
                Node.Subquery,
                Node.Exists,
                Node.Ordering {
    /**
     * Returns the type of the value.
     *
     * @return the type, {@link SqlType#ANY} if unknown
     */
    SqlType<T> type();

    /**
     * Names the column of the result.
     *
     * @param label the name
     * @return the labelled expression; used elsewhere in the statement it stands for the same
     */
    default Expression<T> as(String label) {
        return new Node.Label<>(this, label);
    }

    /**
     * Converts the value in the database.
     *
     * @param type the type
     * @param <U> its Java type
     * @return the converted value
     */
    default <U> Expression<U> cast(SqlType<U> type) {
        return new Node.Cast<>(this, type);
    }

    /**
     * Orders from small to large.
     *
     * @return what {@code orderBy} takes
     */
    default Expression<T> asc() {
        return Node.Ordering.of(this).descending(false);
    }

    /**
     * Orders from large to small.
     *
     * @return what {@code orderBy} takes
     */
    default Expression<T> desc() {
        return Node.Ordering.of(this).descending(true);
    }

    /**
     * Orders NULL before everything else.
     *
     * @return what {@code orderBy} takes
     */
    default Expression<T> nullsFirst() {
        return Node.Ordering.of(this).nulls(Node.Nulls.FIRST);
    }

    /**
     * Orders NULL after everything else.
     *
     * @return what {@code orderBy} takes
     */
    default Expression<T> nullsLast() {
        return Node.Ordering.of(this).nulls(Node.Nulls.LAST);
    }
}
