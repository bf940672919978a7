package dev.databases.core.compile;

import static dev.databases.core.compile.Schema.LIMITS;
import static dev.databases.core.compile.Schema.NOTES;
import static dev.databases.core.compile.Schema.T1;
import static dev.databases.core.compile.Schema.arguments;
import static dev.databases.core.compile.Schema.compiler;
import static dev.databases.sql.Sql.bind;
import static dev.databases.sql.Sql.column;
import static dev.databases.sql.Sql.select;
import static dev.databases.sql.Sql.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.error.CompilationException;
import dev.databases.sql.Metadata;
import dev.databases.sql.SqlType;
import dev.databases.sql.Statement;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of the values of a statement and of a call. */
final class ValuesTest {
    private static final String SECRET = "hunter2";

    private enum Color {
        RED,
        GREEN
    }

    private static String failure(Statement statement, Map<String, ?> values) {
        var error = assertThrows(CompilationException.class, () -> compiler().compile(statement, values));
        assertNull(error.getCause());
        assertFalse(error.getMessage().contains(SECRET), error.getMessage());
        return error.getMessage();
    }

    @Test
    void values_areCoercedToTheColumn() {
        assertEquals(List.of(5L, "a", true), sortedById(Map.of("id", 5, "text", "a", "completed", true)));
    }

    private static List<Object> sortedById(Map<String, ?> values) {
        return arguments(NOTES.insert(), values);
    }

    @Test
    void valueThatDoesNotFit_namesColumnAndTypes() {
        assertEquals(
                "column notes.id is BIGINT: its Java type is java.lang.Long, and a java.lang.String does not fit",
                failure(NOTES.insert(), Map.of("id", SECRET)));
        assertEquals(
                "parameter p is INTEGER: its Java type is java.lang.Integer, and a java.lang.String does not fit",
                failure(select(T1.name).where(T1.myid.eq(bind("p"))), Map.of("p", SECRET)));
    }

    @Test
    void nullValues_areArguments() {
        Map<String, Object> values = new HashMap<>();
        values.put("text", null);
        assertEquals(Arrays.asList(null, false), arguments(NOTES.insert(), values));
        values.remove("text");
        values.put("p", null);
        assertEquals(Collections.singletonList(null), arguments(select(T1.name).where(T1.myid.eq(bind("p"))), values));
    }

    @Test
    void names_mustBeKnown() {
        assertEquals(
                "the statement knows no nope, only parameters [] and columns [id, text, completed]",
                failure(NOTES.insert(), Map.of("nope", SECRET)));
        assertEquals("the statement knows no nope, only parameters []", failure(T1.select(), Map.of("nope", 1)));
        assertEquals(
                "no value for parameter p, only for [q]",
                failure(select(T1.name).where(T1.myid.eq(bind("p"))), Map.of("q", 1)));
    }

    @Test
    void parameterWithTheNameOfAColumn_isTheParameter() {
        var update = NOTES.update().set(NOTES.text, "a").where(NOTES.id.eq(bind("id")));
        assertEquals(List.of("a", 3L), arguments(update, Map.of("id", 3)));
        assertEquals(List.of("b", 3L), arguments(update, Map.of("id", 3, "text", "b")));
    }

    @Test
    void valuesWithoutType_goByTheirClass() {
        var query = compiler()
                .compile(select(value(Color.RED), value(2.5)), Map.of())
                .query();
        assertEquals(List.of("RED", 2.5), Arrays.asList(query.arguments()));
        assertEquals(
                List.of(SqlType.enumeration(Color.class), SqlType.DOUBLE),
                query.statement().parameters());
        var bound =
                compiler().compile(select(bind("p")), Map.of("p", 1L)).query().statement();
        assertEquals(List.of(SqlType.BIGINT), bound.parameters());
        assertTrue(failure(select(value(new Thread())), Map.of()).contains("java.lang.Thread"));
        assertTrue(failure(select(bind("p")), Map.of("p", List.of(SECRET))).contains("collection"));
    }

    @Test
    void mappedTypes_areStored() {
        SqlType<StringBuilder> text =
                SqlType.TEXT.mapped(StringBuilder.class, StringBuilder::toString, StringBuilder::new);
        var table = new Metadata().table("t", column("a", text));
        assertEquals(List.of("x"), arguments(table.insert(), Map.of("a", new StringBuilder("x"))));
        SqlType<StringBuilder> broken = SqlType.TEXT.mapped(
                StringBuilder.class,
                any -> {
                    throw new IllegalStateException(any.toString());
                },
                StringBuilder::new);
        var failing = new Metadata().table("t", column("a", broken));
        assertTrue(failure(failing.insert(), Map.of("a", new StringBuilder(SECRET)))
                .contains("mapping of column t.a"));
    }

    @Test
    void lists_arePaddedAsLongAsTheyFit() {
        List<Integer> many = IntStream.range(0, 600).boxed().toList();
        var one = T1.select(T1.name).where(T1.myid.in(many));
        assertEquals(600, arguments(one, Map.of()).size()); // 1,024 are more than the limit of 1,000
        assertEquals(
                512,
                arguments(T1.select(T1.name).where(T1.myid.in(many.subList(0, 400))), Map.of())
                        .size());
        assertTrue(failure(one.where(T1.myid.notIn(many)), Map.of()).contains("1200 parameters"));
    }

    @Test
    void boundLists() {
        var in = T1.select(T1.name).where(T1.myid.in(bind("ids")));
        assertEquals(List.of(1, 2, 3, 3), arguments(in, Map.of("ids", List.of(1, 2, 3))));
        assertEquals(List.of(), arguments(in, Map.of("ids", List.of())));
        assertTrue(failure(in, Map.of("ids", 5)).contains("must be a collection"));
    }

    @Test
    void many_sameNamesInEveryRow() {
        var many = compiler().compileMany(NOTES.insert(), List.of(Map.of("text", "a"), Map.of("text", "b")));
        assertEquals(
                "INSERT INTO notes (text, completed) VALUES (?, ?) RETURNING id",
                many.batch().statement().sql());
        assertEquals(List.of("a", false), Arrays.asList(many.batch().rows().get(0)));
        assertEquals(List.of("b", false), Arrays.asList(many.batch().rows().get(1)));
        assertTrue(many.returnsKeys());
        assertEquals(
                "INSERT INTO notes (text, completed) VALUES (?, ?), (?, ?), (?, ?) RETURNING id",
                many.batch().statement().withRows(3).orElseThrow().sql());
        assertEquals("row 2 has values for [id], the first row for [text]", manyFailure(Map.of("id", 1)));
        assertEquals(
                "row 2: column notes.text is TEXT(100): its Java type is java.lang.String,"
                        + " and a java.lang.Integer does not fit",
                manyFailure(Map.of("text", 1)));
    }

    @Test
    void many_nullsAndOtherNames_areToldApart() {
        Map<String, Object> nothing = new HashMap<>();
        nothing.put("text", null);
        var many = compiler().compileMany(NOTES.insert(), List.of(Map.of("text", "a"), nothing));
        assertEquals(
                Arrays.asList(null, false), Arrays.asList(many.batch().rows().get(1)));
        nothing.remove("text");
        nothing.put("completed", null);
        assertEquals("row 2 has values for [completed], the first row for [text]", manyFailure(nothing));
        assertEquals("row 2 has values for [], the first row for [text]", manyFailure(Map.of()));
        nothing.put("text", 1);
        assertTrue(manyFailure(nothing).startsWith("row 2 has values for [")); // which is said first
    }

    private static String manyFailure(Map<String, ?> second) {
        return assertThrows(
                        CompilationException.class,
                        () -> compiler().compileMany(NOTES.insert(), List.of(Map.of("text", "a"), second)))
                .getMessage();
    }

    @Test
    void many_withoutColumns() {
        var table = Schema.integers("t", "a");
        var many = compiler().compileMany(table.insert(), List.of(Map.of(), Map.of()));
        assertEquals("INSERT INTO t DEFAULT VALUES", many.batch().statement().sql());
        assertTrue(many.batch().statement().withRows(2).isEmpty());
        assertEquals(2, many.batch().rows().size());
    }

    @Test
    void many_listsOfParametersFitTheFirstRow() {
        var delete = T1.delete().where(T1.myid.in(bind("ids")));
        var many = compiler().compileMany(delete, List.of(Map.of("ids", List.of(1, 2, 3)), Map.of("ids", List.of(4))));
        assertEquals(List.of(4, 4, 4, 4), Arrays.asList(many.batch().rows().get(1)));
        var longer = List.of(Map.of("ids", List.of(1)), Map.of("ids", List.of(1, 2)));
        assertThrows(CompilationException.class, () -> compiler().compileMany(delete, longer));
        assertThrows(
                CompilationException.class,
                () -> new Compiler(new AnsiDialect(), LIMITS)
                        .compileMany(T1.insert().values(List.of(Map.of(), Map.of())), List.of(Map.of())));
    }
}
