package dev.databases.backend.mysql.codec;

/**
 * What the server says of a column of an answer, as far as it matters to the values: made by the session, asked by
 * {@link Codecs}.
 *
 * @param type the type, as the protocol numbers them
 * @param flags the flags
 * @param length the most bytes of a cell as text
 * @param charset the collation of a text by its number; 63 for bytes
 * @param decimals the digits behind the point
 * @param extended what MariaDB adds: the name of a type or of a format, such as {@code uuid} or {@code json}; empty for
 *     nothing
 */
public record ColumnDefinition(int type, int flags, long length, int charset, int decimals, String extended) {
    private static final int UNSIGNED = 32;
    private static final int BINARY_COLLATION = 128;
    private static final int BYTES = 63;

    boolean isUnsigned() {
        return (flags & UNSIGNED) != 0;
    }

    /** Whether texts are compared by their bytes. */
    boolean hasBinaryCollation() {
        return (flags & BINARY_COLLATION) != 0 && charset != BYTES;
    }

    /** Whether a string is bytes and no text. */
    boolean isBytes() {
        return charset == BYTES;
    }
}
