package dev.databases.backend.sqlite;

import dev.databases.sql.Interval;
import dev.databases.sql.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Turns arguments into what sqlite-jdbc binds: null, Short, Integer, Long, Float, Double, String and byte[]. What SQLite
 * could not give back unchanged is refused; only fractions of a second below a microsecond are cut off, as every backend
 * does.
 */
final class SqliteArguments {
    private static final int FIRST_SURROGATE = 0xd800;

    private SqliteArguments() {}

    /** The arguments for one row; the array itself if nothing has to be changed. */
    static @Nullable Object[] of(@Nullable Object[] values) throws SqliteRefusal {
        @Nullable Object[] stored = values;
        for (int i = 0; i < values.length; i++) {
            Object value = storable(values[i], i + 1);
            if (value != values[i]) {
                stored = stored == values ? values.clone() : stored;
                stored[i] = value;
            }
        }
        return stored;
    }

    /** Puts the arguments for one row into an array for several, and returns how long the texts and blobs in it are. */
    static int into(@Nullable Object[] target, int from, @Nullable Object[] values) throws SqliteRefusal {
        int length = 0;
        for (int i = 0; i < values.length; i++) {
            Object stored = storable(values[i], i + 1);
            target[from + i] = stored;
            if (stored instanceof String text) {
                length += text.length();
            } else if (stored instanceof byte[] bytes) {
                length += bytes.length;
            }
        }
        return length;
    }

    private static @Nullable Object storable(@Nullable Object value, int position) throws SqliteRefusal {
        if (value == null || value instanceof Long || value instanceof Integer || value instanceof Short) {
            return value;
        }
        if (value instanceof String text) {
            return text(text, position);
        }
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        if (value instanceof Double || value instanceof Float) {
            return floating((Number) value, position);
        }
        return value instanceof byte[] ? value : rarer(value, position);
    }

    private static Object rarer(Object value, int position) throws SqliteRefusal {
        if (value instanceof BigDecimal decimal) {
            return SqliteNumbers.storable(decimal, position);
        }
        if (value instanceof BigInteger integer) {
            return SqliteNumbers.storable(integer, position);
        }
        if (value instanceof Json json) {
            return text(json.text(), position);
        }
        if (value instanceof UUID || value instanceof Byte) {
            return value instanceof Byte small ? (Object) small.intValue() : value.toString();
        }
        return temporal(value, position);
    }

    private static Object temporal(Object value, int position) throws SqliteRefusal {
        if (value instanceof LocalDate date) {
            return SqliteTimes.write(date, position);
        }
        if (value instanceof LocalTime time) {
            return SqliteTimes.write(time);
        }
        if (value instanceof LocalDateTime local) {
            return SqliteTimes.write(local, position);
        }
        if (value instanceof OffsetDateTime moment) {
            return SqliteTimes.write(moment, position);
        }
        if (value instanceof Interval interval) {
            return SqliteTimes.write(interval);
        }
        throw new SqliteRefusal(
                "parameter " + position + " is a " + value.getClass().getName() + ", for which SQLite has no type",
                SqliteRefusal.CLASS);
    }

    private static Object floating(Number value, int position) throws SqliteRefusal {
        if (Double.isNaN(value.doubleValue())) {
            throw new SqliteRefusal(
                    "parameter " + position + " is NaN, which SQLite would store as NULL", SqliteRefusal.NUMBER);
        }
        return value;
    }

    private static String text(String value, int position) throws SqliteRefusal {
        if (value.indexOf('\0') >= 0) {
            throw new SqliteRefusal(
                    "parameter " + position + " has a NUL character in it, at which SQLite's functions would end it",
                    SqliteRefusal.CHARACTER);
        }
        if (mayHaveSurrogates(value) && hasHalfPair(value)) {
            throw new SqliteRefusal(
                    "parameter " + position + " has half of a surrogate pair in it, which UTF-8 cannot say",
                    SqliteRefusal.CHARACTER);
        }
        return value;
    }

    /** Most texts have no character beyond these; finding that out takes no branch in the loop. */
    private static boolean mayHaveSurrogates(String value) {
        int bits = 0;
        for (int i = 0; i < value.length(); i++) {
            bits |= value.charAt(i);
        }
        return bits >= FIRST_SURROGATE;
    }

    private static boolean hasHalfPair(String value) {
        return value.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
