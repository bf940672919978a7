package dev.databases.jasync;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** The integers and texts that the packets of the MySQL protocol are made of. */
public final class MysqlBytes {
    private static final int TWO = 0xFC;
    private static final int THREE = 0xFD;
    private static final int EIGHT = 0xFE;
    private static final int ONE_BYTE_LIMIT = 0xFB;
    private static final int TWO_BYTES_LIMIT = 1 << 16;
    private static final int THREE_BYTES_LIMIT = 1 << 24;

    private MysqlBytes() {}

    /**
     * Reads an integer whose first byte tells its length.
     *
     * @param in read from
     * @return the integer
     */
    public static long readLength(ByteBuf in) {
        int first = in.readUnsignedByte();
        return switch (first) {
            case TWO -> in.readUnsignedShortLE();
            case THREE -> in.readUnsignedMediumLE();
            case EIGHT -> in.readLongLE();
            default -> {
                if (first >= ONE_BYTE_LIMIT) {
                    throw new IllegalStateException("a length that begins with " + first);
                }
                yield first;
            }
        };
    }

    /**
     * Reads the length of what follows and is here already.
     *
     * @param in read from
     * @return the number of bytes
     */
    public static int readSize(ByteBuf in) {
        long length = readLength(in);
        if (length < 0 || length > in.readableBytes()) {
            throw new IllegalStateException(
                    "a length of " + length + " where " + in.readableBytes() + " bytes are left");
        }
        return (int) length;
    }

    /**
     * Writes an integer whose first byte tells its length.
     *
     * @param out written to
     * @param value the integer, not negative
     */
    public static void writeLength(ByteBuf out, long value) {
        if (value < ONE_BYTE_LIMIT) {
            out.writeByte((int) value);
        } else if (value < TWO_BYTES_LIMIT) {
            out.writeByte(TWO).writeShortLE((int) value);
        } else if (value < THREE_BYTES_LIMIT) {
            out.writeByte(THREE).writeMediumLE((int) value);
        } else {
            out.writeByte(EIGHT).writeLongLE(value);
        }
    }

    /**
     * Reads a text with its length before it.
     *
     * @param in read from
     * @return the text
     */
    public static String readText(ByteBuf in) {
        return in.readCharSequence(readSize(in), StandardCharsets.UTF_8).toString();
    }

    /**
     * Reads bytes with their number before them.
     *
     * @param in read from
     * @return the bytes
     */
    public static byte[] readBytes(ByteBuf in) {
        byte[] bytes = new byte[readSize(in)];
        in.readBytes(bytes);
        return bytes;
    }

    /**
     * Writes bytes with their number before them.
     *
     * @param out written to
     * @param bytes the bytes
     */
    public static void writeBytes(ByteBuf out, byte[] bytes) {
        writeLength(out, bytes.length);
        out.writeBytes(bytes);
    }

    /** Reads a text up to its zero, or to the end of the packet. */
    static String readZeroEnded(ByteBuf in) {
        int length = in.bytesBefore((byte) 0);
        if (length < 0) {
            return in.readCharSequence(in.readableBytes(), StandardCharsets.UTF_8)
                    .toString();
        }
        String text = in.readCharSequence(length, StandardCharsets.UTF_8).toString();
        in.skipBytes(1);
        return text;
    }

    static void writeZeroEnded(ByteBuf out, String text) {
        out.writeCharSequence(text, StandardCharsets.UTF_8);
        out.writeByte(0);
    }

    static byte[] rest(ByteBuf in) {
        byte[] bytes = new byte[in.readableBytes()];
        in.readBytes(bytes);
        return bytes;
    }
}
