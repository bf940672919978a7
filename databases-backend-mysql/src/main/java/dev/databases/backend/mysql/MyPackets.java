package dev.databases.backend.mysql;

import dev.databases.error.QueryException;
import dev.databases.error.ServerError;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** The packets of the MySQL protocol as they are written: a length, a number, and a command; long ones in several parts. */
final class MyPackets {
    /** What stands before each packet. */
    static final int HEADER = 4;
    /** A packet of this length is not the last of its payload. */
    static final int LONGEST = (1 << 24) - 1;

    private static final int QUIT = 0x01;
    private static final int QUERY = 0x03;
    private static final int PING = 0x0E;
    private static final int PREPARE = 0x16;
    private static final int CLOSE = 0x19;
    private static final int CLOSE_LENGTH = 5;

    private MyPackets() {}

    /** Begins a payload; the result goes to {@link #end}. */
    static int begin(ByteBuf out) {
        int start = out.writerIndex();
        out.writeZero(HEADER);
        return start;
    }

    /** Ends a payload: numbers its packets, after having cut it into several if it is long. */
    static void end(ByteBuf out, int start) {
        int length = length(out, start);
        if (length < LONGEST) {
            out.setMediumLE(start, length);
        } else {
            cut(out, start, length);
        }
    }

    static int length(ByteBuf out, int start) {
        return out.writerIndex() - start - HEADER;
    }

    private static void cut(ByteBuf out, int start, int length) {
        byte[] payload = new byte[length];
        out.getBytes(start + HEADER, payload);
        out.writerIndex(start);
        int written = 0;
        int part;
        int number = 0;
        do {
            part = Math.min(LONGEST, length - written);
            out.writeMediumLE(part).writeByte(number++).writeBytes(payload, written, part);
            written += part;
        } while (part == LONGEST); // an empty one ends what is exactly that long
    }

    static void query(ByteBuf out, String sql) {
        text(out, QUERY, sql);
    }

    static void prepare(ByteBuf out, String sql) {
        text(out, PREPARE, sql);
    }

    private static void text(ByteBuf out, int command, String sql) {
        int start = begin(out);
        out.writeByte(command);
        ByteBufUtil.writeUtf8(out, sql);
        end(out, start);
    }

    /** Forgets a prepared statement; nothing is answered. */
    static void close(ByteBuf out, int statement) {
        out.writeMediumLE(CLOSE_LENGTH).writeByte(0).writeByte(CLOSE).writeIntLE(statement);
    }

    static void ping(ByteBuf out) {
        out.writeMediumLE(1).writeByte(0).writeByte(PING);
    }

    static void quit(ByteBuf out) {
        out.writeMediumLE(1).writeByte(0).writeByte(QUIT);
    }

    /** What the server would answer by closing the connection. */
    static QueryException tooLong(long length, long most, String sql, String where) {
        return new QueryException(
                new ServerError(
                        where + "the statement with its values is " + length
                                + " bytes long, and the server takes at most " + most,
                        "08S01",
                        1153,
                        false),
                sql,
                "raise max_allowed_packet on the server",
                null);
    }
}
