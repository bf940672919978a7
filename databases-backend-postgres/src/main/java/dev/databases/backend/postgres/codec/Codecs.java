package dev.databases.backend.postgres.codec;

import dev.databases.sql.Interval;
import dev.databases.sql.SqlType;
import dev.databases.sql.SqlType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The door of this package: which types parameters have, which form cells are asked for in, and who writes and reads them.
 * The session asks once a statement and keeps what it gets.
 */
public final class Codecs {
    private static final int NUMERIC_MODIFIER = 4;
    private static final int UNSIGNED_PRECISION = 20;

    private static final Map<Class<?>, ServerType> BY_CLASS = Map.ofEntries(
            Map.entry(Boolean.class, ServerType.BOOL),
            Map.entry(Byte.class, ServerType.INT2),
            Map.entry(Short.class, ServerType.INT2),
            Map.entry(Integer.class, ServerType.INT4),
            Map.entry(Long.class, ServerType.INT8),
            Map.entry(Float.class, ServerType.FLOAT4),
            Map.entry(Double.class, ServerType.FLOAT8),
            Map.entry(BigDecimal.class, ServerType.NUMERIC),
            Map.entry(BigInteger.class, ServerType.NUMERIC),
            Map.entry(byte[].class, ServerType.BYTEA),
            Map.entry(LocalDate.class, ServerType.DATE),
            Map.entry(LocalTime.class, ServerType.TIME),
            Map.entry(OffsetTime.class, ServerType.TIMETZ),
            Map.entry(LocalDateTime.class, ServerType.TIMESTAMP),
            Map.entry(OffsetDateTime.class, ServerType.TIMESTAMPTZ),
            Map.entry(ZonedDateTime.class, ServerType.TIMESTAMPTZ),
            Map.entry(Instant.class, ServerType.TIMESTAMPTZ),
            Map.entry(Interval.class, ServerType.INTERVAL),
            Map.entry(Period.class, ServerType.INTERVAL),
            Map.entry(Duration.class, ServerType.INTERVAL),
            Map.entry(UUID.class, ServerType.UUID));

    private Codecs() {}

    /**
     * Tells which type the server is told that a parameter has.
     *
     * @param type what it is to the statement
     * @return the oid; 0 if the server is to find out, as for all that is text to the statement and may be varchar, citext,
     *     an enum, json or jsonb to the table, and for ANY
     */
    public static int oidOf(SqlType<?> type) {
        return switch (type.kind()) {
            case TEXT, ENUM, JSON, ANY -> 0;
            case ARRAY -> arrayOf(type.element().map(Codecs::innermost).orElse(0));
            default -> {
                ServerType server = ServerType.ofKind(type.kind());
                yield server == null ? 0 : server.oid();
            }
        };
    }

    private static int innermost(SqlType<?> element) {
        return element.kind() == Kind.ARRAY
                ? element.element().map(Codecs::innermost).orElse(0)
                : oidOf(element);
    }

    private static int arrayOf(int element) {
        ServerType server = ServerType.of(element);
        return server == null ? 0 : server.array();
    }

    /**
     * Tells which type the server is told that a parameter of the type ANY has, by the class of its value.
     *
     * @param value the value, null for NULL
     * @return the oid; 0 if the server is to find out
     * @throws RuntimeException if it is an array that PostgreSQL cannot hold; {@code PostgresErrors} words it
     */
    public static int oidOfValue(@Nullable Object value) {
        if (value == null) {
            return 0;
        }
        ServerType server = BY_CLASS.get(value.getClass());
        if (server != null) {
            return server.oid();
        }
        return Elements.isArray(value) ? arrayOf(elementsOf(value)) : 0;
    }

    /** The oid that all elements have; NULL has any. */
    private static int elementsOf(Object array) {
        int common = 0;
        for (Object element : Elements.of(array).all()) {
            int oid = oidOfValue(element);
            if (element != null && (oid == 0 || common != 0 && oid != common)) {
                return 0;
            }
            common = element == null ? common : oid;
        }
        return common;
    }

    /**
     * Tells in which form {@link #encoder} writes.
     *
     * @param oid what {@link #oidOf(SqlType)} said
     * @return true for the binary form, false for text
     */
    public static boolean binaryParameter(int oid) {
        return oid != 0;
    }

    /**
     * Chooses who writes a parameter.
     *
     * @param oid what {@link #oidOf(SqlType)} or {@link #oidOfValue} said
     * @param type what the parameter is to the statement
     * @return the encoder, for any number of values and threads
     */
    public static CellEncoder encoder(int oid, SqlType<?> type) {
        return Encoders.of(oid, type);
    }

    /**
     * Tells in which form cells are best asked for. Both forms give equal values.
     *
     * @param oid the type of the column, as the server describes it
     * @return true for the binary form, which {@link #decoder} then has to be told
     */
    public static boolean binaryResult(int oid) {
        ServerType element = ServerType.ofElements(oid);
        if (element != null) {
            return element.binary() != null;
        }
        ServerType server = ServerType.of(oid);
        return server != null && server.binary() != null && server.type().kind() != Kind.TEXT;
    }

    /**
     * Chooses who reads the cells of a column.
     *
     * @param oid the type of the column, as the server describes it
     * @param binary the form that the cells have
     * @param wanted what they are to the statement, {@link SqlType#ANY} where the server's type counts
     * @return the decoder, for any number of cells and threads
     */
    public static CellDecoder decoder(int oid, boolean binary, SqlType<?> wanted) {
        return Decoders.of(oid, binary, wanted);
    }

    /**
     * Tells what a column of SQL text is in Java.
     *
     * @param oid the type of the column, as the server describes it
     * @param modifier the type modifier, as the server describes it; -1 for none
     * @return the type; ANY if the values have a class that no type has
     */
    public static SqlType<?> typeOf(int oid, int modifier) {
        ServerType element = ServerType.ofElements(oid);
        if (element != null) {
            return SqlType.array(element.type());
        }
        ServerType server = ServerType.of(oid);
        if (server == ServerType.NUMERIC && modifier >= NUMERIC_MODIFIER) {
            return numeric(modifier - NUMERIC_MODIFIER);
        }
        return server == null ? SqlType.TEXT : server.type();
    }

    /** The dialect makes columns of unsigned numbers as numeric(20), and no others. */
    private static SqlType<?> numeric(int precisionAndScale) {
        int precision = precisionAndScale >> Short.SIZE;
        int scale = precisionAndScale & 0x7ff; // eleven bits with a sign
        if (precision == UNSIGNED_PRECISION && scale == 0) {
            return SqlType.UNSIGNED_BIGINT;
        }
        return precision < 1 || scale > precision ? SqlType.NUMERIC : SqlType.numeric(precision, scale);
    }

    /**
     * Writes a value as the text that the server reads.
     *
     * @param value the value
     * @param type what it is to the statement
     * @return the text, without quotes; empty if PostgreSQL cannot hold the value
     */
    public static Optional<String> text(Object value, SqlType<?> type) {
        try {
            return Optional.of(TextValues.text(value, type));
        } catch (Refusal refused) {
            return Optional.empty();
        }
    }

    /**
     * Tells what was wrong with a value, in words that do not have the value.
     *
     * @param failure what an encoder or decoder has thrown
     * @return how the sentence goes on after the name of the column or parameter
     */
    public static String problem(RuntimeException failure) {
        return failure instanceof Refusal refusal && refusal.getMessage() != null
                ? refusal.getMessage()
                : "holds a value that is not of its type (" + failure.getClass().getSimpleName() + ")";
    }

    /**
     * Tells the SQLSTATE for what was wrong with a value.
     *
     * @param failure what an encoder or decoder has thrown
     * @return five characters
     */
    public static String sqlState(RuntimeException failure) {
        return failure instanceof Refusal refusal ? refusal.state() : Refusal.BINARY;
    }
}
