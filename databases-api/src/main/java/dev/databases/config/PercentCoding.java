package dev.databases.config;

import dev.databases.error.ConfigurationException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Percent coding of UTF-8 as in RFC 3986: text goes in and comes out coded for a part of a URL, and back. The parser
 * and the writer of {@link DatabaseUrl} call it.
 */
final class PercentCoding {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String UNRESERVED = "-._~";

    private PercentCoding() {}

    /** Codes everything but unreserved characters and those of {@code alsoPlain}, which must be ASCII. */
    static String encode(String text, String alsoPlain) {
        StringBuilder coded = new StringBuilder(text.length() + 16);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) Byte.toUnsignedInt(octet);
            if (isAsciiLetterOrDigit(character) || (UNRESERVED + alsoPlain).indexOf(character) >= 0) {
                coded.append(character);
            } else {
                coded.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return coded.toString();
    }

    /** Decodes what {@link #encode} or anybody else wrote; {@code part} names the part of the URL in errors. */
    static String decode(String coded, String part) {
        if (coded.indexOf('%') < 0) {
            return coded;
        }
        byte[] octets = coded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(octets.length);
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '%') {
                plain.write(octet(octets, i, part));
                i += 2;
            } else {
                plain.write(octets[i]);
            }
        }
        return utf8(plain.toByteArray(), part);
    }

    private static int octet(byte[] octets, int percent, String part) {
        if (percent + 2 >= octets.length
                || !HexFormat.isHexDigit(octets[percent + 1])
                || !HexFormat.isHexDigit(octets[percent + 2])) {
            throw new ConfigurationException(
                    "The " + part + " of the database URL has a % that is not followed by two hexadecimal digits",
                    "write % itself as %25");
        }
        return HexFormat.fromHexDigit(octets[percent + 1]) << 4 | HexFormat.fromHexDigit(octets[percent + 2]);
    }

    private static String utf8(byte[] octets, String part) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new ConfigurationException(
                    "The percent-coded bytes in the " + part + " of the database URL are not UTF-8",
                    "code each byte of the text's UTF-8 form on its own",
                    malformed);
        }
    }

    private static boolean isAsciiLetterOrDigit(char c) {
        return c < 128 && Character.isLetterOrDigit(c);
    }
}
