package dev.databases.backend.postgres.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.databases.sql.SqlType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Cells for tests, from text and from hexadecimal digits. */
final class Cells {
    private Cells() {}

    static ByteBuf text(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    static ByteBuf hex(String digits) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(digits.replace(" ", "")));
    }

    static ByteBuf encoded(int oid, SqlType<?> type, Object value) {
        ByteBuf out = Unpooled.buffer();
        Codecs.encoder(oid, type).encode(value, out);
        return out;
    }

    /** What a value of a type is as a parameter. */
    static ByteBuf encoded(SqlType<?> type, Object value) {
        int oid = type.kind() == SqlType.Kind.ANY ? Codecs.oidOfValue(value) : Codecs.oidOf(type);
        return encoded(oid, type, value);
    }

    static void assertSame(Object expected, Object actual) {
        assertEquals(expected.getClass().isArray(), actual.getClass().isArray());
        if (expected instanceof byte[] bytes) {
            assertArrayEquals(bytes, (byte[]) actual);
        } else {
            assertEquals(expected, actual);
        }
    }
}
