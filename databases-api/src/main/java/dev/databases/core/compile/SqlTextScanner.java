package dev.databases.core.compile;

import dev.databases.error.CompilationException;
import dev.databases.spi.Dialect.Syntax;
import java.util.Locale;

/**
 * Cuts SQL text into tokens, one call of {@link #next()} after the other, so that a colon in a literal, a comment or an
 * array slice is never taken for a parameter. {@link SqlTextParser} calls it. Time is linear in the length of the text.
 *
 * <p>{@code :name} is a parameter wherever a name follows the colon, except inside the brackets of a subscript right
 * behind an operand: {@code a[:i]}, {@code a[1 : :n]} and {@code a[:lo : :hi]} have parameters, {@code a[1:n]} is a
 * slice.
 */
final class SqlTextScanner {
    private static final int LONGEST_KEYWORD = 24;
    private static final int NONE = -1;

    private final CharSequence text;
    private final SqlTextRules rules;
    private final SqlTextQuotes quotes;
    /** The parentheses and brackets that are open, the innermost last. */
    private final StringBuilder open = new StringBuilder();

    private SqlTextToken token = SqlTextToken.SPACE;
    private int start;
    private int end;
    private int executable = NONE;
    private boolean hasExecutable;

    SqlTextScanner(CharSequence text, SqlTextRules rules) {
        this.text = text;
        this.rules = rules;
        this.quotes = new SqlTextQuotes(text);
    }

    SqlTextToken next() {
        start = end;
        if (start < text.length()) {
            token = read(text.charAt(start));
        } else {
            closed(executable == NONE ? start : SqlTextQuotes.UNCLOSED, executable, "comment");
            token = SqlTextToken.END;
        }
        return token;
    }

    /** Where the token starts. */
    int start() {
        return start;
    }

    /** The place behind the token. */
    int end() {
        return end;
    }

    /** Whether a comment was found that MySQL executes. */
    boolean hasExecutable() {
        return hasExecutable;
    }

    /** The word in upper case; empty if it is a user variable or longer than any keyword. */
    String keyword() {
        boolean variable = start > 0 && text.charAt(start - 1) == '@' && (start == 1 || text.charAt(start - 2) != '@');
        return variable || end - start > LONGEST_KEYWORD
                ? ""
                : text.subSequence(start, end).toString().toUpperCase(Locale.ROOT);
    }

    private SqlTextToken read(char c) {
        if (c <= ' ') {
            return ending(SqlTextToken.SPACE, spaceEnd());
        }
        if (isWordStart(c)) {
            return word();
        }
        return switch (c) {
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> ending(SqlTextToken.NUMBER, wordEnd(start));
            case ':' -> colon();
            case '\'', '"', '`' -> quoted(c);
            case '$' -> dollar();
            case '(', '[' -> opening(c);
            case ')', ']' -> closing(c);
            case '-', '#', '/', '*' -> comment(c);
            case '\\' -> peek(1) == ':' ? ending(SqlTextToken.ESCAPED_COLON, start + 2) : single(SqlTextToken.OTHER);
            case '?' -> single(rules.mark() == '?' ? SqlTextToken.POSITIONAL : SqlTextToken.OTHER);
            case ';' -> single(SqlTextToken.SEMICOLON);
            default -> single(SqlTextToken.OTHER);
        };
    }

    private SqlTextToken ending(SqlTextToken found, int where) {
        end = where;
        return found;
    }

    private SqlTextToken single(SqlTextToken found) {
        return ending(found, start + 1);
    }

    private SqlTextToken colon() {
        char after = peek(1);
        if (after == ':' || after == '=') {
            return ending(SqlTextToken.OTHER, start + 2);
        }
        int name = nameEnd(start + 1);
        if (name == start + 1) {
            return single(SqlTextToken.OTHER);
        }
        boolean subscript = !open.isEmpty() && open.charAt(open.length() - 1) == '[';
        return subscript && token.endsOperand() ? single(SqlTextToken.SLICE) : ending(SqlTextToken.PARAMETER, name);
    }

    private SqlTextToken quoted(char quote) {
        if (quote == '`') {
            return rules.has(Syntax.BACKTICK_IDENTIFIERS)
                    ? closed(quotes.quoted(start, quote, false), start, "identifier")
                    : single(SqlTextToken.OTHER);
        }
        boolean backslash = rules.has(Syntax.BACKSLASH_ESCAPES);
        boolean literal = quote == '\'' || backslash;
        return closed(quotes.quoted(start, quote, backslash), start, literal ? "string literal" : "identifier");
    }

    private SqlTextToken word() {
        int behind = wordEnd(start);
        boolean escapes = behind == start + 1
                && quotes.charAt(behind) == '\''
                && (text.charAt(start) | ' ') == 'e'
                && rules.has(Syntax.ESCAPE_STRINGS);
        return escapes ? closed(quotes.escaped(behind), start, "string literal") : ending(SqlTextToken.WORD, behind);
    }

    private SqlTextToken dollar() {
        if (rules.has(Syntax.DOLLAR_QUOTES)) {
            int behind = quotes.dollars(start);
            if (behind != SqlTextQuotes.NO_QUOTE) {
                return closed(behind, start, "dollar-quoted literal");
            }
        }
        boolean positional = rules.mark() == '$' && isDigit(peek(1));
        return positional ? ending(SqlTextToken.POSITIONAL, wordEnd(start + 1)) : single(SqlTextToken.OTHER);
    }

    private SqlTextToken opening(char c) {
        if (c == '[' && rules.has(Syntax.BRACKET_IDENTIFIERS)) {
            return closed(quotes.bracketed(start), start, "identifier");
        }
        open.append(c);
        return single(c == '(' ? SqlTextToken.OPEN : SqlTextToken.OPEN_BRACKET);
    }

    private SqlTextToken closing(char c) {
        open.setLength(Math.max(0, open.length() - 1));
        return single(c == ')' ? SqlTextToken.CLOSE : SqlTextToken.CLOSE_BRACKET);
    }

    private SqlTextToken comment(char c) {
        boolean mysql = rules.has(Syntax.MYSQL_COMMENTS);
        boolean dashes = c == '-' && peek(1) == '-' && (!mysql || peek(2) <= ' ');
        if (dashes || (c == '#' && mysql)) {
            return ending(SqlTextToken.SPACE, quotes.line(start));
        }
        if (c == '/' && peek(1) == '*') {
            return mysql && peek(2) == '!' && executable == NONE
                    ? executable()
                    : closed(quotes.comment(start, rules.has(Syntax.NESTED_COMMENTS)), start, "comment");
        }
        if (c == '*' && peek(1) == '/' && executable != NONE) {
            executable = NONE;
            return ending(SqlTextToken.SPACE, start + 2);
        }
        return single(SqlTextToken.OTHER);
    }

    /** The opening mark and the version: what follows up to the closing mark is SQL like any other. */
    private SqlTextToken executable() {
        executable = start;
        hasExecutable = true;
        int behind = start + 3;
        while (isDigit(quotes.charAt(behind))) {
            behind++;
        }
        return ending(SqlTextToken.SPACE, behind);
    }

    private SqlTextToken closed(int behind, int opened, String what) {
        if (behind == SqlTextQuotes.UNCLOSED) {
            throw new CompilationException(
                    "the " + what + " that starts at " + SqlTextErrors.position(text, opened) + " has no end",
                    text.toString(),
                    null);
        }
        return ending(what.equals("comment") ? SqlTextToken.SPACE : SqlTextToken.QUOTED, behind);
    }

    private int spaceEnd() {
        int at = start;
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
        return at;
    }

    private int wordEnd(int from) {
        int at = from;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private int nameEnd(int from) {
        int at = from;
        while (at < text.length()) {
            int c = Character.codePointAt(text, at);
            if (!Character.isLetter(c) && c != '_' && (at == from || !isInsideName(c))) {
                break;
            }
            at += Character.charCount(c);
        }
        return at;
    }

    /** Some scripts write vowels as marks behind the letter. */
    private static boolean isInsideName(int c) {
        int type = Character.getType(c);
        return Character.isDigit(c) || type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private char peek(int ahead) {
        return quotes.charAt(start + ahead);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isWordStart(char c) {
        char lower = (char) (c | ' ');
        return (lower >= 'a' && lower <= 'z') || c == '_' || c >= 0x80;
    }

    static boolean isWordPart(char c) {
        return isWordStart(c) || isDigit(c) || c == '$';
    }
}
