package dev.databases.core.compile;

import java.util.Arrays;

/** The tokens of a {@link Key} while {@link Walk} adds them. */
final class Tokens {
    private Object[] tokens = new Object[48];
    private int size;
    private int hash = 1;

    void add(Object token) {
        if (size == tokens.length) {
            tokens = Arrays.copyOf(tokens, size * 2);
        }
        tokens[size++] = token;
        hash = hash * 31 + token.hashCode();
    }

    Key key() {
        return new Key(tokens, size, hash);
    }
}
