package dev.databases.backend.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The messages of PostgreSQL's protocol, version 3, that have no part of a user's: written for requests, read for errors. */
final class PgMessages {
    private static final byte[] EXECUTE_ALL = {'E', 0, 0, 0, 9, 0, 0, 0, 0, 0};
    private static final byte[] DESCRIBE_PORTAL = {'D', 0, 0, 0, 6, 'P', 0};
    private static final byte[] BIND_NOTHING = {'B', 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final byte[] SYNC = {'S', 0, 0, 0, 4};
    private static final byte[] FLUSH = {'H', 0, 0, 0, 4};
    private static final byte[] CLOSE_PORTAL = {'C', 0, 0, 0, 6, 'P', 0};
    private static final byte[] COPY_DONE = {'c', 0, 0, 0, 4};
    private static final byte[] TERMINATE = {'X', 0, 0, 0, 4};
    private static final byte[] NO_NAME = {};
    private static final int[] NO_TYPES = {};

    private PgMessages() {}

    /** Begins a message; the result goes to {@link #end}. */
    static int begin(ByteBuf out, char type) {
        out.writeByte(type);
        int start = out.writerIndex();
        out.writeInt(0);
        return start;
    }

    static void end(ByteBuf out, int start) {
        out.setInt(start, out.writerIndex() - start);
    }

    /** Parses a text whose parameters are of these types, so many times. */
    static void parse(ByteBuf out, byte[] name, String sql, int[] types, int times) {
        int start = begin(out, 'P');
        out.writeBytes(name).writeByte(0);
        ByteBufUtil.writeUtf8(out, sql);
        out.writeByte(0).writeShort(times * types.length);
        for (int i = 0; i < times; i++) {
            for (int type : types) {
                out.writeInt(type);
            }
        }
        end(out, start);
    }

    static void describePortal(ByteBuf out) {
        out.writeBytes(DESCRIBE_PORTAL);
    }

    /** Runs what is bound; 0 for all rows. */
    static void execute(ByteBuf out, int rows) {
        if (rows == 0) {
            out.writeBytes(EXECUTE_ALL);
        } else {
            out.writeByte('E').writeInt(9).writeByte(0).writeInt(rows);
        }
    }

    /** Parses, binds and runs a text without parameters and rows, as part of a group. */
    static void run(ByteBuf out, String sql) {
        parse(out, NO_NAME, sql, NO_TYPES, 1);
        out.writeBytes(BIND_NOTHING);
        execute(out, 0);
    }

    static void sync(ByteBuf out) {
        out.writeBytes(SYNC);
    }

    static void flush(ByteBuf out) {
        out.writeBytes(FLUSH);
    }

    static void closePortal(ByteBuf out) {
        out.writeBytes(CLOSE_PORTAL);
    }

    static void query(ByteBuf out, String sql) {
        int start = begin(out, 'Q');
        ByteBufUtil.writeUtf8(out, sql);
        out.writeByte(0);
        end(out, start);
    }

    static void close(ByteBuf out, byte[] name) {
        int start = begin(out, 'C');
        out.writeByte('S').writeBytes(name).writeByte(0);
        end(out, start);
    }

    static void copyDone(ByteBuf out) {
        out.writeBytes(COPY_DONE);
    }

    static void copyFail(ByteBuf out, String why) {
        int start = begin(out, 'f');
        ByteBufUtil.writeUtf8(out, why);
        out.writeByte(0);
        end(out, start);
    }

    static void terminate(ByteBuf out) {
        out.writeBytes(TERMINATE);
    }

    /** Reads the fields of an error or a notice. */
    static Map<Character, String> fields(ByteBuf in, int end) {
        Map<Character, String> fields = new HashMap<>();
        while (in.readerIndex() < end) {
            byte code = in.readByte();
            if (code == 0) {
                break;
            }
            fields.put((char) code, text(in));
        }
        return fields;
    }

    /** Reads a text up to its zero. */
    static String text(ByteBuf in) {
        int length = in.bytesBefore((byte) 0);
        if (length < 0) {
            throw new IllegalStateException("a text without an end");
        }
        String text = in.toString(in.readerIndex(), length, StandardCharsets.UTF_8);
        in.skipBytes(length + 1);
        return text;
    }

    /**
     * Reads how many rows a statement has changed from the tag that ends it, such as {@code INSERT 0 5}; 0 if it is none
     * that changes rows.
     */
    static long affected(ByteBuf in, int end) {
        switch (in.getByte(in.readerIndex())) {
            case 'I', 'U', 'D', 'M':
                break;
            default:
                return 0;
        }
        return number(in, end);
    }

    /** Reads the number at the end of a tag, 0 if there is none. */
    static long number(ByteBuf in, int end) {
        long number = 0;
        long unit = 1;
        for (int i = end - 2; i >= in.readerIndex(); i--, unit *= 10) {
            byte digit = in.getByte(i);
            if (digit < '0' || digit > '9') {
                return digit == ' ' ? number : 0;
            }
            number += unit * (digit - '0');
        }
        return 0;
    }
}
