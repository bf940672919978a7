package dev.databases.benchmarks.peers;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The statements of all peers with one mark or the other, and what they make of rows so that no value is left unread. */
final class Samples {
    static final int KEYS = 9_900;
    static final String NAME = "a name of some thirty letters";
    static final LocalDateTime CREATED = LocalDateTime.of(2026, 1, 2, 3, 4, 5, 678_901_000);

    static final String ONE = "select id, name, price, ratio, active, created from item where id = ?";
    static final String TWENTY =
            "select id, name, price, ratio, active, created from item where id >= ? order by id limit 20";
    static final String INSERT = "insert into entry (name, quantity, created) values (?, ?, ?)";
    static final String UPDATE = "update account set balance = balance + 1 where id = ?";
    static final String STREAM = "select id, name, ratio from big";
    static final String ALL = "select id, a, b, c, d, e, f, g, h, i from wide";

    private Samples() {}

    /** Marks as {@code $1}, {@code $2}. */
    static String numbered(String sql) {
        String numbered = sql;
        for (int i = 1; numbered.indexOf('?') >= 0; i++) {
            numbered = numbered.replaceFirst("\\?", "\\$" + i);
        }
        return numbered;
    }

    static long item(int id, String name, BigDecimal price, double ratio, boolean active, LocalDateTime created) {
        return id + name.length() + price.intValue() + (long) ratio + (active ? 1 : 0) + created.getMinute();
    }

    static long big(int id, String name, double ratio) {
        return id + name.length() + (long) ratio;
    }

    /** A row of ten columns, its values by their positions. */
    static long wide(IntFunction<? extends @Nullable Object> row) {
        return value(row, 0, Integer.class)
                + value(row, 1, Long.class)
                + value(row, 2, String.class).length()
                + value(row, 3, BigDecimal.class).intValue()
                + value(row, 4, Double.class).longValue()
                + (value(row, 5, Boolean.class) ? 1 : 0)
                + value(row, 6, LocalDateTime.class).getMinute()
                + value(row, 7, LocalDate.class).getDayOfMonth()
                + value(row, 8, String.class).length()
                + value(row, 9, Integer.class);
    }

    private static <T> T value(IntFunction<? extends @Nullable Object> row, int position, Class<T> type) {
        return Objects.requireNonNull(type.cast(row.apply(position)));
    }
}
