package dev.databases.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Phrases for messages about names and values that a user typed, for {@link Option}, {@link Options} and the URL. */
final class Wording {
    private static final int LONGEST_QUOTE = 60;
    private static final int FARTHEST_MISS = 2;

    private Wording() {}

    /** The text between backticks: on one line, and not too long for one. */
    static String quoted(String text) {
        StringBuilder shown = new StringBuilder("`");
        text.codePoints()
                .limit(LONGEST_QUOTE)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .forEach(shown::appendCodePoint);
        return shown.append(text.codePointCount(0, text.length()) > LONGEST_QUOTE ? "…`" : "`")
                .toString();
    }

    /** The known name that was most likely meant, if one is at most two edits away; case does not count. */
    static Optional<String> nearest(String name, Collection<String> known) {
        String typed = name.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(candidate -> distance(typed, candidate.toLowerCase(Locale.ROOT)) <= FARTHEST_MISS)
                .min(Comparator.comparingInt((String candidate) -> distance(typed, candidate.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** How many characters to insert, delete or replace (Levenshtein). */
    private static int distance(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int j = 0; j < above.length; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[above.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[to.length()];
    }
}
