package dev.databases.examples.modular;

import static dev.databases.examples.modular.Program.path;
import static dev.databases.examples.modular.Program.placeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.examples.modular.Program.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The application starts as a real process, on the module path and on the class path, with its backend and without. The
 * places are those of the build's own class path: jars, or in a build that made none, folders of classes.
 */
class StartingTest {
    private static final String MAIN = "dev.databases.examples.modular.Main";
    private static final Path APPLICATION = placeOf(MAIN);
    private static final Path LIBRARY = placeOf("dev.databases.Database");
    private static final Path SLF4J = placeOf("org.slf4j.Logger");
    private static final Path BACKEND = placeOf("dev.databases.backend.sqlite.SqliteBackendProvider");
    private static final Path DRIVER = placeOf("org.sqlite.JDBC");

    private static final String WITH_BACKEND = path(APPLICATION, LIBRARY, SLF4J, BACKEND, DRIVER);
    private static final String WITHOUT_BACKEND = path(APPLICATION, LIBRARY, SLF4J, DRIVER);

    @TempDir
    Path folder;

    static List<Path> jdks() throws IOException {
        return Program.jdks();
    }

    private Outcome onModulePath(Path jdk, String path, String... urls) throws Exception {
        String module = "dev.databases.examples.modular/" + MAIN;
        return start(jdk, List.of("-Xmx64m", "--module-path", path, "--module", module), urls);
    }

    private Outcome onClassPath(Path jdk, String path, String... urls) throws Exception {
        return start(jdk, List.of("-Xmx64m", "--class-path", path, MAIN), urls);
    }

    private Outcome start(Path jdk, List<String> options, String... urls) throws Exception {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of(urls));
        return Program.run(jdk, folder, arguments);
    }

    private static void assertAnswers(Outcome outcome) {
        assertTrue(outcome.output().contains("6 * 7 = 42"), outcome::output);
        assertEquals(0, outcome.exit(), outcome::output);
    }

    private static void assertRefused(Outcome outcome, String... parts) {
        assertNotEquals(0, outcome.exit(), outcome::output);
        for (String part : parts) {
            assertTrue(outcome.output().contains(part), () -> part + " is missing in: " + outcome.output());
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void modulePath_withBackend_answers(Path jdk) throws Exception {
        assertAnswers(onModulePath(jdk, WITH_BACKEND));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void classPath_withBackend_answers(Path jdk) throws Exception {
        assertAnswers(onClassPath(jdk, WITH_BACKEND));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void modulePath_onAFile_answers(Path jdk) throws Exception {
        assertAnswers(onModulePath(jdk, WITH_BACKEND, "sqlite:///answers.db"));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void modulePath_withoutBackend_namesTheJar(Path jdk) throws Exception {
        assertRefused(
                onModulePath(jdk, WITHOUT_BACKEND),
                "dev.databases.error.ConfigurationException",
                "\"sqlite\"",
                "found: none",
                "dev.databases:databases-backend-sqlite");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void classPath_withoutBackend_namesTheJar(Path jdk) throws Exception {
        assertRefused(
                onClassPath(jdk, WITHOUT_BACKEND),
                "dev.databases.error.ConfigurationException",
                "\"sqlite\"",
                "found: none",
                "dev.databases:databases-backend-sqlite");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void modulePath_unknownScheme_namesThoseFound(Path jdk) throws Exception {
        assertRefused(
                onModulePath(jdk, WITH_BACKEND, "oracle://localhost/x"),
                "dev.databases.error.ConfigurationException",
                "\"oracle\"",
                "found: sqlite",
                "check the spelling");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void classPath_schemeOfAnotherBackend_namesItsJar(Path jdk) throws Exception {
        assertRefused(
                onClassPath(jdk, WITH_BACKEND, "postgresql://localhost/x"),
                "found: sqlite",
                "dev.databases:databases-backend-postgres");
    }
}
