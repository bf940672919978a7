package dev.databases.core.compile;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The key of a text whose collections were written as lists: the statement and how many values each name has. */
final class SqlTextExpansion {
    private final SqlTextStatement statement;
    private final int[] sizes;
    private final int hash;

    /**
     * Keeps the key.
     *
     * @param statement the statement, compared by identity
     * @param sizes one number a name; not copied
     */
    SqlTextExpansion(SqlTextStatement statement, int[] sizes) {
        this.statement = statement;
        this.sizes = sizes;
        this.hash = System.identityHashCode(statement) * 31 + Arrays.hashCode(sizes);
    }

    int[] sizes() {
        return sizes;
    }

    /** Whether every name has one value, as without any collection. */
    boolean isSingle() {
        for (int size : sizes) {
            if (size != 1) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SqlTextExpansion that
                && statement == that.statement
                && Arrays.equals(sizes, that.sizes);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
