package dev.databases.backend.mysql.codec;

import dev.databases.sql.SqlType;

/**
 * Tells what a column is in Java where no statement says so: by the server's type, and by the names that the dialect gives
 * to types that the server does not have.
 *
 * <p>A {@code tinyint(1)} is a boolean, as the server's own {@code bool} is one. {@code char(36)} with a binary collation
 * is how a UUID is stored, and {@code varchar(75)} with one an interval: read as such where the text is one.
 */
final class Naturals {
    /** The characters of a column of intervals; the longest interval has fewer, and nobody else has this number. */
    static final int INTERVAL_CHARACTERS = 75;
    /** The characters of a UUID. */
    static final int UUID_CHARACTERS = 36;

    private static final int BYTES_PER_CHARACTER = 4; // of utf8mb4, which the connection talks
    private static final int MOST_DIGITS = 65;

    private Naturals() {}

    static SqlType<?> typeOf(ColumnDefinition column) {
        boolean unsigned = column.isUnsigned();
        return switch (column.type()) {
            case WireType.TINY -> column.length() == 1 && !unsigned ? SqlType.BOOLEAN : SqlType.SMALLINT;
            case WireType.SHORT -> unsigned ? SqlType.INTEGER : SqlType.SMALLINT;
            case WireType.YEAR -> SqlType.SMALLINT;
            case WireType.INT24 -> SqlType.INTEGER;
            case WireType.LONG -> unsigned ? SqlType.BIGINT : SqlType.INTEGER;
            case WireType.LONGLONG -> unsigned ? SqlType.UNSIGNED_BIGINT : SqlType.BIGINT;
            case WireType.FLOAT -> SqlType.REAL;
            case WireType.DOUBLE -> SqlType.DOUBLE;
            case WireType.DECIMAL, WireType.NEWDECIMAL -> decimal(column);
            case WireType.DATE, WireType.NEWDATE -> SqlType.DATE;
            case WireType.DATETIME -> SqlType.TIMESTAMP;
            case WireType.TIMESTAMP -> SqlType.TIMESTAMPTZ;
            case WireType.TIME, WireType.NULL -> SqlType.ANY;
            case WireType.BIT -> column.length() == 1 ? SqlType.BOOLEAN : SqlType.BINARY;
            case WireType.JSON -> SqlType.JSON;
            case WireType.GEOMETRY, WireType.VECTOR -> SqlType.BINARY;
            default -> string(column);
        };
    }

    private static SqlType<?> decimal(ColumnDefinition column) {
        int scale = column.decimals();
        long precision = column.length() - (column.isUnsigned() ? 0 : 1) - (scale > 0 ? 1 : 0);
        return precision < 1 || precision > MOST_DIGITS || scale > precision || scale == Decoders.SCALE_OF_ANY
                ? SqlType.NUMERIC
                : SqlType.numeric((int) precision, scale);
    }

    private static SqlType<?> string(ColumnDefinition column) {
        return switch (column.extended()) {
            case "json" -> SqlType.JSON;
            case "uuid" -> SqlType.UUID;
            case "inet4", "inet6" -> SqlType.TEXT;
            default ->
                column.isBytes() ? SqlType.BINARY : isUuid(column) || isInterval(column) ? SqlType.ANY : SqlType.TEXT;
        };
    }

    /** Whether a column is made as the dialect makes columns of UUIDs. */
    static boolean isUuid(ColumnDefinition column) {
        return isMade(column, WireType.STRING, UUID_CHARACTERS);
    }

    /** Whether a column is made as the dialect makes columns of intervals. */
    static boolean isInterval(ColumnDefinition column) {
        return isMade(column, WireType.VAR_STRING, INTERVAL_CHARACTERS);
    }

    private static boolean isMade(ColumnDefinition column, int type, int characters) {
        return column.type() == type
                && column.hasBinaryCollation()
                && column.length() == (long) characters * BYTES_PER_CHARACTER;
    }
}
