package dev.databases.core.compile;

import static dev.databases.core.compile.Schema.ADDRESSES;
import static dev.databases.core.compile.Schema.EMP;
import static dev.databases.core.compile.Schema.NOTES;
import static dev.databases.core.compile.Schema.T1;
import static dev.databases.core.compile.Schema.T2;
import static dev.databases.core.compile.Schema.USERS;
import static dev.databases.core.compile.Schema.sql;
import static dev.databases.sql.Sql.count;
import static dev.databases.sql.Sql.lower;
import static dev.databases.sql.Sql.select;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.error.CompilationException;
import dev.databases.sql.Column;
import dev.databases.sql.Expression;
import dev.databases.sql.Statement;
import dev.databases.sql.Table;
import org.junit.jupiter.api.Test;

/** FROM: joins with and without a condition, aliases, labels. */
final class JoinsTest {
    private static String failure(Statement statement) {
        return assertThrows(CompilationException.class, () -> sql(statement)).getMessage();
    }

    @Test
    void join_byForeignKeyInEitherDirection() {
        assertEquals(
                "SELECT users.user_name FROM addresses JOIN users ON addresses.user_id = users.user_id",
                sql(select(USERS.userName).from(ADDRESSES).join(USERS)));
        Table alias = ADDRESSES.alias("a");
        assertEquals(
                "SELECT users.user_name, a.email_address FROM users LEFT JOIN addresses AS a"
                        + " ON users.user_id = a.user_id",
                sql(select(USERS.userName, alias.column(ADDRESSES.emailAddress)).leftJoin(alias)));
    }

    @Test
    void join_withoutOneForeignKeyIsAnError() {
        assertTrue(failure(T1.select().join(T2)).startsWith("no foreign key between myothertable and [mytable]"));
        assertTrue(failure(EMP.select().join(new Schema.Employee("boss"))).startsWith("more than one foreign key"));
        assertTrue(failure(select(T1.myid).join(T1)).contains("nothing to join to"));
    }

    @Test
    void join_followsTheTableOfItsCondition() {
        assertEquals(
                "SELECT mytable.myid FROM notes, mytable JOIN myothertable ON mytable.myid = myothertable.otherid",
                sql(select(T1.myid).from(T1, NOTES).join(T2, T1.myid.eq(T2.otherid))));
        assertEquals(
                "SELECT mytable.myid FROM mytable FULL JOIN myothertable ON mytable.myid = myothertable.otherid"
                        + " CROSS JOIN notes",
                sql(select(T1.myid).fullJoin(T2, T1.myid.eq(T2.otherid)).crossJoin(NOTES)));
    }

    @Test
    void schemaAndAlias() {
        final class Other extends Table {
            final Column<Integer> id = integer("Id");

            Other(String alias) {
                super("Foo", "t", alias);
            }
        }
        assertEquals("SELECT \"Foo\".t.\"Id\" FROM \"Foo\".t", sql(new Other("t").select()));
        Other aliased = new Other("o");
        assertEquals("SELECT o.\"Id\" FROM \"Foo\".t AS o", sql(select(aliased.id)));
    }

    @Test
    void labels_inGroupByOnlyWhereNoColumnHasTheName() {
        Expression<String> low = lower(T1.name).as("low");
        assertEquals(
                "SELECT lower(mytable.name) AS low, count(*) AS count FROM mytable GROUP BY low ORDER BY low DESC",
                sql(select(low, count()).groupBy(low).orderBy(low.desc())));
        Expression<String> name = lower(T1.name).as("name");
        assertEquals(
                "SELECT lower(mytable.name) AS name FROM mytable GROUP BY lower(mytable.name)",
                sql(select(name).groupBy(name)));
    }
}
