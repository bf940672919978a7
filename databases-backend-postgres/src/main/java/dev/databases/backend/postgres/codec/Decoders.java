package dev.databases.backend.postgres.codec;

import dev.databases.sql.Json;
import dev.databases.sql.SqlType;
import dev.databases.sql.SqlType.Kind;
import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how the cells of a column are decoded: by the type that the server says the column has, to the Java class of the
 * type that is wanted. Mostly the two are one; otherwise the value is taken as the wanted type if that loses nothing.
 */
final class Decoders {
    private Decoders() {}

    static CellDecoder of(int oid, boolean binary, SqlType<?> wanted) {
        ServerType elements = ServerType.ofElements(oid);
        if (elements != null) {
            return ofArray(elements, binary, wanted);
        }
        ServerType known = ServerType.of(oid);
        return ofOne(known == null ? ServerType.TEXT : known, binary, wanted);
    }

    private static CellDecoder ofArray(ServerType elements, boolean binary, SqlType<?> wanted) {
        if (wanted.kind() == Kind.ARRAY || wanted.kind() == Kind.ANY) {
            SqlType<?> element = wanted.element().orElse(SqlType.ANY);
            CellDecoder decoder = ofElement(elements, binary, element);
            return binary ? new BinaryArray(decoder) : new TextArray(decoder);
        }
        if (isText(wanted) && !binary) {
            return TextCells::text;
        }
        return cell -> {
            throw misfit(wanted);
        };
    }

    /** An element may itself be of a mapped type, which core does not look into. */
    static CellDecoder ofElement(ServerType type, boolean binary, SqlType<?> wanted) {
        SqlType<?> innermost = wanted.kind() == Kind.ARRAY ? wanted.element().orElse(SqlType.ANY) : wanted;
        if (innermost != wanted) { // an array of arrays is one array of several dimensions
            return ofElement(type, binary, innermost);
        }
        CellDecoder stored = ofOne(type, binary, wanted);
        return wanted.isMapped() ? cell -> wanted.fromStored(stored.decode(cell)) : stored;
    }

    private static CellDecoder ofOne(ServerType type, boolean binary, SqlType<?> wanted) {
        CellDecoder binaryForm = type.binary();
        CellDecoder natural = binary && binaryForm != null ? binaryForm : type.text();
        Kind kind = wanted.kind();
        if (kind == Kind.NUMERIC && type == ServerType.NUMERIC && wanted.scale().isPresent()) {
            int scale = wanted.scale().getAsInt();
            return cell -> scaled((BigDecimal) natural.decode(cell), scale);
        }
        if (kind == Kind.ANY || kind == type.type().kind()) {
            return natural;
        }
        if (type.type().kind() == Kind.TEXT) {
            return ofText(natural, wanted);
        }
        if (isText(wanted)) {
            return binary ? cell -> text(natural.decode(cell), wanted) : TextCells::text;
        }
        if (type == ServerType.NUMERIC && (kind == Kind.DOUBLE || kind == Kind.REAL)) {
            return floating(binary, kind);
        }
        return cell -> converted(natural.decode(cell), wanted);
    }

    private static boolean isText(SqlType<?> wanted) {
        return wanted.kind() == Kind.TEXT || wanted.kind() == Kind.ENUM;
    }

    /** A computed number may have fewer digits behind its point than was declared, and is as exact with more. */
    private static BigDecimal scaled(BigDecimal number, int scale) {
        return number.scale() < scale ? number.setScale(scale) : number;
    }

    /** What the server calls text may be a number or a date to the statement, such as a parameter that is selected. */
    private static CellDecoder ofText(CellDecoder natural, SqlType<?> wanted) {
        if (isText(wanted)) {
            return natural;
        }
        if (wanted.kind() == Kind.ARRAY) {
            return new TextArray(ofElement(ServerType.TEXT, false, wanted));
        }
        ServerType like = ServerType.ofKind(wanted.kind());
        if (like == null) {
            return natural;
        }
        return wanted.kind() == Kind.UNSIGNED_BIGINT
                ? cell -> converted(like.text().decode(cell), wanted)
                : like.text();
    }

    private static CellDecoder floating(boolean binary, Kind kind) {
        return cell -> {
            double number = binary ? numericAsDouble(cell) : Double.parseDouble(TextCells.string(cell));
            return kind == Kind.DOUBLE ? (Object) number : (Object) (float) number;
        };
    }

    private static double numericAsDouble(ByteBuf cell) {
        return Numerics.isSpecial(cell)
                ? Numerics.special(Numerics.sign(cell))
                : Numerics.read(cell).doubleValue();
    }

    private static Object text(Object value, SqlType<?> wanted) {
        if (value instanceof Number || value instanceof UUID || value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof Json json) {
            return json.text();
        }
        throw misfit(wanted);
    }

    private static Object converted(Object value, SqlType<?> wanted) {
        if (value instanceof LocalDate date && wanted.kind() == Kind.TIMESTAMP && isFinite(date)) {
            return date.atStartOfDay();
        }
        if (value instanceof Number number && wanted.kind() == Kind.BOOLEAN) {
            return truth(number, wanted);
        }
        if (value instanceof Double number && wanted.kind() == Kind.REAL) {
            return number.floatValue();
        }
        SqlType<?> stored = stored(wanted.kind());
        if (stored == null) {
            throw misfit(wanted);
        }
        try {
            return stored.coerce(value);
        } catch (IllegalArgumentException inexact) {
            throw misfit(wanted); // its message would be about Java's classes
        }
    }

    private static boolean isFinite(LocalDate date) {
        return !date.equals(LocalDate.MAX) && !date.equals(LocalDate.MIN);
    }

    private static Object truth(Number number, SqlType<?> wanted) {
        long value = number.longValue();
        if (number.doubleValue() != value || value < 0 || value > 1) {
            throw misfit(wanted);
        }
        return value == 1;
    }

    /** The type that a mapped one is stored as. */
    private static @Nullable SqlType<?> stored(Kind kind) {
        if (kind == Kind.UNSIGNED_BIGINT) {
            return SqlType.UNSIGNED_BIGINT;
        }
        ServerType type = ServerType.ofKind(kind);
        return type == null ? null : type.type();
    }

    private static Refusal misfit(SqlType<?> wanted) {
        return new Refusal("holds a value that is not exactly a " + wanted, Refusal.CLASS);
    }
}
