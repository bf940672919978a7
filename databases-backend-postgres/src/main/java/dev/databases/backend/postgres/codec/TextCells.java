package dev.databases.backend.postgres.codec;

import dev.databases.sql.Json;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Decodes cells in text form to the Java class of their type, for {@link ServerType}. */
final class TextCells {
    private static final int HEX = 16;
    private static final int UUID_LENGTH = 36;
    private static final int OCTAL_DIGITS = 3;

    private TextCells() {}

    static String string(ByteBuf cell) {
        return cell.toString(StandardCharsets.UTF_8);
    }

    static Object text(ByteBuf cell) {
        return string(cell);
    }

    static Object bool(ByteBuf cell) {
        return switch (string(cell)) {
            case "t", "true", "1" -> true;
            case "f", "false", "0" -> false;
            default -> throw new Refusal("is not a truth value", Refusal.TEXT);
        };
    }

    static Object int2(ByteBuf cell) {
        return Short.valueOf(string(cell));
    }

    static Object int4(ByteBuf cell) {
        return Integer.valueOf(string(cell));
    }

    static Object int8(ByteBuf cell) {
        return Long.valueOf(string(cell));
    }

    static Object float4(ByteBuf cell) {
        return Float.valueOf(string(cell));
    }

    static Object float8(ByteBuf cell) {
        return Double.valueOf(string(cell));
    }

    static Object numeric(ByteBuf cell) {
        String text = string(cell);
        if (isSpecial(text)) {
            throw new Refusal(
                    "is NaN or infinite, which a BigDecimal cannot be; cast it to double precision", Refusal.NUMBER);
        }
        return new BigDecimal(text);
    }

    static boolean isSpecial(String text) {
        return text.equals("NaN") || text.endsWith("Infinity");
    }

    static Object uuid(ByteBuf cell) {
        String text = string(cell);
        if (text.length() != UUID_LENGTH) { // Java takes fewer digits
            throw new Refusal("is not a UUID", Refusal.TEXT);
        }
        return UUID.fromString(text);
    }

    static Object json(ByteBuf cell) {
        return Json.of(string(cell));
    }

    static Object date(ByteBuf cell) {
        return TimeText.date(string(cell));
    }

    static Object time(ByteBuf cell) {
        return TimeText.time(string(cell));
    }

    static Object timetz(ByteBuf cell) {
        return TimeText.offsetTime(string(cell));
    }

    static Object timestamp(ByteBuf cell) {
        return TimeText.timestamp(string(cell));
    }

    static Object timestamptz(ByteBuf cell) {
        return TimeText.moment(string(cell));
    }

    static Object interval(ByteBuf cell) {
        return TimeText.interval(string(cell));
    }

    static Object bytea(ByteBuf cell) {
        int from = cell.readerIndex();
        boolean hex = cell.readableBytes() > 1 && cell.getByte(from) == '\\' && cell.getByte(from + 1) == 'x';
        return hex ? hex(cell) : escaped(cell);
    }

    private static byte[] hex(ByteBuf cell) {
        cell.skipBytes(2);
        byte[] bytes = new byte[cell.readableBytes() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (digit(cell.readByte(), HEX) << 4 | digit(cell.readByte(), HEX));
        }
        return bytes;
    }

    private static int digit(byte character, int radix) {
        int digit = Character.digit(character, radix);
        if (digit < 0) {
            throw new Refusal("is not bytes", Refusal.TEXT);
        }
        return digit;
    }

    /** The older form: a backslash doubled, or before three octal digits. */
    private static byte[] escaped(ByteBuf cell) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(cell.readableBytes());
        while (cell.isReadable()) {
            byte next = cell.readByte();
            if (next != '\\' || cell.getByte(cell.readerIndex()) == '\\') {
                cell.skipBytes(next == '\\' ? 1 : 0);
                bytes.write(next);
                continue;
            }
            int octal = 0;
            for (int i = 0; i < OCTAL_DIGITS; i++) {
                octal = octal * 8 + digit(cell.readByte(), 8);
            }
            bytes.write(octal);
        }
        return bytes.toByteArray();
    }
}
