package dev.databases.config;

import dev.databases.error.ConfigurationException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The chosen values of a set of options: core makes it once from the URL and the builder, backends and the pool read
 * it. Immutable.
 */
public final class Options {
    private final Set<Option<?>> known;
    private final Map<Option<?>, Object> chosen;

    private Options(Set<Option<?>> known, Map<Option<?>, Object> chosen) {
        this.known = known;
        this.chosen = chosen;
    }

    /**
     * Collects what was chosen. Where both sides give an option, the builder's value holds and the URL's is not
     * looked at.
     *
     * @param known every option there is, of core and of the backend
     * @param url the URL; all its options must be known, those that name a host or socket too
     * @param explicit the builder's values by name: of the option's class, or text
     * @return the values
     * @throws ConfigurationException if a name is not known or a value is not accepted
     * @throws IllegalArgumentException if two known options have the same name
     */
    public static Options of(Collection<? extends Option<?>> known, DatabaseUrl url, Map<String, ?> explicit) {
        SortedMap<String, Option<?>> byName = byName(known);
        url.options().keySet().forEach(name -> requireKnown(name, "URL", byName, url.dialect()));
        explicit.keySet().forEach(name -> requireKnown(name, "builder", byName, url.dialect()));
        Map<Option<?>, Object> chosen = new LinkedHashMap<>();
        byName.forEach((name, option) -> {
            String text = url.options().get(name);
            if (explicit.containsKey(name)) {
                chosen.put(option, option.check(explicit.get(name)));
            } else if (text != null) {
                chosen.put(option, option.parse(text));
            }
        });
        return new Options(Set.copyOf(byName.values()), chosen);
    }

    private static SortedMap<String, Option<?>> byName(Collection<? extends Option<?>> known) {
        SortedMap<String, Option<?>> byName = new TreeMap<>();
        for (Option<?> option : known) {
            Option<?> other = byName.put(option.name(), option);
            if (other != null && other != option) {
                throw new IllegalArgumentException("two options have the name " + option.name());
            }
        }
        return byName;
    }

    private static void requireKnown(String name, String side, SortedMap<String, ?> known, String dialect) {
        if (!known.containsKey(name)) {
            String guess = Wording.nearest(name, known.keySet())
                    .map(near -> "did you mean `" + near + "`? ")
                    .orElse("");
            throw new ConfigurationException(
                    "The " + side + " gives the option " + Wording.quoted(name) + ", which " + dialect
                            + " does not know",
                    guess + "the options are: " + (known.isEmpty() ? "none" : String.join(", ", known.keySet())));
        }
    }

    /**
     * Returns the value of an option.
     *
     * @param <T> the class of its values
     * @param option a known option
     * @return what was chosen, or the default
     * @throws NoSuchElementException if nothing was chosen and there is no default
     * @throws IllegalArgumentException if the option is not among the known ones
     */
    public <T> T get(Option<T> option) {
        return find(option)
                .orElseThrow(() -> new NoSuchElementException(
                        "the option " + option.name() + " is not set and has no default; set are: " + this));
    }

    /**
     * Returns the value of an option, if there is any.
     *
     * @param <T> the class of its values
     * @param option a known option
     * @return what was chosen, or the default, or empty
     * @throws IllegalArgumentException if the option is not among the known ones
     */
    public <T> Optional<T> find(Option<T> option) {
        @Nullable Object value = chosen(option);
        return value == null ? option.defaultValue() : Optional.of(option.type().cast(value));
    }

    /**
     * Tells whether a value was chosen, be it the same as the default.
     *
     * @param option a known option
     * @return true if the URL or the builder gives it
     * @throws IllegalArgumentException if the option is not among the known ones
     */
    public boolean isSet(Option<?> option) {
        return chosen(option) != null;
    }

    private @Nullable Object chosen(Option<?> option) {
        if (!known.contains(Objects.requireNonNull(option, "option"))) {
            throw new IllegalArgumentException("the option " + option.name() + " was not declared; declared are: "
                    + known.stream().map(Option::name).sorted().collect(Collectors.joining(", ")));
        }
        return chosen.get(option);
    }

    /**
     * Returns the chosen values for people to read, sensitive ones as {@code ********}.
     *
     * @return {@code Options[name=value, …]}, sorted by name
     */
    @Override
    public String toString() {
        return chosen.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + (entry.getKey().sensitive() ? "********" : entry.getValue()))
                .collect(Collectors.joining(", ", "Options[", "]"));
    }
}
