package dev.databases.testkit;

import static dev.databases.sql.Sql.bind;
import static dev.databases.testkit.Failures.failsWith;
import static dev.databases.testkit.Failures.hides;
import static dev.databases.testkit.Failures.says;
import static dev.databases.testkit.Schema.NOTES;
import static dev.databases.testkit.rules.Rule.CORE_10;
import static dev.databases.testkit.rules.Rule.CORE_14;
import static dev.databases.testkit.rules.Rule.CORE_15;
import static dev.databases.testkit.rules.Rule.CORE_17;
import static dev.databases.testkit.rules.Rule.CORE_18;
import static dev.databases.testkit.rules.Rule.CORE_21;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.error.CompilationException;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryException;
import dev.databases.error.TransactionException;
import dev.databases.sql.SqlType;
import dev.databases.sql.Statement;
import dev.databases.testkit.Verbs.Form;
import dev.databases.testkit.rules.Proves;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is wrong with a call is said before anything is sent, and harms nothing. */
abstract class InputContract extends VerbContract {
    private static final String SECRET = "hunter2-is-secret";

    InputContract(BackendContract backend, Form form) {
        super(backend, form);
    }

    @AfterEach
    final void theDatabaseGoesOn() {
        assertEquals(0, countOfNotes());
    }

    @Test
    @Proves(CORE_10)
    final void values_missing_areNamed() {
        Statement statement = NOTES.select().where(NOTES.text.eq(bind("wanted", SqlType.TEXT)));
        says(failsWith(CompilationException.class, () -> db().fetchAll(statement)), "wanted");
        String sql = "SELECT * FROM kit_notes WHERE text = :wanted";
        says(failsWith(CompilationException.class, () -> db().fetchAll(sql)), "wanted");
    }

    @Test
    @Proves(CORE_10)
    final void values_unknown_areNamedWithWhatIsKnown() {
        Map<String, Object> values = Map.of("wanted", SECRET, "txet", SECRET);
        Statement statement = NOTES.select().where(NOTES.text.eq(bind("wanted", SqlType.TEXT)));
        String sql = "SELECT * FROM kit_notes WHERE text = :wanted";
        refused(failsWith(CompilationException.class, () -> db().fetchAll(statement, values)), "txet", "wanted");
        refused(failsWith(CompilationException.class, () -> db().fetchAll(sql, values)), "txet", "wanted");
        refused(
                failsWith(CompilationException.class, () -> db().execute(NOTES.insert(), Map.of("txet", SECRET))),
                "txet",
                "text");
    }

    private static void refused(Throwable failure, String... parts) {
        says(failure, parts);
        hides(failure, SECRET);
    }

    @Test
    @Proves(CORE_10)
    final void executeMany_rowWithOtherNames_isNamedByItsNumber() {
        List<Map<String, Object>> rows = List.of(Map.of("text", "a"), Map.of("completed", true));
        says(failsWith(CompilationException.class, () -> db().executeMany(NOTES.insert(), rows)), "row 2");
        String sql = "INSERT INTO kit_notes (text) VALUES (:text)";
        says(failsWith(CompilationException.class, () -> db().executeMany(sql, rows)), "row 2");
    }

    @Test
    @Proves(CORE_14)
    @SuppressWarnings("NullAway") // null is what is being proven to be refused
    final void arguments_null_areRefusedAtOnce() {
        failsWith(NullPointerException.class, () -> db().execute((String) null));
        failsWith(NullPointerException.class, () -> db().execute((Statement) null));
        failsWith(NullPointerException.class, () -> db().execute("DELETE FROM kit_notes", null));
        failsWith(NullPointerException.class, () -> db().executeMany(NOTES.insert(), null));
        failsWith(NullPointerException.class, () -> db().fetchVal("SELECT 1", (Class<Long>) null));
        failsWith(NullPointerException.class, () -> db().fetchAll(NOTES.select(), (Class<String>) null));
    }

    @Test
    @Proves(CORE_15)
    final void text_withoutOneStatement_isRefused() {
        for (String sql : List.of("", "  \n", "-- nothing", ";")) {
            failsWith(CompilationException.class, () -> db().execute(sql));
        }
        String two = "DELETE FROM kit_notes; DELETE FROM kit_notes";
        says(failsWith(CompilationException.class, () -> db().execute(two)), "one statement", two);
        assertEquals(Optional.of(1L), db().fetchVal("SELECT 1 ;  -- the end", Long.class));
    }

    @Test
    @Proves(CORE_15)
    final void text_withNulOrUnbalancedQuotes_isRefused() {
        says(failsWith(CompilationException.class, () -> db().fetchAll("SELECT 'a\0b'")), "NUL");
        for (String sql : List.of("SELECT 'a", "SELECT \"a", "SELECT (1", "SELECT 1 /* a")) {
            DatabaseException failure = failsWith(DatabaseException.class, () -> db().fetchAll(sql));
            says(failure, "statement: " + sql);
        }
    }

    @Test
    @Proves(CORE_17)
    final void text_ofNearlyAMegabyte_isRun() {
        String sql = "SELECT 1 /* " + "x".repeat(900_000) + " */";
        assertEquals(Optional.of(1L), db().fetchVal(sql, Long.class));
        String bad = "SELEKT 1 /* " + "x".repeat(900_000) + " */";
        DatabaseException failure = failsWith(QueryException.class, () -> db().fetchAll(bad));
        assertTrue(failure.toString().length() < 10_000, "the message is short");
        assertEquals(Optional.of(bad), failure.statement());
    }

    @Test
    @Proves(CORE_17)
    final void values_aHundredThousand_areRefusedWithTheLimit() {
        List<Long> ids = Collections.nCopies(Math.max(100_000, limits().parameters() + 1), 1L);
        String sql = "SELECT count(*) FROM kit_notes WHERE id IN (:ids)";
        String limit = Integer.toString(limits().parameters());
        says(failsWith(CompilationException.class, () -> db().fetchVal(sql, Map.of("ids", ids), Long.class)), limit);
        Statement statement = NOTES.select().where(NOTES.id.in(ids));
        says(failsWith(CompilationException.class, () -> db().fetchAll(statement)), limit);
    }

    @Test
    @Proves(CORE_18)
    final void values_wrongClassForAColumn_isRefusedWithoutTheValue() {
        Map<String, Object> wrong = Map.of("completed", SECRET);
        refused(
                failsWith(CompilationException.class, () -> db().execute(NOTES.insert(), wrong)),
                "completed",
                "Boolean");
        refused(
                failsWith(
                        CompilationException.class,
                        () -> db().executeMany(NOTES.insert(), List.of(Map.of("completed", true), wrong))),
                "row 2",
                "completed");
        Map<String, Object> unknown = Map.of("text", new StringBuilder(SECRET).chars());
        refused(
                failsWith(
                        CompilationException.class,
                        () -> db().execute("INSERT INTO kit_notes (text) VALUES (:text)", unknown)),
                "text");
    }

    @Test
    @Proves(CORE_21)
    final void text_transactionControl_isRefusedWithAHint() {
        List<String> control = List.of(
                "BEGIN",
                "begin immediate",
                " /* x */ COMMIT",
                "ROLLBACK",
                "SAVEPOINT a",
                "RELEASE SAVEPOINT a",
                "START TRANSACTION",
                "SET autocommit = 0",
                "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                "END");
        for (String sql : control) {
            says(failsWith(TransactionException.class, () -> db().execute(sql)), "transaction(", sql.strip());
        }
    }
}
