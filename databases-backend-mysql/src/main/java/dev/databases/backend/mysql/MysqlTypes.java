package dev.databases.backend.mysql;

import dev.databases.sql.Json;
import dev.databases.sql.SqlType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What {@link MysqlDialect} says of types and values. The names of columns are chosen so that the server's description of a
 * column tells the types apart again: a moment is a {@code timestamp} and a time without zone a {@code datetime}; a UUID
 * and an interval are texts with a binary collation and a length that nobody else takes. MariaDB's own type of UUIDs is not
 * made, as it refuses those of an unknown variant; where it is there, it is read.
 */
final class MysqlTypes {
    /** More characters of four bytes do not fit into a row. */
    private static final int LONGEST_VARCHAR = 16_383;

    private static final int LONGEST_VARBINARY = 65_500;
    private static final String ANY_DECIMAL = "DECIMAL(65, 30)";
    private static final String BY_BYTES = " CHARACTER SET ascii COLLATE ascii_bin";

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    private MysqlTypes() {}

    static Optional<String> columnName(SqlType<?> type) {
        return switch (type.kind()) {
            case BOOLEAN -> Optional.of("BOOLEAN");
            case SMALLINT, INTEGER, BIGINT, DOUBLE, DATE, JSON ->
                Optional.of(type.kind().name());
            case UNSIGNED_BIGINT -> Optional.of("BIGINT UNSIGNED");
            case REAL -> Optional.of("FLOAT");
            case NUMERIC -> Optional.of(decimal(type));
            case TEXT -> Optional.of(sized(type, "VARCHAR", LONGEST_VARCHAR, "LONGTEXT"));
            case BINARY -> Optional.of(sized(type, "VARBINARY", LONGEST_VARBINARY, "LONGBLOB"));
            case TIME -> Optional.of("TIME(6)");
            case TIMESTAMP -> Optional.of("DATETIME(6)");
            case TIMESTAMPTZ -> Optional.of("TIMESTAMP(6) NULL");
            case INTERVAL -> Optional.of("VARCHAR(75)" + BY_BYTES);
            case UUID -> Optional.of("CHAR(36)" + BY_BYTES);
            case ENUM -> Optional.of("VARCHAR(" + longestConstant(type) + ")");
            case ARRAY, ANY -> Optional.empty();
        };
    }

    private static String decimal(SqlType<?> type) {
        return type.size().isEmpty()
                ? ANY_DECIMAL
                : "DECIMAL(" + type.size().getAsInt() + ", " + type.scale().orElse(0) + ")";
    }

    private static String sized(SqlType<?> type, String name, int longest, String unlimited) {
        return type.size().isPresent() && type.size().getAsInt() <= longest
                ? name + "(" + type.size().getAsInt() + ")"
                : unlimited;
    }

    private static int longestConstant(SqlType<?> type) {
        int longest = 1;
        Object[] constants = type.javaType().getEnumConstants();
        for (Object constant : constants == null ? new Object[0] : constants) {
            longest = Math.max(longest, ((Enum<?>) constant).name().length());
        }
        return longest;
    }

    static Optional<String> castName(SqlType<?> type, boolean mariadb) {
        return switch (type.kind()) {
            case BOOLEAN, SMALLINT, INTEGER, BIGINT -> Optional.of("SIGNED");
            case UNSIGNED_BIGINT -> Optional.of("UNSIGNED");
            case REAL -> Optional.of("FLOAT");
            case DOUBLE, DATE -> Optional.of(type.kind().name());
            case NUMERIC -> Optional.of(decimal(type));
            case TEXT ->
                Optional.of(type.size().isPresent() ? "CHAR(" + type.size().getAsInt() + ")" : "CHAR");
            case ENUM, INTERVAL, UUID -> Optional.of("CHAR");
            case BINARY -> Optional.of("BINARY");
            case TIME -> Optional.of("TIME(6)");
            case TIMESTAMP, TIMESTAMPTZ -> Optional.of("DATETIME(6)");
            case JSON -> Optional.of(mariadb ? "CHAR" : "JSON");
            case ARRAY, ANY -> Optional.empty();
        };
    }

    /**
     * A value in DDL. MySQL takes a default of long texts, bytes and JSON only as an expression, in parentheses; a moment is
     * counted from the epoch, so that it is the same one in every time zone.
     */
    static Optional<String> literal(SqlType<?> type, Object value, boolean mariadb) {
        return switch (type.kind()) {
            case BOOLEAN -> Optional.of(Boolean.TRUE.equals(value) ? "TRUE" : "FALSE");
            case SMALLINT, INTEGER, BIGINT, UNSIGNED_BIGINT, NUMERIC -> Optional.of(value.toString());
            case REAL, DOUBLE ->
                Double.isFinite(((Number) value).doubleValue()) ? Optional.of(value.toString()) : Optional.empty();
            case TEXT, ENUM, DATE, TIME, UUID, INTERVAL ->
                Optional.of(wrapped(text(value.toString()), isLong(type) && !mariadb));
            case TIMESTAMP -> Optional.of(text(CLOCK.format((LocalDateTime) value)));
            case TIMESTAMPTZ -> Optional.of("(FROM_UNIXTIME(" + epoch((OffsetDateTime) value) + "))");
            case JSON -> Optional.of(wrapped(text(((Json) value).text()), !mariadb));
            case BINARY -> Optional.of(wrapped(bytes((byte[]) value), isLong(type) && !mariadb));
            case ARRAY, ANY -> Optional.empty();
        };
    }

    private static boolean isLong(SqlType<?> type) {
        String name = columnName(type).orElse("");
        return name.startsWith("LONG");
    }

    private static String wrapped(String literal, boolean inParentheses) {
        return inParentheses ? "(" + literal + ")" : literal;
    }

    private static String epoch(OffsetDateTime moment) {
        LocalDateTime utc = moment.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
        BigDecimal micros = BigDecimal.valueOf(utc.get(ChronoField.MICRO_OF_SECOND), 6);
        return micros.add(BigDecimal.valueOf(utc.toEpochSecond(ZoneOffset.UTC))).toPlainString();
    }

    /**
     * What a backslash means is the sql_mode's matter, and servers keep an expression in a form that they cannot always read
     * again if there are quotes in it: such a text is written by its bytes.
     */
    private static String text(String text) {
        boolean isPlain = text.chars().noneMatch(c -> c == '\'' || c == '\\' || c == 0);
        return isPlain
                ? "'" + text + "'"
                : "(CONVERT(" + bytes(text.getBytes(StandardCharsets.UTF_8)) + " USING utf8mb4))";
    }

    private static String bytes(byte[] bytes) {
        return "X'" + HexFormat.of().formatHex(bytes) + "'";
    }
}
