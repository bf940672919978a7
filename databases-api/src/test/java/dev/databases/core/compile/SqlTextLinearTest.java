package dev.databases.core.compile;

import static dev.databases.core.compile.SqlTextDialects.ANSI;
import static dev.databases.core.compile.SqlTextDialects.MYSQL;
import static dev.databases.core.compile.SqlTextDialects.POSTGRESQL;
import static dev.databases.core.compile.SqlTextDialects.SQLITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.error.DatabaseException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** However a text is made, reading it looks at each character a few times only. */
class SqlTextLinearTest {
    private static final int MEGABYTE = 1 << 20;
    private static final int MOST_LOOKS = 16;

    /** Counts how often a character is looked at. */
    private static final class Watched implements CharSequence {
        private final String text;
        private long looks;

        Watched(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            looks++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            looks += end - start;
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            looks += text.length();
            return text;
        }
    }

    private static Arguments repeated(SqlTextDialects dialect, String before, String unit) {
        return Arguments.of(dialect, before + unit.repeat(MEGABYTE / unit.length()));
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                repeated(ANSI, "SELECT ", "x"),
                repeated(ANSI, "SELECT 1", " "),
                repeated(ANSI, "SELECT 1", ";"),
                repeated(ANSI, "", "'"),
                repeated(ANSI, "", "''"),
                repeated(ANSI, "SELECT ", "'a' "),
                repeated(ANSI, "SELECT '", "''"),
                repeated(ANSI, "SELECT ", ":"),
                repeated(ANSI, "SELECT ", ": "),
                repeated(ANSI, "SELECT :", "a"),
                repeated(ANSI, "SELECT :", "\uD835\uDC9C"),
                repeated(ANSI, "SELECT ", "\\:"),
                repeated(ANSI, "SELECT ", "("),
                repeated(ANSI, "SELECT ", ")"),
                repeated(ANSI, "SELECT ", "["),
                repeated(ANSI, "SELECT ", "-"),
                repeated(ANSI, "SELECT ", "--\n"),
                repeated(ANSI, "SELECT ", "/"),
                repeated(ANSI, "SELECT ", "/*"),
                repeated(ANSI, "SELECT ", "/**/"),
                repeated(ANSI, "INSERT INTO t ", "VALUES ("),
                repeated(POSTGRESQL, "SELECT ", "/*"),
                repeated(POSTGRESQL, "SELECT ", "$"),
                repeated(POSTGRESQL, "SELECT $", "a"),
                repeated(POSTGRESQL, "SELECT $a$", "$b"),
                repeated(POSTGRESQL, "SELECT ", "$a "),
                repeated(POSTGRESQL, "SELECT $" + "a".repeat(MEGABYTE / 4) + "$", "$aaaaaaa"),
                repeated(POSTGRESQL, "SELECT $" + "a".repeat(MEGABYTE / 4) + "$", "$" + "a".repeat(MEGABYTE / 4 - 1)),
                repeated(POSTGRESQL, "SELECT ", "E'a'\n"),
                repeated(POSTGRESQL, "SELECT ", "E'a' --\n"),
                repeated(POSTGRESQL, "SELECT ", "E'a' --\n x"),
                repeated(POSTGRESQL, "SELECT E'a'", "\n"),
                repeated(POSTGRESQL, "SELECT ", "e"),
                repeated(POSTGRESQL, "SELECT ", "a[1:n]"),
                repeated(MYSQL, "SELECT '", "\\'"),
                repeated(MYSQL, "SELECT ", "#"),
                repeated(MYSQL, "SELECT ", "/*!"),
                repeated(MYSQL, "SELECT ", "/*!1*/"),
                repeated(SQLITE, "SELECT ", "["),
                repeated(SQLITE, "SELECT ", "[]"),
                repeated(SQLITE, "SELECT ", "`"),
                repeated(SQLITE, "SELECT ", "$a"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void parse_megabyteOfTheSame_looksAtEachCharacterAFewTimes(SqlTextDialects dialect, String sql) {
        Watched watched = new Watched(sql);

        try {
            SqlTextParser.parse(watched, dialect.rules());
        } catch (DatabaseException refused) {
            assertTrue(refused.statement().orElseThrow().length() >= MEGABYTE - 10, refused.getMessage());
        }

        assertTrue(watched.looks <= (long) MOST_LOOKS * sql.length(), watched.looks + " of " + sql.length());
        assertTrue(watched.looks >= sql.length(), watched.looks + " of " + sql.length());
    }

    @Test
    void compile_megabyteWithParameters_isFine() {
        StringBuilder sql = new StringBuilder("INSERT INTO t VALUES (");
        Map<String, Object> values = new HashMap<>();
        while (sql.length() < MEGABYTE) {
            values.put("p" + values.size(), values.size());
            sql.append("'it''s :text', /* :no */ :p").append(values.size() - 1);
            sql.append(", \"col :x\"::text, 12:30, -- :comment\n");
        }
        sql.append("1)");

        Object[] arguments = SQLITE.compiler().compile(sql.toString(), values).arguments();

        assertEquals(values.size(), arguments.length);
        assertEquals(arguments.length - 1, arguments[arguments.length - 1]);
    }
}
