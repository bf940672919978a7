package dev.databases.core.compile;

import static dev.databases.sql.Sql.column;

import dev.databases.spi.Limits;
import dev.databases.sql.Column;
import dev.databases.sql.ForeignKey;
import dev.databases.sql.Metadata;
import dev.databases.sql.SqlType;
import dev.databases.sql.Statement;
import dev.databases.sql.Table;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The tables that the tests of the compiler use, named as in the reference cases, and short ways to compile. */
final class Schema {
    static final Limits LIMITS = new Limits(1, 1, 1, 1_000);
    static final Mytable T1 = new Mytable("mytable");
    static final Othertable T2 = new Othertable("myothertable");
    static final Users USERS = new Users();
    static final Addresses ADDRESSES = new Addresses();
    static final Employee EMP = new Employee("employee");
    static final Notes NOTES = new Notes("notes");

    private Schema() {}

    static final class Mytable extends Table {
        final Column<Integer> myid = integer("myid");
        final Column<String> name = text("name");
        final Column<String> description = text("description");

        Mytable(String alias) {
            super("mytable", alias);
        }
    }

    static final class Othertable extends Table {
        final Column<Integer> otherid = integer("otherid");
        final Column<String> othername = text("othername");

        Othertable(String alias) {
            super("myothertable", alias);
        }
    }

    static final class Users extends Table {
        final Column<Integer> userId = integer("user_id").primaryKey();
        final Column<String> userName = string("user_name", 40);
        final Column<String> password = string("password", 10);

        private Users() {
            super("users");
        }
    }

    static final class Addresses extends Table {
        final Column<Integer> addressId = integer("address_id").primaryKey();
        final Column<Integer> userId = integer("user_id").references(USERS.userId, ForeignKey.Action.CASCADE);
        final Column<String> emailAddress = string("email_address", 50);

        private Addresses() {
            super("addresses");
        }
    }

    static final class Employee extends Table {
        final Column<Integer> id = integer("id").primaryKey();
        final Column<String> name = string("name", 30);
        final Column<BigDecimal> salary = numeric("salary", 10, 2);
        final Column<Integer> managerId = integer("manager_id").references(id);
        final Column<LocalDateTime> hired = timestamp("hired");

        Employee(String alias) {
            super("employee", alias);
        }
    }

    static final class Notes extends Table {
        final Column<Long> id = bigint("id").primaryKey();
        final Column<String> text = string("text", 100).notNull();
        final Column<Boolean> completed = bool("completed").defaultTo(false);

        Notes(String alias) {
            super("notes", alias);
        }

        Notes as(String alias) {
            return new Notes(alias);
        }
    }

    /** A table as the reference cases make them in passing: {@code table('t', column('a'), …)}. */
    static Table integers(String name, String... columns) {
        return new Metadata()
                .table(
                        name,
                        Arrays.stream(columns)
                                .map(column -> column(column, SqlType.INTEGER))
                                .toArray(Column<?>[]::new));
    }

    static Compiler compiler() {
        return new Compiler(new AnsiDialect(), LIMITS);
    }

    static String sql(Statement statement) {
        return compiler().compile(statement, Map.of()).query().sql();
    }

    static List<Object> arguments(Statement statement, Map<String, ?> values) {
        return Arrays.asList(compiler().compile(statement, values).query().arguments());
    }
}
