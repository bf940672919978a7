package dev.databases.backend.sqlite;

import static dev.databases.backend.sqlite.Sessions.run;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.error.QueryException;
import dev.databases.spi.BackendConnection.Status;
import dev.databases.sql.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SqliteArgumentsTest {
    private SqliteSession session;

    @BeforeEach
    void open() {
        session = Sessions.memory();
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void of_nothingToChange_isTheSameArray() throws SqliteRefusal {
        Object[] values = {1L, "text", 1.5, null, new byte[3], (short) 4};
        assertSame(values, SqliteArguments.of(values));
    }

    @Test
    void of_somethingToChange_leavesTheArgumentsAlone() throws SqliteRefusal {
        Object[] values = {1L, true, UUID.fromString("00000000-0000-0001-0000-000000000002"), (byte) 7};
        Object[] before = values.clone();
        assertArrayEquals(new Object[] {1L, 1, "00000000-0000-0001-0000-000000000002", 7}, SqliteArguments.of(values));
        assertArrayEquals(before, values);
    }

    @Test
    void bind_wholeDecimal_isStoredAsInteger() {
        assertEquals("integer", typeOf(new BigDecimal("100.00")));
        assertEquals("integer", typeOf(new BigDecimal("9223372036854775807")));
        assertEquals("real", typeOf(new BigDecimal("0.5")));
        assertEquals("integer", typeOf(new BigInteger("-9223372036854775808")));
    }

    private Object typeOf(Object value) {
        return run(session, "SELECT typeof(?)", value).only();
    }

    @Test
    void bind_numbersThatWouldChange_areRefused() {
        assertRefused(Double.NaN, "22003");
        assertRefused(Float.NaN, "22003");
        assertRefused(new BigDecimal("0.12345678901234567890"), "22003");
        assertRefused(new BigDecimal("9223372036854775809.5"), "22003");
        assertRefused(new BigDecimal("1E+400"), "22003");
        assertRefused(new BigDecimal("1E-400"), "22003");
        assertRefused(new BigDecimal("1E+1000000000"), "22003");
        assertRefused(new BigInteger("9223372036854775808"), "22003");
    }

    @Test
    void bind_textThatWouldChange_isRefused() {
        assertRefused("a\0b", "22021");
        assertRefused("half \ud834", "22021");
        assertRefused("\udd1e half", "22021");
        assertRefused(Json.of("\"\0\""), "22021");
        assertEquals("𝄞", run(session, "SELECT ?", "𝄞").only());
    }

    @Test
    void bind_datesOutsideOfSqlitesYears_areRefused() {
        assertRefused(LocalDate.of(-1, 12, 31), "22008");
        assertRefused(LocalDate.of(10_000, 1, 1), "22008");
        assertRefused(LocalDateTime.MAX, "22008");
        assertRefused(OffsetDateTime.parse("9999-12-31T23:00:00-02:00"), "22008");
        assertRefused(OffsetDateTime.MIN, "22008");
    }

    @Test
    void bind_unknownClass_isRefused() {
        assertRefused(List.of(1), "07006");
        assertRefused(new StringBuilder(), "07006");
    }

    @Test
    void refusal_neverPrintsTheValue() {
        for (Object value : List.of(new BigInteger("98765432109876543210"), "pass\0word", LocalDate.of(12_345, 1, 1))) {
            String message = assertThrows(QueryException.class, () -> run(session, "SELECT ?", value))
                    .getMessage();
            assertFalse(message.contains(value.toString()), message);
        }
    }

    private void assertRefused(Object value, String state) {
        QueryException refused = assertThrows(QueryException.class, () -> run(session, "SELECT 1, ?", value));
        assertEquals(state, refused.sqlState().orElseThrow());
        assertTrue(refused.getMessage().startsWith("parameter 1 "), refused.getMessage());
        assertEquals("SELECT 1, ?", refused.sql().orElseThrow());
        assertEquals(Status.IDLE, session.status());
    }
}
