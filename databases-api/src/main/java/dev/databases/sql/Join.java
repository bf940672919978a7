package dev.databases.sql;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table joined to those before it.
 *
 * @param kind how rows without a partner are treated
 * @param table the joined table
 * @param on the condition; null to take it from the one foreign key between the tables
 */
public record Join(Kind kind, Table table, @Nullable Expression<Boolean> on) {
    /** How rows without a partner are treated. */
    public enum Kind {
        /** Left out. */
        INNER,
        /** Those before it are kept. */
        LEFT,
        /** Those of both sides are kept. */
        FULL,
        /** Every row is a partner of every other; no condition. */
        CROSS
    }

    /**
     * Checks for null.
     *
     * @param kind how rows without a partner are treated
     * @param table the joined table
     * @param on the condition; null to take it from the one foreign key between the tables
     */
    public Join {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(table, "table");
    }
}
