package dev.databases.core.compile;

import static dev.databases.core.compile.Schema.T1;
import static dev.databases.sql.Sql.bind;
import static dev.databases.sql.Sql.concat;
import static dev.databases.sql.Sql.count;
import static dev.databases.sql.Sql.function;
import static dev.databases.sql.Sql.lower;
import static dev.databases.sql.Sql.select;
import static dev.databases.sql.Sql.value;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.databases.config.Feature;
import dev.databases.spi.Dialect;
import dev.databases.spi.Limits;
import dev.databases.sql.Expression;
import dev.databases.sql.SqlType;
import dev.databases.sql.Statement;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A database that numbers its placeholders and wants to know the types of parameters. */
final class TypedParametersTest {
    private final Compiler compiler = new Compiler(new Typed(), new Limits(1, 1, 1, 100));

    private static final class Typed implements Dialect {
        @Override
        public String name() {
            return "typed";
        }

        @Override
        public Set<Feature> features() {
            return Set.of();
        }

        @Override
        public String placeholder(int position) {
            return "$" + position;
        }

        @Override
        public boolean concatenatesTextsOnly() {
            return true;
        }

        @Override
        public boolean takesAnyType(String function) {
            return function.equals("count");
        }
    }

    private String sql(Statement statement) {
        return compiler.compile(statement, Map.of()).query().sql();
    }

    @Test
    void texts_arePutTogetherWithCasts() {
        assertEquals(
                "SELECT CAST(mytable.myid AS TEXT) || mytable.name || $1 || CAST($2 AS TEXT) AS column_1 FROM mytable",
                sql(select(concat(T1.myid, T1.name, value("x"), value(1)))));
    }

    @Test
    void parameters_ofFunctionsOfAnyType_sayTheirs() {
        assertEquals("SELECT count(CAST($1 AS TEXT)) AS count", sql(select(count(value("x")))));
        assertEquals("SELECT count(CAST($1 AS INTEGER)) AS count", sql(select(count(value(1)))));
        assertEquals(
                "SELECT count(CAST($1 AS DATE)) AS count",
                compiler.compile(select(count(bind("p", SqlType.DATE))), Map.of("p", java.time.LocalDate.EPOCH))
                        .query()
                        .sql());
        assertEquals("SELECT count(mytable.name) AS count FROM mytable", sql(select(count(T1.name))));
        assertEquals("SELECT lower($1) AS lower", sql(select(lower(value("x")))));
    }

    @Test
    void values_inSeveralPlacesOfAQuery_haveOnePlaceholder() {
        Expression<Integer> key = function("f", SqlType.INTEGER, value("a"), T1.myid.plus(1));
        var query = select(key, value("a")).groupBy(key).having(key.gt(2));
        assertEquals(
                "SELECT f($1, mytable.myid + $2) AS f, $3 AS column_2 FROM mytable"
                        + " GROUP BY f($1, mytable.myid + $2) HAVING f($1, mytable.myid + $2) > $4",
                sql(query));
        assertArrayEquals(
                new Object[] {"a", 1, "a", 2},
                compiler.compile(query, Map.of()).query().arguments());
    }

    @Test
    void values_inSeveralPlacesOfAChange_haveTheirOwnPlaceholders() {
        Expression<Integer> two = value(2);
        assertEquals(
                "INSERT INTO mytable (myid, name) VALUES ($1 + $2, CAST($3 AS TEXT) || $4)",
                sql(T1.insert().setTo(T1.myid, two.plus(two)).setTo(T1.name, concat(two, value("x")))));
    }
}
