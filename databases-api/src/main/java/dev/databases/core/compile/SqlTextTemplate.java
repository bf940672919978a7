package dev.databases.core.compile;

import dev.databases.spi.Dialect;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * SQL text with its parameters taken out, and the places where they were. Writes the text with the placeholders of the
 * dialect: as it is, with lists of placeholders, or with its row repeated. Immutable.
 */
final class SqlTextTemplate {
    private final SqlTextRules rules;
    private final String text;
    private final int names;
    /** For every use of a parameter: where it stands in the text, and which of the names it is. */
    private final int[] places;

    private final int[] uses;
    private final int rowStart;
    private final int rowEnd;

    /**
     * Keeps the parts.
     *
     * @param rules the rules of the dialect
     * @param text the text without parameters
     * @param names how many names there are
     * @param places where each use of a parameter stands in the text
     * @param uses which of the names each use is
     * @param row the row to be repeated, null if there is none
     */
    SqlTextTemplate(SqlTextRules rules, String text, int names, int[] places, int[] uses, @Nullable SqlTextRow row) {
        this.rules = rules;
        this.text = text;
        this.names = names;
        this.places = places;
        this.uses = uses;
        this.rowStart = row == null ? text.length() : row.start();
        this.rowEnd = row == null ? text.length() : row.end();
    }

    boolean hasRow() {
        return rowEnd > rowStart;
    }

    /** How many placeholders the text has if every name has one value. */
    int placeholders() {
        return rules.numbered() ? names : uses.length;
    }

    /** How many placeholders the text has if name i has {@code sizes[i]} values. */
    long placeholders(int[] sizes) {
        return rules.numbered()
                ? Arrays.stream(sizes).asLongStream().sum()
                : Arrays.stream(uses).mapToLong(use -> sizes[use]).sum();
    }

    /** The arguments in the order of the placeholders, from one value, or list of values, for each name. */
    @Nullable
    Object[] arguments(@Nullable Object[] values) {
        if (rules.numbered() || isInOrder()) {
            return values;
        }
        @Nullable Object[] arguments = new Object[uses.length];
        for (int i = 0; i < uses.length; i++) {
            arguments[i] = values[uses[i]];
        }
        return arguments;
    }

    /** Names are numbered by first use, so as many uses as names are the names in order. */
    private boolean isInOrder() {
        return uses.length == names;
    }

    /** The text with one placeholder for each name. */
    String write() {
        int[] sizes = new int[names];
        Arrays.fill(sizes, 1);
        return write(sizes);
    }

    /** The text with {@code sizes[i]} placeholders for name i. */
    String write(int[] sizes) {
        if (uses.length == 0) {
            return text;
        }
        StringBuilder sql = new StringBuilder(text.length() + uses.length * 4);
        new Numbers(sizes, 0).write(sql, 0, text.length());
        return sql.toString();
    }

    /** The text with its row repeated; the arguments of the rows follow each other. */
    String writeRows(int rows) {
        int[] sizes = new int[names];
        Arrays.fill(sizes, 1);
        StringBuilder sql = new StringBuilder();
        sql.append(text, 0, rowStart);
        for (int row = 0; row < rows; row++) {
            new Numbers(sizes, row * placeholders()).write(sql.append(row == 0 ? "" : ", "), rowStart, rowEnd);
        }
        return sql.append(text, rowEnd, text.length()).toString();
    }

    /** Gives the placeholders their positions while a text is written. */
    private final class Numbers {
        private final Dialect dialect = rules.dialect();
        private final int[] sizes;
        private final int[] firsts = new int[names];
        private int last;

        Numbers(int[] sizes, int before) {
            this.sizes = sizes;
            this.last = before;
        }

        void write(StringBuilder sql, int from, int to) {
            int written = from;
            for (int i = 0; i < uses.length; i++) {
                sql.append(text, written, places[i]);
                written = places[i];
                placeholders(sql, uses[i]);
            }
            sql.append(text, written, to);
        }

        private void placeholders(StringBuilder sql, int name) {
            boolean again = rules.numbered() && firsts[name] > 0;
            int first = again ? firsts[name] : last + 1;
            for (int i = 0; i < sizes[name]; i++) {
                sql.append(i == 0 ? "" : ", ").append(dialect.placeholder(first + i));
            }
            if (!again) {
                firsts[name] = first;
                last += sizes[name];
            }
        }
    }
}
