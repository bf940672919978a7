package dev.databases.core.compile;

/** What {@link SqlTextScanner} cuts SQL text into; every character of the text belongs to exactly one token. */
enum SqlTextToken {
    /** White space or a comment. */
    SPACE,
    /** A keyword or a plain identifier. */
    WORD,
    /** Digits and what sticks to them. */
    NUMBER,
    /** A string literal or a quoted identifier, with its quotes. */
    QUOTED,
    /** {@code :name}. */
    PARAMETER,
    /** <code>\:</code>, which stands for a colon. */
    ESCAPED_COLON,
    /** The colon of an array slice. */
    SLICE,
    /** A positional placeholder in the manner of the dialect. */
    POSITIONAL,
    /** An opening parenthesis. */
    OPEN,
    /** A closing parenthesis. */
    CLOSE,
    /** An opening bracket of a subscript. */
    OPEN_BRACKET,
    /** A closing bracket of a subscript. */
    CLOSE_BRACKET,
    /** The end of a statement. */
    SEMICOLON,
    /** Operators and all else. */
    OTHER,
    /** The end of the text; has no characters. */
    END;

    /** Whether a colon right behind it, in a subscript, can only separate the bounds of a slice. */
    boolean endsOperand() {
        return switch (this) {
            case WORD, NUMBER, QUOTED, PARAMETER, POSITIONAL, CLOSE, CLOSE_BRACKET -> true;
            default -> false;
        };
    }
}
