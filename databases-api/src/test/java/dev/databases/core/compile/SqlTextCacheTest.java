package dev.databases.core.compile;

import static dev.databases.core.compile.SqlTextDialects.POSTGRESQL;
import static dev.databases.core.compile.SqlTextDialects.SQLITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.error.CompilationException;
import dev.databases.spi.CompiledSql;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The same text gives the same statement, and no number of texts fills the memory. */
class SqlTextCacheTest {
    private static final String LIST = "SELECT 1 WHERE a IN (:a) OR b = :b";

    private static CompiledSql list(SqlTextCompiler compiler, int size) {
        return compiler.compile(LIST, Map.of("a", Collections.nCopies(size, 1), "b", 2))
                .statement();
    }

    @Test
    void compile_equalText_isTheSameStatement() {
        SqlTextCompiler compiler = SQLITE.compiler();
        CompiledSql first = compiler.compile("SELECT :a", Map.of("a", 1)).statement();

        CompiledSql second =
                compiler.compile(new String("SELECT :a"), Map.of("a", "x")).statement();

        assertSame(first, second);
        assertNotSame(first, compiler.compile("SELECT :a ", Map.of("a", 1)).statement());
    }

    @Test
    void compile_equalSizesOfLists_isTheSameStatement() {
        SqlTextCompiler compiler = POSTGRESQL.compiler();

        CompiledSql two = list(compiler, 2);

        assertSame(two, list(compiler, 2));
        assertNotSame(two, list(compiler, 3));
        assertEquals("SELECT 1 WHERE a IN ($1, $2) OR b = $3", two.sql());
    }

    @Test
    void compile_equalSizesInAnotherText_isAnotherStatement() {
        SqlTextCompiler compiler = POSTGRESQL.compiler();
        Map<String, Object> values = Map.of("a", List.of(1, 2));

        assertEquals("(($1, $2))", compiler.compile("((:a))", values).sql());
        assertEquals("($1, $2)", compiler.compile("(:a)", values).sql());
    }

    @Test
    void compile_sizesOfEqualHash_areDifferentStatements() {
        SqlTextCompiler compiler = POSTGRESQL.compiler();
        String sql = "(:a) (:b)";
        Map<String, Object> first = Map.of("a", List.of(1), "b", Collections.nCopies(32, 1));
        Map<String, Object> second = Map.of("a", List.of(1, 2), "b", List.of(1));

        CompiledSql before = compiler.compile(sql, first).statement();

        assertEquals("($1, $2) ($3)", compiler.compile(sql, second).sql());
        assertSame(before, compiler.compile(sql, first).statement());
    }

    @Test
    void expansion_ofAnotherStatement_isAnotherKey() {
        SqlTextStatement one = SqlTextParser.parse("(:a)", POSTGRESQL.rules());
        SqlTextStatement other = SqlTextParser.parse("(:a)", POSTGRESQL.rules());
        int[] sizes = {2};

        assertEquals(new SqlTextExpansion(one, sizes), new SqlTextExpansion(one, new int[] {2}));
        assertNotEquals(new SqlTextExpansion(one, sizes), new SqlTextExpansion(other, sizes));
        assertNotEquals(new SqlTextExpansion(one, sizes), new SqlTextExpansion(one, new int[] {3}));
    }

    @Test
    void compile_refusedText_isNotKept() {
        SqlTextCompiler compiler = SQLITE.compiler();

        assertThrows(CompilationException.class, () -> compiler.compile("SELECT 'a", Map.of()));

        assertEquals(0, compiler.cached());
    }

    @Test
    void compile_longText_isNotKept() {
        SqlTextCompiler compiler = SQLITE.compiler();
        String longest = "SELECT " + "1".repeat(65_536 - 7);

        compiler.compile(longest, Map.of());
        assertEquals(1, compiler.cached());
        compiler.compile(longest + "1", Map.of());
        assertEquals(1, compiler.cached());
        assertEquals(20_000, list(compiler, 19_999).parameters().size());
        assertEquals(3, compiler.cached());
    }

    @Test
    void compile_listThatMakesTheTextLong_isNotKept() {
        SqlTextCompiler compiler = POSTGRESQL.compiler();

        list(compiler, 19_999);

        assertEquals(1, compiler.cached());
    }

    @Test
    void compile_floodOfTexts_staysBoundedAndKeepsWhatIsUsed() {
        SqlTextCompiler compiler = SQLITE.compiler();
        CompiledSql used = list(compiler, 2);
        CompiledSql plain = compiler.compile("SELECT 0", Map.of()).statement();

        for (int i = 1; i <= 10_000; i++) {
            compiler.compile("SELECT " + i, Map.of());
            list(compiler, 3 + i % 5_000);
            if (i % 100 == 0) {
                assertSame(used, list(compiler, 2), "after " + i);
                assertSame(plain, compiler.compile("SELECT 0", Map.of()).statement(), "after " + i);
            }
        }

        assertTrue(compiler.cached() <= 2 * 1_024, "kept " + compiler.cached());
        assertTrue(compiler.cached() >= 1_024, "kept " + compiler.cached());
    }

    @Test
    void keep_everythingInUse_stillMakesRoom() {
        SqlTextCache<Integer, String> cache = new SqlTextCache<>(8);

        for (int i = 0; i < 100; i++) {
            cache.keep(i, "v" + i);
            assertEquals("v" + i, cache.get(i));
            for (int j = 0; j <= i; j++) {
                cache.get(j);
            }
            assertTrue(cache.size() <= 8, "size " + cache.size());
        }
        assertNull(cache.get(1_000));
    }

    @Test
    void compile_manyThreadsAtOnce_getOneStatement() throws Exception {
        SqlTextCompiler compiler = SQLITE.compiler();
        int threads = 8;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Set<CompiledSql>>> futures = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                futures.add(executor.submit(() -> {
                    start.await();
                    return Set.of(compiler.compile("SELECT :a", Map.of("a", 1)).statement(), list(compiler, 5));
                }));
            }
            Set<CompiledSql> all = new HashSet<>();
            for (Future<Set<CompiledSql>> future : futures) {
                all.addAll(future.get());
            }
            assertEquals(2, all.size());
        } finally {
            executor.shutdown();
        }
    }
}
