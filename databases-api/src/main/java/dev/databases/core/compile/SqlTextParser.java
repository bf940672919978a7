package dev.databases.core.compile;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads SQL text once, from the first character to the last, and makes a {@link SqlTextStatement} of it. */
final class SqlTextParser {
    private static final int NONE = -1;

    private final CharSequence sql;
    private final SqlTextRules rules;
    private final SqlTextScanner scanner;
    private final SqlTextShape shape = new SqlTextShape();
    private final SqlTextRow row = new SqlTextRow();

    /** The text without parameters, as far as it was copied. */
    private final StringBuilder text = new StringBuilder();

    private int copied;
    private final Map<String, Integer> names = new LinkedHashMap<>();
    private int[] places = new int[8];
    private int[] uses = new int[8];
    private int count;
    private int positional = NONE;
    private boolean hasSlice;

    private SqlTextParser(CharSequence sql, SqlTextRules rules) {
        this.sql = sql;
        this.rules = rules;
        this.scanner = new SqlTextScanner(sql, rules);
    }

    static SqlTextStatement parse(CharSequence sql, SqlTextRules rules) {
        SqlTextParser parser = new SqlTextParser(sql, rules);
        for (SqlTextToken token = parser.scanner.next(); token != SqlTextToken.END; token = parser.scanner.next()) {
            parser.take(token);
        }
        return parser.finish();
    }

    private void take(SqlTextToken token) {
        String word = token == SqlTextToken.WORD ? scanner.keyword() : "";
        shape.take(token, word, scanner.start());
        row.take(token, word, text.length() + scanner.start() - copied);
        switch (token) {
            case PARAMETER -> takeParameter();
            case ESCAPED_COLON -> {
                text.append(sql, copied, scanner.start());
                copied = scanner.start() + 1;
            }
            case POSITIONAL -> positional = positional == NONE ? scanner.start() : positional;
            case SLICE -> hasSlice = true;
            default -> {}
        }
    }

    private void takeParameter() {
        text.append(sql, copied, scanner.start());
        copied = scanner.end();
        if (count == uses.length) {
            places = Arrays.copyOf(places, count * 2);
            uses = Arrays.copyOf(uses, count * 2);
        }
        String name = sql.subSequence(scanner.start() + 1, scanner.end()).toString();
        Integer known = names.putIfAbsent(name, names.size());
        uses[count] = known == null ? names.size() - 1 : known;
        places[count++] = text.length();
    }

    private SqlTextStatement finish() {
        shape.check(sql);
        if (count > 0 && positional != NONE) {
            throw SqlTextErrors.mixed(sql, positional);
        }
        String whole = sql.toString();
        String rest =
                copied == 0 ? whole : text.append(sql, copied, sql.length()).toString();
        boolean repeatable = row.isFound() && shape.isInsert() && !scanner.hasExecutable();
        @Nullable SqlTextRow repeated = repeatable ? row : null;
        SqlTextTemplate template = new SqlTextTemplate(
                rules, rest, names.size(), Arrays.copyOf(places, count), Arrays.copyOf(uses, count), repeated);
        NamedParameters parameters = new NamedParameters(List.copyOf(names.keySet()), hasSlice);
        return new SqlTextStatement(whole, rules, shape.kind(), template, parameters);
    }
}
