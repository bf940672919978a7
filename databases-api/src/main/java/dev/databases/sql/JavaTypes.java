package dev.databases.sql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which SQL type fits a Java class, and which values of one class stand for a value of another without losing anything. */
final class JavaTypes {
    private static final Map<Class<?>, SqlType<?>> TYPES = Map.ofEntries(
            Map.entry(Boolean.class, SqlType.BOOLEAN),
            Map.entry(Short.class, SqlType.SMALLINT),
            Map.entry(Integer.class, SqlType.INTEGER),
            Map.entry(Long.class, SqlType.BIGINT),
            Map.entry(BigInteger.class, SqlType.UNSIGNED_BIGINT),
            Map.entry(Float.class, SqlType.REAL),
            Map.entry(Double.class, SqlType.DOUBLE),
            Map.entry(BigDecimal.class, SqlType.NUMERIC),
            Map.entry(String.class, SqlType.TEXT),
            Map.entry(byte[].class, SqlType.BINARY),
            Map.entry(LocalDate.class, SqlType.DATE),
            Map.entry(LocalTime.class, SqlType.TIME),
            Map.entry(LocalDateTime.class, SqlType.TIMESTAMP),
            Map.entry(OffsetDateTime.class, SqlType.TIMESTAMPTZ),
            Map.entry(Interval.class, SqlType.INTERVAL),
            Map.entry(java.util.UUID.class, SqlType.UUID),
            Map.entry(Json.class, SqlType.JSON),
            Map.entry(Object.class, SqlType.ANY));

    private static final Map<Class<?>, Class<?>> BOXES = Map.of(
            boolean.class, Boolean.class,
            short.class, Short.class,
            int.class, Integer.class,
            long.class, Long.class,
            float.class, Float.class,
            double.class, Double.class,
            byte.class, Byte.class,
            char.class, Character.class);

    /** No integer type has more digits; a decimal like 1E+1000000 must not be written out to find that out. */
    private static final int MOST_DIGITS = 40;

    private JavaTypes() {}

    @SuppressWarnings({"unchecked", "rawtypes"}) // the map pairs each class with the type of that class
    static <J> Optional<SqlType<J>> typeOf(Class<J> type) {
        Class<?> box = BOXES.getOrDefault(type, type);
        if (box.isEnum()) {
            return Optional.of((SqlType<J>) SqlType.enumeration((Class) box));
        }
        return Optional.ofNullable((SqlType<J>) TYPES.get(box));
    }

    @SuppressWarnings("unchecked") // the target class is compared before each cast
    static <T> T convert(Object value, Class<T> target) {
        Class<T> box = (Class<T>) BOXES.getOrDefault(target, target);
        if (box.isInstance(value)) {
            return (T) value;
        }
        Object converted = Number.class.isAssignableFrom(box) && value instanceof Number number
                ? number(number, box)
                : other(value, box);
        if (converted == null) {
            throw new IllegalArgumentException(
                    "a " + value.getClass().getSimpleName() + " is not exactly a " + box.getSimpleName());
        }
        return (T) converted;
    }

    private static @Nullable Object other(Object value, Class<?> target) {
        if (target == OffsetDateTime.class) {
            return moment(value);
        }
        if (target == String.class) {
            return value instanceof CharSequence || value instanceof Character ? value.toString() : null;
        }
        if (target == Interval.class) {
            return interval(value);
        }
        return target == List.class && value instanceof Collection<?> many
                ? Collections.unmodifiableList(new ArrayList<>(many))
                : null;
    }

    private static @Nullable OffsetDateTime moment(Object value) {
        if (value instanceof Instant instant) {
            return instant.atOffset(ZoneOffset.UTC);
        }
        return value instanceof ZonedDateTime zoned ? zoned.toOffsetDateTime() : null;
    }

    private static @Nullable Interval interval(Object value) {
        if (value instanceof java.time.Period period) {
            return Interval.of(period);
        }
        return value instanceof java.time.Duration time ? Interval.of(time) : null;
    }

    /** A number as another class of number, null where that would change it. */
    private static @Nullable Number number(Number value, Class<?> target) {
        if (target == Double.class || target == Float.class) {
            return floating(value, target);
        }
        BigDecimal exact = exact(value);
        if (exact == null) {
            return null;
        }
        if (target == BigDecimal.class) {
            return exact;
        }
        BigInteger whole = whole(exact);
        return whole == null ? null : integer(whole, target);
    }

    private static @Nullable Number integer(BigInteger value, Class<?> target) {
        if (target == BigInteger.class) {
            return value;
        }
        int bits = value.bitLength();
        if (target == Long.class) {
            return bits < Long.SIZE ? value.longValue() : null;
        }
        if (target == Integer.class) {
            return bits < Integer.SIZE ? value.intValue() : null;
        }
        if (target == Short.class) {
            return bits < Short.SIZE ? value.shortValue() : null;
        }
        return target == Byte.class && bits < Byte.SIZE ? value.byteValue() : null;
    }

    private static @Nullable BigDecimal exact(Number value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        if (value instanceof Double || value instanceof Float) {
            double number = value.doubleValue();
            return Double.isFinite(number) ? new BigDecimal(value.toString()) : null;
        }
        boolean integral =
                value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte;
        return integral ? BigDecimal.valueOf(value.longValue()) : null;
    }

    private static @Nullable BigInteger whole(BigDecimal value) {
        if (value.signum() == 0) {
            return BigInteger.ZERO;
        }
        boolean small = value.precision() - (long) value.scale() <= MOST_DIGITS;
        return small && value.stripTrailingZeros().scale() <= 0 ? value.toBigInteger() : null;
    }

    private static @Nullable Number floating(Number value, Class<?> target) {
        double number = value.doubleValue();
        if (target == Float.class) {
            float narrow = (float) number;
            boolean same = Double.compare(narrow, number) == 0 && isSame(value, number);
            return same ? narrow : null;
        }
        return isSame(value, number) ? number : null;
    }

    /** Whether the double has exactly the value of the number. */
    private static boolean isSame(Number value, double number) {
        if (value instanceof Double || value instanceof Float) {
            return true;
        }
        BigDecimal exact = exact(value);
        return exact != null && Double.isFinite(number) && new BigDecimal(number).compareTo(exact) == 0;
    }
}
