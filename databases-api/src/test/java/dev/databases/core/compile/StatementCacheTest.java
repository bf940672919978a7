package dev.databases.core.compile;

import static dev.databases.core.compile.Schema.LIMITS;
import static dev.databases.core.compile.Schema.NOTES;
import static dev.databases.core.compile.Schema.T1;
import static dev.databases.sql.Sql.select;
import static dev.databases.sql.Sql.value;
import static dev.databases.sql.Sql.verbatim;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.spi.CompiledSql;
import dev.databases.sql.Column;
import dev.databases.sql.Expression;
import dev.databases.sql.Metadata;
import dev.databases.sql.Sql;
import dev.databases.sql.SqlType;
import dev.databases.sql.Statement;
import dev.databases.sql.Table;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The cache gives the statement that a compiler without cache would write, and never another one's values. */
final class StatementCacheTest {
    private static final Map<String, ?> NO_VALUES = Map.of();
    private final Compiler compiler = Schema.compiler();

    private CompiledSql compiled(Statement statement) {
        return compiler.compile(statement, NO_VALUES).query().statement();
    }

    @Test
    void sameStructure_sharesTheStatement() {
        var first = NOTES.select().where(NOTES.text.eq("a")).limit(1);
        var second = NOTES.select().where(NOTES.text.eq("b")).limit(2);
        assertSame(compiled(first), compiled(second));
        assertEquals("b", compiler.compile(second, NO_VALUES).query().arguments()[0]);
        assertSame(compiled(NOTES.as("n").select()), compiled(NOTES.as("n").select()));
        assertSame(compiled(derived(1)), compiled(derived(2)));
        assertSame(compiled(new Schema.Notes("notes").insert()), compiled(NOTES.insert()));
        assertEquals(4, compiler.cached());
    }

    private static Statement derived(int limit) {
        Table table = select(T1.myid).where(T1.myid.lt(limit)).as("s");
        return select(table.column(T1.myid)).where(table.column(T1.myid).gt(limit));
    }

    @Test
    void otherStructure_isAnotherStatement() {
        Expression<String> shared = value("a");
        var twice = NOTES.select().where(NOTES.text.eq(shared)).where(NOTES.text.ne(shared));
        var apart = NOTES.select().where(NOTES.text.eq(value("b"))).where(NOTES.text.ne(value("c")));
        assertNotSame(compiled(twice), compiled(apart));
        assertArrayEquals(
                new Object[] {"a", "a"},
                compiler.compile(twice, NO_VALUES).query().arguments());
        assertArrayEquals(
                new Object[] {"b", "c"},
                compiler.compile(apart, NO_VALUES).query().arguments());
        assertNotSame(compiled(NOTES.select().limit(1)), compiled(NOTES.select().offset(1)));
        assertNotSame(compiled(select(value(1))), compiled(select(value(1L))));
        assertNotSame(compiled(NOTES.as("a").select()), compiled(NOTES.as("b").select()));
    }

    @Test
    void defaults_arePartOfTheStructure() {
        Table zero = new Metadata().table("t", counted(0));
        Table one = new Metadata().table("t", counted(1));
        assertArrayEquals(
                new Object[] {0},
                compiler.compile(zero.insert(), NO_VALUES).query().arguments());
        assertArrayEquals(
                new Object[] {1},
                compiler.compile(one.insert(), NO_VALUES).query().arguments());
    }

    private static Column<Integer> counted(int start) {
        return Sql.column("n", SqlType.INTEGER).defaultTo(start);
    }

    @Test
    void foreignKeys_arePartOfAJoinWithoutCondition() {
        assertNotEquals(compiled(joined("a")).sql(), compiled(joined("b")).sql());
    }

    private static Statement joined(String target) {
        Metadata metadata = new Metadata();
        Table parent = metadata.table("p", Sql.column("a", SqlType.INTEGER), Sql.column("b", SqlType.INTEGER));
        @SuppressWarnings("unchecked") // both are integers
        Column<Integer> referred = (Column<Integer>) parent.column(target);
        Table child = metadata.table("c", Sql.column("p", SqlType.INTEGER).references(referred));
        return select(child.column("p"), parent.column("a")).from(child).join(parent);
    }

    @Test
    void capacity_isKept_andWhatIsUsedStays() {
        Compiler small = new Compiler(new AnsiDialect(), LIMITS, 10);
        CompiledSql used = small.compile(NOTES.select(), NO_VALUES).query().statement();
        for (int i = 0; i < 100; i++) {
            small.compile(select(verbatim("c" + i, SqlType.TEXT)), NO_VALUES);
            assertSame(used, small.compile(NOTES.select(), NO_VALUES).query().statement());
        }
        assertEquals(10, small.cached());
    }

    @Test
    void randomStatements_compileAsWithoutCache() {
        Compiler tiny = new Compiler(new AnsiDialect(), LIMITS, 16);
        int hits = 0;
        for (int seed = 0; seed < 10_000; seed++) {
            RandomStatements random = new RandomStatements(new Random(seed));
            Statement statement = random.statement();
            Compiled cold = Schema.compiler().compile(statement, random.values());
            int before = compiler.cached();
            assertSame(cold, compiler.compile(statement, random.values()), seed);
            hits += compiler.cached() == before && before < 2_048 ? 1 : 0; // a full cache does not tell
            assertSame(cold, tiny.compile(statement, random.values()), seed);
        }
        assertTrue(hits > 2_000, "the cache was hardly used: " + hits);
        assertEquals(2_048, compiler.cached());
    }

    private static void assertSame(Compiled expected, Compiled actual, int seed) {
        CompiledSql sql = expected.query().statement();
        CompiledSql other = actual.query().statement();
        assertEquals(sql.sql(), other.sql(), () -> "seed " + seed);
        assertArrayEquals(expected.query().arguments(), actual.query().arguments(), () -> "seed " + seed + ": " + sql);
        assertEquals(sql.parameters(), other.parameters(), () -> "seed " + seed + ": " + sql);
        assertEquals(sql.results(), other.results(), () -> "seed " + seed + ": " + sql);
        assertEquals(expected.outputs(), actual.outputs(), () -> "seed " + seed + ": " + sql);
        assertEquals(
                sql.withRows(2).map(CompiledSql::sql), other.withRows(2).map(CompiledSql::sql), () -> "seed " + seed);
    }

    private static void assertSame(CompiledSql expected, CompiledSql actual) {
        assertTrue(expected == actual, () -> expected + " is not the same as " + actual);
    }
}
