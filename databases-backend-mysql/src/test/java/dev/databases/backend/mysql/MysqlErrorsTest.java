package dev.databases.backend.mysql;

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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server says becomes the right exception, and no value of an argument is in it. */
final class MysqlErrorsTest {
    private static final String SQL = "SELECT ?";

    private static DatabaseException of(int code, String state, String message) {
        return MysqlErrors.of(code, state, message, SQL, "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1062 | 23000 | UNIQUE | notes.text | Duplicate entry 'secret' for key 'notes.text'",
                "1062 | 23000 | UNIQUE | PRIMARY | Duplicate entry 'it's secret' for key 'x' for key 'PRIMARY'",
                "1586 | 23000 | UNIQUE | u | Duplicate entry 'secret' for key 'u'",
                "1048 | 23000 | NOT_NULL | text | Column 'text' cannot be null",
                "1364 | HY000 | NOT_NULL | text | Field 'text' doesn't have a default value",
                "3819 | HY000 | CHECK | positive | Check constraint 'positive' is violated.",
                "4025 | 23000 | CHECK | positive | CONSTRAINT `positive` failed for `test`.`notes`",
                "1452 | 23000 | FOREIGN_KEY | fk`1 | Cannot add or update a child row: a foreign key constraint fails"
                        + " (`test`.`b`, CONSTRAINT `fk``1` FOREIGN KEY (`a`) REFERENCES `a` (`id`))",
                "1451 | 23000 | FOREIGN_KEY | f | Cannot delete or update a parent row: a foreign key constraint fails"
                        + " (`test`.`b`, CONSTRAINT `f` FOREIGN KEY (`a`) REFERENCES `a` (`id`))",
                "1859 | 23000 | UNIQUE | u | Duplicate unknown entry for key 'u'",
                "1644 | 23000 | OTHER | | a trigger of ours says no"
            })
    void constraints_areToldApart(int code, String state, Violation violation, String name, String message) {
        var broken = assertInstanceOf(ConstraintViolationException.class, of(code, state, message));
        assertEquals(violation, broken.violation());
        assertEquals(Optional.ofNullable(name), broken.constraint());
        assertEquals(Optional.of(state), broken.sqlState());
        assertEquals(code, broken.vendorCode());
        assertFalse(broken.getMessage().contains("secret"), broken::getMessage);
    }

    @Test
    void ambiguousNames_areNoViolation_thoughTheirStateSaysSo() {
        DatabaseException failure = of(1052, "23000", "Column 'id' in field list is ambiguous");
        assertEquals(QueryException.class, failure.getClass());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1366 | Incorrect integer value: 'secret' for column 'n' at row 1"
                        + " | Incorrect integer value: '…' for column 'n' at row 1",
                "1366 | Incorrect string value: '\\xF0secret' for column `test`.`t`.`v` at row 1"
                        + " | Incorrect string value: '…' for column `test`.`t`.`v` at row 1",
                "1292 | Truncated incorrect DOUBLE value: 'secret' | Truncated incorrect DOUBLE value: '…'",
                "1292 | Incorrect datetime value: 'it's for secret' for column 'd' at row 1"
                        + " | Incorrect datetime value: '…' for column 'd' at row 1",
                "1062 | Doppelter Eintrag 'secret' für Schlüssel 'u' | Doppelter Eintrag '…'",
                "1690 | BIGINT value is out of range in '(1 + secret)' | BIGINT value is out of range in '…'",
                "1292 | Falscher Wert 'secret | Falscher Wert '…"
            })
    void values_thatTheServerRepeats_areLeftOut(int code, String message, String shown) {
        DatabaseException failure = of(code, "22007", message);
        assertTrue(failure.getMessage().startsWith(shown), failure::getMessage);
        assertFalse(failure.getMessage().contains("secret"), failure::getMessage);
    }

    @Test
    void message_saysWhatWhereAndWhich() {
        DatabaseException failure = MysqlErrors.of(
                1205, "HY000", "Lock wait timeout exceeded;\n try restarting transaction", SQL, "row 3 of 10: ");
        assertEquals("""
                row 3 of 10: Lock wait timeout exceeded; try restarting transaction [HY000, 1205]
                  statement: SELECT ?
                  hint: Another transaction holds the lock: shorten it, or raise innodb_lock_wait_timeout.""", failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "1213, 40001, true",
        "1205, HY000, true",
        "1020, HY000, true",
        "1062, 23000, false",
        "1064, 42000, false"
    })
    void retryable_isWhatMayWorkTheSecondTime(int code, String state, boolean retryable) {
        assertEquals(
                retryable,
                assertInstanceOf(QueryException.class, of(code, state, "no")).retryable());
    }

    @Test
    void interrupted_isCancelledOrTimedOut() {
        assertInstanceOf(QueryCancelledException.class, of(1317, "70100", "Query execution was interrupted"));
        assertInstanceOf(QueryTimeoutException.class, of(3024, "HY000", "maximum statement execution time exceeded"));
        assertInstanceOf(QueryTimeoutException.class, of(1969, "70100", "max_statement_time exceeded"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1040, 1053, 1152, 1927, 3169, 4031})
    void lostConnections_areSaidToBe(int code) {
        assertInstanceOf(ConnectionException.class, of(code, "HY000", "gone"));
        assertInstanceOf(ConnectionException.class, of(9999, "08S01", "gone"));
    }

    @Test
    void packetsThatAreTooLarge_areTheStatementsFault() {
        DatabaseException failure = of(1153, "08S01", "Got a packet bigger than 'max_allowed_packet' bytes");
        assertInstanceOf(QueryException.class, failure);
        assertTrue(failure.getMessage().contains("Raise the server's max_allowed_packet"), failure::getMessage);
    }

    @Test
    void logins_failWithAConnectionException() {
        DatabaseException failure = MysqlErrors.of(1045, "28000", "Access denied for user 'me'@'localhost'", null, "");
        assertInstanceOf(ConnectionException.class, failure);
        assertTrue(failure.getMessage().contains("[28000, 1045]"), failure::getMessage);
        assertTrue(failure.getMessage().contains("check user"), failure::getMessage);
        DatabaseException early = MysqlErrors.of(1040, "", "Too many connections", null, "");
        assertTrue(early.getMessage().contains("[HY000, 1040]"), early::getMessage);
        assertTrue(early.getMessage().contains("max_size"), early::getMessage);
    }

    @Test
    void refusals_nameParameterOrColumn() {
        QueryException parameter =
                MysqlErrors.ofParameter(new NumberFormatException("secret"), 2, SQL, "row 3 of 10: ");
        assertTrue(parameter.getMessage().startsWith("row 3 of 10: parameter 2 holds a value"), parameter::getMessage);
        assertFalse(parameter.getMessage().contains("secret"));
        var cell = MysqlErrors.ofCell(new NumberFormatException("secret"), new ResultColumn("a", SqlType.ANY), 1);
        assertTrue(cell.getMessage().startsWith("column `a` (1) holds a value"), cell::getMessage);
        assertFalse(cell.getMessage().contains("secret"));
    }
}
