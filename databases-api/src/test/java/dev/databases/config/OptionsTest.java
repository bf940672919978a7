package dev.databases.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.error.ConfigurationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values chosen by the URL and by the builder: which one holds, and what is refused. */
class OptionsTest {
    private static final Option<Integer> MAX_SIZE =
            Option.integer("max_size", 1, 1_000, "Connections at most.").withDefault(10);
    private static final Option<Boolean> SSL = Option.bool("ssl", "Whether to encrypt.");
    private static final Option<String> PIN = Option.text("pin", "A secret.").secret();
    private static final List<Option<?>> KNOWN = List.of(SSL, PIN, MAX_SIZE);

    private static Options options(String query, Map<String, ?> explicit) {
        return Options.of(KNOWN, DatabaseUrl.of("postgresql://h/x" + query), explicit);
    }

    @Test
    void get_chosenByUrl_isParsed() {
        Options options = options("?max_size=20&ssl=true", Map.of());
        assertEquals(20, options.get(MAX_SIZE));
        assertEquals(true, options.get(SSL));
    }

    @Test
    void get_chosenByBuilder_isCheckedOrParsed() {
        Options options = options("", Map.of("max_size", 20, "ssl", "false"));
        assertEquals(20, options.get(MAX_SIZE));
        assertEquals(false, options.get(SSL));
    }

    @Test
    void get_chosenByBoth_isTheBuilders() {
        assertEquals(30, options("?max_size=20", Map.of("max_size", 30)).get(MAX_SIZE));
        assertEquals(30, options("?max_size=many", Map.of("max_size", 30)).get(MAX_SIZE));
    }

    @Test
    void get_notChosen_isTheDefault() {
        Options options = options("", Map.of());
        assertEquals(10, options.get(MAX_SIZE));
        assertEquals(Optional.of(10), options.find(MAX_SIZE));
        assertFalse(options.isSet(MAX_SIZE));
    }

    @Test
    void get_notChosenWithoutDefault_listsWhatIsSet() {
        Options options = options("?max_size=20", Map.of());
        NoSuchElementException error = assertThrows(NoSuchElementException.class, () -> options.get(SSL));
        assertTrue(error.getMessage().contains("ssl"), error.getMessage());
        assertTrue(error.getMessage().contains("max_size=20"), error.getMessage());
        assertEquals(Optional.empty(), options.find(SSL));
    }

    @Test
    void isSet_chosenAsTheDefault_isTrue() {
        assertTrue(options("?max_size=10", Map.of()).isSet(MAX_SIZE));
        assertTrue(options("", Map.of("max_size", 10)).isSet(MAX_SIZE));
        assertTrue(options("?pin=", Map.of()).isSet(PIN));
    }

    @Test
    void get_optionNotDeclared_isMisuse() {
        Options options = options("", Map.of());
        Option<Integer> twin = MAX_SIZE.withDefault(10);
        assertThrows(IllegalArgumentException.class, () -> options.get(twin));
        assertThrows(IllegalArgumentException.class, () -> options.find(twin));
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> options.isSet(twin));
        assertTrue(error.getMessage().contains("max_size, pin, ssl"), error.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "max_sise, max_size",
        "maxSize, max_size",
        "MAX-SIZE, max_size",
        "max_szie, max_size",
        "sll, ssl",
        "pi, pin"
    })
    void of_nearMiss_isGuessedAndAllAreListed(String typed, String meant) {
        String hint = "did you mean `" + meant + "`? the options are: max_size, pin, ssl";
        ConfigurationException url =
                assertThrows(ConfigurationException.class, () -> options("?" + typed + "=1", Map.of()));
        assertEquals(
                "The URL gives the option `" + typed + "`, which postgresql does not know\n  hint: " + hint,
                url.getMessage());
        ConfigurationException builder =
                assertThrows(ConfigurationException.class, () -> options("", Map.of(typed, 1)));
        assertEquals(
                "The builder gives the option `" + typed + "`, which postgresql does not know\n  hint: " + hint,
                builder.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "max_connections", "pool_recycle"})
    void of_unknownName_isNotGuessedFromAfar(String typed) {
        ConfigurationException error =
                assertThrows(ConfigurationException.class, () -> options("", Map.of(typed, "x")));
        assertEquals(Optional.of("the options are: max_size, pin, ssl"), error.hint());
    }

    @Test
    void of_nothingKnown_saysSo() {
        ConfigurationException error = assertThrows(
                ConfigurationException.class, () -> Options.of(List.of(), DatabaseUrl.of("sqlite://?a=1"), Map.of()));
        assertEquals(Optional.of("the options are: none"), error.hint());
    }

    @Test
    void of_badValue_isRefusedOnEitherSide() {
        assertThrows(ConfigurationException.class, () -> options("?max_size=0", Map.of()));
        assertThrows(ConfigurationException.class, () -> options("", Map.of("max_size", 0)));
        assertThrows(ConfigurationException.class, () -> options("", Map.of("max_size", 5L)));
    }

    @Test
    void of_nullValue_isMisuse() {
        Map<String, Object> explicit = new HashMap<>();
        explicit.put("max_size", null);
        assertThrows(NullPointerException.class, () -> options("", explicit));
    }

    @Test
    void of_twoOptionsOfOneName_isMisuse() {
        List<Option<?>> known = List.of(SSL, Option.text("ssl", "Another."));
        DatabaseUrl url = DatabaseUrl.of("sqlite://");
        assertThrows(IllegalArgumentException.class, () -> Options.of(known, url, Map.of()));
        assertFalse(Options.of(List.of(SSL, SSL), url, Map.of()).isSet(SSL));
    }

    @Test
    void of_collectionsOfCaller_areCopied() {
        List<Option<?>> known = new ArrayList<>(KNOWN);
        Map<String, Object> explicit = new HashMap<>(Map.of("max_size", 20));
        Options options = Options.of(known, DatabaseUrl.of("sqlite://"), explicit);
        known.clear();
        explicit.put("max_size", 30);
        assertEquals(20, options.get(MAX_SIZE));
    }

    @Test
    void toString_chosenValues_areSortedAndSecretsHidden() {
        assertEquals("Options[]", options("", Map.of()).toString());
        assertEquals(
                "Options[max_size=20, pin=********, ssl=true]",
                options("?ssl=true&pin=1234", Map.of("max_size", 20)).toString());
    }
}
