package dev.databases.backend.postgres.codec;

import dev.databases.sql.Interval;
import dev.databases.sql.Json;
import dev.databases.sql.SqlType;
import dev.databases.sql.SqlType.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes parameters as text that the server reads as whatever type it has found them to be; for {@link Encoders}. */
final class TextValues {
    private static final char FIRST_SURROGATE = Character.MIN_SURROGATE;

    private TextValues() {}

    static CellEncoder of(SqlType<?> type) {
        if (type.kind() == Kind.ARRAY) {
            return (value, out) -> write(text(value, type), out);
        }
        return (value, out) -> write(value instanceof String text ? text : text(value, type), out);
    }

    private static void write(String text, ByteBuf out) {
        if (mayHaveSurrogates(text) && hasHalfPair(text)) {
            throw new Refusal("has half of a surrogate pair in it, which UTF-8 cannot say", Refusal.CHARACTER);
        }
        ByteBufUtil.writeUtf8(out, text);
    }

    /** Most texts have no character beyond these; finding that out takes no branch in the loop. */
    private static boolean mayHaveSurrogates(String text) {
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            bits |= text.charAt(i);
        }
        return bits >= FIRST_SURROGATE;
    }

    private static boolean hasHalfPair(String text) {
        return text.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    static String text(Object value, SqlType<?> type) {
        if (Elements.isArray(value)) {
            StringBuilder literal = new StringBuilder();
            SqlType<?> element = type;
            while (element.kind() == Kind.ARRAY) {
                element = element.element().orElse(SqlType.ANY);
            }
            array(Elements.of(value), element, literal);
            return literal.toString();
        }
        if (value instanceof CharSequence || value instanceof Character || value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof Number || value instanceof UUID) {
            return value.toString();
        }
        if (value instanceof Json json) {
            return json.text();
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        return rarer(value);
    }

    private static String rarer(Object value) {
        if (value instanceof byte[] bytes) {
            return "\\x" + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof InetAddress address) {
            String text = address.getHostAddress();
            int scope = text.indexOf('%');
            return scope < 0 ? text : text.substring(0, scope);
        }
        String temporal = temporal(value);
        if (temporal == null) {
            throw new Refusal(
                    "is a " + value.getClass().getName() + ", for which PostgreSQL has no type", Refusal.CLASS);
        }
        return temporal;
    }

    private static @Nullable String temporal(Object value) {
        if (value instanceof LocalDate date) {
            return TimeText.of(date);
        }
        if (value instanceof LocalTime time) {
            return TimeText.of(time);
        }
        if (value instanceof OffsetTime time) {
            return TimeText.of(time);
        }
        if (value instanceof LocalDateTime timestamp) {
            return TimeText.of(timestamp);
        }
        if (value instanceof OffsetDateTime || value instanceof Instant || value instanceof ZonedDateTime) {
            return TimeText.of(SqlType.TIMESTAMPTZ.coerce(value));
        }
        if (value instanceof Interval || value instanceof Period || value instanceof Duration) {
            return TimeText.of(SqlType.INTERVAL.coerce(value));
        }
        return null;
    }

    private static void array(Elements elements, SqlType<?> type, StringBuilder literal) {
        if (elements.all().isEmpty()) {
            literal.append("{}");
            return;
        }
        int[] position = {0};
        level(elements, 0, position, type, literal);
    }

    private static void level(
            Elements elements, int dimension, int[] position, SqlType<?> type, StringBuilder literal) {
        boolean last = dimension == elements.lengths().size() - 1;
        for (int i = 0; i < elements.lengths().get(dimension); i++) {
            literal.append(i == 0 ? '{' : ',');
            if (last) {
                element(elements.all().get(position[0]++), type, literal);
            } else {
                level(elements, dimension + 1, position, type, literal);
            }
        }
        literal.append('}');
    }

    private static void element(@Nullable Object value, SqlType<?> type, StringBuilder literal) {
        if (value == null) {
            literal.append("NULL");
            return;
        }
        String text = text(ArrayEncoder.stored(type, value), SqlType.ANY);
        literal.append('"')
                .append(text.replace("\\", "\\\\").replace("\"", "\\\""))
                .append('"');
    }
}
