package dev.databases.core.compile;

import static dev.databases.core.compile.Schema.EMP;
import static dev.databases.core.compile.Schema.NOTES;
import static dev.databases.core.compile.Schema.T1;
import static dev.databases.core.compile.Schema.T2;

import dev.databases.sql.Column;
import dev.databases.sql.Expression;
import dev.databases.sql.Insert;
import dev.databases.sql.Node;
import dev.databases.sql.Select;
import dev.databases.sql.Sql;
import dev.databases.sql.SqlType;
import dev.databases.sql.Statement;
import dev.databases.sql.Table;
import dev.databases.sql.Update;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Statements made by chance from few shapes, so that many have the same structure; some nodes of values occur at
 * several places of one statement.
 */
final class RandomStatements {
    private final Random random;
    private final List<Expression<Integer>> used = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();

    RandomStatements(Random random) {
        this.random = random;
    }

    /** The values of the parameters of the statement made before. */
    Map<String, Object> values() {
        return values;
    }

    Statement statement() {
        return switch (random.nextInt(6)) {
            case 0 -> insert();
            case 1 -> update();
            case 2 -> T1.delete().where(condition(2)).returning(T1.myid);
            default -> select(2);
        };
    }

    private Select<?> select(int depth) {
        Select<?> select = random.nextBoolean()
                ? T1.select()
                : Sql.select(number(depth), T1.name).from(T1);
        if (random.nextBoolean()) {
            select = select.where(condition(depth));
        }
        if (depth > 0 && random.nextInt(4) == 0) {
            Table derived = Sql.select(T2.otherid.plus(number(0)).as("otherid"))
                    .where(condition(0))
                    .as("d");
            select = select.join(derived, derived.column(T2.otherid).eq(T1.myid));
        }
        if (random.nextInt(3) == 0) {
            select = select.orderBy(number(1).desc());
        }
        if (random.nextInt(3) == 0) {
            select = select.limit(random.nextInt(5));
        }
        return random.nextInt(4) == 0 ? select.offset(random.nextInt(5)) : select;
    }

    private Expression<Boolean> condition(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> number(depth).eq(number(depth));
            case 1 -> T1.myid.in(List.of(1, 2, 3).subList(0, random.nextInt(4)));
            case 2 -> T1.name.startsWith("n" + random.nextInt(3));
            case 3 -> number(depth).between(number(0), number(0));
            case 4 -> T1.myid.notIn(boundList("l" + random.nextInt(2)));
            case 5 -> T1.name.eq(random.nextBoolean() ? null : "x");
            case 6 -> condition(depth - 1).and(condition(depth - 1));
            case 7 -> condition(depth - 1).or(condition(depth - 1)).not();
            default ->
                Sql.exists(
                        Sql.select(T2.otherid).where(T2.otherid.eq(number(0))).where(condition(0)));
        };
    }

    private Expression<Integer> number(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0, 1 -> value();
            case 2, 3 -> used.isEmpty() ? value() : used.get(random.nextInt(used.size()));
            case 4 -> T1.myid;
            case 5 -> bound("p" + random.nextInt(2));
            case 6 -> number(depth - 1).plus(number(depth - 1));
            case 7 -> Sql.caseWhen(condition(depth - 1), number(depth - 1)).otherwise(number(0));
            default -> Sql.coalesce(number(depth - 1), number(depth - 1));
        };
    }

    private Expression<Integer> value() {
        Expression<Integer> value = Sql.value(random.nextInt(1_000));
        used.add(value);
        return value;
    }

    private Node.Bind<Integer> bound(String name) {
        values.putIfAbsent(name, random.nextInt(1_000));
        return Sql.bind(name, SqlType.INTEGER);
    }

    private Node.Bind<Integer> boundList(String name) {
        values.putIfAbsent(name, List.of(7, 8, 9, 10, 11).subList(0, random.nextInt(6)));
        return Sql.bind(name);
    }

    private Statement insert() {
        Insert insert = NOTES.insert();
        if (random.nextInt(4) == 0) {
            return insert.values(List.of(Map.of("text", "a" + random.nextInt(9)), Map.of("text", "b")));
        }
        for (Column<?> column : NOTES.columns()) {
            if (random.nextInt(3) == 0) {
                insert = insert.values(Map.of(column.name(), sample(column)));
            } else if (random.nextInt(3) == 0) {
                values.put(column.name(), sample(column));
            }
        }
        return random.nextInt(3) == 0 ? insert.returning(NOTES.text, Sql.value(random.nextInt(5))) : insert;
    }

    private Object sample(Column<?> column) {
        return switch (column.type().kind()) {
            case BIGINT -> random.nextLong();
            case BOOLEAN -> random.nextBoolean();
            default -> "t" + random.nextInt(9);
        };
    }

    private Statement update() {
        Update update = EMP.update().set(EMP.name, "n" + random.nextInt(9));
        if (random.nextBoolean()) {
            update = update.setTo(EMP.managerId, EMP.id.plus(value()));
        }
        if (random.nextBoolean()) {
            values.put("name", "v" + random.nextInt(9));
        }
        return random.nextBoolean() ? update.where(EMP.id.eq(bound("p0"))) : update;
    }
}
