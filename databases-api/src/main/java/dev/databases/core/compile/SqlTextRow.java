package dev.databases.core.compile;

import java.util.Set;

/**
 * Finds the one parenthesised row behind VALUES at the end of an INSERT, which can be repeated so that many rows go in
 * one statement. {@link SqlTextParser} feeds it every token and asks at the end.
 *
 * <p>Careful rather than clever: whatever could make one statement with n rows mean something else than n statements
 * rules it out. That is a parameter outside the row, any clause behind it (ON CONFLICT would refuse to touch a row
 * twice, RETURNING has no order), and inside it a query or a function that sees what the row before did.
 */
final class SqlTextRow {
    private static final Set<String> QUERIES = Set.of("SELECT", "TABLE", "UNION", "EXCEPT", "INTERSECT");
    private static final Set<String> FUNCTIONS_WITH_MEMORY = Set.of(
            "LAST_INSERT_ID",
            "LAST_INSERT_ROWID",
            "CHANGES",
            "TOTAL_CHANGES",
            "ROW_COUNT",
            "FOUND_ROWS",
            "CURRVAL",
            "LASTVAL");

    private enum Place {
        BEFORE,
        AT_VALUES,
        INSIDE,
        BEHIND,
        IMPOSSIBLE
    }

    private Place place = Place.BEFORE;
    private int depth;
    private int start;
    private int end;

    /**
     * Takes a token.
     *
     * @param token the token
     * @param word the keyword, empty for anything else
     * @param at where it starts in the text without parameters
     */
    void take(SqlTextToken token, String word, int at) {
        if (token == SqlTextToken.SPACE || place == Place.IMPOSSIBLE) {
            return;
        }
        if (token == SqlTextToken.OPEN) {
            depth++;
        } else if (token == SqlTextToken.CLOSE) {
            depth--;
        }
        boolean remembers = place == Place.INSIDE && FUNCTIONS_WITH_MEMORY.contains(word);
        place = remembers || QUERIES.contains(word) ? Place.IMPOSSIBLE : next(token, word, at);
    }

    private Place next(SqlTextToken token, String word, int at) {
        return switch (place) {
            case BEFORE -> before(token, word);
            case AT_VALUES -> {
                start = at;
                yield token == SqlTextToken.OPEN ? Place.INSIDE : Place.IMPOSSIBLE;
            }
            case INSIDE -> {
                end = at + 1;
                yield depth == 0 ? Place.BEHIND : Place.INSIDE;
            }
            case BEHIND -> token == SqlTextToken.SEMICOLON ? Place.BEHIND : Place.IMPOSSIBLE;
            case IMPOSSIBLE -> Place.IMPOSSIBLE;
        };
    }

    private Place before(SqlTextToken token, String word) {
        if (token == SqlTextToken.PARAMETER) {
            return Place.IMPOSSIBLE;
        }
        return depth == 0 && word.equals("VALUES") ? Place.AT_VALUES : Place.BEFORE;
    }

    boolean isFound() {
        return place == Place.BEHIND;
    }

    /** Where the row starts in the text without parameters. */
    int start() {
        return start;
    }

    /** The place behind the row in the text without parameters. */
    int end() {
        return end;
    }
}
