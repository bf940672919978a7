package dev.databases.core.compile;

import static dev.databases.core.compile.SqlTextDialects.ANSI;
import static dev.databases.core.compile.SqlTextDialects.MYSQL;
import static dev.databases.core.compile.SqlTextDialects.POSTGRESQL;
import static dev.databases.core.compile.SqlTextDialects.SQLITE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.error.CompilationException;
import dev.databases.spi.CompiledQuery;
import dev.databases.sql.SqlType;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, placeholders, values and lists: what goes to the backend for a text and a map. */
class SqlTextCompilerTest {
    private static Arguments text(SqlTextDialects dialect, String sql, String expected, String... arguments) {
        return Arguments.of(dialect, sql, expected, arguments);
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                text(SQLITE, "SELECT :a", "SELECT ?", "a"),
                text(SQLITE, "SELECT :a, :b, :a", "SELECT ?, ?, ?", "a", "b", "a"),
                text(POSTGRESQL, "SELECT :a, :b, :a", "SELECT $1, $2, $1", "a", "b"),
                text(POSTGRESQL, ":a:b", "$1$2", "a", "b"),
                text(SQLITE, ":a", "?", "a"),
                text(SQLITE, "SELECT:a", "SELECT?", "a"),
                text(SQLITE, "a IN(:a)AND:b>1", "a IN(?)AND?>1", "a", "b"),
                text(SQLITE, "SELECT :a_1, :_b, :A, :a", "SELECT ?, ?, ?, ?", "a_1", "_b", "A", "a"),
                text(SQLITE, "SELECT :näme, :имя, :名前", "SELECT ?, ?, ?", "näme", "имя", "名前"),
                text(SQLITE, "SELECT :हिन्दी", "SELECT ?", "हिन्दी"),
                text(SQLITE, "SELECT :\uD835\uDC9C1 ", "SELECT ? ", "\uD835\uDC9C1"),
                text(SQLITE, "SELECT :a.b, :c-1, :d→", "SELECT ?.b, ?-1, ?→", "a", "c", "d"),
                text(SQLITE, "SELECT :1, : a, :, :", "SELECT :1, : a, :, :"),
                text(POSTGRESQL, "SELECT :a::int, b::text, 1::int8", "SELECT $1::int, b::text, 1::int8", "a"),
                text(POSTGRESQL, "SELECT :a ::int", "SELECT $1 ::int", "a"),
                text(POSTGRESQL, "SELECT f(x := :x, y:=:y)", "SELECT f(x := $1, y:=$2)", "x", "y"),
                text(MYSQL, "SELECT @a:=:a, @b := 2", "SELECT @a:=?, @b := 2", "a"),
                text(SQLITE, "SELECT \\:a, :b", "SELECT :a, ?", "b"),
                text(SQLITE, "SELECT \\:a", "SELECT :a"),
                text(SQLITE, "\\:\\:a\\:", "::a:"),
                text(SQLITE, "\\::a", ":?", "a"),
                text(SQLITE, "SELECT '\\:a' \\ :b", "SELECT '\\:a' \\ ?", "b"),
                text(ANSI, "SELECT 12:30, '12:30:a'", "SELECT 12:30, '12:30:a'"),
                text(POSTGRESQL, "SELECT a ? 'k', b ?| :k, c @> :c", "SELECT a ? 'k', b ?| $1, c @> $2", "k", "c"),
                text(POSTGRESQL, "SELECT a ? $1, $2", "SELECT a ? $1, $2"),
                text(POSTGRESQL, "SELECT $1$ a", "SELECT $1$ a"),
                text(SQLITE, "SELECT ?, ?2, $a, @b", "SELECT ?, ?2, $a, @b"),
                text(MYSQL, "SELECT $1, :a", "SELECT $1, ?", "a"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void compile_namedParameters_becomePlaceholders(
            SqlTextDialects dialect, String sql, String expected, String[] arguments) {
        CompiledQuery query = dialect.compile(sql, arguments);

        assertEquals(expected, query.sql());
        assertArrayEquals(arguments, query.arguments());
        assertEquals(
                Collections.nCopies(arguments.length, SqlType.ANY),
                query.statement().parameters());
        assertEquals(List.of(), query.statement().results());
    }

    static Stream<Arguments> slices() {
        return Stream.of(
                text(POSTGRESQL, "SELECT a[:i]", "SELECT a[$1]", "i"),
                text(POSTGRESQL, "SELECT a[1:n]", "SELECT a[1:n]"),
                text(POSTGRESQL, "SELECT a[i:j], a[i:], a[:2], a[:]", "SELECT a[i:j], a[i:], a[:2], a[:]"),
                text(POSTGRESQL, "SELECT a[1 : :n]", "SELECT a[1 : $1]", "n"),
                text(POSTGRESQL, "SELECT a[:lo : :hi]", "SELECT a[$1 : $2]", "lo", "hi"),
                text(POSTGRESQL, "SELECT a[:lo:hi]", "SELECT a[$1:hi]", "lo"),
                text(POSTGRESQL, "SELECT a[:lo\\:\\:hi]", "SELECT a[$1::hi]", "lo"),
                text(POSTGRESQL, "SELECT a[b[1]:n], a[f(1):n], a[\"x\":n]", "SELECT a[b[1]:n], a[f(1):n], a[\"x\":n]"),
                text(POSTGRESQL, "SELECT a[1:f(:n)]", "SELECT a[1:f($1)]", "n"),
                text(
                        POSTGRESQL,
                        "SELECT a[(SELECT 1 WHERE x=:n AND:b)]",
                        "SELECT a[(SELECT 1 WHERE x=$1 AND$2)]",
                        "n",
                        "b"),
                text(
                        POSTGRESQL,
                        "SELECT ARRAY[:a,:b, 1::int, c::text]",
                        "SELECT ARRAY[$1,$2, 1::int, c::text]",
                        "a",
                        "b"),
                text(POSTGRESQL, "SELECT a[1]:n", "SELECT a[1]$1", "n"),
                text(SQLITE, "SELECT [a :b] , :c", "SELECT [a :b] , ?", "c"));
    }

    @ParameterizedTest
    @MethodSource("slices")
    void compile_brackets_tellParametersFromSlices(
            SqlTextDialects dialect, String sql, String expected, String[] arguments) {
        compile_namedParameters_becomePlaceholders(dialect, sql, expected, arguments);
    }

    @Test
    void compile_noParameters_keepsTheVeryText() {
        String sql = "SELECT 'é' /* ä */ -- ü\n;";

        assertSame(sql, SQLITE.compiler().compile(sql, Map.of()).sql());
    }

    @Test
    void compile_nullValue_isAnArgument() {
        Map<String, Object> values = new HashMap<>();
        values.put("a", null);

        CompiledQuery query = SQLITE.compiler().compile("SELECT :a, :a", values);

        assertArrayEquals(new Object[] {null, null}, query.arguments());
    }

    @Test
    void compile_missingAndUnknownNames_areListedWithoutValues() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("b", "secret-1");
        values.put("x", "secret-2");
        values.put("B", null);

        CompilationException thrown = assertThrows(
                CompilationException.class, () -> SQLITE.compiler().compile("SELECT :a, :b, :c, :a", values));

        assertTrue(
                thrown.getMessage().startsWith("no value for :a, :c; no parameter for the value of x, B\n"),
                thrown.getMessage());
        assertTrue(thrown.getMessage().contains("statement: SELECT :a, :b, :c, :a"), thrown.getMessage());
        assertTrue(!thrown.getMessage().contains("secret"), thrown.getMessage());
    }

    @Test
    void compile_unknownName_isRefusedThoughAllOthersFit() {
        CompilationException thrown = assertThrows(
                CompilationException.class, () -> SQLITE.compile("SELECT :a -- :b", "a", "b\nforged line"));

        assertTrue(
                thrown.getMessage().startsWith("no parameter for the value of b\uFFFDforged line\n"),
                thrown.getMessage());
    }

    @Test
    void compile_valuesWithoutParameters_areRefused() {
        CompilationException thrown = assertThrows(CompilationException.class, () -> SQLITE.compile("SELECT ?", "a"));

        assertTrue(thrown.hint().orElseThrow().contains(":name"), thrown.getMessage());
    }

    @Test
    void compile_valueForTheBoundOfASlice_hintsAtTheSlice() {
        CompilationException thrown =
                assertThrows(CompilationException.class, () -> POSTGRESQL.compile("SELECT a[1:n]", "n"));

        assertTrue(thrown.hint().orElseThrow().contains("slice"), thrown.getMessage());
    }

    @Test
    void compile_thousandsOfUnknownNames_areCutShort() {
        String[] names = new String[3_000];
        Arrays.setAll(names, i -> "n" + i);

        CompilationException thrown = assertThrows(CompilationException.class, () -> SQLITE.compile("SELECT 1", names));

        assertTrue(thrown.getMessage().contains("n19 and 2980 more\n"), thrown.getMessage());
    }

    @Test
    void compile_mapThatIgnoresCase_isTakenAtItsWord() {
        Map<String, Object> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        values.put("ID", 1);

        assertArrayEquals(
                new Object[] {1},
                SQLITE.compiler().compile("SELECT :id", values).arguments());
    }

    @Test
    void compile_collection_isWrittenOut() {
        Map<String, Object> values = Map.of("ids", List.of(1, 2, 3), "x", "y");

        CompiledQuery numbered =
                POSTGRESQL.compiler().compile("SELECT :x WHERE a IN (:ids) OR b IN (:ids) OR :x", values);
        CompiledQuery plain = SQLITE.compiler().compile("SELECT :x WHERE a IN (:ids) OR b IN (:ids) OR :x", values);

        assertEquals("SELECT $1 WHERE a IN ($2, $3, $4) OR b IN ($2, $3, $4) OR $1", numbered.sql());
        assertArrayEquals(new Object[] {"y", 1, 2, 3}, numbered.arguments());
        assertEquals("SELECT ? WHERE a IN (?, ?, ?) OR b IN (?, ?, ?) OR ?", plain.sql());
        assertArrayEquals(new Object[] {"y", 1, 2, 3, 1, 2, 3, "y"}, plain.arguments());
        assertEquals(8, plain.statement().parameters().size());
    }

    @Test
    void compile_severalCollections_areNumberedInOrder() {
        Map<String, Object> values =
                Map.of("a", new LinkedHashSet<>(List.of("p", "q")), "b", Arrays.asList(null, 7L), "c", 'c');

        CompiledQuery query = POSTGRESQL.compiler().compile("(:a) (:c) (:b) (:a)", values);

        assertEquals("($1, $2) ($3) ($4, $5) ($1, $2)", query.sql());
        assertArrayEquals(new Object[] {"p", "q", "c", null, 7L}, query.arguments());
    }

    @Test
    void compile_collectionOfOne_isTheStatementOfOneValue() {
        SqlTextCompiler compiler = SQLITE.compiler();

        CompiledQuery list = compiler.compile("SELECT 1 WHERE a IN (:a)", Map.of("a", List.of(5)));
        CompiledQuery value = compiler.compile("SELECT 1 WHERE a IN (:a)", Map.of("a", 5));

        assertSame(value.statement(), list.statement());
        assertArrayEquals(new Object[] {5}, list.arguments());
    }

    @Test
    void compile_emptyCollection_isRefusedWithAHint() {
        CompilationException thrown = assertThrows(
                CompilationException.class,
                () -> SQLITE.compiler().compile("SELECT 1 WHERE a NOT IN (:ids)", Map.of("ids", List.of())));

        assertTrue(thrown.getMessage().startsWith("the parameter :ids is an empty collection"), thrown.getMessage());
        assertTrue(thrown.hint().orElseThrow().contains("NOT IN"), thrown.getMessage());
    }

    @Test
    void compile_collectionInACollection_isRefused() {
        Map<String, Object> pairs = Map.of("pairs", List.of(List.of(1, 2)));

        CompilationException thrown = assertThrows(
                CompilationException.class,
                () -> SQLITE.compiler().compile("SELECT 1 WHERE (a, b) IN (:pairs)", pairs));

        assertTrue(thrown.getMessage().startsWith("the parameter :pairs is a "), thrown.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT ?, :a", "SELECT :a, '?', ?1"})
    void compile_questionMarkBesideNames_isRefusedWhereItIsAPlaceholder(String sql) {
        CompilationException thrown = assertThrows(CompilationException.class, () -> SQLITE.compile(sql, "a"));

        String column = "line 1, column " + (sql.lastIndexOf("?") + 1);
        assertTrue(thrown.getMessage().contains(column), thrown.getMessage());
    }

    @Test
    void compile_numberedPlaceholderBesideNames_isRefused() {
        assertThrows(CompilationException.class, () -> POSTGRESQL.compile("SELECT $1, :a", "a"));
        assertEquals(
                "SELECT '$1', $1", POSTGRESQL.compile("SELECT '$1', :a", "a").sql());
    }

    @Test
    void compile_parametersUpToTheLimit_areFine() {
        String names = ":a" + ", :a".repeat(SqlTextDialects.MOST_PARAMETERS - 1);

        assertEquals(
                SqlTextDialects.MOST_PARAMETERS,
                SQLITE.compile("SELECT " + names, "a").arguments().length);
        CompilationException thrown =
                assertThrows(CompilationException.class, () -> SQLITE.compile("SELECT :a, " + names, "a"));
        assertTrue(thrown.getMessage().contains("20001 parameters"), thrown.getMessage());
        assertEquals(1, POSTGRESQL.compile("SELECT :a, " + names, "a").arguments().length);
    }

    @Test
    void compile_collectionBeyondTheLimit_isRefusedWithTheCount() {
        List<Integer> most = Collections.nCopies(SqlTextDialects.MOST_PARAMETERS, 1);

        assertEquals(
                SqlTextDialects.MOST_PARAMETERS,
                SQLITE.compiler().compile("SELECT 1 IN (:a)", Map.of("a", most)).arguments().length);
        CompilationException thrown = assertThrows(
                CompilationException.class,
                () -> SQLITE.compiler().compile("SELECT 1 IN (:a), 2 IN (:a)", Map.of("a", most)));
        assertTrue(thrown.getMessage().contains("40000 parameters"), thrown.getMessage());
    }

    @Test
    void compile_nullMap_isMisuse() {
        assertThrows(NullPointerException.class, () -> SQLITE.compiler().compile("SELECT 1", null));
    }
}
