package dev.databases.testkit;

import static dev.databases.testkit.Failures.failsWith;
import static dev.databases.testkit.Failures.hides;
import static dev.databases.testkit.Failures.says;
import static dev.databases.testkit.Schema.AUTHORS;
import static dev.databases.testkit.Schema.BOOKS;
import static dev.databases.testkit.rules.Rule.CORE_16;
import static dev.databases.testkit.rules.Rule.CORE_19;
import static dev.databases.testkit.rules.Rule.CORE_20;
import static dev.databases.testkit.rules.Rule.POOL_03;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.databases.Database;
import dev.databases.config.DatabaseOptions;
import dev.databases.error.ConstraintViolationException;
import dev.databases.error.ConstraintViolationException.Violation;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryException;
import dev.databases.sql.Statement;
import dev.databases.testkit.Verbs.Form;
import dev.databases.testkit.rules.Proves;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the server refuses: which error comes, what it says, and that nothing else suffers. */
abstract class ErrorContract extends VerbContract {
    private static final String SECRET = "hunter2-is-secret";

    ErrorContract(BackendContract backend, Form form) {
        super(backend, form);
    }

    @Test
    @Proves(CORE_16)
    final void query_thatTheServerDoesNotUnderstand_failsAndNamesTheStatement() {
        for (String sql : List.of("SELEKT 1", "SELECT nothing FROM kit_notes", "SELECT * FROM kit_nothing")) {
            QueryException failure = failsWith(QueryException.class, () -> db().fetchAll(sql));
            assertEquals(Optional.of(sql), failure.sql());
            says(failure, "\n  statement: " + sql);
            assertFalse(failure.retryable());
        }
    }

    @Test
    @Proves(CORE_19)
    final void failures_showNoArgument() {
        db().execute(AUTHORS.insert().set(AUTHORS.name, SECRET));
        Statement again = AUTHORS.insert().set(AUTHORS.name, SECRET);
        hides(failsWith(ConstraintViolationException.class, () -> db().execute(again)), SECRET);
        String sql = "INSERT INTO kit_authors (name) VALUES (:name)";
        Map<String, Object> values = Map.of("name", SECRET);
        hides(failsWith(ConstraintViolationException.class, () -> db().execute(sql, values)), SECRET);
        hides(
                failsWith(ConstraintViolationException.class, () -> db().executeMany(sql, List.of(values, values))),
                SECRET);
        hides(failsWith(QueryException.class, () -> db().fetchAll("SELECT nope + :name", values)), SECRET);
    }

    @Test
    @Proves(CORE_19)
    final void rowsAndResults_printNoValue() {
        db().execute(AUTHORS.insert().set(AUTHORS.name, SECRET));
        String rows = db().fetchAll(AUTHORS.select()).toString();
        assertFalse(rows.contains(SECRET), rows);
        assertFalse(AUTHORS.insert().set(AUTHORS.name, SECRET).toString().contains(SECRET));
        String compiled =
                database().compile(AUTHORS.insert().set(AUTHORS.name, SECRET)).toString();
        assertFalse(compiled.contains(SECRET), compiled);
    }

    @Test
    @Proves(CORE_20)
    final void constraint_violated_saysWhichKind() {
        db().execute(AUTHORS.insert().set(AUTHORS.name, "Ada"));
        violates(Violation.UNIQUE, AUTHORS.insert().set(AUTHORS.name, "Ada"));
        violates(Violation.UNIQUE, AUTHORS.insert().set(AUTHORS.id, 1L).set(AUTHORS.name, "Bob"));
        violates(Violation.NOT_NULL, AUTHORS.insert().set(AUTHORS.name, null));
        violates(Violation.NOT_NULL, AUTHORS.insert().set(AUTHORS.age, 3));
        violates(Violation.CHECK, AUTHORS.insert().set(AUTHORS.name, "Eve").set(AUTHORS.age, -1));
        violates(Violation.FOREIGN_KEY, BOOKS.insert().set(BOOKS.author, 99L));
        assertEquals(1, db().fetchAll(AUTHORS.select()).size());
    }

    private void violates(Violation kind, Statement statement) {
        ConstraintViolationException failure =
                failsWith(ConstraintViolationException.class, () -> db().execute(statement));
        assertEquals(kind, failure.violation(), failure.getMessage());
        assertNotEquals(Optional.of(""), failure.constraint());
    }

    @Test
    @Proves(POOL_03)
    final void failure_costsNoConnection() {
        Database single = open(DatabaseOptions.MAX_SIZE, 1);
        single.connection(connection -> connection.execute("CREATE TEMPORARY TABLE kit_mine (a INTEGER)"))
                .join();
        for (int i = 0; i < 20; i++) {
            failsWith(DatabaseException.class, () -> on(single).fetchAll("SELECT nothing FROM kit_notes"));
        }
        assertEquals(List.of(), on(single).fetchAll("SELECT a FROM kit_mine"), "it is still the same connection");
    }
}
