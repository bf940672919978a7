package dev.databases.examples.modular;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.examples.modular.Program.Outcome;
import dev.databases.servers.PostgresExtension;
import dev.databases.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The application starts with the backend for PostgreSQL, alone or beside the other one, on either path. */
@ExtendWith(PostgresExtension.class)
class StartingPostgresTest {
    private static final String MAIN = "dev.databases.examples.modular.Main";
    private static final String POSTGRES = Jars.all(Jars.APPLICATION, Jars.POSTGRES);
    private static final String BOTH = Jars.all(POSTGRES, Jars.SQLITE);

    @TempDir
    Path folder;

    static List<Path> jdks() throws IOException {
        return Program.jdks();
    }

    private void assertAnswers(Path jdk, List<String> options, String url) throws Exception {
        Outcome outcome = Program.run(
                jdk, folder, Stream.concat(options.stream(), Stream.of(url)).toList());
        assertTrue(outcome.output().contains("6 * 7 = 42"), outcome::output);
        assertEquals(0, outcome.exit(), outcome::output);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void modulePath_answers(Path jdk, PostgresServer server) throws Exception {
        String module = "dev.databases.examples.modular/" + MAIN;
        assertAnswers(jdk, List.of("--module-path", POSTGRES, "--module", module), server.url());
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void modulePath_withBothBackends_answersOfEither(Path jdk, PostgresServer server) throws Exception {
        List<String> options = List.of("--module-path", BOTH, "--module", "dev.databases.examples.modular/" + MAIN);
        assertAnswers(jdk, options, server.url());
        assertAnswers(jdk, options, "sqlite://");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void classPath_answers(Path jdk, PostgresServer server) throws Exception {
        assertAnswers(jdk, List.of("--class-path", POSTGRES, MAIN), server.url());
    }
}
