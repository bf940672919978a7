package dev.databases.backend.mysql;

import dev.databases.jasync.MysqlBytes;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * What one command is answered with: told the packets in order, tells when it has seen the last. {@link MyRequest} keeps one
 * for each command that is under way.
 */
abstract class MyAnswer {
    static final int OK = 0x00;
    static final int END = 0xFE;
    static final int ERROR = 0xFF;

    private static final int STATE_LENGTH = 5;
    private static final int WARNINGS = 2;

    /**
     * Takes a packet, which is all that the buffer has to read.
     *
     * @return whether it is the last
     */
    abstract boolean take(ByteBuf packet);

    /** The server's status flags with a packet; told before anybody is asked what follows. */
    abstract void status(int flags);

    /** The command has done its work. */
    void ended(Ok ok) {}

    /** The command has failed. */
    abstract void refused(Refused error);

    static int first(ByteBuf packet) {
        return packet.getUnsignedByte(packet.readerIndex());
    }

    /** Reads an OK packet, or an error. */
    final void takeEnd(ByteBuf packet) {
        switch (first(packet)) {
            case OK, END -> {
                Ok ok = Ok.read(packet.skipBytes(1));
                status(ok.status());
                ended(ok);
            }
            case ERROR -> refused(Refused.read(packet));
            default -> throw new IllegalStateException("an answer that begins with " + first(packet));
        }
    }

    /** Reads the end of rows as old servers send it: warnings and status. */
    final int oldEnd(ByteBuf packet) {
        packet.skipBytes(1 + WARNINGS);
        return packet.readUnsignedShortLE();
    }

    /** The end of a command that went well. */
    record Ok(long affected, long key, int status, int warnings, String text) {
        static final int IN_TRANSACTION = 1;
        static final int MORE_RESULTS = 8;
        static final int NO_BACKSLASH_ESCAPES = 0x200;

        static Ok read(ByteBuf in) {
            long affected = MysqlBytes.readLength(in);
            long key = MysqlBytes.readLength(in);
            int status = in.readUnsignedShortLE();
            int warnings = in.readUnsignedShortLE();
            return new Ok(affected, key, status, warnings, in.toString(StandardCharsets.UTF_8));
        }

        boolean hasMore() {
            return (status & MORE_RESULTS) != 0;
        }
    }

    /** An error that the server has sent. */
    record Refused(int code, String state, String message) {
        static Refused read(ByteBuf in) {
            in.skipBytes(1);
            int code = in.readUnsignedShortLE();
            String state = "HY000";
            if (in.isReadable() && in.getByte(in.readerIndex()) == '#') {
                in.skipBytes(1);
                state = in.readCharSequence(STATE_LENGTH, StandardCharsets.US_ASCII)
                        .toString();
            }
            return new Refused(code, state, in.toString(StandardCharsets.UTF_8));
        }
    }
}
