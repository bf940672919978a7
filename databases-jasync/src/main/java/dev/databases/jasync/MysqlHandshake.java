package dev.databases.jasync;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The greeting of a MySQL or MariaDB server, and the answer to it; {@link MysqlAttempt} reads the one and writes the other.
 *
 * @param serverVersion how the server calls its version
 * @param connectionId the number of the connection
 * @param capabilities what the server can do
 * @param seed what the proof of the password is made for
 * @param plugin how the server would like the password to be proven
 */
record MysqlHandshake(String serverVersion, long connectionId, long capabilities, byte[] seed, String plugin) {
    private static final int VERSION = 10;
    private static final int FIRST_PART = 8;
    private static final int LEAST_SECOND_PART = 13;
    private static final int RESERVED = 6;
    /** utf8mb4_general_ci, which every server has; the session chooses its own. */
    private static final int CHARSET = 45;

    private static final int LARGEST_PACKET = (1 << 24) - 1;
    private static final int FILLER = 19;
    private static final int UPPER = 32;
    private static final int HALF = 16;

    static MysqlHandshake read(ByteBuf in) {
        int version = in.readUnsignedByte();
        if (version != VERSION) {
            throw new IllegalStateException("it speaks version " + version + " of some protocol");
        }
        String serverVersion = MysqlBytes.readZeroEnded(in);
        long id = in.readUnsignedIntLE();
        byte[] seed = new byte[FIRST_PART];
        in.readBytes(seed);
        in.skipBytes(1);
        long capabilities = in.readUnsignedShortLE();
        if (!in.isReadable()) {
            return new MysqlHandshake(serverVersion, id, capabilities, seed, "");
        }
        in.skipBytes(1 + 2);
        capabilities |= (long) in.readUnsignedShortLE() << HALF;
        int seedLength = in.readUnsignedByte();
        in.skipBytes(RESERVED);
        long own = in.readUnsignedIntLE();
        if ((capabilities & MysqlCapabilities.LONG_PASSWORD) == 0) {
            capabilities |= own << UPPER;
        }
        byte[] second = new byte[Math.min(in.readableBytes(), Math.max(LEAST_SECOND_PART, seedLength - FIRST_PART))];
        in.readBytes(second);
        return new MysqlHandshake(
                serverVersion, id, capabilities, concatenated(seed, second), MysqlBytes.readZeroEnded(in));
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /** Writes what an answer begins with; it is all that is said before the encryption. */
    void writeStart(ByteBuf out, MysqlLogin login) {
        long agreed = MysqlCapabilities.agree(capabilities, login);
        out.writeIntLE((int) agreed).writeIntLE(LARGEST_PACKET).writeByte(CHARSET);
        out.writeZero(FILLER).writeIntLE((int) (agreed >>> UPPER));
    }

    /** Writes an answer. */
    void writeResponse(ByteBuf out, MysqlLogin login, String chosen, byte[] proof) {
        long agreed = MysqlCapabilities.agree(capabilities, login);
        writeStart(out, login);
        MysqlBytes.writeZeroEnded(out, login.user());
        if ((agreed & MysqlCapabilities.LENGTH_ENCODED_AUTH) != 0) {
            MysqlBytes.writeBytes(out, proof);
        } else {
            out.writeByte(proof.length).writeBytes(proof);
        }
        if ((agreed & MysqlCapabilities.CONNECT_WITH_DB) != 0) {
            MysqlBytes.writeZeroEnded(out, login.database());
        }
        MysqlBytes.writeZeroEnded(out, chosen);
        if ((agreed & MysqlCapabilities.CONNECT_ATTRIBUTES) != 0) {
            writeAttributes(out, login);
        }
    }

    private static void writeAttributes(ByteBuf out, MysqlLogin login) {
        ByteBuf attributes = out.alloc().buffer();
        try {
            login.attributes().forEach((name, value) -> {
                MysqlBytes.writeBytes(attributes, name.getBytes(StandardCharsets.UTF_8));
                MysqlBytes.writeBytes(attributes, value.getBytes(StandardCharsets.UTF_8));
            });
            MysqlBytes.writeLength(out, attributes.readableBytes());
            out.writeBytes(attributes);
        } finally {
            attributes.release();
        }
    }
}
