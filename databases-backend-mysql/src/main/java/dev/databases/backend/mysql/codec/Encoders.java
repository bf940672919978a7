package dev.databases.backend.mysql.codec;

import dev.databases.sql.Interval;
import dev.databases.sql.Json;
import dev.databases.sql.SqlType;
import dev.databases.sql.SqlType.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes parameters as values of the binary protocol: by their type, or by the class of the value where there is none. */
final class Encoders {
    private static final char FIRST_SURROGATE = Character.MIN_SURROGATE;
    private static final int MOST_DIGITS = 65;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final int LENGTH_OF_2 = 0xfc;
    private static final int LENGTH_OF_3 = 0xfd;
    private static final int LENGTH_OF_8 = 0xfe;

    private static final Map<Class<?>, Kind> BY_CLASS = Map.ofEntries(
            Map.entry(Boolean.class, Kind.BOOLEAN),
            Map.entry(Short.class, Kind.SMALLINT),
            Map.entry(Integer.class, Kind.INTEGER),
            Map.entry(Long.class, Kind.BIGINT),
            Map.entry(Float.class, Kind.REAL),
            Map.entry(Double.class, Kind.DOUBLE),
            Map.entry(BigDecimal.class, Kind.NUMERIC),
            Map.entry(byte[].class, Kind.BINARY),
            Map.entry(LocalDate.class, Kind.DATE),
            Map.entry(LocalTime.class, Kind.TIME),
            Map.entry(LocalDateTime.class, Kind.TIMESTAMP),
            Map.entry(OffsetDateTime.class, Kind.TIMESTAMPTZ),
            Map.entry(Interval.class, Kind.INTERVAL),
            Map.entry(UUID.class, Kind.UUID));

    private final Zoned zoned;

    Encoders(Zoned zoned) {
        this.zoned = zoned;
    }

    /** The type that a parameter is said to have, with the mark of those without sign. */
    static int typeOf(SqlType<?> type, @Nullable Object value) {
        Kind kind = type.kind() == Kind.ANY && value != null
                ? BY_CLASS.getOrDefault(value.getClass(), Kind.ANY)
                : type.kind();
        return switch (kind) {
            case BOOLEAN -> WireType.TINY;
            case SMALLINT -> WireType.SHORT;
            case INTEGER -> WireType.LONG;
            case BIGINT -> WireType.LONGLONG;
            case UNSIGNED_BIGINT -> WireType.LONGLONG | WireType.UNSIGNED;
            case REAL -> WireType.FLOAT;
            case DOUBLE -> WireType.DOUBLE;
            case NUMERIC -> WireType.NEWDECIMAL;
            case BINARY -> WireType.BLOB;
            case DATE -> WireType.DATE;
            case TIME -> WireType.TIME;
            case TIMESTAMP -> WireType.DATETIME;
            case TIMESTAMPTZ -> WireType.TIMESTAMP;
            case TEXT, ENUM, JSON, UUID, INTERVAL -> WireType.VAR_STRING;
            case ARRAY, ANY -> rarerTypeOf(value);
        };
    }

    private static int rarerTypeOf(@Nullable Object value) {
        if (value == null) {
            return WireType.NULL;
        }
        if (value instanceof BigInteger number) {
            int bits = number.bitLength();
            boolean fitsUnsigned = number.signum() >= 0 && bits == Long.SIZE;
            return fitsUnsigned
                    ? WireType.LONGLONG | WireType.UNSIGNED
                    : bits < Long.SIZE ? WireType.LONGLONG : WireType.NEWDECIMAL;
        }
        return WireType.VAR_STRING;
    }

    void encode(SqlType<?> type, Object value, ByteBuf out) {
        Kind kind = type.kind() == Kind.ANY ? BY_CLASS.getOrDefault(value.getClass(), Kind.ANY) : type.kind();
        switch (kind) {
            case BOOLEAN -> out.writeBoolean(SqlType.BOOLEAN.coerce(value));
            case SMALLINT -> out.writeShortLE(SqlType.SMALLINT.coerce(value));
            case INTEGER -> out.writeIntLE(SqlType.INTEGER.coerce(value));
            case BIGINT -> out.writeLongLE(SqlType.BIGINT.coerce(value));
            case UNSIGNED_BIGINT -> out.writeLongLE(unsigned(SqlType.UNSIGNED_BIGINT.coerce(value)));
            case REAL -> out.writeFloatLE((float) finite(SqlType.REAL.coerce(value)));
            case DOUBLE -> out.writeDoubleLE(finite(SqlType.DOUBLE.coerce(value)));
            case NUMERIC -> text(decimal(type, value), out);
            case BINARY -> bytes(SqlType.BINARY.coerce(value), out);
            case DATE -> Times.write(SqlType.DATE.coerce(value), out);
            case TIME -> Times.write(SqlType.TIME.coerce(value), out);
            case TIMESTAMP -> Times.write(SqlType.TIMESTAMP.coerce(value), out);
            case TIMESTAMPTZ -> zoned.write(SqlType.TIMESTAMPTZ.coerce(value), out);
            case INTERVAL -> text(interval(SqlType.INTERVAL.coerce(value)), out);
            case TEXT, ENUM, JSON, UUID -> text(string(value), out);
            case ARRAY, ANY -> rarer(value, out);
        }
    }

    private static void rarer(Object value, ByteBuf out) {
        if (value instanceof BigInteger number) {
            if (rarerTypeOf(number) == WireType.NEWDECIMAL) {
                text(decimal(SqlType.NUMERIC, new BigDecimal(number)), out);
            } else {
                out.writeLongLE(number.longValue());
            }
        } else {
            text(string(value), out);
        }
    }

    private static long unsigned(BigInteger number) {
        if (number.signum() < 0 || number.bitLength() > Long.SIZE) {
            throw new Refusal("is not an integer from 0 to 2^64 - 1", Refusal.NUMBER);
        }
        return number.longValue();
    }

    private static double finite(double number) {
        if (!Double.isFinite(number)) {
            throw new Refusal("is not a finite number, and the server has no other", Refusal.NUMBER);
        }
        return number;
    }

    private static String decimal(SqlType<?> type, Object value) {
        BigDecimal number = value instanceof BigInteger whole ? new BigDecimal(whole) : SqlType.NUMERIC.coerce(value);
        BigDecimal brief = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        long whole = (long) brief.precision() - brief.scale();
        if (whole > MOST_DIGITS || Math.max(whole, 0) + Math.max(brief.scale(), 0) > MOST_DIGITS) {
            throw new Refusal("has more than 65 digits, the most of a DECIMAL", Refusal.NUMBER);
        }
        if (type.kind() == Kind.NUMERIC && type.scale().isEmpty() && brief.scale() > Decoders.SCALE_OF_ANY) {
            throw new Refusal("has more than 30 digits behind the point, the most of a DECIMAL", Refusal.NUMBER);
        }
        return number.toPlainString();
    }

    private static String interval(Interval interval) {
        Duration time = interval.time();
        return new Interval(interval.period(), time.minusNanos(Math.floorMod(time.getNano(), NANOS_PER_MICRO)))
                .toString();
    }

    private static String string(Object value) {
        if (value instanceof CharSequence
                || value instanceof Character
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof UUID) {
            return value.toString();
        }
        if (value instanceof Json json) {
            return json.text();
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        throw new Refusal("is a " + value.getClass().getName() + ", for which the server has no type", Refusal.CLASS);
    }

    private static void text(String text, ByteBuf out) {
        if (mayHaveSurrogates(text) && hasHalfPair(text)) {
            throw new Refusal("has half of a surrogate pair in it, which UTF-8 cannot say", Refusal.CHARACTER);
        }
        writeLength(ByteBufUtil.utf8Bytes(text), out);
        ByteBufUtil.writeUtf8(out, text);
    }

    /** Most texts have no character beyond these; finding that out takes no branch in the loop. */
    private static boolean mayHaveSurrogates(String text) {
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            bits |= text.charAt(i);
        }
        return bits >= FIRST_SURROGATE;
    }

    private static boolean hasHalfPair(String text) {
        return text.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    private static void bytes(byte[] bytes, ByteBuf out) {
        writeLength(bytes.length, out);
        out.writeBytes(bytes);
    }

    /** A length-encoded integer. */
    static void writeLength(int length, ByteBuf out) {
        if (length <= 250) {
            out.writeByte(length);
        } else if (length <= 0xffff) {
            out.writeByte(LENGTH_OF_2).writeShortLE(length);
        } else if (length <= 0xffffff) {
            out.writeByte(LENGTH_OF_3).writeMediumLE(length);
        } else {
            out.writeByte(LENGTH_OF_8).writeLongLE(length);
        }
    }
}
