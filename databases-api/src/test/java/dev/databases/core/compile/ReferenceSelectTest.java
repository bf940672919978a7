package dev.databases.core.compile;

import static dev.databases.core.compile.Schema.ADDRESSES;
import static dev.databases.core.compile.Schema.EMP;
import static dev.databases.core.compile.Schema.T1;
import static dev.databases.core.compile.Schema.T2;
import static dev.databases.core.compile.Schema.USERS;
import static dev.databases.core.compile.Schema.arguments;
import static dev.databases.core.compile.Schema.integers;
import static dev.databases.core.compile.Schema.sql;
import static dev.databases.sql.Sql.and;
import static dev.databases.sql.Sql.bind;
import static dev.databases.sql.Sql.caseWhen;
import static dev.databases.sql.Sql.column;
import static dev.databases.sql.Sql.count;
import static dev.databases.sql.Sql.countDistinct;
import static dev.databases.sql.Sql.exists;
import static dev.databases.sql.Sql.function;
import static dev.databases.sql.Sql.or;
import static dev.databases.sql.Sql.select;
import static dev.databases.sql.Sql.value;
import static dev.databases.sql.Sql.verbatim;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.databases.sql.Column;
import dev.databases.sql.Expression;
import dev.databases.sql.SqlType;
import dev.databases.sql.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** SELECT as the reference cases have it, whose ids stand in the comments; the same meaning in our spelling. */
final class ReferenceSelectTest {
    private static final Table A = integers("t1", "a");
    private static final Table B = integers("t2", "a");

    @SuppressWarnings("unchecked") // all columns of these tables are integers
    private static Column<Integer> a(Table table) {
        return (Column<Integer>) table.column("a");
    }

    @Test
    void select_columnsAndLabels() {
        // select-001-default
        assertEquals("SELECT mytable.myid, mytable.name, mytable.description FROM mytable", sql(T1.select()));
        // select-004-default
        assertEquals(
                "SELECT DISTINCT mytable.name FROM mytable", sql(select(T1.name).distinct()));
        // select-005-default
        assertEquals("SELECT count(DISTINCT mytable.myid) AS count FROM mytable", sql(select(countDistinct(T1.myid))));
        // select-007-default
        Expression<Integer> bar = T1.myid.plus(5).as("bar");
        assertEquals(
                "SELECT mytable.myid AS foo, mytable.myid + ? AS bar FROM mytable ORDER BY foo, bar DESC",
                sql(select(T1.myid.as("foo"), bar).orderBy(T1.myid.as("foo"), bar.desc())));
        // select-025-default
        Expression<Integer> lala = function("lala", SqlType.INTEGER, T1.myid).as("foo");
        assertEquals(
                "SELECT lala(mytable.myid) AS foo FROM mytable WHERE lala(mytable.myid) = ?",
                sql(select(lala).where(lala.eq(5))));
        // alias-002-default
        Schema.Mytable first = new Schema.Mytable("mytable_1");
        Schema.Mytable second = new Schema.Mytable("mytable_2");
        assertEquals(
                "SELECT mytable_1.myid, mytable_2.myid AS myid_1 FROM mytable AS mytable_1, mytable AS mytable_2"
                        + " WHERE mytable_1.myid < mytable_2.myid",
                sql(select(first.myid, second.myid).where(first.myid.lt(second.myid))));
    }

    @Test
    void where_conditions() {
        // select-011-default
        assertEquals(
                "SELECT mytable.name FROM mytable"
                        + " WHERE mytable.myid = ? OR mytable.name = ? AND mytable.description <> ?",
                sql(select(T1.name).where(or(T1.myid.eq(1), and(T1.name.eq("a"), T1.description.ne("b"))))));
        // bindparam-002-default
        var twice = T1.select(T1.myid).where(T1.myid.eq(bind("p"))).where(T1.myid.gt(bind("p")));
        assertEquals(List.of(1, 1), arguments(twice, Map.of("p", 1)));
        // bindparam-004-default
        var three =
                T1.select(T1.myid).where(T1.name.eq("a")).where(T1.name.eq("b")).where(T1.name.eq("a"));
        assertEquals(
                "SELECT mytable.myid FROM mytable WHERE mytable.name = ? AND mytable.name = ? AND mytable.name = ?",
                sql(three));
        assertEquals(List.of("a", "b", "a"), arguments(three, Map.of()));
        // text-009-default
        assertEquals(
                "SELECT mytable.myid FROM mytable WHERE mytable.name = 'x'",
                sql(select(T1.myid).where(T1.name.eq(verbatim("'x'", SqlType.TEXT)))));
    }

    @Test
    void correlation_takesTablesFromAround() {
        var inner = select(a(A)).where(a(A).eq(a(B)));
        // correlate-001-default
        assertEquals(
                "SELECT t2.a FROM t2 WHERE t2.a = (SELECT t1.a FROM t1 WHERE t1.a = t2.a)",
                sql(select(a(B)).where(a(B).eq(inner.scalar()))));
        // correlate-002-default
        assertEquals(
                "SELECT t2.a, (SELECT t1.a FROM t1 WHERE t1.a = t2.a) AS column_2 FROM t2",
                sql(select(a(B), inner.scalar())));
        // correlate-003-default: never within FROM
        Table derived = inner.as("s");
        assertEquals(
                "SELECT t2.a, s.a AS a_1 FROM t2, (SELECT t1.a FROM t1, t2 WHERE t1.a = t2.a) AS s",
                sql(select(a(B), a(derived))));
        // correlate-004-default
        assertEquals(
                "SELECT t2.a FROM t2 HAVING t2.a = (SELECT t1.a FROM t1 WHERE t1.a = t2.a)",
                sql(select(a(B)).having(a(B).eq(inner.scalar()))));
        // correlate-005-default: what FROM names is not taken from around
        assertEquals(
                "SELECT t2.a FROM t2 WHERE t2.a = (SELECT t1.a FROM t1, t2 WHERE t1.a = t2.a)",
                sql(select(a(B)).where(a(B).eq(inner.from(A, B).scalar()))));
        // correlate-008-default: a subquery is not left without FROM
        assertEquals(
                "SELECT t1.a FROM t1 WHERE t1.a = (SELECT t1.a FROM t1)",
                sql(select(a(A)).where(a(A).eq(select(a(A)).scalar()))));
        // correlate-009-default
        assertEquals("SELECT t1.a FROM t1, t2 WHERE t1.a = t2.a", sql(inner));
    }

    @Test
    void subqueries() {
        // subquery-001-default
        Table s = select(T1.myid, count().as("n")).groupBy(T1.myid).as("s");
        @SuppressWarnings("unchecked") // count is a Long
        Column<Long> n = (Column<Long>) s.column("n");
        assertEquals(
                "SELECT s.myid FROM (SELECT mytable.myid, count(*) AS n FROM mytable GROUP BY mytable.myid) AS s"
                        + " WHERE s.n > ?",
                sql(select(s.column(T1.myid)).where(n.gt(1L))));
        // subquery-003-default
        assertEquals(
                "SELECT mytable.name FROM mytable WHERE mytable.myid IN"
                        + " (SELECT myothertable.otherid FROM myothertable WHERE myothertable.othername = ?)",
                sql(select(T1.name).where(T1.myid.in(select(T2.otherid).where(T2.othername.eq("y"))))));
        // subquery-006-default
        assertEquals(
                "SELECT mytable.myid FROM mytable WHERE mytable.myid ="
                        + " (SELECT myothertable.otherid FROM myothertable"
                        + " WHERE mytable.name = myothertable.othername)",
                sql(select(T1.myid)
                        .where(T1.myid.eq(select(T2.otherid)
                                .where(T1.name.eq(T2.othername))
                                .scalar()))));
        // exists-003-default
        assertEquals(
                "SELECT EXISTS (SELECT myothertable.otherid FROM myothertable) AS column_1",
                sql(select(exists(select(T2.otherid)))));
        // exists-004-default
        assertEquals(
                "SELECT mytable.myid FROM mytable WHERE EXISTS (SELECT count(myothertable.otherid) FROM myothertable"
                        + " WHERE myothertable.otherid = mytable.myid GROUP BY myothertable.otherid"
                        + " HAVING count(myothertable.otherid) > ?)",
                sql(select(T1.myid)
                        .where(exists(select(count(T2.otherid))
                                .where(T2.otherid.eq(T1.myid))
                                .groupBy(T2.otherid)
                                .having(count(T2.otherid).gt(1L))))));
    }

    @Test
    void joins() {
        // join-002-default
        assertEquals(
                "SELECT users.user_id, users.user_name, users.password FROM users"
                        + " LEFT JOIN addresses ON users.user_id = addresses.user_id",
                sql(USERS.select().leftJoin(ADDRESSES)));
        // join-007-default
        Schema.Employee m = new Schema.Employee("m");
        assertEquals(
                "SELECT employee.name, m.name AS name_1 FROM employee LEFT JOIN employee AS m"
                        + " ON employee.manager_id = m.id",
                sql(select(EMP.name, m.name).leftJoin(m, EMP.managerId.eq(m.id))));
        // join-011-default
        assertEquals(
                "SELECT mytable.myid FROM mytable, myothertable",
                sql(select(T1.myid).from(T1, T2)));
    }

    @Test
    void groupOrderLimit() {
        // groupby-001-default
        assertEquals(
                "SELECT mytable.name, count(mytable.myid) AS count FROM mytable GROUP BY mytable.name"
                        + " HAVING count(mytable.myid) > ?",
                sql(select(T1.name, count(T1.myid))
                        .groupBy(T1.name)
                        .having(count(T1.myid).gt(2L))));
        // orderby-002-default
        assertEquals(
                "SELECT mytable.myid FROM mytable ORDER BY mytable.name DESC NULLS LAST, mytable.myid NULLS FIRST",
                sql(select(T1.myid)
                        .orderBy(T1.name.desc().nullsLast(), T1.myid.asc().nullsFirst())));
        // orderby-006-default
        assertEquals(
                "SELECT myothertable.otherid, myothertable.othername FROM myothertable"
                        + " ORDER BY myothertable.otherid, myothertable.othername DESC NULLS FIRST",
                sql(T2.select().orderBy(T2.otherid, T2.othername.desc().nullsFirst())));
        // limit-011-default
        var sliced = select(T1.myid).limit(10).offset(5);
        assertEquals("SELECT mytable.myid FROM mytable LIMIT ? OFFSET ?", sql(sliced));
        assertEquals(List.of(10L, 5L), arguments(sliced, Map.of()));
    }

    @Test
    void casesAndFunctions() {
        // case-001-default
        var choice = caseWhen(T1.myid.gt(5), "high").when(T1.myid.gt(2), "mid").otherwise("low");
        assertEquals(
                "SELECT CASE WHEN mytable.myid > ? THEN ? WHEN mytable.myid > ? THEN ? ELSE ? END AS column_1"
                        + " FROM mytable",
                sql(select(choice)));
        assertEquals(List.of(5, "high", 2, "mid", "low"), arguments(select(choice), Map.of()));
        // function-003-default
        assertEquals(
                "SELECT my_schema.some_func(mytable.myid, ?) AS some_func FROM mytable",
                sql(select(function("my_schema.some_func", SqlType.INTEGER, T1.myid, value(5)))));
        // function-005-default
        assertEquals("SELECT now() AS now", sql(select(function("now", SqlType.TIMESTAMP))));
    }

    @Test
    void in_values() {
        // in-001-default, the list padded to a power of two
        var in = select(T1.name).where(T1.myid.in(List.of(1, 2, 3)));
        assertEquals("SELECT mytable.name FROM mytable WHERE mytable.myid IN (?, ?, ?, ?)", sql(in));
        assertEquals(List.of(1, 2, 3, 3), arguments(in, Map.of()));
        // in-004-default
        assertEquals(
                "SELECT mytable.name FROM mytable WHERE 1 = 1",
                sql(select(T1.name).where(T1.myid.notIn(List.of()))));
        assertEquals(
                "SELECT mytable.name FROM mytable WHERE 1 = 0",
                sql(select(T1.name).where(T1.myid.in(List.of()))));
        // in-013-default
        var bound = select(T1.myid).where(T1.myid.in(bind("ids")));
        assertEquals(
                "SELECT mytable.myid FROM mytable WHERE mytable.myid IN (?, ?)",
                Schema.compiler()
                        .compile(bound, Map.of("ids", List.of(4, 5)))
                        .query()
                        .sql());
        assertEquals(Arrays.asList(4, 5), arguments(bound, Map.of("ids", List.of(4, 5))));
    }

    @Test
    void quoting_onlyWhereNeeded() {
        // quoting-008-default, though $ is not standard
        assertEquals(
                "SELECT \"1abc\", a$b, _x, \"$x\"",
                sql(select(
                        column("1abc", SqlType.TEXT),
                        column("a$b", SqlType.TEXT),
                        column("_x", SqlType.TEXT),
                        column("$x", SqlType.TEXT))));
        // quoting-012-default
        assertEquals("SELECT mytable.myid AS \"Total Sum\" FROM mytable", sql(select(T1.myid.as("Total Sum"))));
        assertEquals(
                "SELECT \"order\", \"a\"\"b\"",
                sql(select(column("order", SqlType.TEXT), column("a\"b", SqlType.TEXT))));
    }
}
