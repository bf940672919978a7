package dev.databases.backend.postgres.codec;

import dev.databases.sql.Interval;
import dev.databases.sql.SqlType;
import dev.databases.sql.SqlType.Kind;
import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.OffsetTime;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how a parameter is written: in the binary form of a type that the server is told, or as text where the server
 * finds out the type itself.
 */
final class Encoders {
    private Encoders() {}

    static CellEncoder of(int oid, SqlType<?> type) {
        if (oid == 0) {
            return TextValues.of(type);
        }
        ServerType elements = ServerType.ofElements(oid);
        if (elements != null) {
            return new ArrayEncoder(elements, innermost(type));
        }
        ServerType known = ServerType.of(oid);
        CellEncoder encoder = known == null ? null : binary(known, type);
        if (encoder == null) {
            throw new IllegalArgumentException("no parameter is written as the type of the oid " + oid);
        }
        return encoder;
    }

    private static SqlType<?> innermost(SqlType<?> type) {
        SqlType<?> element = type;
        while (element.kind() == Kind.ARRAY) {
            element = element.element().orElse(SqlType.ANY);
        }
        return element;
    }

    /** The encoder of the binary form, null where parameters go as text. */
    static @Nullable CellEncoder binary(ServerType server, SqlType<?> type) {
        return switch (server) {
            case BOOL -> (value, out) -> out.writeBoolean(SqlType.BOOLEAN.coerce(value));
            case INT2 -> (value, out) -> out.writeShort(SqlType.SMALLINT.coerce(value));
            case INT4 -> (value, out) -> out.writeInt(SqlType.INTEGER.coerce(value));
            case INT8 -> (value, out) -> out.writeLong(SqlType.BIGINT.coerce(value));
            case FLOAT4 -> (value, out) -> out.writeFloat(SqlType.REAL.coerce(value));
            case FLOAT8 -> (value, out) -> out.writeDouble(SqlType.DOUBLE.coerce(value));
            case NUMERIC -> type.kind() == Kind.UNSIGNED_BIGINT ? Encoders::unsigned : Encoders::numeric;
            case BYTEA -> (value, out) -> out.writeBytes(SqlType.BINARY.coerce(value));
            case DATE -> (value, out) -> out.writeInt(Times.days(SqlType.DATE.coerce(value)));
            case TIME -> (value, out) -> out.writeLong(Times.micros(SqlType.TIME.coerce(value)));
            case TIMETZ -> (value, out) -> timetz((OffsetTime) value, out);
            case TIMESTAMP -> (value, out) -> out.writeLong(Times.micros(SqlType.TIMESTAMP.coerce(value)));
            case TIMESTAMPTZ -> (value, out) -> out.writeLong(Times.micros(SqlType.TIMESTAMPTZ.coerce(value)));
            case INTERVAL -> (value, out) -> interval(SqlType.INTERVAL.coerce(value), out);
            case UUID -> Encoders::uuid;
            default -> null;
        };
    }

    private static void numeric(Object value, ByteBuf out) {
        Numerics.write(value instanceof BigInteger whole ? new BigDecimal(whole) : SqlType.NUMERIC.coerce(value), out);
    }

    private static void unsigned(Object value, ByteBuf out) {
        BigInteger number = SqlType.UNSIGNED_BIGINT.coerce(value);
        if (number.signum() < 0 || number.bitLength() > Long.SIZE) {
            throw new Refusal("is not an integer from 0 to 2^64 - 1", Refusal.NUMBER);
        }
        Numerics.write(new BigDecimal(number), out);
    }

    private static void timetz(OffsetTime time, ByteBuf out) {
        out.writeLong(Times.micros(time.toLocalTime()));
        out.writeInt(-time.getOffset().getTotalSeconds());
    }

    private static void interval(Interval interval, ByteBuf out) {
        out.writeLong(Times.micros(interval));
        out.writeInt(interval.period().getDays());
        out.writeInt(Times.months(interval));
    }

    private static void uuid(Object value, ByteBuf out) {
        java.util.UUID uuid = SqlType.UUID.coerce(value);
        out.writeLong(uuid.getMostSignificantBits());
        out.writeLong(uuid.getLeastSignificantBits());
    }
}
