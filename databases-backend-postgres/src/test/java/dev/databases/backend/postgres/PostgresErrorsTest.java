package dev.databases.backend.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.error.ConnectionException;
import dev.databases.error.ConstraintViolationException;
import dev.databases.error.ConstraintViolationException.Violation;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryCancelledException;
import dev.databases.error.QueryException;
import dev.databases.error.QueryTimeoutException;
import dev.databases.spi.ResultColumn;
import dev.databases.sql.SqlType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server says becomes the right exception, and no value of an argument is in it. */
final class PostgresErrorsTest {
    private static final String SQL = "SELECT $1";

    private static Map<Character, String> fields(String state, String message) {
        return new HashMap<>(Map.of('S', "FEHLER", 'V', "ERROR", 'C', state, 'M', message));
    }

    private static DatabaseException of(String state, String message) {
        return PostgresErrors.of(fields(state, message), SQL, "");
    }

    @ParameterizedTest
    @CsvSource({
        "23505, UNIQUE",
        "23503, FOREIGN_KEY",
        "23001, FOREIGN_KEY",
        "23502, NOT_NULL",
        "23514, CHECK",
        "44000, CHECK",
        "23P01, OTHER",
        "23000, OTHER"
    })
    void constraints_areToldApart(String state, Violation violation) {
        Map<Character, String> fields = fields(state, "violated");
        fields.put('n', "notes_pkey");
        fields.put('D', "Key (name)=(secret) already exists.");
        var broken = assertInstanceOf(ConstraintViolationException.class, PostgresErrors.of(fields, SQL, ""));
        assertEquals(violation, broken.violation());
        assertEquals(Optional.of("notes_pkey"), broken.constraint());
        assertEquals(Optional.of(state), broken.sqlState());
        assertFalse(broken.getMessage().contains("secret"));
    }

    @Test
    void notNull_isNamedByItsColumn() {
        Map<Character, String> fields = fields("23502", "null value in column");
        fields.putAll(Map.of('t', "notes", 'c', "text"));
        var broken = assertInstanceOf(ConstraintViolationException.class, PostgresErrors.of(fields, SQL, ""));
        assertEquals(Optional.of("notes.text"), broken.constraint());
    }

    @Test
    void message_saysWhatWhereAndWhich() {
        Map<Character, String> fields = fields("42P01", "relation \"nope\" does not exist");
        fields.put('H', "Perhaps you meant\n  something else.");
        DatabaseException failure = PostgresErrors.of(fields, SQL, "row 3 of 10: ");
        assertEquals("""
                row 3 of 10: relation "nope" does not exist [42P01]
                  statement: SELECT $1
                  hint: Perhaps you meant; something else.""", failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "22P02 | invalid input syntax for type integer: \"secret\"",
                "22003 | value \"secret\" is out of range for type integer",
                "22007 | invalid input syntax for type date: \"se\"\"cret\"",
                "22P02 | malformed array literal: \"{secret\""
            })
    void dataExceptions_doNotShowTheValue(String state, String message) {
        DatabaseException failure = of(state, message);
        assertFalse(failure.getMessage().contains("cret"), failure.getMessage());
        assertTrue(failure.getMessage().contains("\"…\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"21000", "22P02", "23505", "44000", "P0001", "XX000"})
    void details_thatMayHaveValues_areLeftOut(String state) {
        Map<Character, String> fields = fields(state, "failed");
        fields.put('D', "Failing row contains (secret).");
        assertFalse(PostgresErrors.of(fields, SQL, "").getMessage().contains("secret"));
    }

    @Test
    void details_ofOtherErrors_areHints() {
        Map<Character, String> fields = fields("2BP01", "cannot drop table a because other objects depend on it");
        fields.put('D', "constraint b on table c depends on table a");
        fields.put('H', "Use DROP ... CASCADE to drop the dependent objects too.");
        assertEquals(
                Optional.of("constraint b on table c depends on table a"
                        + " Use DROP ... CASCADE to drop the dependent objects too."),
                PostgresErrors.of(fields, SQL, "").hint());
    }

    @Test
    void conflicts_areRetryable_andNothingElse() {
        assertTrue(((QueryException) of("40001", "could not serialize access")).retryable());
        assertTrue(((QueryException) of("40P01", "deadlock detected")).retryable());
        assertFalse(((QueryException) of("40003", "unknown")).retryable());
        assertFalse(((QueryException) of("42601", "syntax error")).retryable());
    }

    @Test
    void cancelled_isToldFromTimedOut() {
        assertInstanceOf(QueryCancelledException.class, of("57014", "canceling statement due to user request"));
        assertInstanceOf(QueryTimeoutException.class, of("57014", "canceling statement due to statement timeout"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"57P01", "57P02", "57P03", "57P05", "08006", "08P01"})
    void lostConnections_areConnectionErrors(String state) {
        DatabaseException lost = of(state, "terminating connection");
        assertInstanceOf(ConnectionException.class, lost);
        assertTrue(lost.getMessage().contains("terminating connection [" + state + "]"));
    }

    @Test
    void fatal_isAConnectionError_whateverItsState() {
        Map<Character, String> fields = fields("25P03", "terminating connection due to idle-in-transaction timeout");
        fields.put('V', "FATAL");
        assertInstanceOf(ConnectionException.class, PostgresErrors.of(fields, SQL, ""));
        fields.remove('V');
        fields.put('S', "PANIC");
        assertInstanceOf(ConnectionException.class, PostgresErrors.of(fields, SQL, ""));
    }

    @Test
    void errorsWhileConnecting_haveAHint() {
        DatabaseException refused = PostgresErrors.of(fields("28P01", "password authentication failed"), null, "");
        assertInstanceOf(ConnectionException.class, refused);
        assertTrue(refused.hint().orElseThrow().contains("password"));
        DatabaseException pooled = PostgresErrors.of(fields("08P01", "unsupported startup parameter: x"), null, "");
        assertTrue(pooled.hint().orElseThrow().contains("ignore_startup_parameters"));
    }

    @Test
    void unknownTypes_haveAHintWhereThereAreParameters() {
        assertTrue(of("42883", "operator does not exist: text = integer")
                .hint()
                .orElseThrow()
                .contains("CAST"));
        assertEquals(
                Optional.empty(),
                PostgresErrors.of(fields("42883", "no function"), "SELECT f()", "")
                        .hint());
    }

    @Test
    void anEmptyMessage_isStillAnError() {
        assertTrue(PostgresErrors.of(Map.of(), SQL, "").getMessage().contains("XX000"));
    }

    @Test
    void parametersAndCells_areNamedAndNotShown() {
        RuntimeException failure = new NumberFormatException("For input string: \"secret\"");
        QueryException parameter = PostgresErrors.ofParameter(failure, 2, SQL, "row 1 of 2: ");
        assertTrue(parameter.getMessage().startsWith("row 1 of 2: parameter 2 holds a value"));
        assertEquals(Optional.of(SQL), parameter.sql());
        var cell = PostgresErrors.ofCell(failure, new ResultColumn("price", SqlType.NUMERIC), 3);
        assertTrue(cell.getMessage().startsWith("column `price` (3) holds a value"));
        assertFalse((parameter.getMessage() + cell.getMessage()).contains("secret"));
    }
}
