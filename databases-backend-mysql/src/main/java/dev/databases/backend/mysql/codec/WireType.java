package dev.databases.backend.mysql.codec;

/** The numbers that the protocol gives to the types of columns and parameters. */
final class WireType {
    static final int DECIMAL = 0;
    static final int TINY = 1;
    static final int SHORT = 2;
    static final int LONG = 3;
    static final int FLOAT = 4;
    static final int DOUBLE = 5;
    static final int NULL = 6;
    static final int TIMESTAMP = 7;
    static final int LONGLONG = 8;
    static final int INT24 = 9;
    static final int DATE = 10;
    static final int TIME = 11;
    static final int DATETIME = 12;
    static final int YEAR = 13;
    static final int NEWDATE = 14;
    static final int BIT = 16;
    static final int VECTOR = 242;
    static final int JSON = 245;
    static final int NEWDECIMAL = 246;
    static final int BLOB = 252;
    static final int VAR_STRING = 253;
    static final int STRING = 254;
    static final int GEOMETRY = 255;

    /** Beside a type of parameters: the number has no sign. */
    static final int UNSIGNED = 0x8000;

    private WireType() {}

    /** How many bytes each cell has in the binary protocol; 0 if its length stands before it. */
    static int width(int type) {
        return switch (type) {
            case TINY -> Byte.BYTES;
            case SHORT, YEAR -> Short.BYTES;
            case LONG, INT24, FLOAT -> Integer.BYTES;
            case LONGLONG, DOUBLE -> Long.BYTES;
            default -> 0;
        };
    }
}
