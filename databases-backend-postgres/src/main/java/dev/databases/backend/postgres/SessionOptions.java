package dev.databases.backend.postgres;

import dev.databases.error.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The option {@code options}, in the form that libpq hands to the server: {@code -c name=value} or {@code --name=value},
 * separated by spaces, a backslash before a space or a backslash that is part of a value. {@link PostgresSettings} calls it.
 */
final class SessionOptions {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.$]*");
    /** The session decodes values in these forms, or sends these by itself. */
    private static final Set<String> OURS = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    /** What a startup message has beside settings. */
    private static final Set<String> PARTS = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        OURS.addAll(List.of(
                "client_encoding",
                "DateStyle",
                "IntervalStyle",
                "bytea_output",
                "extra_float_digits",
                "application_name",
                "standard_conforming_strings"));
        PARTS.addAll(List.of("user", "database", "options", "replication"));
    }

    private SessionOptions() {}

    static void parse(String text, Map<String, String> session) {
        List<String> words = words(text);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-c") && i + 1 < words.size()) {
                put(words.get(++i), session);
            } else if (word.startsWith("--")) {
                put(longForm(word), session);
            } else if (word.startsWith("-c")) {
                put(word.substring(2), session);
            } else {
                throw malformed();
            }
        }
    }

    /** The long form has dashes where the names have underscores. */
    private static String longForm(String word) {
        int end = word.indexOf('=');
        return end < 0 ? word : word.substring(2, end).replace('-', '_') + word.substring(end);
    }

    private static void put(String setting, Map<String, String> session) {
        int end = setting.indexOf('=');
        if (end < 0 || !NAME.matcher(setting.substring(0, end)).matches()) {
            throw malformed();
        }
        String name = setting.substring(0, end);
        if (PARTS.contains(name) || name.startsWith("_pq_.")) {
            throw new ConfigurationException(
                    "The option `options` sets " + name + ", which is no setting of a session",
                    "user and database stand in the URL; replication is not possible");
        }
        if (OURS.contains(name)) {
            throw new ConfigurationException(
                    "The option `options` sets " + name + ", which this backend sets itself",
                    "application_name is an option of its own; the others cannot be chosen");
        }
        session.keySet().removeIf(name::equalsIgnoreCase);
        session.put(name, setting.substring(end + 1));
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == '\\' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
            } else if (next != ' ') {
                word.append(next);
            } else if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    private static ConfigurationException malformed() {
        return new ConfigurationException(
                "The option `options` is not of the form -c name=value", "in a URL a space is %20");
    }
}
