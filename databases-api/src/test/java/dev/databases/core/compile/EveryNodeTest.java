package dev.databases.core.compile;

import static dev.databases.core.compile.Schema.T1;
import static dev.databases.core.compile.Schema.T2;
import static dev.databases.sql.Sql.bind;
import static dev.databases.sql.Sql.caseWhen;
import static dev.databases.sql.Sql.count;
import static dev.databases.sql.Sql.createIndex;
import static dev.databases.sql.Sql.createTable;
import static dev.databases.sql.Sql.dropIndex;
import static dev.databases.sql.Sql.dropTable;
import static dev.databases.sql.Sql.exists;
import static dev.databases.sql.Sql.select;
import static dev.databases.sql.Sql.value;
import static dev.databases.sql.Sql.verbatim;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.sql.Expression;
import dev.databases.sql.Index;
import dev.databases.sql.Node;
import dev.databases.sql.Operator;
import dev.databases.sql.SqlType;
import dev.databases.sql.Statement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every kind of expression, operator and statement can be compiled; a new one without a line here fails. */
final class EveryNodeTest {
    /** Expressions that stand alone in a list of columns. */
    private static final Map<Expression<?>, String> WRITTEN = Map.of(
            T1.myid,
            "mytable.myid",
            value(1),
            "?",
            bind("p", SqlType.INTEGER),
            "?",
            T1.myid.eq(1),
            "mytable.myid = ?",
            count(),
            "count(*)",
            T1.myid.cast(SqlType.TEXT),
            "CAST(mytable.myid AS TEXT)",
            caseWhen(T1.myid.eq(1), T1.name),
            "CASE WHEN mytable.myid = ? THEN mytable.name END",
            verbatim("a b", SqlType.TEXT),
            "a b",
            select(T2.otherid).scalar(),
            "(SELECT myothertable.otherid FROM myothertable)",
            exists(select(T2.otherid)),
            "EXISTS (SELECT myothertable.otherid FROM myothertable)");

    @Test
    void everyExpression_isWritten() {
        Set<Class<?>> seen = new HashSet<>();
        WRITTEN.forEach((expression, text) -> {
            Map<String, Object> values = expression instanceof Node.Bind<?> ? Map.of("p", 1) : Map.of();
            String sql = Schema.compiler()
                    .compile(select(expression.as("it")).from(T1), values)
                    .query()
                    .sql();
            assertEquals("SELECT " + text + " AS it FROM mytable", sql);
            seen.add(expression.getClass());
        });
        // These stand in places of their own.
        Expression<?> label = T1.myid.as("a");
        Expression<?> ordering = T1.myid.desc();
        var in = (Node.Operation<?>) T1.myid.in(List.of(1));
        assertEquals(
                "SELECT mytable.myid AS a FROM mytable WHERE mytable.myid IN (?) ORDER BY mytable.myid DESC",
                Schema.sql(select(label).where(T1.myid.in(List.of(1))).orderBy(ordering)));
        seen.addAll(List.of(
                label.getClass(), ordering.getClass(), in.operands().get(1).getClass()));
        assertEquals(Set.of(Expression.class.getPermittedSubclasses()), seen);
    }

    @Test
    void everyOperator_isWritten() {
        for (Operator operator : Operator.values()) {
            List<Expression<?>> operands = List.of(T1.myid, value(1), value(2));
            int count = switch (operator) {
                case NOT, NEGATE, IS_NULL, IS_NOT_NULL -> 1;
                case BETWEEN, NOT_BETWEEN -> 3;
                default -> 2;
            };
            boolean isIn = operator == Operator.IN || operator == Operator.NOT_IN;
            var operation = new Node.Operation<>(
                    operator,
                    isIn ? List.of(T1.myid, select(T2.otherid).scalar()) : operands.subList(0, count),
                    SqlType.BOOLEAN);
            String symbol = operator.symbol().replace("ILIKE", "LIKE");
            String sql = Schema.sql(select(operation));
            assertTrue(sql.contains(symbol), () -> operator + ": " + sql);
        }
    }

    @Test
    void everyStatement_isWritten() {
        Index index = new Index("ix", T1, List.of(T1.name), false);
        List<Statement> statements = List.of(
                T1.select(),
                T1.insert().returning(T1.myid),
                T1.insert(),
                T1.update().set(T1.name, "a"),
                T1.delete(),
                createTable(T1),
                dropTable(T1),
                createIndex(index),
                dropIndex(index));
        Set<Class<?>> seen = new HashSet<>();
        for (Statement statement : statements) {
            assertFalse(Schema.sql(statement).isEmpty());
            seen.add(statement.getClass());
        }
        Set<Class<?>> all = new HashSet<>();
        Arrays.stream(Statement.class.getPermittedSubclasses())
                .flatMap(type -> type.isInterface()
                        ? Arrays.stream(type.getPermittedSubclasses())
                        : Arrays.stream(new Class<?>[] {type}))
                .forEach(all::add);
        assertEquals(all, seen);
    }
}
