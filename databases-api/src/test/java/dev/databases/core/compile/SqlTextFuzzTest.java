package dev.databases.core.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.error.CompilationException;
import dev.databases.spi.CompiledQuery;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random texts from fixed seeds: of whole pieces whose parameters are known, and of single characters. */
class SqlTextFuzzTest {
    private static final int ROUNDS = 10_000;

    /** Pieces without parameters, whatever they look like. */
    private static final String[] PLAIN = {
        "a",
        "1",
        "'a'",
        "''",
        "'it''s :x'",
        "\":x\"",
        "\"a\"\":x\"",
        "-- :x '\n",
        "/* :x ' */",
        "::",
        ":=",
        "12:30",
        "\\",
        "=",
        "(",
        ")",
        ",",
        "- -",
        "*",
        "END",
        "BEGIN",
        "COMMIT",
        ";",
        "x.y",
        "@v",
        ": ",
        "été",
        "\r\n",
        "%",
        "|| "
    };

    private static final Map<SqlTextDialects, String[]> OWN = new EnumMap<>(Map.of(
            SqlTextDialects.ANSI, new String[] {"e'\\'", "/* /* :x */", "#", "`"},
            SqlTextDialects.POSTGRESQL,
                    new String[] {
                        "E'\\' :x'",
                        "e'\\\\'",
                        "$$ :x ' $$",
                        "$t$ :x $$ $t$",
                        "/* /* ' */ :x */",
                        "#",
                        "?",
                        "`",
                        "x'\\'",
                        "a[1:n]",
                        "a[i:j]",
                        "a$b$",
                        "E'a' \n '\\' :x'"
                    },
            SqlTextDialects.MYSQL,
                    new String[] {"'\\' :x'", "\"\\\" :x\"", "`:x`", "# :x '\n", "'\\\\'", "--1", "/*! */", "/*+ :x */"
                    },
            SqlTextDialects.SQLITE, new String[] {"[:x ']", "`:x``'`", "'\\'", "/* /* :x */", "--:x\n"}));

    @ParameterizedTest
    @EnumSource
    void compile_piecesWithKnownParameters_findsThemAll(SqlTextDialects dialect) {
        Random random = new Random(20_240_229);
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder sql = new StringBuilder("CREATE TRIGGER ");
            StringBuilder expected = new StringBuilder(sql);
            List<String> uses = new ArrayList<>();
            for (int pieces = random.nextInt(20); pieces > 0; pieces--) {
                append(dialect, random, sql, expected, uses);
            }
            String[] names = uses.stream().distinct().toArray(String[]::new);

            CompiledQuery query = dialect.compile(sql.toString(), names);

            assertEquals(expected.toString(), query.sql(), sql::toString);
            String[] arguments = dialect == SqlTextDialects.POSTGRESQL ? names : uses.toArray(String[]::new);
            assertArrayEquals(arguments, query.arguments(), sql::toString);
        }
    }

    private static void append(
            SqlTextDialects dialect, Random random, StringBuilder sql, StringBuilder expected, List<String> uses) {
        String[] own = OWN.get(dialect);
        int choice = random.nextInt(10);
        if (choice < 3) {
            String name = "pqrß_".charAt(random.nextInt(5)) + (random.nextBoolean() ? "" : "1");
            uses.add(name);
            sql.append(':').append(name);
            expected.append(dialect.placeholder((int) uses.subList(0, uses.indexOf(name)).stream()
                            .distinct()
                            .count()
                    + 1));
        } else if (choice == 3) {
            sql.append("\\:a");
            expected.append(":a");
        } else {
            String piece = choice < 7 ? own[random.nextInt(own.length)] : PLAIN[random.nextInt(PLAIN.length)];
            sql.append(piece);
            expected.append(piece);
        }
        String space = random.nextBoolean() ? " " : "\t\n";
        sql.append(space);
        expected.append(space);
    }

    private static final String LITERAL = "'(?:[^']|'')*+'";
    private static final String ESCAPED = "'(?:[^'\\\\]|\\\\(?s:.)|'')*+'";
    private static final String NAME = "\"(?:[^\"]|\"\")*+\"";
    private static final String BACKTICKS = "`(?:[^`]|``)*+`";
    private static final String DASHES = "--[^\\n]*";
    private static final String BLOCK = "/\\*(?s:.*?)\\*/";
    private static final String GAP = "(?:[ \\t]|--[^\\n]*)*\\n(?:[ \\t\\n]|--[^\\n]*)*";
    private static final String DOLLARS = "\\$(?<tag>(?:[a-zA-Z_]\\w*)?+)\\$(?s:.*?)\\$\\k<tag>\\$";

    /** The same grammar as patterns; what these cannot say (nesting, subscripts) is not in the characters used. */
    private enum Grammar {
        ANSI("'a\":=\\-\n*/xe_ ;", "['\"]|/\\*", LITERAL, NAME, DASHES, BLOCK),
        SQLITE("'a\":=\\-\n*/xe_ ;`[]", "['\"`\\[]|/\\*", LITERAL, NAME, BACKTICKS, "\\[[^]]*]", DASHES, BLOCK),
        MYSQL(
                "'a\":=\\-\n*/xe_ ;`#",
                "['\"`]|/\\*",
                ESCAPED,
                ESCAPED.replace('\'', '"'),
                BACKTICKS,
                "--(?=[\\x00-\\x20]|\\z)[^\\n]*",
                "#[^\\n]*",
                BLOCK),
        POSTGRESQL(
                "'a\":=\\-\n xeE_;$`",
                "[eE]?'|\"|\\$(?:[a-zA-Z_]\\w*)?+\\$",
                "[eE]" + ESCAPED + "(?:" + GAP + ESCAPED + ")*+",
                LITERAL,
                NAME,
                DOLLARS,
                DASHES);

        private final String characters;
        private final Pattern token;
        private final Pattern opening;

        Grammar(String characters, String opening, String... quoted) {
            this.characters = characters;
            this.opening = Pattern.compile(opening);
            this.token = Pattern.compile("(?<quoted>" + String.join("|", quoted)
                    + ")|::|:=|(?<escaped>\\\\:)|:(?<name>[a-zA-Z_]\\w*)|[a-zA-Z_][\\w$]*|(?s:.)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void compile_randomCharacters_agreesWithThePattern(Grammar grammar) {
        SqlTextDialects dialect = SqlTextDialects.valueOf(grammar.name());
        Random random = new Random(17);
        int complete = 0;
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder sql = new StringBuilder("CREATE TRIGGER ");
            for (int length = random.nextInt(24); length > 0; length--) {
                sql.append(grammar.characters.charAt(random.nextInt(grammar.characters.length())));
            }
            complete += agrees(grammar, dialect, sql.toString()) ? 1 : 0;
        }
        assertTrue(complete > ROUNDS / 10, "only " + complete + " texts were complete");
    }

    private static boolean agrees(Grammar grammar, SqlTextDialects dialect, String sql) {
        Map<String, Integer> names = new TreeMap<>();
        StringBuilder expected = new StringBuilder();
        Matcher matcher = grammar.token.matcher(sql);
        int uses = 0;
        while (matcher.lookingAt()) {
            String name = matcher.group("name");
            if (name != null) {
                names.putIfAbsent(name, names.size() + 1);
                expected.append(dialect.placeholder(names.get(name)));
                uses++;
            } else if (matcher.group("quoted") == null && isOpening(grammar, sql, matcher)) {
                assertThrows(CompilationException.class, () -> dialect.compile(sql), sql);
                return false;
            } else {
                expected.append(matcher.group("escaped") == null ? matcher.group() : ":");
            }
            matcher.region(matcher.end(), sql.length());
        }
        CompiledQuery query = dialect.compile(sql, names.keySet().toArray(String[]::new));
        assertEquals(expected.toString(), query.sql(), sql);
        assertEquals(dialect == SqlTextDialects.POSTGRESQL ? names.size() : uses, query.arguments().length, sql);
        return true;
    }

    /** Whether an opening mark stands where the pattern found no complete literal or comment. */
    private static boolean isOpening(Grammar grammar, String sql, Matcher at) {
        return grammar.opening.matcher(sql).region(at.start(), sql.length()).lookingAt();
    }

    @Test
    void compile_anything_isCompiledOrRefused() {
        Random random = new Random(4);
        String characters = "'\"`$:\\[]()-/*#;eE a1?\n@!+_é\uD83D\uDE00%";
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder sql = new StringBuilder();
            for (int length = random.nextInt(30); length > 0; length--) {
                sql.append(characters.charAt(random.nextInt(characters.length())));
            }
            for (SqlTextDialects dialect : SqlTextDialects.values()) {
                compileOrRefuse(dialect, sql.toString());
            }
        }
    }

    private static void compileOrRefuse(SqlTextDialects dialect, String sql) {
        try {
            assertEquals(0, dialect.compile(sql).arguments().length, sql);
        } catch (CompilationException refused) {
            assertTrue(refused.getMessage().lines().findFirst().orElseThrow().length() > 10, sql);
        }
    }
}
