package dev.databases.sql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * The methods by which the fields of a {@link Table} declare its columns: each registers a new column and returns it.
 */
abstract sealed class TableColumns permits TableParts {
    TableColumns() {}

    /**
     * Declares a column of any type.
     *
     * @param name the name
     * @param type the type
     * @param <T> the Java type
     * @return the column
     */
    protected abstract <T> Column<T> column(String name, SqlType<T> type);

    /**
     * Declares a column of truth values.
     *
     * @param name the name
     * @return the column
     */
    protected final Column<Boolean> bool(String name) {
        return column(name, SqlType.BOOLEAN);
    }

    /**
     * Declares a column of integers of 16 bits.
     *
     * @param name the name
     * @return the column
     */
    protected final Column<Short> smallint(String name) {
        return column(name, SqlType.SMALLINT);
    }

    /**
     * Declares a column of integers of 32 bits.
     *
     * @param name the name
     * @return the column
     */
    protected final Column<Integer> integer(String name) {
        return column(name, SqlType.INTEGER);
    }

    /**
     * Declares a column of integers of 64 bits.
     *
     * @param name the name
     * @return the column
     */
    protected final Column<Long> bigint(String name) {
        return column(name, SqlType.BIGINT);
    }

    /**
     * Declares a column of integers of 64 bits without sign.
     *
     * @param name the name
     * @return the column
     */
    protected final Column<BigInteger> unsignedBigint(String name) {
        return column(name, SqlType.UNSIGNED_BIGINT);
    }

    /**
     * Declares a column of floating point numbers of 32 bits.
     *
     * @param name the name
     * @return the column
     */
    protected final Column<Float> real(String name) {
        return column(name, SqlType.REAL);
    }

    /**
     * Declares a column of floating point numbers of 64 bits.
     *
     * @param name the name
     * @return the column
     */
    protected final Column<Double> doublePrecision(String name) {
        return column(name, SqlType.DOUBLE);
    }

    /**
     * Declares a column of exact decimal numbers.
     *
     * @param name the name
     * @return the column
     */
    protected final Column<BigDecimal> numeric(String name) {
        return column(name, SqlType.NUMERIC);
    }

    /**
     * Declares a column of text of any length.
     *
     * @param name the name
     * @return the column
     */
    protected final Column<String> text(String name) {
        return column(name, SqlType.TEXT);
    }

    /**
     * Declares a column of bytes.
     *
     * @param name the name
     * @return the column
     */
    protected final Column<byte[]> binary(String name) {
        return column(name, SqlType.BINARY);
    }

    /**
     * Declares a column of days.
     *
     * @param name the name
     * @return the column
     */
    protected final Column<LocalDate> date(String name) {
        return column(name, SqlType.DATE);
    }

    /**
     * Declares a column of times of day.
     *
     * @param name the name
     * @return the column
     */
    protected final Column<LocalTime> time(String name) {
        return column(name, SqlType.TIME);
    }

    /**
     * Declares a column of dates with a time, without a zone.
     *
     * @param name the name
     * @return the column
     */
    protected final Column<LocalDateTime> timestamp(String name) {
        return column(name, SqlType.TIMESTAMP);
    }

    /**
     * Declares a column of moments.
     *
     * @param name the name
     * @return the column
     */
    protected final Column<OffsetDateTime> timestamptz(String name) {
        return column(name, SqlType.TIMESTAMPTZ);
    }

    /**
     * Declares a column of spans of time.
     *
     * @param name the name
     * @return the column
     */
    protected final Column<Interval> interval(String name) {
        return column(name, SqlType.INTERVAL);
    }

    /**
     * Declares a column of UUIDs.
     *
     * @param name the name
     * @return the column
     */
    protected final Column<UUID> uuid(String name) {
        return column(name, SqlType.UUID);
    }

    /**
     * Declares a column of JSON documents.
     *
     * @param name the name
     * @return the column
     */
    protected final Column<Json> json(String name) {
        return column(name, SqlType.JSON);
    }

    /**
     * Declares a column of text of a bounded length.
     *
     * @param name the name
     * @param length the most characters
     * @return the column
     */
    protected final Column<String> string(String name, int length) {
        return column(name, SqlType.string(length));
    }

    /**
     * Declares a column of exact decimal numbers.
     *
     * @param name the name
     * @param precision how many digits in all
     * @param scale how many of them behind the point
     * @return the column
     */
    protected final Column<BigDecimal> numeric(String name, int precision, int scale) {
        return column(name, SqlType.numeric(precision, scale));
    }

    /**
     * Declares a column of the constants of an enum, stored by name.
     *
     * @param name the name
     * @param type the enum
     * @param <E> the enum
     * @return the column
     */
    protected final <E extends Enum<E>> Column<E> enumeration(String name, Class<E> type) {
        return column(name, SqlType.enumeration(type));
    }

    /**
     * Declares a column of arrays.
     *
     * @param name the name
     * @param element the type of the elements
     * @param <E> their Java type
     * @return the column
     */
    protected final <E> Column<List<E>> array(String name, SqlType<E> element) {
        return column(name, SqlType.array(element));
    }
}
