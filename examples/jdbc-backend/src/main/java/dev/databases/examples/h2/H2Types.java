package dev.databases.examples.h2;

import dev.databases.sql.Interval;
import dev.databases.sql.Json;
import dev.databases.sql.SqlType;
import dev.databases.sql.SqlType.Kind;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Each kind of the library has one Java type; here is what JDBC takes and gives instead, where it differs. */
final class H2Types {
    /** The kinds whose Java type JDBC gives when asked for it; all others are asked for as text. */
    private static final Map<Kind, SqlType<?>> DIRECT = Stream.<SqlType<?>>of(
                    SqlType.BOOLEAN,
                    SqlType.SMALLINT,
                    SqlType.INTEGER,
                    SqlType.BIGINT,
                    SqlType.UNSIGNED_BIGINT,
                    SqlType.REAL,
                    SqlType.DOUBLE,
                    SqlType.NUMERIC,
                    SqlType.BINARY,
                    SqlType.DATE,
                    SqlType.TIME,
                    SqlType.TIMESTAMP,
                    SqlType.TIMESTAMPTZ,
                    SqlType.UUID,
                    SqlType.ANY)
            .collect(Collectors.toUnmodifiableMap(SqlType::kind, type -> type));

    private H2Types() {}

    /** What a column of SQL text is read as, by H2's name for its type. */
    static SqlType<?> named(String name) {
        return switch (name) {
            case "TINYINT" -> SqlType.SMALLINT;
            case "DOUBLE PRECISION" -> SqlType.DOUBLE;
            case "DECFLOAT" -> SqlType.NUMERIC;
            case "CHARACTER LARGE OBJECT" -> SqlType.TEXT;
            case "BINARY LARGE OBJECT" -> SqlType.BINARY;
            case "TIMESTAMP WITH TIME ZONE" -> SqlType.TIMESTAMPTZ;
            case "JSON" -> SqlType.JSON;
            default ->
                DIRECT.values().stream()
                        .filter(type -> type.kind().name().equals(name))
                        .findFirst()
                        .orElse(SqlType.ANY);
        };
    }

    /** What JDBC is given for a value; what is finer than a microsecond is cut off. */
    static @Nullable Object bound(@Nullable Object value) {
        if (value instanceof Temporal time && time.isSupported(ChronoField.MICRO_OF_SECOND)) {
            return time.with(ChronoField.MICRO_OF_SECOND, time.get(ChronoField.MICRO_OF_SECOND));
        }
        if (value instanceof Json json) {
            return json.text().getBytes(StandardCharsets.UTF_8); // as text it would become a JSON string
        }
        return value instanceof Interval ? value.toString() : value;
    }

    /** Reads a value as the Java type of a kind. */
    static @Nullable Object read(ResultSet row, int column, Kind kind) throws SQLException {
        if (kind == Kind.ANY) {
            return row.getObject(column);
        }
        Object value =
                row.getObject(column, DIRECT.getOrDefault(kind, SqlType.TEXT).javaType());
        if (value == null) {
            return null;
        }
        return switch (kind) {
            case TIMESTAMPTZ -> ((OffsetDateTime) value).withOffsetSameInstant(ZoneOffset.UTC);
            case JSON -> Json.of((String) value);
            case INTERVAL -> Interval.parse((String) value);
            default -> value;
        };
    }
}
