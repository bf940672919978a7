package dev.databases.backend.postgres.codec;

import dev.databases.sql.SqlType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The built-in types of PostgreSQL that this module knows by their oids, which never change: what a value of each is in
 * Java, and how its two forms are decoded. {@link Codecs} and the decoders look types up here; what is not here is text.
 */
enum ServerType {
    BOOL(16, 1000, SqlType.BOOLEAN, BinaryCells::bool, TextCells::bool),
    INT2(21, 1005, SqlType.SMALLINT, BinaryCells::int2, TextCells::int2),
    INT4(23, 1007, SqlType.INTEGER, BinaryCells::int4, TextCells::int4),
    INT8(20, 1016, SqlType.BIGINT, BinaryCells::int8, TextCells::int8),
    OID(26, 1028, SqlType.BIGINT, BinaryCells::oid, TextCells::int8),
    FLOAT4(700, 1021, SqlType.REAL, BinaryCells::float4, TextCells::float4),
    FLOAT8(701, 1022, SqlType.DOUBLE, BinaryCells::float8, TextCells::float8),
    NUMERIC(1700, 1231, SqlType.NUMERIC, BinaryCells::numeric, TextCells::numeric),
    BYTEA(17, 1001, SqlType.BINARY, BinaryCells::bytea, TextCells::bytea),
    DATE(1082, 1182, SqlType.DATE, BinaryCells::date, TextCells::date),
    TIME(1083, 1183, SqlType.TIME, BinaryCells::time, TextCells::time),
    TIMETZ(1266, 1270, SqlType.ANY, BinaryCells::timetz, TextCells::timetz),
    TIMESTAMP(1114, 1115, SqlType.TIMESTAMP, BinaryCells::timestamp, TextCells::timestamp),
    TIMESTAMPTZ(1184, 1185, SqlType.TIMESTAMPTZ, BinaryCells::timestamptz, TextCells::timestamptz),
    INTERVAL(1186, 1187, SqlType.INTERVAL, BinaryCells::interval, TextCells::interval),
    UUID(2950, 2951, SqlType.UUID, BinaryCells::uuid, TextCells::uuid),
    JSONB(3802, 3807, SqlType.JSON, BinaryCells::jsonb, TextCells::json),
    /** The binary form of these is their text. */
    JSON(114, 199, SqlType.JSON, TextCells::json, TextCells::json),
    TEXT(25, 1009, SqlType.TEXT, TextCells::text, TextCells::text),
    VARCHAR(1043, 1015, SqlType.TEXT, TextCells::text, TextCells::text),
    BPCHAR(1042, 1014, SqlType.TEXT, TextCells::text, TextCells::text),
    NAME(19, 1003, SqlType.TEXT, TextCells::text, TextCells::text),
    UNKNOWN(705, 0, SqlType.TEXT, TextCells::text, TextCells::text),
    /** These are only asked for as text, and are Strings. */
    CHAR(18, 1002),
    XML(142, 143),
    MONEY(790, 791),
    BIT(1560, 1561),
    VARBIT(1562, 1563),
    INET(869, 1041),
    CIDR(650, 651),
    MACADDR(829, 1040),
    MACADDR8(774, 775),
    POINT(600, 1017),
    LINE(628, 629),
    LSEG(601, 1018),
    PATH(602, 1019),
    POLYGON(604, 1027),
    CIRCLE(718, 719),
    INT4RANGE(3904, 3905),
    INT8RANGE(3926, 3927),
    NUMRANGE(3906, 3907),
    DATERANGE(3912, 3913),
    TSRANGE(3908, 3909),
    TSTZRANGE(3910, 3911),
    INT4MULTIRANGE(4451, 6150),
    INT8MULTIRANGE(4536, 6157),
    NUMMULTIRANGE(4532, 6151),
    DATEMULTIRANGE(4535, 6155),
    TSMULTIRANGE(4533, 6152),
    TSTZMULTIRANGE(4534, 6153),
    TSVECTOR(3614, 3643),
    TSQUERY(3615, 3645),
    JSONPATH(4072, 4073),
    PG_LSN(3220, 3221),
    TID(27, 1010),
    XID(28, 1011),
    CID(29, 1012),
    XID8(5069, 271),
    REGCLASS(2205, 2210),
    REGTYPE(2206, 2211),
    REGPROC(24, 1008);

    private static final Map<Integer, ServerType> BY_OID = new HashMap<>();
    private static final Map<Integer, ServerType> BY_ARRAY = new HashMap<>();
    private static final Map<SqlType.Kind, ServerType> BY_KIND = new HashMap<>();

    static {
        for (ServerType each : values()) {
            BY_OID.put(each.oid, each);
            BY_ARRAY.put(each.array, each);
        }
        BY_ARRAY.remove(0);
        for (ServerType each : values()) {
            BY_KIND.putIfAbsent(each.type.kind(), each);
        }
        BY_KIND.remove(SqlType.Kind.ANY);
        BY_KIND.put(SqlType.Kind.UNSIGNED_BIGINT, NUMERIC);
        BY_KIND.put(SqlType.Kind.ENUM, TEXT);
    }

    private final int oid;
    private final int array;
    private final SqlType<?> type;
    private final @Nullable CellDecoder binary;
    private final CellDecoder text;

    ServerType(int oid, int array) {
        this(oid, array, SqlType.TEXT, null, TextCells::text);
    }

    ServerType(int oid, int array, SqlType<?> type, @Nullable CellDecoder binary, CellDecoder text) {
        this.oid = oid;
        this.array = array;
        this.type = type;
        this.binary = binary;
        this.text = text;
    }

    /** The type with the oid, null if it is not known or is an array. */
    static @Nullable ServerType of(int oid) {
        return BY_OID.get(oid);
    }

    /** The type of the elements of the array type with the oid, null if it is not known or is no array. */
    static @Nullable ServerType ofElements(int arrayOid) {
        return BY_ARRAY.get(arrayOid);
    }

    /** The type whose text form is read where a column is text and something else is wanted; null for ARRAY and ANY. */
    static @Nullable ServerType ofKind(SqlType.Kind kind) {
        return BY_KIND.get(kind);
    }

    int oid() {
        return oid;
    }

    /** The oid of the array type, 0 if there is none. */
    int array() {
        return array;
    }

    /** What a value is in Java; ANY for a class that no {@link SqlType} has. */
    SqlType<?> type() {
        return type;
    }

    /** The decoder of the binary form, null if this module does not know that form. */
    @Nullable
    CellDecoder binary() {
        return binary;
    }

    CellDecoder text() {
        return text;
    }
}
