package dev.databases.examples.modular;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.examples.modular.Program.Outcome;
import dev.databases.servers.MysqlKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The application starts with the backend for MySQL and MariaDB, alone or beside the others, on either path. */
class StartingMysqlTest {
    private static final String MAIN = "dev.databases.examples.modular.Main";
    private static final String MODULE = "dev.databases.examples.modular/" + MAIN;
    private static final String MYSQL = Jars.all(Jars.APPLICATION, Jars.MYSQL);

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
    void modulePath_answers(Path jdk) throws Exception {
        List<String> options = List.of("--module-path", MYSQL, "--module", MODULE);
        for (MysqlKind kind : MysqlKind.values()) {
            assertAnswers(jdk, options, kind.server().url());
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void modulePath_withAllBackends_answersOfEach(Path jdk) throws Exception {
        String all = Jars.all(MYSQL, Jars.of("dev.databases.backend.postgres.PostgresBackendProvider"), Jars.SQLITE);
        List<String> options = List.of("--module-path", all, "--module", MODULE);
        assertAnswers(jdk, options, MysqlKind.MYSQL.server().url());
        assertAnswers(jdk, options, "sqlite://");
    }

    @ParameterizedTest
    @EnumSource
    void classPath_answers(MysqlKind kind) throws Exception {
        List<String> options = List.of("--class-path", MYSQL, MAIN);
        assertAnswers(
                Path.of(System.getProperty("java.home")), options, kind.server().url());
    }
}
