package dev.databases.backend.mysql.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Reads the cells of columns that are no dates or times, in the form of the binary protocol or as text, to the class that
 * the server's type has by itself; for {@link Decoders}.
 */
final class Cells {
    private static final int BYTE_MASK = 0xff;

    private Cells() {}

    /** Integers and floating point numbers. */
    static CellDecoder number(ColumnDefinition column, boolean binary) {
        return binary ? binaryNumber(column) : textNumber(column);
    }

    private static CellDecoder binaryNumber(ColumnDefinition column) {
        boolean unsigned = column.isUnsigned();
        return switch (column.type()) {
            case WireType.TINY ->
                unsigned ? cell -> (short) (cell.readByte() & BYTE_MASK) : cell -> (short) cell.readByte();
            case WireType.SHORT ->
                unsigned ? cell -> (Object) cell.readUnsignedShortLE() : cell -> (Object) cell.readShortLE();
            case WireType.YEAR -> ByteBuf::readShortLE;
            case WireType.INT24 -> ByteBuf::readIntLE;
            case WireType.LONG ->
                unsigned ? cell -> (Object) cell.readUnsignedIntLE() : cell -> (Object) cell.readIntLE();
            case WireType.LONGLONG -> unsigned ? cell -> unsigned(cell.readLongLE()) : ByteBuf::readLongLE;
            case WireType.FLOAT -> ByteBuf::readFloatLE;
            default -> ByteBuf::readDoubleLE;
        };
    }

    private static BigInteger unsigned(long bits) {
        BigInteger number = BigInteger.valueOf(bits & Long.MAX_VALUE);
        return bits < 0 ? number.setBit(Long.SIZE - 1) : number;
    }

    private static CellDecoder textNumber(ColumnDefinition column) {
        boolean unsigned = column.isUnsigned();
        return switch (column.type()) {
            case WireType.TINY, WireType.YEAR -> cell -> Short.valueOf(string(cell));
            case WireType.SHORT ->
                unsigned
                        ? cell -> (Object) Integer.valueOf(string(cell))
                        : cell -> (Object) Short.valueOf(string(cell));
            case WireType.INT24 -> cell -> Integer.valueOf(string(cell));
            case WireType.LONG ->
                unsigned ? cell -> (Object) Long.valueOf(string(cell)) : cell -> (Object) Integer.valueOf(string(cell));
            case WireType.LONGLONG ->
                unsigned ? cell -> new BigInteger(string(cell)) : cell -> (Object) Long.valueOf(string(cell));
            case WireType.FLOAT -> cell -> Float.valueOf(string(cell));
            default -> cell -> Double.valueOf(string(cell));
        };
    }

    /** Decimals are text in both protocols. */
    static BigDecimal decimal(ByteBuf cell) {
        return new BigDecimal(string(cell));
    }

    /** The bits of a {@code bit(n)}, highest first in both protocols, as a number. */
    static BigInteger bits(ByteBuf cell) {
        return new BigInteger(1, bytes(cell));
    }

    static byte[] bytes(ByteBuf cell) {
        return ByteBufUtil.getBytes(cell);
    }

    /** Text; bytes that are none become replacement characters, so it is for what the server calls text. */
    static String string(ByteBuf cell) {
        return cell.toString(StandardCharsets.UTF_8);
    }

    /** What the server calls bytes and a statement calls text. */
    static String strictString(ByteBuf cell) {
        if (!ByteBufUtil.isText(cell, StandardCharsets.UTF_8)) {
            throw new Refusal("holds bytes that are no text", Refusal.FORM);
        }
        return string(cell);
    }
}
