package dev.databases.backend.mysql.codec;

import dev.databases.sql.Interval;
import dev.databases.sql.Json;
import dev.databases.sql.SqlType;
import dev.databases.sql.SqlType.Kind;
import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how the cells of a column are decoded: by the type that the server says the column has, to the Java class of the
 * type that is wanted. Mostly the two are one; otherwise the value is taken as the wanted type if that loses nothing.
 */
final class Decoders {
    /** The digits behind the point of a column of decimals that was declared without a precision. */
    static final int SCALE_OF_ANY = 30;

    private static final int UUID_BYTES = 16;

    private final Zoned zoned;

    Decoders(Zoned zoned) {
        this.zoned = zoned;
    }

    CellDecoder of(ColumnDefinition column, boolean binary, SqlType<?> wanted) {
        SqlType<?> target = wanted.kind() == Kind.ANY ? Naturals.typeOf(column) : wanted;
        return switch (column.type()) {
            case WireType.TINY,
                    WireType.SHORT,
                    WireType.INT24,
                    WireType.LONG,
                    WireType.LONGLONG,
                    WireType.YEAR,
                    WireType.FLOAT,
                    WireType.DOUBLE -> ofNumber(column, Cells.number(column, binary), target);
            case WireType.DECIMAL, WireType.NEWDECIMAL -> ofDecimal(column, target);
            case WireType.DATE, WireType.NEWDATE, WireType.TIME, WireType.DATETIME, WireType.TIMESTAMP ->
                zoned.of(column.type(), binary, target);
            case WireType.BIT -> ofBits(target);
            case WireType.GEOMETRY, WireType.VECTOR -> target.kind() == Kind.BINARY ? Cells::bytes : misfit(target);
            default -> ofString(column, target);
        };
    }

    private static CellDecoder ofNumber(ColumnDefinition column, CellDecoder number, SqlType<?> target) {
        boolean isShown = column.type() == WireType.TINY && target.kind() == Kind.SMALLINT;
        return isShown || target.kind() == Naturals.typeOf(column).kind() && target.kind() != Kind.BOOLEAN
                ? number
                : cell -> converted(number.decode(cell), target);
    }

    private static CellDecoder ofDecimal(ColumnDefinition column, SqlType<?> target) {
        if (target.kind() == Kind.NUMERIC) {
            if (target.scale().isPresent()) {
                int scale = target.scale().getAsInt();
                return cell -> scaled(Cells.decimal(cell), scale);
            }
            return column.decimals() == SCALE_OF_ANY ? cell -> stripped(Cells.decimal(cell)) : Cells::decimal;
        }
        if (target.kind() == Kind.DOUBLE) {
            return cell -> Double.valueOf(Cells.string(cell));
        }
        return target.kind() == Kind.REAL
                ? cell -> Float.valueOf(Cells.string(cell))
                : cell -> converted(Cells.decimal(cell), target);
    }

    /** A computed number may have fewer digits behind its point than was declared, and is as exact with more. */
    private static BigDecimal scaled(BigDecimal number, int scale) {
        return number.scale() < scale ? number.setScale(scale) : number;
    }

    /** The zeros behind the point are the column's, not the value's. */
    private static BigDecimal stripped(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static CellDecoder ofBits(SqlType<?> target) {
        return target.kind() == Kind.BINARY ? Cells::bytes : cell -> converted(Cells.bits(cell), target);
    }

    private CellDecoder ofString(ColumnDefinition column, SqlType<?> target) {
        CellDecoder text = column.isBytes() && column.type() != WireType.JSON ? Cells::strictString : Cells::string;
        return switch (target.kind()) {
            case TEXT, ENUM -> text;
            case BINARY -> Cells::bytes;
            case JSON -> cell -> Json.of((String) text.decode(cell));
            case UUID ->
                column.isBytes() ? cell -> uuid(cell, text) : cell -> UUID.fromString((String) text.decode(cell));
            case INTERVAL -> cell -> Interval.parse((String) text.decode(cell));
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> zoned.ofText(target);
            case ANY ->
                Naturals.isUuid(column)
                        ? cell -> uuidOrText(Cells.string(cell))
                        : Naturals.isInterval(column) ? cell -> intervalOrText(Cells.string(cell)) : text;
            case DOUBLE -> cell -> Double.valueOf((String) text.decode(cell));
            case REAL -> cell -> Float.valueOf((String) text.decode(cell));
            default -> cell -> converted(new BigDecimal((String) text.decode(cell)), target);
        };
    }

    /** Others keep UUIDs as {@code binary(16)}. */
    private static UUID uuid(ByteBuf cell, CellDecoder text) {
        return cell.readableBytes() == UUID_BYTES
                ? new UUID(cell.readLong(), cell.readLong())
                : UUID.fromString((String) text.decode(cell));
    }

    private static Object uuidOrText(String text) {
        try {
            UUID uuid = UUID.fromString(text);
            return uuid.toString().equals(text) ? uuid : text;
        } catch (IllegalArgumentException otherText) {
            return text;
        }
    }

    private static Object intervalOrText(String text) {
        try {
            Interval interval = Interval.parse(text);
            return interval.toString().equals(text) ? interval : text;
        } catch (DateTimeException otherText) {
            return text;
        }
    }

    private static Object converted(Object value, SqlType<?> target) {
        if (value instanceof Number number) {
            switch (target.kind()) {
                case BOOLEAN:
                    return truth(number);
                case TEXT:
                case ENUM:
                    return number instanceof BigDecimal decimal ? decimal.toPlainString() : number.toString();
                case REAL:
                    return value instanceof Double wide ? (Object) wide.floatValue() : coerced(value, target);
                case NUMERIC:
                    return target.scale().isPresent()
                            ? scaled(
                                    (BigDecimal) coerced(value, target),
                                    target.scale().getAsInt())
                            : coerced(value, target);
                default:
                    return coerced(value, target);
            }
        }
        return coerced(value, target);
    }

    private static Object coerced(Object value, SqlType<?> target) {
        SqlType<?> stored = stored(target.kind());
        if (stored == null) {
            throw refused(target);
        }
        try {
            return stored.coerce(value);
        } catch (IllegalArgumentException inexact) {
            throw refused(target); // its message would be about Java's classes
        }
    }

    private static Boolean truth(Number number) {
        BigInteger whole = new BigDecimal(number.toString()).toBigInteger();
        if (number.doubleValue() != whole.doubleValue() || whole.signum() < 0 || whole.bitLength() > 1) {
            throw new Refusal("holds a number that is neither 0 nor 1 and so no BOOLEAN", Refusal.CLASS);
        }
        return whole.signum() != 0;
    }

    /** The type that a mapped one is stored as. */
    private static @Nullable SqlType<?> stored(Kind kind) {
        return switch (kind) {
            case SMALLINT -> SqlType.SMALLINT;
            case INTEGER -> SqlType.INTEGER;
            case BIGINT -> SqlType.BIGINT;
            case UNSIGNED_BIGINT -> SqlType.UNSIGNED_BIGINT;
            case REAL -> SqlType.REAL;
            case DOUBLE -> SqlType.DOUBLE;
            case NUMERIC -> SqlType.NUMERIC;
            default -> null;
        };
    }

    private static CellDecoder misfit(SqlType<?> target) {
        return cell -> {
            throw refused(target);
        };
    }

    static Refusal refused(SqlType<?> target) {
        return new Refusal("holds a value that is not exactly a " + target, Refusal.CLASS);
    }
}
