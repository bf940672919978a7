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
import dev.databases.error.TransactionException;
import dev.databases.spi.CompiledBatch;
import dev.databases.spi.CompiledSql;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One text with many rows, and which INSERT can be written for several of them. */
class SqlTextBatchTest {
    private static final String INSERT = "INSERT INTO t (a, b, c) VALUES (:a, :b, :a)";

    @Test
    void compileMany_rows_shareOneStatement() {
        SqlTextCompiler compiler = SQLITE.compiler();

        CompiledBatch batch =
                compiler.compileMany(INSERT, List.of(Map.of("a", 1, "b", "x"), Map.of("b", 'y', "a", 2L)));

        assertEquals(
                "INSERT INTO t (a, b, c) VALUES (?, ?, ?)", batch.statement().sql());
        assertEquals(2, batch.rows().size());
        assertArrayEquals(new Object[] {1, "x", 1}, batch.rows().get(0));
        assertArrayEquals(new Object[] {2L, "y", 2L}, batch.rows().get(1));
        assertSame(
                batch.statement(),
                compiler.compile(INSERT, Map.of("a", 1, "b", 2)).statement());
    }

    @Test
    void withRows_numbered_countsOnRowByRow() {
        CompiledSql statement = POSTGRESQL.compile(INSERT, "a", "b").statement();

        CompiledSql three = statement.withRows(3).orElseThrow();

        assertEquals("INSERT INTO t (a, b, c) VALUES ($1, $2, $1), ($3, $4, $3), ($5, $6, $5)", three.sql());
        assertEquals(6, three.parameters().size());
        assertEquals(CompiledSql.Kind.WRITE, three.kind());
        assertEquals(statement.sql(), statement.withRows(1).orElseThrow().sql());
    }

    static Stream<Arguments> repeatable() {
        return Stream.of(
                Arguments.of(ANSI, "INSERT INTO t VALUES (:a);", "INSERT INTO t VALUES (?), (?);"),
                Arguments.of(ANSI, "insert into t values(:a) -- end\n", "insert into t values(?), (?) -- end\n"),
                Arguments.of(
                        ANSI,
                        "INSERT INTO t VALUES /* ( */ ( -- )\n :a, f((:a)), ')' ) /* ) */ ;",
                        "INSERT INTO t VALUES /* ( */ ( -- )\n ?, f((?)), ')' ), ( -- )\n ?, f((?)), ')' ) /* ) */ ;"),
                Arguments.of(SQLITE, "INSERT OR IGNORE INTO t VALUES (:a)", "INSERT OR IGNORE INTO t VALUES (?), (?)"),
                Arguments.of(SQLITE, "REPLACE INTO t VALUES (:a)", "REPLACE INTO t VALUES (?), (?)"),
                Arguments.of(ANSI, "INSERT INTO t (changes) VALUES (:a)", "INSERT INTO t (changes) VALUES (?), (?)"),
                Arguments.of(ANSI, "INSERT INTO \"values\" VALUES (:a)", "INSERT INTO \"values\" VALUES (?), (?)"),
                Arguments.of(
                        ANSI,
                        "INSERT INTO t VALUES ('\\:', \\:\\:x, :a)",
                        "INSERT INTO t VALUES ('\\:', ::x, ?), ('\\:', ::x, ?)"),
                Arguments.of(ANSI, "INSERT INTO \\:t VALUES (:a)\\:", null),
                Arguments.of(
                        POSTGRESQL,
                        "INSERT INTO t OVERRIDING SYSTEM VALUE VALUES (:a::int, ARRAY[:a])",
                        "INSERT INTO t OVERRIDING SYSTEM VALUE VALUES ($1::int, ARRAY[$1]), ($2::int, ARRAY[$2])"));
    }

    @ParameterizedTest
    @MethodSource("repeatable")
    void withRows_oneRowAtTheEnd_isRepeated(SqlTextDialects dialect, String sql, String expected) {
        Optional<CompiledSql> two = dialect.compile(sql, "a").statement().withRows(2);

        assertEquals(Optional.ofNullable(expected), two.map(CompiledSql::sql));
    }

    @Test
    void withRows_withoutParameters_repeatsTheRow() {
        CompiledBatch batch = ANSI.compiler().compileMany("INSERT INTO t VALUES (1)", List.of(Map.of(), Map.of()));

        assertEquals(
                "INSERT INTO t VALUES (1), (1)",
                batch.statement().withRows(2).orElseThrow().sql());
        assertArrayEquals(new Object[0], batch.rows().get(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES (:a), (:a)",
                "INSERT INTO t VALUES (:a) RETURNING id",
                "INSERT INTO t VALUES (:a) ON CONFLICT DO NOTHING",
                "INSERT INTO t VALUES (:a) ON CONFLICT (a) DO UPDATE SET a = :a",
                "INSERT INTO t VALUES (:a) AS new",
                "INSERT INTO t VALUES ((SELECT max(b) + :a FROM t))",
                "INSERT INTO t VALUES (:a, last_insert_rowid())",
                "INSERT INTO t VALUES (:a, LAST_INSERT_ID())",
                "INSERT INTO t VALUES (:a, currval('s'))",
                "INSERT INTO t SELECT :a",
                "INSERT INTO t SELECT 1 UNION VALUES (:a)",
                "INSERT INTO t TABLE u UNION ALL VALUES (:a)",
                "INSERT INTO t (b) (SELECT c FROM u WHERE (c) IN (VALUES (:a)))",
                "INSERT INTO f(:a) VALUES (1)",
                "INSERT INTO t VALUES :a (1)",
                "INSERT INTO t VALUES ROW(:a)",
                "INSERT INTO t (VALUES (:a))",
                "INSERT INTO t VALUES (:a",
                "INSERT INTO t) VALUES (:a)",
                "INSERT INTO t (values) VALUES (:a))",
                "INSERT INTO t DEFAULT VALUES /* :x */ RETURNING :a",
                "WITH x AS (SELECT 1) INSERT INTO t VALUES (:a)",
                "VALUES (:a)",
                "SELECT * FROM t WHERE a IN (:a)",
                "UPDATE t SET a = :a",
                "MERGE INTO t USING u ON a = b WHEN NOT MATCHED THEN INSERT VALUES (:a)"
            })
    void withRows_whatCouldMeanSomethingElse_isEmpty(String sql) {
        assertEquals(Optional.empty(), ANSI.compile(sql, "a").statement().withRows(2));
    }

    @Test
    void withRows_executableComment_isEmpty() {
        CompiledSql statement =
                MYSQL.compile("INSERT INTO t VALUES (:a /*! , 2 */)", "a").statement();

        assertEquals(Optional.empty(), statement.withRows(2));
    }

    @Test
    void compileMany_rowWithOtherNames_isNamed() {
        List<Map<String, Object>> rows =
                List.of(Map.of("a", 1, "b", 2), Map.of("a", 1, "c", "secret"), Map.of("a", 1, "b", 2));

        CompilationException thrown =
                assertThrows(CompilationException.class, () -> SQLITE.compiler().compileMany(INSERT, rows));

        assertTrue(
                thrown.getMessage().startsWith("row 2: no value for :b; no parameter for the value of c\n"),
                thrown.getMessage());
    }

    @Test
    void compileMany_valueWithoutSqlType_namesTheRow() {
        List<Map<String, Object>> rows = List.of(Map.of("a", 1, "b", 2), Map.of("a", 1, "b", URI.create("x:y")));

        CompilationException thrown =
                assertThrows(CompilationException.class, () -> SQLITE.compiler().compileMany(INSERT, rows));

        assertTrue(thrown.getMessage().startsWith("row 2: the parameter :b is a java.net.URI"), thrown.getMessage());
    }

    @Test
    void compileMany_collection_isRefused() {
        List<Map<String, List<Integer>>> rows = List.of(Map.of("ids", List.of(1, 2)));

        CompilationException thrown = assertThrows(
                CompilationException.class,
                () -> SQLITE.compiler().compileMany("DELETE FROM t WHERE a IN (:ids)", rows));

        assertTrue(thrown.getMessage().startsWith("row 1: the parameter :ids is a "), thrown.getMessage());
        assertTrue(thrown.hint().orElseThrow().contains("single row"), thrown.getMessage());
    }

    @Test
    void compileMany_misuse_isRefused() {
        SqlTextCompiler compiler = SQLITE.compiler();
        List<Map<String, Object>> withNull = new ArrayList<>(Arrays.asList(Map.of("a", 1, "b", 2), null));

        assertThrows(IllegalArgumentException.class, () -> compiler.compileMany(INSERT, List.of()));
        assertThrows(NullPointerException.class, () -> compiler.compileMany(INSERT, null));
        NullPointerException thrown =
                assertThrows(NullPointerException.class, () -> compiler.compileMany(INSERT, withNull));
        assertEquals("row 2", thrown.getMessage());
    }

    @Test
    void compileMany_transactionControl_isRefused() {
        assertThrows(TransactionException.class, () -> SQLITE.compiler().compileMany("COMMIT", List.of(Map.of())));
    }
}
