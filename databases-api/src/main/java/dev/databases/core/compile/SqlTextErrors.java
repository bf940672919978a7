package dev.databases.core.compile;

import dev.databases.error.CompilationException;
import dev.databases.error.TransactionException;

/** The wording of what can be wrong with SQL text. The parser and the binding of values throw what it returns. */
final class SqlTextErrors {
    private SqlTextErrors() {}

    /** Line and column of a place, both from 1; the column counts characters, not the halves of surrogate pairs. */
    static String position(CharSequence text, int at) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < at; i++) {
            char c = text.charAt(i);
            if (c == '\n' || (c == '\r' && text.charAt(i + 1) != '\n')) {
                line++;
                lineStart = i + 1;
            }
        }
        return "line " + line + ", column " + (Character.codePointCount(text, lineStart, at) + 1);
    }

    /** How a message about one of many rows starts; empty for row 0, which is the only one. */
    static String inRow(int row) {
        return row == 0 ? "" : "row " + row + ": ";
    }

    static CompilationException empty() {
        return new CompilationException("there is no statement in the SQL text");
    }

    static CompilationException nul(String sql, int at) {
        return new CompilationException(
                "the SQL text has a NUL character at " + position(sql, at),
                sql.replace('\0', '\uFFFD'),
                "pass the value that it belongs to as a parameter");
    }

    static CompilationException several(CharSequence sql, int second) {
        return new CompilationException(
                "one statement at a time: another one starts at " + position(sql, second),
                sql.toString(),
                "run each statement by itself, in a transaction(…) if they belong together");
    }

    static CompilationException mixed(CharSequence sql, int at) {
        return new CompilationException(
                "the SQL text has named parameters and also the positional placeholder at " + position(sql, at),
                sql.toString(),
                "name every parameter, such as :id");
    }

    static CompilationException tooMany(String sql, long placeholders, SqlTextRules rules) {
        return new CompilationException(
                "the statement has " + placeholders + " parameters, of which "
                        + rules.dialect().name() + " takes at most " + rules.mostParameters(),
                sql,
                "split it into several statements");
    }

    static TransactionException control(String words, CharSequence sql) {
        return new TransactionException(
                words + " is refused as SQL text: beginning and ending transactions is the library's work",
                sql.toString(),
                "call transaction(…), which nests by savepoints, or begin()",
                null);
    }
}
