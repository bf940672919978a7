package dev.databases.backend.postgres.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.UUID;

/** Decodes cells in binary form to the Java class of their type, for {@link ServerType}. */
final class BinaryCells {
    private BinaryCells() {}

    static Object bool(ByteBuf cell) {
        return cell.readByte() != 0;
    }

    static Object int2(ByteBuf cell) {
        return cell.readShort();
    }

    static Object int4(ByteBuf cell) {
        return cell.readInt();
    }

    static Object int8(ByteBuf cell) {
        return cell.readLong();
    }

    static Object oid(ByteBuf cell) {
        return cell.readUnsignedInt();
    }

    static Object float4(ByteBuf cell) {
        return cell.readFloat();
    }

    static Object float8(ByteBuf cell) {
        return cell.readDouble();
    }

    static Object numeric(ByteBuf cell) {
        return Numerics.read(cell);
    }

    static Object bytea(ByteBuf cell) {
        return ByteBufUtil.getBytes(cell);
    }

    static Object uuid(ByteBuf cell) {
        return new UUID(cell.readLong(), cell.readLong());
    }

    static Object date(ByteBuf cell) {
        return Times.date(cell.readInt());
    }

    static Object time(ByteBuf cell) {
        return Times.time(cell.readLong());
    }

    static Object timetz(ByteBuf cell) {
        return Times.offsetTime(cell.readLong(), cell.readInt());
    }

    static Object timestamp(ByteBuf cell) {
        return Times.timestamp(cell.readLong());
    }

    static Object timestamptz(ByteBuf cell) {
        return Times.moment(cell.readLong());
    }

    static Object interval(ByteBuf cell) {
        return Times.interval(cell.readLong(), cell.readInt(), cell.readInt());
    }

    /** A version, and then the text. */
    static Object jsonb(ByteBuf cell) {
        if (cell.readByte() != 1) {
            throw new Refusal("is jsonb of an unknown version", Refusal.BINARY);
        }
        return TextCells.json(cell);
    }
}
