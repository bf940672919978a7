package dev.databases.sql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column, a parameter or an expression, and the one Java type that its values have on every backend. Columns
 * and expressions carry it, the compiler hands it to the backend, which binds and decodes by its {@link #kind()}.
 *
 * <p>Immutable; two types are equal if they mean the same, mapped types if they also share their functions.
 *
 * @param <T> the Java type of the values
 */
public final class SqlType<T> {
    /** The kinds that a backend knows how to bind and decode, each with its one Java type. */
    public enum Kind {
        /** {@link Boolean}. */
        BOOLEAN,
        /** {@link Short}. */
        SMALLINT,
        /** {@link Integer}. */
        INTEGER,
        /** {@link Long}. */
        BIGINT,
        /** {@link BigInteger} from 0 to 2^64 - 1. */
        UNSIGNED_BIGINT,
        /** {@link Float}. */
        REAL,
        /** {@link Double}. */
        DOUBLE,
        /** {@link BigDecimal}. */
        NUMERIC,
        /** {@link String}. */
        TEXT,
        /** {@code byte[]}. */
        BINARY,
        /** {@link LocalDate}. */
        DATE,
        /** {@link LocalTime}, to the microsecond. */
        TIME,
        /** {@link LocalDateTime}, to the microsecond. */
        TIMESTAMP,
        /** {@link OffsetDateTime}, to the microsecond; the instant is kept, the offset comes back as UTC. */
        TIMESTAMPTZ,
        /** {@link Interval}. */
        INTERVAL,
        /** {@link java.util.UUID}. */
        UUID,
        /** {@link Json}. */
        JSON,
        /** {@link String}: the name of a constant. */
        ENUM,
        /** {@link List} of the {@link #element()} type. */
        ARRAY,
        /** Not known beforehand: the value itself tells. */
        ANY
    }

    /** Not known: a bound value, or the database, tells. */
    public static final SqlType<Object> ANY = simple(Kind.ANY, Object.class);
    /** Truth values. */
    public static final SqlType<Boolean> BOOLEAN = simple(Kind.BOOLEAN, Boolean.class);
    /** Integers of 16 bits. */
    public static final SqlType<Short> SMALLINT = simple(Kind.SMALLINT, Short.class);
    /** Integers of 32 bits. */
    public static final SqlType<Integer> INTEGER = simple(Kind.INTEGER, Integer.class);
    /** Integers of 64 bits. */
    public static final SqlType<Long> BIGINT = simple(Kind.BIGINT, Long.class);
    /** Integers of 64 bits without sign. */
    public static final SqlType<BigInteger> UNSIGNED_BIGINT = simple(Kind.UNSIGNED_BIGINT, BigInteger.class);
    /** Binary floating point of 32 bits. */
    public static final SqlType<Float> REAL = simple(Kind.REAL, Float.class);
    /** Binary floating point of 64 bits. */
    public static final SqlType<Double> DOUBLE = simple(Kind.DOUBLE, Double.class);
    /** Exact decimal numbers, without a declared precision. */
    public static final SqlType<BigDecimal> NUMERIC = simple(Kind.NUMERIC, BigDecimal.class);
    /** Text of any length. */
    public static final SqlType<String> TEXT = simple(Kind.TEXT, String.class);
    /** Bytes of any number. */
    public static final SqlType<byte[]> BINARY = simple(Kind.BINARY, byte[].class);
    /** Days of the calendar. */
    public static final SqlType<LocalDate> DATE = simple(Kind.DATE, LocalDate.class);
    /** Times of day. */
    public static final SqlType<LocalTime> TIME = simple(Kind.TIME, LocalTime.class);
    /** Date and time without a zone. */
    public static final SqlType<LocalDateTime> TIMESTAMP = simple(Kind.TIMESTAMP, LocalDateTime.class);
    /** Moments. */
    public static final SqlType<OffsetDateTime> TIMESTAMPTZ = simple(Kind.TIMESTAMPTZ, OffsetDateTime.class);
    /** Spans of time. */
    public static final SqlType<Interval> INTERVAL = simple(Kind.INTERVAL, Interval.class);
    /** Universally unique identifiers. */
    public static final SqlType<java.util.UUID> UUID = simple(Kind.UUID, java.util.UUID.class);
    /** JSON documents. */
    public static final SqlType<Json> JSON = simple(Kind.JSON, Json.class);

    private static final int NONE = -1;

    private final Kind kind;
    private final Class<T> javaType;
    private final int size;
    private final int scale;
    private final @Nullable SqlType<?> element;
    private final @Nullable Mapping<T, ?> mapping;

    private SqlType(
            Kind kind,
            Class<T> javaType,
            int size,
            int scale,
            @Nullable SqlType<?> element,
            @Nullable Mapping<T, ?> mapping) {
        this.kind = kind;
        this.javaType = javaType;
        this.size = size;
        this.scale = scale;
        this.element = element;
        this.mapping = mapping;
    }

    private static <T> SqlType<T> simple(Kind kind, Class<T> javaType) {
        return new SqlType<>(kind, javaType, NONE, NONE, null, null);
    }

    /**
     * Text of a bounded length.
     *
     * @param length the most characters, at least 1
     * @return the type
     */
    public static SqlType<String> string(int length) {
        return new SqlType<>(Kind.TEXT, String.class, positive(length, "length"), NONE, null, null);
    }

    /**
     * Bytes of a bounded number.
     *
     * @param length the most bytes, at least 1
     * @return the type
     */
    public static SqlType<byte[]> binary(int length) {
        return new SqlType<>(Kind.BINARY, byte[].class, positive(length, "length"), NONE, null, null);
    }

    /**
     * Exact decimal numbers.
     *
     * @param precision how many digits in all, at least 1
     * @param scale how many of them behind the point, 0 to {@code precision}
     * @return the type
     */
    public static SqlType<BigDecimal> numeric(int precision, int scale) {
        if (scale < 0 || scale > precision) {
            throw new IllegalArgumentException("scale must be from 0 to precision: " + scale);
        }
        return new SqlType<>(Kind.NUMERIC, BigDecimal.class, positive(precision, "precision"), scale, null, null);
    }

    /**
     * The constants of an enum, stored by name.
     *
     * @param type the enum
     * @param <E> the enum
     * @return the type
     */
    public static <E extends Enum<E>> SqlType<E> enumeration(Class<E> type) {
        Objects.requireNonNull(type, "type");
        Mapping<E, String> byName = new Mapping<>(TEXT, Enum::name, name -> Enum.valueOf(type, name));
        return new SqlType<>(Kind.ENUM, type, NONE, NONE, null, byName);
    }

    /**
     * Arrays.
     *
     * @param element the type of the elements
     * @param <E> the Java type of the elements
     * @return the type
     */
    @SuppressWarnings("unchecked") // a List holds the elements whatever its class token says
    public static <E> SqlType<List<E>> array(SqlType<E> element) {
        Class<List<E>> list = (Class<List<E>>) (Class<?>) List.class;
        return new SqlType<>(Kind.ARRAY, list, NONE, NONE, Objects.requireNonNull(element, "element"), null);
    }

    /**
     * Stores a Java class of the caller's in columns of this type.
     *
     * @param type the Java class
     * @param write makes the stored value; not called for null
     * @param read makes the Java value; not called for null
     * @param <J> the Java class
     * @return the mapped type; equal only to types made with the very same functions
     */
    public <J> SqlType<J> mapped(
            Class<J> type, Function<? super J, ? extends T> write, Function<? super T, ? extends J> read) {
        return new SqlType<>(kind, type, size, scale, element, new Mapping<J, T>(this, write, read));
    }

    private static int positive(int value, String what) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1: " + value);
        }
        return value;
    }

    /**
     * Returns the type that fits values of a class.
     *
     * @param type a class, such as {@code Long.class}; primitive classes count as their boxes
     * @param <J> the class
     * @return the type, empty if no kind has that Java type
     */
    public static <J> Optional<SqlType<J>> of(Class<J> type) {
        return JavaTypes.typeOf(type);
    }

    /**
     * Returns what a backend binds and decodes it as.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns the class of the values.
     *
     * @return the class
     */
    public Class<T> javaType() {
        return javaType;
    }

    /**
     * Returns the most characters, bytes or digits.
     *
     * @return the length of text and bytes, the precision of a number; empty if unbounded
     */
    public OptionalInt size() {
        return size == NONE ? OptionalInt.empty() : OptionalInt.of(size);
    }

    /**
     * Returns the digits behind the point.
     *
     * @return the scale of a number; empty if none was declared
     */
    public OptionalInt scale() {
        return scale == NONE ? OptionalInt.empty() : OptionalInt.of(scale);
    }

    /**
     * Returns the type of the elements of an array.
     *
     * @return the type, empty for anything but an array
     */
    public Optional<SqlType<?>> element() {
        return Optional.ofNullable(element);
    }

    /**
     * Tells whether values differ from what the backend stores, so that {@link #toStored} and {@link #fromStored} have
     * work to do.
     *
     * @return true for enums and mapped types
     */
    public boolean isMapped() {
        return mapping != null;
    }

    /**
     * Takes a value as this type if that loses nothing: an {@code Integer} as a {@code BIGINT}, an {@code Instant} as a
     * {@code TIMESTAMPTZ}.
     *
     * @param value the value
     * @return the value as the Java type
     * @throws IllegalArgumentException if it does not fit; the message names both types and not the value
     */
    public T coerce(Object value) {
        return value.getClass() == javaType ? javaType.cast(value) : JavaTypes.convert(value, javaType);
    }

    /**
     * Makes what the backend stores of a value of the Java type.
     *
     * @param value the value
     * @return the stored value; the value itself if the type is not mapped
     */
    public Object toStored(T value) {
        return mapping == null ? value : mapping.write(value);
    }

    /**
     * Makes the Java value of what the backend decoded.
     *
     * @param stored a value of the Java type of the {@link #kind()}
     * @return the value
     */
    public T fromStored(Object stored) {
        return mapping == null ? javaType.cast(stored) : mapping.read(stored);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SqlType<?> that
                && kind == that.kind
                && javaType == that.javaType
                && size == that.size
                && scale == that.scale
                && Objects.equals(element, that.element)
                && (kind == Kind.ENUM || Objects.equals(mapping, that.mapping));
    }

    @Override
    public int hashCode() {
        return ((kind.hashCode() * 31 + javaType.hashCode()) * 31 + size) * 31 + scale;
    }

    @Override
    public String toString() {
        String name = element == null ? kind.name() : element + "[]";
        if (size == NONE) {
            return name;
        }
        return scale == NONE ? name + "(" + size + ")" : name + "(" + size + ", " + scale + ")";
    }

    /** The two functions between a Java class and the stored type. */
    private record Mapping<T, S>(
            SqlType<S> stored, Function<? super T, ? extends S> writer, Function<? super S, ? extends T> reader) {
        Object write(T value) {
            return stored.toStored(writer.apply(value));
        }

        T read(Object value) {
            return reader.apply(stored.fromStored(value));
        }
    }
}
