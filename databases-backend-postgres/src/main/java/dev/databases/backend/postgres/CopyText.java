package dev.databases.backend.postgres;

import dev.databases.spi.CompiledSql.Kind;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a text is that should be a COPY: which way it goes, and whether it may write. {@link PostgresVerbs} asks before
 * anything is sent, since a COPY of a file, or any other statement, would be run before the server could tell.
 *
 * @param direction where the data goes
 * @param kind READ if nothing is written
 */
record CopyText(Direction direction, Kind kind) {
    /** Where the data of a COPY goes. */
    enum Direction {
        /** From us. */
        IN("COPY … FROM STDIN"),
        /** To us. */
        OUT("COPY … TO STDOUT"),
        /** Not between us and the server, or the text is none. */
        NONE("");

        private final String form;

        Direction(String form) {
            this.form = form;
        }

        /** How such a text looks. */
        String form() {
            return form;
        }
    }

    private static final CopyText NONE = new CopyText(Direction.NONE, Kind.UNKNOWN);
    /** A comment, a quoted text or name, a dollar-quoted text, a word, or any other character. */
    private static final Pattern TOKEN = Pattern.compile(
            "--[^\\n]*|/\\*|[eE]'(?:[^'\\\\]|\\\\.|'')*'|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\""
                    + "|(\\$(?:[A-Za-z_][A-Za-z_0-9]*)?\\$)(?:.*?)\\1|(?<word>[A-Za-z_][A-Za-z_0-9$]*)|.",
            Pattern.DOTALL);

    /** Looks at a text. */
    static CopyText of(String sql) {
        Scanner words = new Scanner(sql);
        if (!words.next().equals("copy")) {
            return NONE;
        }
        String word = words.next();
        boolean reads = !words.isInside() || word.equals("select") || word.equals("values") || word.equals("table");
        while (!word.isEmpty() && (words.isInside() || !word.equals("from") && !word.equals("to"))) {
            word = words.next();
        }
        String end = words.next();
        boolean ours = end.equals("stdin") || end.equals("stdout"); // the server takes each for the other
        if (word.isEmpty() || !ours || words.isInside()) {
            return NONE;
        }
        return word.equals("from")
                ? new CopyText(Direction.IN, Kind.UNKNOWN)
                : new CopyText(Direction.OUT, reads ? Kind.READ : Kind.UNKNOWN);
    }

    /** The words of a text that are neither quoted nor commented out. */
    private static final class Scanner {
        private final String sql;
        private final Matcher token;
        private int position;
        private int depth;

        Scanner(String sql) {
            this.sql = sql;
            this.token = TOKEN.matcher(sql);
        }

        /** Whether the last word stands in parentheses. */
        boolean isInside() {
            return depth > 0;
        }

        /** The next word in lower case, empty at the end. */
        String next() {
            while (position < sql.length() && token.find(position)) {
                position = token.end();
                String word = token.group("word");
                if (word != null) {
                    return word.toLowerCase(Locale.ROOT);
                }
                switch (token.group()) {
                    case "(" -> depth++;
                    case ")" -> depth--;
                    case "/*" -> skipComment();
                    default -> {}
                }
            }
            return "";
        }

        /** Comments nest. */
        private void skipComment() {
            int open = 1;
            while (open > 0 && position < sql.length()) {
                if (sql.startsWith("*/", position)) {
                    open--;
                    position += 2;
                } else if (sql.startsWith("/*", position)) {
                    open++;
                    position += 2;
                } else {
                    position++;
                }
            }
        }
    }
}
