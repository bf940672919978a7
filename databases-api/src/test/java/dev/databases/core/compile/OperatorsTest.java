package dev.databases.core.compile;

import static dev.databases.core.compile.Schema.T1;
import static dev.databases.core.compile.Schema.arguments;
import static dev.databases.core.compile.Schema.sql;
import static dev.databases.sql.Sql.concat;
import static dev.databases.sql.Sql.not;
import static dev.databases.sql.Sql.select;
import static dev.databases.sql.Sql.value;
import static dev.databases.sql.Sql.verbatim;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.databases.config.Feature;
import dev.databases.sql.Column;
import dev.databases.sql.Expression;
import dev.databases.sql.Sql;
import dev.databases.sql.SqlType;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Operators, and parentheses by precedence; ids are those of the reference cases. */
final class OperatorsTest {
    private static final Column<Boolean> A = Sql.column("a", SqlType.BOOLEAN);
    private static final Column<Boolean> B = Sql.column("b", SqlType.BOOLEAN);
    private static final Column<Boolean> C = Sql.column("c", SqlType.BOOLEAN);
    private static final Column<Integer> X = Sql.column("x", SqlType.INTEGER);
    private static final Column<Integer> Y = Sql.column("y", SqlType.INTEGER);
    private static final Column<Integer> Z = Sql.column("z", SqlType.INTEGER);
    private static final Column<String> S = Sql.column("s", SqlType.TEXT);

    private static void assertWritten(String expected, Expression<?> expression) {
        String text = sql(select(value(1), value(1)).orderBy(expression));
        assertEquals("SELECT ? AS column_1, ? AS column_2 ORDER BY " + expected, text);
    }

    @Test
    void operators_haveTheirSymbols() {
        assertWritten("x % ?", X.modulo(5)); // operator-009-default
        assertWritten("-x", X.negated()); // operator-010-default
        assertWritten("s IS NOT NULL", S.ne((String) null)); // operator-017-default
        assertWritten("s IS NULL", S.eq((String) null));
        assertWritten("x BETWEEN ? AND ?", X.between(1, 10)); // operator-024-default
        assertWritten("x NOT BETWEEN ? AND ?", X.between(1, 10).not()); // operator-025-default
        assertWritten("s LIKE ?", S.like("%x/%%")); // operator-027-default, without its own escape character
        assertWritten("x - y * z / ?", X.minus(Y.times(Z).dividedBy(2)));
        assertWritten("x <= y", X.le(Y));
        assertWritten("x >= ?", X.ge(1));
    }

    @Test
    void ilike_withoutTheOperatorComparesLowerCase() {
        assertWritten("lower(s) LIKE lower(?)", S.ilike("%foo%")); // operator-028-default
        assertWritten("lower(s) NOT LIKE lower(?)", not(S.ilike("x%"))); // operator-030-default
    }

    @Test
    void startsWith_escapesItsText() {
        assertWritten("s LIKE ? ESCAPE '/'", S.startsWith("ab")); // operator-032-default
        var contains = T1.select(T1.myid).where(T1.name.contains("a%b_c/")); // operator-034-default
        assertEquals(List.of("%a/%b/_c//%"), arguments(contains, Map.of()));
        assertEquals(List.of("%a"), arguments(T1.select(T1.myid).where(T1.name.endsWith("a")), Map.of()));
    }

    @Test
    void logic_hasParenthesesByPrecedence() {
        assertWritten("a AND b OR c", A.and(B).or(C));
        assertWritten("a AND (b OR c)", A.and(B.or(C)));
        assertWritten("a AND b AND c", A.and(B.and(C)));
        assertWritten("NOT (a AND b)", not(A.and(B)));
        assertWritten("NOT a AND b", not(A).and(B));
        assertWritten("(a AND b) = c", A.and(B).eq(C));
        assertWritten("(NOT a) = c", not(A).eq(C));
        assertWritten("(x = y) = c", X.eq(Y).eq(C));
        assertWritten("c = (x = y)", C.eq(X.eq(Y)));
        assertWritten("(x = y) IS NULL", X.eq(Y).isNull());
        assertWritten("x <> y", not(X.eq(Y)));
    }

    @Test
    void arithmetic_hasParenthesesByPrecedence() {
        assertWritten("x + y * z", X.plus(Y.times(Z)));
        assertWritten("(x + y) * z", X.plus(Y).times(Z));
        assertWritten("x - y - z", X.minus(Y).minus(Z));
        assertWritten("x - (y - z)", X.minus(Y.minus(Z)));
        assertWritten("x / (y * z)", X.dividedBy(Y.times(Z)));
        assertWritten("-(x + y)", X.plus(Y).negated());
        assertWritten("-(-x)", X.negated().negated());
        assertWritten("-(?)", value(-1).negated());
        assertWritten("x + y = z", X.plus(Y).eq(Z));
        assertWritten("s || s || s", concat(S, S).concat(S));
        assertWritten("(x + y) || s", X.plus(Y).concat(S));
        assertWritten("s || ? = s", S.concat("x").eq(S));
    }

    @Test
    void verbatim_hasParenthesesIfItIsMoreThanOneTerm() {
        assertWritten("(a or b) AND c", verbatim("a or b", SqlType.BOOLEAN).and(C));
        assertWritten("f(a or b) AND c", verbatim("f(a or b)", SqlType.BOOLEAN).and(C));
        assertWritten("'a or b' = s", verbatim("'a or b'", SqlType.TEXT).eq(S));
    }

    @Test
    void nullsOrder_isEmulatedWhereItIsMissing() {
        Set<Feature> features = EnumSet.complementOf(EnumSet.of(Feature.NULLS_ORDER));
        Compiler compiler = new Compiler(new AnsiDialect(features), Schema.LIMITS);
        String text = compiler.compile(select(T1.myid).orderBy(T1.name.desc().nullsLast()), Map.of())
                .query()
                .sql();
        assertEquals(
                "SELECT mytable.myid FROM mytable"
                        + " ORDER BY CASE WHEN mytable.name IS NULL THEN 1 ELSE 0 END, mytable.name DESC",
                text);
    }
}
