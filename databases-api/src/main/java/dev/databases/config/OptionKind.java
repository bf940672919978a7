package dev.databases.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What values an {@link Option} takes: text comes in, a value or an {@link IllegalArgumentException},
 * {@link java.time.DateTimeException} or {@link ArithmeticException} comes out.
 *
 * @param type the class of a value
 * @param accepted what is accepted, to be read after "is not"
 * @param reader turns text into a value
 * @param valid which values of the class are accepted
 */
record OptionKind<T>(Class<T> type, String accepted, Function<String, T> reader, Predicate<T> valid) {
    static final OptionKind<String> TEXT = new OptionKind<>(String.class, "a text", text -> text, text -> true);
    static final OptionKind<Boolean> BOOL =
            new OptionKind<>(Boolean.class, "true or false", OptionKind::readBool, value -> true);
    static final OptionKind<Path> PATH = new OptionKind<>(
            Path.class, "the path of a file", Path::of, path -> !path.toString().isEmpty());

    @SuppressWarnings("unchecked") // whoever sets the option says what it supplies
    static final OptionKind<Supplier<String>> SUPPLIER = new OptionKind<>(
            (Class<Supplier<String>>) (Class<?>) Supplier.class,
            "a Supplier or a text",
            text -> () -> text,
            any -> true);

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]+");
    private static final Pattern SHORT_DURATION = Pattern.compile("([0-9]+)(ms|s|m|h)?");
    /** Timers count nanoseconds in a long, which ends after 292 years. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    static OptionKind<Integer> integers(int min, int max) {
        String accepted = wholeNumber(min, max, Integer.MIN_VALUE, Integer.MAX_VALUE);
        return new OptionKind<>(
                Integer.class,
                accepted,
                text -> Integer.parseInt(digits(text)),
                number -> number >= min && number <= max);
    }

    static OptionKind<Long> longs(long min, long max) {
        String accepted = wholeNumber(min, max, Long.MIN_VALUE, Long.MAX_VALUE);
        return new OptionKind<>(
                Long.class, accepted, text -> Long.parseLong(digits(text)), number -> number >= min && number <= max);
    }

    static OptionKind<Duration> durations(boolean zeroToo) {
        return new OptionKind<>(
                Duration.class,
                "a duration like 500ms, 10s, 5m, 2h, PT10S or a number of seconds"
                        + (zeroToo ? ", or 0 for none" : ", more than 0"),
                OptionKind::readDuration,
                value -> !value.isNegative() && (zeroToo || !value.isZero()) && value.compareTo(LONGEST) <= 0);
    }

    static <E extends Enum<E>> OptionKind<E> choice(Class<E> type) {
        String names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return new OptionKind<>(type, "one of " + names, text -> readChoice(type, text), value -> true);
    }

    private static String wholeNumber(long min, long max, long lowest, long highest) {
        if (min > max) {
            throw new IllegalArgumentException("min " + min + " is greater than max " + max);
        }
        if (min == lowest && max == highest) {
            return "a whole number";
        }
        if (max == highest) {
            return "a whole number of at least " + min;
        }
        return min == lowest ? "a whole number of at most " + max : "a whole number from " + min + " to " + max;
    }

    /** The JDK's parsers also take a plus sign and the digits of every script. */
    private static String digits(String text) {
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            throw new NumberFormatException("not a whole number");
        }
        return text;
    }

    private static Boolean readBool(String text) {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw new IllegalArgumentException("neither true nor false");
        }
        return Boolean.valueOf(text);
    }

    private static Duration readDuration(String text) {
        Matcher form = SHORT_DURATION.matcher(text);
        return form.matches() ? Duration.of(Long.parseLong(form.group(1)), unit(form.group(2))) : Duration.parse(text);
    }

    private static ChronoUnit unit(@Nullable String suffix) {
        if (suffix == null) {
            return ChronoUnit.SECONDS;
        }
        return switch (suffix) {
            case "ms" -> ChronoUnit.MILLIS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            default -> ChronoUnit.SECONDS;
        };
    }

    private static <E extends Enum<E>> E readChoice(Class<E> type, String text) {
        String wanted = text.replace('-', '_');
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equalsIgnoreCase(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such choice"));
    }
}
