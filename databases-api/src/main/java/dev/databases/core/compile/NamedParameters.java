package dev.databases.core.compile;

import dev.databases.error.CompilationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The names of one text. A map of values comes in, the values in the order of the names go out; a map that does not
 * have exactly these names is refused. Immutable.
 */
final class NamedParameters {
    /** A mistaken map of thousands must not make a message of thousands. */
    private static final int MOST_LISTED = 20;

    private final String[] names;
    private final boolean hasSlice;

    /**
     * Keeps the names.
     *
     * @param names each name once, in the order of its first use
     * @param hasSlice whether the text has an array slice, whose colon may have been meant as a parameter
     */
    NamedParameters(List<String> names, boolean hasSlice) {
        this.names = names.toArray(String[]::new);
        this.hasSlice = hasSlice;
    }

    String name(int index) {
        return names[index];
    }

    /**
     * Takes the values out of a map.
     *
     * @param values the values by name
     * @param sql the text, for the error
     * @param row which of many rows the map is, from 1; 0 if there is only one
     * @return the values in the order of the names, in an array of the caller's
     */
    @Nullable
    Object[] pick(Map<String, ?> values, String sql, int row) {
        @Nullable Object[] picked = new Object[names.length];
        for (int i = 0; i < names.length; i++) {
            Object value = values.get(names[i]);
            if (value == null && !values.containsKey(names[i])) {
                throw mismatch(values, unknown(values), sql, row);
            }
            picked[i] = value;
        }
        if (values.size() != names.length) {
            List<String> unknown = unknown(values);
            if (!unknown.isEmpty()) {
                throw mismatch(values, unknown, sql, row);
            }
        }
        return picked;
    }

    /** The keys that are no names; a map may hold a key that is not even a string. */
    private List<String> unknown(Map<?, ?> values) {
        List<String> unknown = new ArrayList<>();
        Set<String> known = Set.of(names);
        for (Object key : values.keySet()) {
            String name = String.valueOf(key);
            if (!known.contains(name)) {
                unknown.add(name);
            }
        }
        return unknown;
    }

    private CompilationException mismatch(Map<String, ?> values, List<String> unknown, String sql, int row) {
        List<String> missing = new ArrayList<>();
        for (String name : names) {
            if (!values.containsKey(name)) {
                missing.add(":" + name);
            }
        }
        String problem = SqlTextErrors.inRow(row);
        if (!missing.isEmpty()) {
            problem += "no value for " + listed(missing) + (unknown.isEmpty() ? "" : "; ");
        }
        if (!unknown.isEmpty()) {
            problem += "no parameter for the value of " + listed(unknown);
        }
        return new CompilationException(problem, sql, hint(missing));
    }

    private String hint(List<String> missing) {
        if (!missing.isEmpty()) {
            return "pass a value for every name, null for NULL; a colon that starts no parameter is written \\:";
        }
        return hasSlice
                ? "inside [ ] a colon right behind an operand makes a slice; write [1 : :n] for a parameter"
                : "a parameter is written :name, outside of literals and comments";
    }

    private static String listed(List<String> names) {
        String shown = names.stream().limit(MOST_LISTED).collect(Collectors.joining(", "));
        String rest = names.size() > MOST_LISTED ? " and " + (names.size() - MOST_LISTED) + " more" : "";
        return shown.replaceAll("\\p{Cntrl}", "\uFFFD") + rest;
    }
}
