package dev.databases.core.compile;

import static dev.databases.core.compile.SqlTextDialects.POSTGRESQL;
import static dev.databases.core.compile.SqlTextDialects.SQLITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.error.CompilationException;
import dev.databases.sql.Interval;
import dev.databases.sql.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which Java value a backend gets for which Java value of the caller. */
class SqlTextValuesTest {
    /** Its constants have classes of their own. */
    private enum Mood {
        GOOD {
            @Override
            String face() {
                return ":)";
            }
        };

        abstract String face();

        @Override
        public String toString() {
            return face();
        }
    }

    private static final OffsetDateTime MOMENT = OffsetDateTime.of(2020, 1, 2, 3, 4, 5, 6_000, ZoneOffset.ofHours(2));
    private static final BigInteger TWO_TO_64 = BigInteger.TWO.pow(64);

    private static Object stored(SqlTextDialects dialect, Object value) {
        return dialect.compiler().compile("SELECT :x", Map.of("x", value)).arguments()[0];
    }

    static Stream<Object> kept() {
        return Stream.of(
                true,
                (short) 1,
                1,
                1L,
                1.5f,
                Double.NaN,
                new BigDecimal("1.50"),
                BigInteger.ZERO,
                TWO_TO_64.subtract(BigInteger.ONE),
                "text",
                new byte[] {1},
                LocalDate.EPOCH,
                LocalTime.NOON,
                LocalDateTime.MIN,
                MOMENT,
                new Interval(Period.ofDays(1), Duration.ofHours(1)),
                new UUID(1, 2),
                Json.of("{}"));
    }

    @ParameterizedTest
    @MethodSource("kept")
    void compile_valueOfAStoredClass_isTheArgumentItself(Object value) {
        assertSame(value, stored(SQLITE, value));
    }

    static Stream<Arguments> converted() {
        return Stream.of(
                Arguments.of((byte) -1, (short) -1),
                Arguments.of('c', "c"),
                Arguments.of(new StringBuilder("sb"), "sb"),
                Arguments.of(TWO_TO_64, new BigDecimal(TWO_TO_64)),
                Arguments.of(BigInteger.ONE.negate(), new BigDecimal("-1")),
                Arguments.of(MOMENT.toInstant(), MOMENT.withOffsetSameInstant(ZoneOffset.UTC)),
                Arguments.of(MOMENT.atZoneSameInstant(ZoneId.of("UTC")), MOMENT.withOffsetSameInstant(ZoneOffset.UTC)),
                Arguments.of(Period.ofMonths(3), Interval.of(Period.ofMonths(3))),
                Arguments.of(Duration.ofMillis(-1), Interval.of(Duration.ofMillis(-1))),
                Arguments.of(TimeUnit.DAYS, "DAYS"),
                Arguments.of(DayOfWeek.MONDAY, "MONDAY"),
                Arguments.of(Mood.GOOD, "GOOD"));
    }

    @ParameterizedTest
    @MethodSource("converted")
    void compile_valueOfAnotherClass_isConverted(Object value, Object expected) {
        assertEquals(expected, stored(SQLITE, value));
        assertEquals(
                expected,
                SQLITE.compiler()
                        .compile("(:x)", Map.of("x", List.of(value, 1)))
                        .arguments()[0]);
        assertEquals(List.of(expected), stored(POSTGRESQL, new Object[] {value}));
    }

    static Stream<Arguments> unknown() {
        return Stream.of(
                Arguments.of(URI.create("https://secret"), "java.net.URI", "SqlType.Kind"),
                Arguments.of(new Object(), "java.lang.Object", "SqlType.Kind"),
                Arguments.of(new AtomicInteger(77), "java.util.concurrent.atomic.AtomicInteger", "SqlType.Kind"),
                Arguments.of(Optional.of("secret"), "java.util.Optional", "inside"),
                Arguments.of("secret".toCharArray(), "char[]", "SqlType.Kind"),
                Arguments.of(new java.util.Date(), "java.util.Date", "LocalDate"),
                Arguments.of(Year.of(1977), "java.time.Year", "LocalDate"),
                Arguments.of(Map.of("secret", 1), "java.util.ImmutableCollections$Map1", "SqlType.Kind"));
    }

    @ParameterizedTest
    @MethodSource("unknown")
    void compile_valueWithoutSqlType_namesParameterAndClass(Object value, String type, String hint) {
        CompilationException thrown = assertThrows(CompilationException.class, () -> stored(POSTGRESQL, value));

        assertTrue(thrown.getMessage().startsWith("the parameter :x is a " + type + ","), thrown.getMessage());
        assertTrue(thrown.hint().orElseThrow().contains(hint), thrown.getMessage());
        assertFalse(
                thrown.getMessage().contains("secret") || thrown.getMessage().contains("77"), thrown.getMessage());
    }

    @Test
    void compile_instantBeyondAllDates_isRefusedWithoutItsValue() {
        CompilationException thrown = assertThrows(CompilationException.class, () -> stored(SQLITE, Instant.MAX));

        assertTrue(
                thrown.getMessage().startsWith("the parameter :x is outside of what TIMESTAMPTZ can hold\n"),
                thrown.getMessage());
        assertNull(thrown.getCause());
    }

    @Test
    void compile_arrays_areListsWhereThereAreArrays() {
        assertEquals(List.of(1, 2), stored(POSTGRESQL, new int[] {1, 2}));
        assertEquals(List.of(), stored(POSTGRESQL, new String[0]));
        assertEquals(Arrays.asList("a", null), stored(POSTGRESQL, new String[] {"a", null}));
        assertEquals(List.of("DAYS"), stored(POSTGRESQL, new TimeUnit[] {TimeUnit.DAYS}));
        assertEquals(List.of(List.of(1L), List.of(2L)), stored(POSTGRESQL, new long[][] {{1}, {2}}));
        byte[] bytes = {1};
        assertEquals(List.of(bytes), stored(POSTGRESQL, new byte[][] {bytes}));
    }

    @Test
    void compile_arrayWithoutArraysInTheDialect_isRefused() {
        CompilationException thrown = assertThrows(CompilationException.class, () -> stored(SQLITE, new int[] {1}));

        assertTrue(
                thrown.getMessage().startsWith("the parameter :x is an array, and SQLITE has no arrays\n"),
                thrown.getMessage());
    }

    @Test
    void compile_arrayThatContainsItself_isRefused() {
        Object[] endless = new Object[1];
        endless[0] = endless;

        assertThrows(CompilationException.class, () -> stored(POSTGRESQL, endless));
    }

    @Test
    void compile_arrayElementWithoutSqlType_isRefused() {
        Object[] array = {1, URI.create("x:y")};

        CompilationException thrown = assertThrows(CompilationException.class, () -> stored(POSTGRESQL, array));

        assertTrue(thrown.getMessage().startsWith("the parameter :x is a java.net.URI"), thrown.getMessage());
    }
}
