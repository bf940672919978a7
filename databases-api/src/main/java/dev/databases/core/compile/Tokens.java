package dev.databases.core.compile;

import java.util.Arrays;

/** The tokens of a {@link Key} while {@link Walk} adds them. */
final class Tokens {
    /** Enough for a simple statement; most of what compiling one allocates. */
    private static final int FEW = 24;

    private Object[] tokens = new Object[FEW];
    private int size;
    private int hash = 1;

    void add(Object token) {
        if (size == tokens.length) {
            tokens = Arrays.copyOf(tokens, size * 2);
        }
        tokens[size++] = token;
        hash = hash * 31 + token.hashCode();
    }

    /** Whether one of two marks was added. */
    boolean haveAny(Mark one, Mark other) {
        for (int i = 0; i < size; i++) {
            if (tokens[i] == one || tokens[i] == other) {
                return true;
            }
        }
        return false;
    }

    Key key() {
        return new Key(tokens, size, hash);
    }
}
