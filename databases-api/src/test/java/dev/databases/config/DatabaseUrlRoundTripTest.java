package dev.databases.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever components a URL has, its text parses into the same ones. */
class DatabaseUrlRoundTripTest {
    private static final String NASTY = "aZ09-._~ %@:/?#[]&=+,;!$'()*\\\"<>{}|^`\t\n\u007f\u200béß漢😀";
    private static final List<String> NAMES = List.of("localhost", "DB.example.", "a_b-c", "127.0.0.1", "büro");
    private static final List<String> ADDRESSES = List.of("::1", "2001:DB8::7", "fe80::1%eth0", "::ffff:1.2.3.4");
    private static final int ROUNDS = 10_000;

    private final Random random = new Random(42);

    @Test
    void toStringWithPassword_anyComponents_parsesIntoAnEqualUrl() {
        for (int round = 0; round < ROUNDS; round++) {
            DatabaseUrl url = anyUrl();
            String text = url.toStringWithPassword();
            DatabaseUrl again = DatabaseUrl.of(text);
            assertEquals(components(url), components(again), text);
            assertEquals(url, again, text);
            assertEquals(url.hashCode(), again.hashCode(), text);
            assertEquals(text, again.toStringWithPassword());
        }
    }

    @Test
    void toString_anyComponents_parsesIntoTheSameWithStarsForThePassword() {
        for (int round = 0; round < ROUNDS; round++) {
            DatabaseUrl url = anyUrl();
            DatabaseUrl stars = url.password().isPresent() ? url.withPassword("********") : url;
            assertEquals(stars, DatabaseUrl.of(url.toString()), url.toString());
        }
    }

    @Test
    void text_anyComponents_isPlainAscii() {
        for (int round = 0; round < ROUNDS; round++) {
            String text = anyUrl().toStringWithPassword();
            assertTrue(text.chars().allMatch(c -> c > ' ' && c < 127), text);
        }
    }

    /** One way through parser and constructor, the other through the copying methods. */
    private DatabaseUrl anyUrl() {
        boolean file = random.nextInt(4) == 0;
        DatabaseUrl url = DatabaseUrl.of(file ? "sqlite://" : "postgresql://")
                .withDriver(random.nextBoolean() ? "driver-1.x" : null)
                .withUsername(random.nextBoolean() ? "u" + text() : null)
                .withPassword(random.nextBoolean() ? text() : null)
                .withHosts(file ? List.of() : places())
                .withDatabase(text());
        for (int i = random.nextInt(3); i > 0; i--) {
            url = url.withOption("o" + text(), text());
        }
        return url;
    }

    private String text() {
        return Texts.random(random, NASTY, 8);
    }

    private List<HostAndPort> places() {
        List<HostAndPort> places = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            OptionalInt port = random.nextBoolean() ? OptionalInt.of(1 + random.nextInt(65_535)) : OptionalInt.empty();
            places.add(new HostAndPort(host(), port));
        }
        return places;
    }

    private String host() {
        return switch (random.nextInt(3)) {
            case 0 -> NAMES.get(random.nextInt(NAMES.size()));
            case 1 -> ADDRESSES.get(random.nextInt(ADDRESSES.size()));
            default -> "/" + text().replaceAll("\\p{Cntrl}", "");
        };
    }

    private static List<Object> components(DatabaseUrl url) {
        Optional<String> driver = url.driver();
        List<String> options = url.options().entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .toList();
        return List.of(url.dialect(), driver, url.username(), url.password(), url.hosts(), url.database(), options);
    }
}
