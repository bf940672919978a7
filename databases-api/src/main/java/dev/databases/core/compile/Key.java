package dev.databases.core.compile;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The structure of a statement as a row of tokens, for {@link StatementCache}; made by {@link Walk}. No value is in it.
 */
final class Key {
    private final Object[] tokens;
    private final int size;
    private final int hash;

    Key(Object[] tokens, int size, int hash) {
        this.tokens = tokens;
        this.size = size;
        this.hash = hash;
    }

    int size() {
        return size;
    }

    /** The same without the free space, to be kept. */
    Key trimmed() {
        return new Key(Arrays.copyOf(tokens, size), size, hash);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Key that) || hash != that.hash || size != that.size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (tokens[i] != that.tokens[i] && !tokens[i].equals(that.tokens[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
