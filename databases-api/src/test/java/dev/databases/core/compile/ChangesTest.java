package dev.databases.core.compile;

import static dev.databases.core.compile.Schema.NOTES;
import static dev.databases.core.compile.Schema.T1;
import static dev.databases.core.compile.Schema.T2;
import static dev.databases.core.compile.Schema.USERS;
import static dev.databases.core.compile.Schema.arguments;
import static dev.databases.core.compile.Schema.integers;
import static dev.databases.core.compile.Schema.sql;
import static dev.databases.sql.Sql.column;
import static dev.databases.sql.Sql.exists;
import static dev.databases.sql.Sql.function;
import static dev.databases.sql.Sql.select;
import static dev.databases.sql.Sql.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.config.Feature;
import dev.databases.error.CompilationException;
import dev.databases.spi.CompiledSql;
import dev.databases.sql.Metadata;
import dev.databases.sql.SqlType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** INSERT, UPDATE and DELETE; ids are those of the reference cases. */
final class ChangesTest {
    @Test
    void insert_setsColumns() {
        // insert-001-default
        assertEquals(
                "INSERT INTO mytable (myid, name) VALUES (?, ?)",
                sql(T1.insert().set(T1.myid, 3).set(T1.name, "jack")));
        // insert-005-default
        assertEquals("INSERT INTO t DEFAULT VALUES", sql(integers("t", "x").insert()));
        // insert-010-sqlite
        assertEquals(
                "INSERT INTO users (user_name) VALUES (?) RETURNING user_id",
                sql(USERS.insert().set(USERS.userName, "x").returning(USERS.userId)));
        assertEquals(
                "INSERT INTO mytable (myid) VALUES ((SELECT myothertable.otherid FROM myothertable))",
                sql(T1.insert().setTo(T1.myid, select(T2.otherid).scalar())));
        assertEquals(
                Arrays.asList("b", null),
                arguments(T1.insert().set(T1.name, "a").set(T1.name, "b").set(T1.myid, null), Map.of()));
    }

    @Test
    void insert_defaultsAndValuesOfTheCall() {
        Compiled compiled = Schema.compiler().compile(NOTES.insert(), Map.of("text", "a"));
        assertEquals(
                "INSERT INTO notes (text, completed) VALUES (?, ?) RETURNING id",
                compiled.query().sql());
        assertEquals(List.of("a", false), Arrays.asList(compiled.query().arguments()));
        assertEquals(
                List.of("b", true),
                arguments(NOTES.insert().set(NOTES.text, "a"), Map.of("text", "b", "completed", true)));
    }

    @Test
    void generatedKey_isReturnedOnlyWhereItIsGenerated() {
        Compiled returned = Schema.compiler().compile(NOTES.insert(), Map.of("text", "a"));
        assertTrue(returned.returnsKeys());
        assertEquals(List.of(NOTES.id), returned.outputs());
        assertEquals(List.of(SqlType.BIGINT), returned.query().statement().results());
        Compiled given = Schema.compiler().compile(NOTES.insert(), Map.of("text", "a", "id", 5));
        assertFalse(given.returnsKeys());
        assertEquals(List.of(5L, "a", false), sorted(given));

        Set<Feature> none = EnumSet.noneOf(Feature.class);
        CompiledSql byServer = new Compiler(new AnsiDialect(none), Schema.LIMITS)
                .compile(NOTES.insert(), Map.of("text", "a"))
                .query()
                .statement();
        assertTrue(byServer.wantsKeys());
        assertEquals("INSERT INTO notes (text, completed) VALUES (?, ?)", byServer.sql());
    }

    private static List<Object> sorted(Compiled compiled) {
        return Arrays.asList(compiled.query().arguments());
    }

    @Test
    void insert_severalRows() {
        var rows = NOTES.insert().values(List.of(Map.of("text", "a"), Map.of("text", "b")));
        assertEquals("INSERT INTO notes (text, completed) VALUES (?, ?), (?, ?) RETURNING id", sql(rows));
        assertEquals(List.of("a", false, "b", false), arguments(rows, Map.of()));
    }

    @Test
    void returning_needsTheFeature() {
        Compiler compiler = new Compiler(new AnsiDialect(EnumSet.noneOf(Feature.class)), Schema.LIMITS);
        var error = assertThrows(
                CompilationException.class, () -> compiler.compile(T1.delete().returning(T1.myid), Map.of()));
        assertEquals("ansi lacks the feature DELETE_RETURNING, which the statement needs", error.getMessage());
        var join = select(T1.myid).fullJoin(T2, T1.myid.eq(T2.otherid));
        assertTrue(assertThrows(CompilationException.class, () -> compiler.compile(join, Map.of()))
                .getMessage()
                .contains("FULL_JOIN"));
    }

    @Test
    void update_setsColumns() {
        // update-001-default
        assertEquals(
                "UPDATE mytable SET name = ? WHERE mytable.myid = ?",
                sql(T1.update().set(T1.name, "jack").where(T1.myid.eq(12))));
        // update-005-default
        assertEquals(
                "UPDATE mytable SET name = ?, myid = ?",
                sql(T1.update().set(T1.name, "b").set(T1.myid, 5)));
        // update-018-default
        assertEquals(
                "UPDATE mytable SET name = mytable.name || ?, myid = do_stuff(mytable.myid, ?)"
                        + " WHERE mytable.myid = hoho(?) AND mytable.name = ? || mytable.name || ?",
                sql(T1.update()
                        .setTo(T1.name, T1.name.concat("lala"))
                        .setTo(T1.myid, function("do_stuff", SqlType.INTEGER, T1.myid, value("hoho")))
                        .where(T1.myid.eq(function("hoho", SqlType.INTEGER, value(4))))
                        .where(T1.name.eq(value("foo").concat(T1.name).concat(value("lala"))))));
        // update-023-default
        Schema.Mytable other = new Schema.Mytable("mytable_1");
        assertEquals(
                "UPDATE mytable SET name = (SELECT mytable_1.name FROM mytable AS mytable_1"
                        + " WHERE mytable_1.myid = mytable.myid)",
                sql(T1.update()
                        .setTo(
                                T1.name,
                                select(other.name).where(other.myid.eq(T1.myid)).scalar())));
        assertThrows(CompilationException.class, () -> sql(T1.update()));
    }

    @Test
    void update_runsOnUpdateUnlessSet() {
        // update-014-default, with the default on this side
        AtomicInteger calls = new AtomicInteger();
        var table = new Metadata()
                .table(
                        "d",
                        column("a", SqlType.INTEGER),
                        column("n", SqlType.INTEGER).onUpdate(calls::incrementAndGet));
        var update = table.update().values(Map.of("a", 1));
        assertEquals("UPDATE d SET a = ?, n = ?", sql(update));
        assertEquals(1, calls.get());
        assertEquals(List.of(1, 7), arguments(update, Map.of("n", 7)));
        assertEquals(1, calls.get());
    }

    @Test
    void delete_ofRows() {
        // delete-001-default
        assertEquals(
                "DELETE FROM mytable WHERE mytable.myid = ?", sql(T1.delete().where(T1.myid.eq(7))));
        // delete-002-default
        assertEquals("DELETE FROM mytable", sql(T1.delete()));
        // delete-007-default
        assertEquals(
                "DELETE FROM mytable WHERE EXISTS (SELECT myothertable.otherid FROM myothertable"
                        + " WHERE myothertable.otherid = mytable.myid)",
                sql(T1.delete().where(exists(select(T2.otherid).where(T2.otherid.eq(T1.myid))))));
        var error =
                assertThrows(CompilationException.class, () -> sql(T1.delete().where(T2.otherid.eq(1))));
        assertTrue(error.getMessage().contains("myothertable"), error.getMessage());
    }
}
