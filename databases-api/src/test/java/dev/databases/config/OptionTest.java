package dev.databases.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.error.ConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each kind of option accepts, as text and as a value, and how it refuses the rest. */
class OptionTest {
    enum Mode {
        OFF,
        VERIFY_FULL {
            @Override
            public String toString() {
                return "a constant with a body of its own";
            }
        }
    }

    private static final Option<String> TEXT = Option.text("text", "A text.");
    private static final Option<Boolean> BOOL = Option.bool("bool", "A switch.");
    private static final Option<Integer> INT = Option.integer("int", -5, 20, "A small number.");
    private static final Option<Long> LONG = Option.longInteger("long", 0, Long.MAX_VALUE, "A large number.");
    private static final Option<Duration> DURATION = Option.duration("duration", "A wait.");
    private static final Option<Duration> OR_ZERO = Option.durationOrZero("or_zero", "A wait, 0 for none.");
    private static final Option<Mode> CHOICE = Option.choice("choice", Mode.class, "A mode.");
    private static final Option<Path> PATH = Option.path("path", "A file.");

    @ParameterizedTest
    @MethodSource
    void parse_goodText_isTheValue(Option<?> option, Object value, String text) {
        assertEquals(value, option.parse(text));
        assertEquals(value, option.check(text));
        assertEquals(value, option.check(value));
    }

    static Stream<Arguments> parse_goodText_isTheValue() {
        return Stream.of(
                        texts(TEXT, Map.of("", "", " x ", " x ", "1", "1")),
                        texts(BOOL, Map.of("true", true, "True", true, "false", false, "FALSE", false)),
                        texts(INT, Map.of("-5", -5, "0", 0, "20", 20, "007", 7)),
                        texts(LONG, Map.of("0", 0L, "9223372036854775807", Long.MAX_VALUE)),
                        texts(DURATION, Map.of("500ms", Duration.ofMillis(500), "10s", Duration.ofSeconds(10))),
                        texts(DURATION, Map.of("5m", Duration.ofMinutes(5), "2h", Duration.ofHours(2))),
                        texts(DURATION, Map.of("10", Duration.ofSeconds(10), "PT0.25S", Duration.ofMillis(250))),
                        texts(DURATION, Map.of("P1DT2H", Duration.ofHours(26), "pt5m", Duration.ofMinutes(5))),
                        texts(DURATION, Map.of("9223372036s", Duration.ofSeconds(9_223_372_036L))),
                        texts(OR_ZERO, Map.of("0", Duration.ZERO, "0ms", Duration.ZERO, "PT0S", Duration.ZERO)),
                        texts(CHOICE, Map.of("off", Mode.OFF, "verify-full", Mode.VERIFY_FULL)),
                        texts(CHOICE, Map.of("verify_full", Mode.VERIFY_FULL, "VERIFY_FULL", Mode.VERIFY_FULL)),
                        texts(PATH, Map.of("/etc/ssl/ca.pem", Path.of("/etc/ssl/ca.pem"), "a b", Path.of("a b"))))
                .flatMap(stream -> stream);
    }

    private static Stream<Arguments> texts(Option<?> option, Map<String, ?> values) {
        return values.entrySet().stream().map(entry -> Arguments.of(option, entry.getValue(), entry.getKey()));
    }

    @ParameterizedTest
    @MethodSource
    void parse_badText_namesOptionTextAndWhatIsAccepted(Option<?> option, String accepted, String text) {
        ConfigurationException error = assertThrows(ConfigurationException.class, () -> option.parse(text));
        String expected = "The option `" + option.name() + "` is `" + text + "`, which is not " + accepted;
        assertEquals(expected, error.getMessage().lines().findFirst().orElseThrow());
        assertEquals(Optional.of(option.name() + ": " + option.description()), error.hint());
        assertThrows(ConfigurationException.class, () -> option.check(text));
    }

    static Stream<Arguments> parse_badText_namesOptionTextAndWhatIsAccepted() {
        String duration = "a duration like 500ms, 10s, 5m, 2h, PT10S or a number of seconds";
        return Stream.of(
                        bad(BOOL, "true or false", "", "yes", "1", " true", "tru"),
                        bad(INT, "a whole number from -5 to 20", "", "-6", "21", "+5", " 5", "5 ", "5.0", "0x5", "٣"),
                        bad(INT, "a whole number from -5 to 20", "99999999999", "five", "-", "--5"),
                        bad(LONG, "a whole number of at least 0", "-1", "9223372036854775808", "1e3"),
                        bad(DURATION, duration + ", more than 0", "", "0", "0s", "-1s", "PT0S", "PT-5S", "5x", "5 s"),
                        bad(DURATION, duration + ", more than 0", "1.5s", "5S", "ms", "P", "soon", "1d", "5m 3s"),
                        bad(DURATION, duration + ", more than 0", "9223372037s", "99999999999999999999s", "P999999D"),
                        bad(OR_ZERO, duration + ", or 0 for none", "-1", "PT-5S", "99999999999h", "off"),
                        bad(CHOICE, "one of off, verify_full", "", "on", "verifyfull", "verify full"),
                        bad(PATH, "the path of a file", ""))
                .flatMap(stream -> stream);
    }

    private static Stream<Arguments> bad(Option<?> option, String accepted, String... texts) {
        return Arrays.stream(texts).map(text -> Arguments.of(option, accepted, text));
    }

    @Test
    void parse_pathThatTheSystemRefuses_isRefused() {
        ConfigurationException error = assertThrows(ConfigurationException.class, () -> PATH.parse("a\0b"));
        assertTrue(error.getMessage().contains("`a?b`, which is not the path of a file"), error.getMessage());
    }

    @Test
    void parse_longText_isShownInPart() {
        ConfigurationException error = assertThrows(ConfigurationException.class, () -> INT.parse("x".repeat(500)));
        assertTrue(error.getMessage().contains("`" + "x".repeat(60) + "…`"), error.getMessage());
        assertFalse(error.getMessage().contains("x".repeat(61)), error.getMessage());
    }

    @Test
    void parse_unboundedNumber_saysWhatBoundsThereAre() {
        Option<Integer> any = Option.integer("any", Integer.MIN_VALUE, Integer.MAX_VALUE, "Any.");
        Option<Integer> atMost = Option.integer("at_most", Integer.MIN_VALUE, 0, "Not positive.");
        assertEquals("The option `any` is `x`, which is not a whole number", firstLine(any, "x"));
        assertEquals("The option `at_most` is `1`, which is not a whole number of at most 0", firstLine(atMost, "1"));
    }

    private static String firstLine(Option<?> option, Object value) {
        ConfigurationException error = assertThrows(ConfigurationException.class, () -> option.check(value));
        return error.getMessage().lines().findFirst().orElseThrow();
    }

    @Test
    void check_valueOfAnotherClass_isRefusedByItsClass() {
        assertEquals(
                "The option `int` is of the class java.lang.Long, which is not a whole number from -5 to 20",
                firstLine(INT, 5L));
        assertEquals("The option `text` is of the class java.lang.Integer, which is not a text", firstLine(TEXT, 1));
        assertEquals(
                "The option `bool` is of the class java.util.Date, which is not true or false",
                firstLine(BOOL, new Date()));
    }

    @Test
    void check_valueOutOfRange_isRefused() {
        assertEquals("The option `int` is `21`, which is not a whole number from -5 to 20", firstLine(INT, 21));
        assertThrows(ConfigurationException.class, () -> DURATION.check(Duration.ZERO));
        assertThrows(ConfigurationException.class, () -> OR_ZERO.check(Duration.ofMillis(-1)));
        assertThrows(ConfigurationException.class, () -> OR_ZERO.check(Duration.ofDays(200_000)));
        assertThrows(ConfigurationException.class, () -> PATH.check(Path.of("")));
    }

    @Test
    void check_integerForALong_isWidened() {
        assertEquals(7L, LONG.check(7));
        assertEquals("The option `long` is `-7`, which is not a whole number of at least 0", firstLine(LONG, -7));
    }

    @Test
    void check_null_isMisuse() {
        assertThrows(NullPointerException.class, () -> INT.check(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5432", "S3cret"})
    void secret_badValue_isNotShown(String value) {
        Option<Integer> option = INT.secret();
        ConfigurationException error = assertThrows(ConfigurationException.class, () -> option.parse(value));
        assertFalse(error.getMessage().contains(value), error.getMessage());
        assertNull(error.getCause());
        assertEquals("The option `int` is a value that is not a whole number from -5 to 20", firstLine(option, value));
        assertEquals("The option `int` is a value that is not a whole number from -5 to 20", firstLine(option, 5432));
        assertTrue(option.sensitive());
        assertFalse(INT.sensitive());
    }

    @Test
    void withDefault_goodValue_isKeptByTheCopyAlone() {
        Option<Integer> option = INT.withDefault(20);
        assertEquals(Optional.of(20), option.defaultValue());
        assertEquals(Optional.of(20), option.secret().defaultValue());
        assertTrue(INT.secret().withDefault(1).sensitive());
        assertEquals(Optional.empty(), INT.defaultValue());
        assertNotEquals(INT, option);
    }

    @Test
    void withDefault_badValue_isMisuse() {
        assertThrows(IllegalArgumentException.class, () -> INT.withDefault(21));
        assertThrows(IllegalArgumentException.class, () -> DURATION.withDefault(Duration.ZERO));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "a b", "a=b", "é", "_a"})
    void text_badName_isMisuse(String name) {
        assertThrows(IllegalArgumentException.class, () -> Option.text(name, "A text."));
    }

    @Test
    void integer_minAboveMax_isMisuse() {
        assertThrows(IllegalArgumentException.class, () -> Option.integer("n", 2, 1, "A number."));
        assertThrows(IllegalArgumentException.class, () -> Option.longInteger("n", 2, 1, "A number."));
    }

    @Test
    void option_declaration_isReadBack() {
        assertEquals("int", INT.name());
        assertEquals("int", INT.toString());
        assertEquals("A small number.", INT.description());
        assertSame(Integer.class, INT.type());
        assertSame(Mode.class, CHOICE.type());
    }
}
