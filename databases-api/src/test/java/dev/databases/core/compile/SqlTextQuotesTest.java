package dev.databases.core.compile;

import static dev.databases.core.compile.SqlTextDialects.ANSI;
import static dev.databases.core.compile.SqlTextDialects.MYSQL;
import static dev.databases.core.compile.SqlTextDialects.POSTGRESQL;
import static dev.databases.core.compile.SqlTextDialects.SQLITE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.error.CompilationException;
import dev.databases.spi.CompiledQuery;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Literals, identifiers and comments of each dialect: {@code :x} inside is text, {@code :p} outside a parameter. */
class SqlTextQuotesTest {
    static Stream<Arguments> quotes() {
        return Stream.of(
                Arguments.of(ANSI, "'a :x b' :p"),
                Arguments.of(ANSI, "'it''s :x' :p"),
                Arguments.of(ANSI, "'''' :p ''':x'"),
                Arguments.of(ANSI, "'' :p ''"),
                Arguments.of(ANSI, "'\\' :p '\\'"),
                Arguments.of(ANSI, "\"a :x\"\" :x\" :p"),
                Arguments.of(ANSI, "'\" :x' :p \"' :x\""),
                Arguments.of(ANSI, "':x'\n':x' :p"),
                Arguments.of(ANSI, "` :p"),
                Arguments.of(ANSI, "[ :p"),
                Arguments.of(ANSI, "$$ :p"),
                Arguments.of(ANSI, "N':x' X':x' U&':x' U&\":x\" :p"),
                Arguments.of(ANSI, "-- :x ' \" /* \n :p"),
                Arguments.of(ANSI, "--:x\r\n:p"),
                Arguments.of(ANSI, "1--:x\n+:p"),
                Arguments.of(ANSI, "1 - -:p"),
                Arguments.of(ANSI, "/* :x ' -- \n :x */ :p"),
                Arguments.of(ANSI, "/*/ :x */ :p"),
                Arguments.of(ANSI, "/**/:p/***/"),
                Arguments.of(ANSI, "/* /* :x */ :p"),
                Arguments.of(ANSI, "1 / :p * 2"),
                Arguments.of(ANSI, "a #:p"),
                Arguments.of(ANSI, "e'\\' :p"),
                Arguments.of(POSTGRESQL, "'\\' :p '\\'"),
                Arguments.of(POSTGRESQL, "E'\\' :x' :p"),
                Arguments.of(POSTGRESQL, "e'\\\\' :p '\\'"),
                Arguments.of(POSTGRESQL, "E'it''s\\'' :p"),
                Arguments.of(POSTGRESQL, "E'a'\n'\\' :x' :p"),
                Arguments.of(POSTGRESQL, "E'a' -- it's\n \t '\\' :x' :p"),
                Arguments.of(POSTGRESQL, "E'a' '\\' :p"),
                Arguments.of(POSTGRESQL, "nameE'\\' :p"),
                Arguments.of(POSTGRESQL, "_e'\\' :p"),
                Arguments.of(POSTGRESQL, "$$ :x ' -- $$ :p"),
                Arguments.of(POSTGRESQL, "$t$ :x $$ :x $T$ :x $t$ :p"),
                Arguments.of(POSTGRESQL, "$a$b$:x$a$:p"),
                Arguments.of(POSTGRESQL, "$täg1$ :x $täg1$ :p"),
                Arguments.of(POSTGRESQL, "$$$$ :p $$$a$$"),
                Arguments.of(POSTGRESQL, "$a$ :x $ab$ $a $a$ :p"),
                Arguments.of(POSTGRESQL, "a$b$ :p c$b$"),
                Arguments.of(POSTGRESQL, "$ a$ :p"),
                Arguments.of(POSTGRESQL, "$a :p"),
                Arguments.of(POSTGRESQL, "/* /* :x */ ' :x */ :p"),
                Arguments.of(POSTGRESQL, "/*/**/*/ :p"),
                Arguments.of(POSTGRESQL, "a ` :p `"),
                Arguments.of(POSTGRESQL, "a # :p"),
                Arguments.of(POSTGRESQL, "a #>> :p"),
                Arguments.of(POSTGRESQL, "/*! :x */ :p"),
                Arguments.of(MYSQL, "'\\' :x' :p"),
                Arguments.of(MYSQL, "'\\\\' :p"),
                Arguments.of(MYSQL, "\"\\\" :x\" :p"),
                Arguments.of(MYSQL, "'it''s \\'' :p"),
                Arguments.of(MYSQL, "`a\\` :p"),
                Arguments.of(MYSQL, "`a`` :x` :p"),
                Arguments.of(MYSQL, "# :x ' \n :p"),
                Arguments.of(MYSQL, "-- :x ' \n :p"),
                Arguments.of(MYSQL, "--\n :p --"),
                Arguments.of(MYSQL, "1--:p"),
                Arguments.of(MYSQL, "/* /* :x */ :p"),
                Arguments.of(MYSQL, "/*+ :x */ :p"),
                Arguments.of(MYSQL, "/*!50000 :p */"),
                Arguments.of(MYSQL, "/*! ' */ :x' */ :p"),
                Arguments.of(MYSQL, "/*! /* :x */ :p */"),
                Arguments.of(MYSQL, "$$ :p $$"),
                Arguments.of(MYSQL, "1 */ :p"),
                Arguments.of(SQLITE, "'\\' :p '\\'"),
                Arguments.of(SQLITE, "[a ' \" :x] :p"),
                Arguments.of(SQLITE, "[a]:p"),
                Arguments.of(SQLITE, "`a '`` :x` :p"),
                Arguments.of(SQLITE, "/* /* :x */ :p"),
                Arguments.of(SQLITE, "--:x\n:p"),
                Arguments.of(SQLITE, "$a$ :p"));
    }

    @ParameterizedTest
    @MethodSource("quotes")
    void compile_colonInQuotesOrComments_isText(SqlTextDialects dialect, String sql) {
        CompiledQuery query = dialect.compile(sql, "p");

        assertEquals(sql.replace(":p", dialect.placeholder(1)), query.sql());
        assertArrayEquals(new Object[] {"p"}, query.arguments());
    }

    static Stream<Arguments> unclosed() {
        return Stream.of(
                Arguments.of(ANSI, "SELECT 'a", "string literal", 1, 8),
                Arguments.of(ANSI, "SELECT 'a''", "string literal", 1, 8),
                Arguments.of(ANSI, "SELECT '", "string literal", 1, 8),
                Arguments.of(ANSI, "SELECT 'a',\n\n  'b", "string literal", 3, 3),
                Arguments.of(ANSI, "SELECT\r\n'b", "string literal", 2, 1),
                Arguments.of(ANSI, "SELECT\r'b", "string literal", 2, 1),
                Arguments.of(ANSI, "SELECT \uD83D\uDE00'", "string literal", 1, 9),
                Arguments.of(ANSI, "SELECT \"a", "identifier", 1, 8),
                Arguments.of(ANSI, "SELECT 1 /* ' *", "comment", 1, 10),
                Arguments.of(ANSI, "/*/", "comment", 1, 1),
                Arguments.of(POSTGRESQL, "SELECT /* /* */ 1", "comment", 1, 8),
                Arguments.of(POSTGRESQL, "SELECT E'a\\'", "string literal", 1, 8),
                Arguments.of(POSTGRESQL, "SELECT E'a'\n'\\'", "string literal", 1, 8),
                Arguments.of(POSTGRESQL, "SELECT $a$ $A$ $$", "dollar-quoted literal", 1, 8),
                Arguments.of(POSTGRESQL, "SELECT $$", "dollar-quoted literal", 1, 8),
                Arguments.of(POSTGRESQL, "SELECT $$a$", "dollar-quoted literal", 1, 8),
                Arguments.of(MYSQL, "SELECT 'a\\'", "string literal", 1, 8),
                Arguments.of(MYSQL, "SELECT 'a\\", "string literal", 1, 8),
                Arguments.of(MYSQL, "SELECT \"a\\\"", "string literal", 1, 8),
                Arguments.of(MYSQL, "SELECT `a``", "identifier", 1, 8),
                Arguments.of(MYSQL, "SELECT /*!50000 1", "comment", 1, 8),
                Arguments.of(SQLITE, "SELECT [a", "identifier", 1, 8));
    }

    @ParameterizedTest
    @MethodSource("unclosed")
    void compile_unclosedQuote_saysWhereItStarts(
            SqlTextDialects dialect, String sql, String what, int line, int column) {
        CompilationException thrown = assertThrows(CompilationException.class, () -> dialect.compile(sql));

        String problem = "the " + what + " that starts at line " + line + ", column " + column + " has no end\n";
        assertTrue(thrown.getMessage().startsWith(problem), thrown.getMessage());
        assertEquals(sql, thrown.statement().orElseThrow());
    }
}
