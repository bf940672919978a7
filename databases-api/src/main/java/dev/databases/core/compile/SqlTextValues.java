package dev.databases.core.compile;

import dev.databases.config.Feature;
import dev.databases.error.CompilationException;
import dev.databases.sql.SqlType;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns the Java values given for SQL text into what backends bind: the one Java type of the {@link SqlType} that fits
 * the class of the value. {@link SqlTextStatement} calls it. The values themselves are never part of a message.
 */
final class SqlTextValues {
    /** PostgreSQL allows six dimensions; an array that contains itself has no end. */
    private static final int MOST_DIMENSIONS = 6;

    private final SqlTextRules rules;
    private final String sql;

    /**
     * Keeps what it needs.
     *
     * @param rules the rules of the dialect
     * @param sql the text, for errors
     */
    SqlTextValues(SqlTextRules rules, String sql) {
        this.rules = rules;
        this.sql = sql;
    }

    /**
     * Makes what a backend binds.
     *
     * @param value the value; an array is one value
     * @param name the parameter, for errors
     * @param row which of many rows the value is of, from 1; 0 if there is only one
     * @return a value of the Java type of a {@link SqlType.Kind}, null for null
     */
    @Nullable
    Object stored(@Nullable Object value, String name, int row) {
        if (value == null) {
            return null;
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        return isArray(value) ? array(value, name, row, 1) : single(value, name, row);
    }

    /** Bytes have a type of their own; characters are most often a password, which nobody stores letter by letter. */
    private static boolean isArray(Object value) {
        return value.getClass().isArray() && !(value instanceof byte[] || value instanceof char[]);
    }

    /** The values of a collection in its order. */
    @Nullable
    Object[] list(Collection<?> values, String name) {
        @Nullable Object[] elements = values.toArray();
        if (elements.length == 0) {
            throw refused(
                    name,
                    0,
                    "is an empty collection, and a list in SQL has at least one value",
                    "leave the condition out: nothing is IN an empty list, everything is NOT IN it");
        }
        @Nullable Object[] stored = new Object[elements.length];
        for (int i = 0; i < elements.length; i++) {
            stored[i] = stored(elements[i], name, 0);
        }
        return stored;
    }

    private Object single(Object value, String name, int row) {
        SqlType<?> type = type(value);
        if (type == null) {
            throw refused(
                    name, row, "is a " + value.getClass().getTypeName() + ", which no SQL type takes", hint(value));
        }
        try {
            return type.coerce(value);
        } catch (DateTimeException outOfRange) {
            // Its message may show the value, so it is not handed on.
            throw refused(name, row, "is outside of what " + type + " can hold", "pass null for infinity");
        }
    }

    /** The type that fits the class, or that a value of the class stands for without losing anything. */
    private static @Nullable SqlType<?> type(Object value) {
        Optional<? extends SqlType<?>> exact = SqlType.of(value.getClass());
        if (exact.isPresent()) {
            boolean wide = value instanceof BigInteger whole && (whole.signum() < 0 || whole.bitLength() > Long.SIZE);
            SqlType<?> type = wide ? SqlType.NUMERIC : exact.get();
            return type.equals(SqlType.ANY) ? null : type;
        }
        if (value instanceof Byte) {
            return SqlType.SMALLINT;
        }
        if (value instanceof CharSequence || value instanceof Character) {
            return SqlType.TEXT;
        }
        if (value instanceof Instant || value instanceof ZonedDateTime) {
            return SqlType.TIMESTAMPTZ;
        }
        return value instanceof Period || value instanceof Duration ? SqlType.INTERVAL : null;
    }

    private List<@Nullable Object> array(Object array, String name, int row, int dimension) {
        if (!rules.dialect().features().contains(Feature.ARRAYS)) {
            throw refused(
                    name,
                    row,
                    "is an array, and " + rules.dialect().name() + " has no arrays",
                    "pass a collection for a list such as IN (:" + name + ")");
        }
        if (dimension > MOST_DIMENSIONS) {
            throw refused(name, row, "is an array of more than " + MOST_DIMENSIONS + " dimensions", null);
        }
        int length = Array.getLength(array);
        List<@Nullable Object> elements = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            Object element = Array.get(array, i);
            boolean inner = element != null && isArray(element);
            elements.add(inner ? array(element, name, row, dimension + 1) : stored(element, name, row));
        }
        return Collections.unmodifiableList(elements);
    }

    private CompilationException refused(String name, int row, String why, @Nullable String hint) {
        return new CompilationException(SqlTextErrors.inRow(row) + "the parameter :" + name + " " + why, sql, hint);
    }

    private static String hint(Object value) {
        if (value instanceof Collection<?>) {
            return "a collection becomes a list one level deep, and only for a single row; for an array, pass a Java"
                    + " array";
        }
        if (value instanceof TemporalAccessor || value instanceof Date || value instanceof Calendar) {
            return "pass a LocalDate, LocalTime, LocalDateTime, OffsetDateTime or Instant";
        }
        return value instanceof Optional<?>
                ? "pass the value inside, or null"
                : "pass one of the classes that SqlType.Kind names";
    }
}
