package dev.databases.core.compile;

/**
 * Finds the ends of literals, quoted identifiers and comments. The scanner gives the place of an opening mark and gets
 * the place behind the closing one, or {@link #UNCLOSED}. Looks at each character a fixed number of times.
 */
final class SqlTextQuotes {
    /** There is no closing mark before the end of the text. */
    static final int UNCLOSED = -1;
    /** The dollar sign opens no literal. */
    static final int NO_QUOTE = -2;

    private final CharSequence text;

    SqlTextQuotes(CharSequence text) {
        this.text = text;
    }

    /** A quote that is written twice inside stands for itself. */
    int quoted(int from, char quote, boolean backslash) {
        int length = text.length();
        for (int at = from + 1; at < length; at++) {
            char c = text.charAt(at);
            if (backslash && c == '\\') {
                at++;
            } else if (c == quote) {
                if (charAt(at + 1) != quote) {
                    return at + 1;
                }
                at++;
            }
        }
        return UNCLOSED;
    }

    /**
     * The end of a literal with backslash escapes that starts at {@code from}. Literals that only a line break
     * separates are one, and the escapes go on in the second.
     */
    int escaped(int from) {
        int end = quoted(from, '\'', true);
        while (end != UNCLOSED) {
            int next = continuation(end);
            if (next == NO_QUOTE) {
                return end;
            }
            end = quoted(next, '\'', true);
        }
        return UNCLOSED;
    }

    private int continuation(int from) {
        boolean broken = false;
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '-' && charAt(at + 1) == '-') {
                at = line(at);
            } else if (c == ' ' || (c >= '\t' && c <= '\r')) {
                broken |= c == '\n' || c == '\r';
                at++;
            } else {
                return broken && c == '\'' ? at : NO_QUOTE;
            }
        }
        return NO_QUOTE;
    }

    /** The first closing bracket: nothing inside can stand for it. */
    int bracketed(int from) {
        int length = text.length();
        for (int at = from + 1; at < length; at++) {
            if (text.charAt(at) == ']') {
                return at + 1;
            }
        }
        return UNCLOSED;
    }

    /** The end of {@code $tag$…$tag$}, {@link #NO_QUOTE} if what starts here is none. */
    int dollars(int from) {
        int body = tagEnd(from);
        if (body == NO_QUOTE) {
            return NO_QUOTE;
        }
        int length = text.length();
        int tag = body - from;
        for (int at = body; at + tag <= length; at++) {
            if (text.charAt(at) == '$' && isSame(from, at, tag)) {
                return at + tag;
            }
        }
        return UNCLOSED;
    }

    private int tagEnd(int from) {
        int at = from + 1;
        char first = charAt(at);
        if (first != '$' && !SqlTextScanner.isWordStart(first)) {
            return NO_QUOTE;
        }
        while (charAt(at) != '$' && SqlTextScanner.isWordPart(charAt(at))) {
            at++;
        }
        return charAt(at) == '$' ? at + 1 : NO_QUOTE;
    }

    private boolean isSame(int one, int other, int length) {
        for (int i = 1; i < length; i++) {
            if (text.charAt(one + i) != text.charAt(other + i)) {
                return false;
            }
        }
        return true;
    }

    /** The end of the line, without its break. */
    int line(int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '\n') {
            at++;
        }
        return at;
    }

    int comment(int from, boolean nested) {
        int depth = 1;
        int at = from + 2;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '*' && charAt(at) == '/') {
                at++;
                if (--depth == 0) {
                    return at;
                }
            } else if (nested && c == '/' && charAt(at) == '*') {
                at++;
                depth++;
            }
        }
        return UNCLOSED;
    }

    /** The character there, NUL behind the end. */
    char charAt(int at) {
        return at < text.length() ? text.charAt(at) : '\0';
    }
}
