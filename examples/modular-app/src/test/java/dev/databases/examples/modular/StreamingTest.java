package dev.databases.examples.modular;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.examples.modular.Program.Outcome;
import dev.databases.servers.MysqlKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A million rows go through a process of 64 MiB, whatever its subscriber does, and the next statement is answered. */
class StreamingTest {
    @TempDir
    Path folder;

    private void assertEnds(String jars, String url, String kind, String end) throws Exception {
        String path =
                Jars.all(Jars.APPLICATION, Jars.of(ManyRows.class.getName(), "org.slf4j.jul.JDK14LoggerAdapter"), jars);
        Outcome outcome = Program.run(
                Path.of(System.getProperty("java.home")),
                folder,
                List.of("-Xmx64m", "--class-path", path, ManyRows.class.getName(), url, kind));

        assertTrue(outcome.output().contains(end + ", then 1000000"), outcome::output);
        assertEquals(0, outcome.exit(), outcome::output);
    }

    @ParameterizedTest
    @CsvSource({"reads, read all 1000000", "cancels, cancelled after 10000", "throws, threw after 10000"})
    void iterate_littleMemory_endsAndGivesTheConnectionBack(String kind, String end) throws Exception {
        assertEnds(Jars.SQLITE, "sqlite:///many.db?max_size=1", kind, end);
    }

    @ParameterizedTest
    @CsvSource({
        "MYSQL, reads, read all 1000000",
        "MYSQL, cancels, cancelled after 10000",
        "MARIADB, reads, read all 1000000",
        "MARIADB, throws, threw after 10000"
    })
    void iterate_littleMemory_endsOverTheWireToo(MysqlKind server, String kind, String end) throws Exception {
        String limit = server == MysqlKind.MYSQL ? "cte_max_recursion_depth" : "max_recursive_iterations";
        String url = server.server().url() + "?max_size=1&init=SET%20" + limit + "%3D1000000";
        assertEnds(Jars.MYSQL, url, kind, end);
    }
}
