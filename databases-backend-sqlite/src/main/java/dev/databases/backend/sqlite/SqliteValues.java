package dev.databases.backend.sqlite;

import dev.databases.sql.Interval;
import dev.databases.sql.Json;
import dev.databases.sql.SqlType;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a value from each of SQLite's four storage classes to the Java type of a kind, for {@link SqliteColumns}. SQLite
 * lets any value into any column: null says that the value is not one of the kind.
 */
final class SqliteValues {
    private static final int UUID_LENGTH = 36;

    private SqliteValues() {}

    /** A value stored as INTEGER. */
    static @Nullable Object ofInteger(SqlType<?> type, long value) {
        return switch (type.kind()) {
            case BIGINT, ANY -> value;
            case INTEGER -> (int) value == value ? (Integer) (int) value : null;
            case BOOLEAN -> value == 0 || value == 1 ? value == 1 : null;
            case SMALLINT -> (short) value == value ? (Short) (short) value : null;
            case NUMERIC -> SqliteNumbers.decimal(value, type.scale());
            case UNSIGNED_BIGINT -> SqliteNumbers.unsigned(BigInteger.valueOf(value));
            case DOUBLE -> SqliteNumbers.floating(value);
            case REAL -> SqliteNumbers.floating(value) == null ? null : (Float) (float) value;
            case JSON -> Json.of(Long.toString(value));
            default -> null;
        };
    }

    /** A value stored as REAL. A column of 32-bit numbers rounds what was stored with more digits, as servers do. */
    static @Nullable Object ofReal(SqlType<?> type, double value) {
        return switch (type.kind()) {
            case DOUBLE, ANY -> value;
            case REAL -> Float.isInfinite((float) value) && !Double.isInfinite(value) ? null : (Float) (float) value;
            case NUMERIC -> SqliteNumbers.decimal(value, type.scale());
            case BIGINT, INTEGER, SMALLINT, BOOLEAN, UNSIGNED_BIGINT -> {
                Long whole = SqliteNumbers.whole(value);
                yield whole == null ? null : ofInteger(type, whole);
            }
            case JSON -> Double.isInfinite(value) ? null : Json.of(Double.toString(value));
            default -> null;
        };
    }

    /** A value stored as TEXT. */
    static @Nullable Object ofText(SqlType<?> type, String value) {
        try {
            return switch (type.kind()) {
                case TEXT, ENUM, ANY -> value;
                case JSON -> Json.of(value);
                case UUID -> value.length() == UUID_LENGTH ? UUID.fromString(value) : null;
                case NUMERIC -> SqliteNumbers.decimal(value, type.scale());
                case UNSIGNED_BIGINT -> SqliteNumbers.unsigned(new BigInteger(value));
                default -> temporal(type, value);
            };
        } catch (DateTimeException | IllegalArgumentException malformed) {
            return null; // The caller says which column it was; what it holds is not for messages.
        }
    }

    private static @Nullable Object temporal(SqlType<?> type, String value) {
        return switch (type.kind()) {
            case DATE -> SqliteTimeText.date(value);
            case TIME -> SqliteTimeText.time(value);
            case TIMESTAMP -> SqliteTimeText.timestamp(value);
            case TIMESTAMPTZ -> SqliteTimeText.moment(value);
            case INTERVAL -> Interval.parse(value);
            default -> null;
        };
    }

    /** A value stored as BLOB. */
    static byte @Nullable [] ofBlob(SqlType<?> type, byte[] value) {
        return switch (type.kind()) {
            case BINARY, ANY -> value;
            default -> null;
        };
    }
}
