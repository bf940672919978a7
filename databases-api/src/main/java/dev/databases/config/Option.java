package dev.databases.config;

import dev.databases.error.ConfigurationException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The typed key of one setting: core and backends declare it as a constant, users set it as text in the URL or as a
 * value in the builder, {@link Options} holds what was chosen.
 *
 * <p>Immutable. An option is only equal to itself, so look values up with the constant that was declared.
 *
 * @param <T> the class of its values
 */
public final class Option<T> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");

    private final String name;
    private final OptionKind<T> kind;
    private final String description;
    private final @Nullable T defaultValue;
    private final boolean sensitive;

    private Option(String name, OptionKind<T> kind, String description, @Nullable T defaultValue, boolean sensitive) {
        this.name = name;
        this.kind = kind;
        this.description = Objects.requireNonNull(description, "description");
        this.defaultValue = defaultValue;
        this.sensitive = sensitive;
    }

    private static <T> Option<T> of(String name, OptionKind<T> kind, String description) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of an option: " + name);
        }
        return new Option<>(name, kind, description, null, false);
    }

    /**
     * Declares an option whose value is any text, the empty one included.
     *
     * @param name a letter, then letters, digits, {@code _}, {@code .} and {@code -}
     * @param description what it does, one sentence
     * @return the option, without a default
     * @throws IllegalArgumentException if the name is not one
     */
    public static Option<String> text(String name, String description) {
        return of(name, OptionKind.TEXT, description);
    }

    /**
     * Declares an option that is {@code true} or {@code false}, in any case.
     *
     * @param name as in {@link #text}
     * @param description what it does, one sentence
     * @return the option, without a default
     * @throws IllegalArgumentException if the name is not one
     */
    public static Option<Boolean> bool(String name, String description) {
        return of(name, OptionKind.BOOL, description);
    }

    /**
     * Declares an option that is a whole number.
     *
     * @param name as in {@link #text}
     * @param min the least number accepted
     * @param max the greatest number accepted
     * @param description what it does, one sentence
     * @return the option, without a default
     * @throws IllegalArgumentException if the name is not one, or {@code min} is greater than {@code max}
     */
    public static Option<Integer> integer(String name, int min, int max, String description) {
        return of(name, OptionKind.integers(min, max), description);
    }

    /**
     * Declares an option that is a whole number too large for an int; an {@code Integer} is accepted as well.
     *
     * @param name as in {@link #text}
     * @param min the least number accepted
     * @param max the greatest number accepted
     * @param description what it does, one sentence
     * @return the option, without a default
     * @throws IllegalArgumentException if the name is not one, or {@code min} is greater than {@code max}
     */
    public static Option<Long> longInteger(String name, long min, long max, String description) {
        return of(name, OptionKind.longs(min, max), description);
    }

    /**
     * Declares an option that is a duration of more than zero. As text: {@code 500ms}, {@code 10s}, {@code 5m},
     * {@code 2h}, a bare number of seconds, or ISO 8601 as {@code PT10S}.
     *
     * @param name as in {@link #text}
     * @param description what it does, one sentence
     * @return the option, without a default
     * @throws IllegalArgumentException if the name is not one
     */
    public static Option<Duration> duration(String name, String description) {
        return of(name, OptionKind.durations(false), description);
    }

    /**
     * Declares an option that is a duration as in {@link #duration}, or zero, which switches something off.
     *
     * @param name as in {@link #text}
     * @param description what it does and what zero switches off, one sentence
     * @return the option, without a default
     * @throws IllegalArgumentException if the name is not one
     */
    public static Option<Duration> durationOrZero(String name, String description) {
        return of(name, OptionKind.durations(true), description);
    }

    /**
     * Declares an option that is a constant of an enum. As text: the constant's name in any case, with {@code -} or
     * {@code _}, as in {@code verify-full}.
     *
     * @param <E> the enum
     * @param name as in {@link #text}
     * @param type the enum
     * @param description what it does, one sentence
     * @return the option, without a default
     * @throws IllegalArgumentException if the name is not one
     */
    public static <E extends Enum<E>> Option<E> choice(String name, Class<E> type, String description) {
        return of(name, OptionKind.choice(type), description);
    }

    /**
     * Declares an option that is the path of a file. Whether it exists is not looked at.
     *
     * @param name as in {@link #text}
     * @param description what it does, one sentence
     * @return the option, without a default
     * @throws IllegalArgumentException if the name is not one
     */
    public static Option<Path> path(String name, String description) {
        return of(name, OptionKind.PATH, description);
    }

    /**
     * Declares an option whose text is asked for whenever it is needed, such as a password that changes. As text: the
     * text itself, always the same.
     *
     * @param name as in {@link #text}
     * @param description what it does, one sentence
     * @return the option, without a default
     * @throws IllegalArgumentException if the name is not one
     */
    public static Option<Supplier<String>> supplier(String name, String description) {
        return of(name, OptionKind.SUPPLIER, description);
    }

    /**
     * Returns a copy with a default.
     *
     * @param value what {@link Options#get} returns where nothing is chosen
     * @return the copy, another option than this one
     * @throws IllegalArgumentException if the option does not accept the value
     */
    public Option<T> withDefault(T value) {
        if (!kind.valid().test(value)) {
            throw new IllegalArgumentException("the default of " + name + " is not " + kind.accepted());
        }
        return new Option<>(name, kind, description, value, sensitive);
    }

    /**
     * Returns a copy whose values are never shown, neither in errors nor by {@link Options#toString}.
     *
     * @return the copy, another option than this one
     */
    public Option<T> secret() {
        return new Option<>(name, kind, description, defaultValue, true);
    }

    /** {@return the name, as the URL and the builder use it} */
    public String name() {
        return name;
    }

    /** {@return the class of the values, for example Integer.class} */
    public Class<T> type() {
        return kind.type();
    }

    /** {@return the value where nothing is chosen, empty if there is none} */
    public Optional<T> defaultValue() {
        return Optional.ofNullable(defaultValue);
    }

    /** {@return one sentence on what the option does} */
    public String description() {
        return description;
    }

    /** {@return whether values are hidden in every text meant for people, see {@link #secret}} */
    public boolean sensitive() {
        return sensitive;
    }

    /**
     * Reads a value from text, as in a URL after decoding. Nothing is trimmed.
     *
     * @param text the text
     * @return the value
     * @throws ConfigurationException if the option does not accept it; names what it accepts
     */
    public T parse(String text) {
        String shown = sensitive ? "a value that is" : Wording.quoted(text) + ", which is";
        try {
            T value = kind.reader().apply(text);
            if (kind.valid().test(value)) {
                return value;
            }
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException unreadable) {
            // The cause repeats the text.
            throw refused(shown, sensitive ? null : unreadable);
        }
        throw refused(shown, null);
    }

    /**
     * Checks a value given in Java.
     *
     * @param value an instance of {@link #type()}, or text to be parsed
     * @return the value
     * @throws ConfigurationException if it is neither, or the option does not accept it; names what it accepts
     */
    public T check(Object value) {
        Objects.requireNonNull(value, name);
        if (kind.type().isInstance(value)) {
            T typed = kind.type().cast(value);
            if (kind.valid().test(typed)) {
                return typed;
            }
            throw refused(sensitive ? "a value that is" : Wording.quoted(value.toString()) + ", which is", null);
        }
        // A small number stays an Integer when it is boxed; an Integer's text reads as any number's.
        if (value instanceof String || (value instanceof Integer && kind.type() == Long.class)) {
            return parse(value.toString());
        }
        throw refused("of the class " + value.getClass().getName() + ", which is", null);
    }

    private ConfigurationException refused(String found, @Nullable Throwable cause) {
        return new ConfigurationException(
                "The option `" + name + "` is " + found + " not " + kind.accepted(), name + ": " + description, cause);
    }

    /**
     * Returns the name.
     *
     * @return {@link #name()}
     */
    @Override
    public String toString() {
        return name;
    }
}
