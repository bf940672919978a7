package dev.databases.backend.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.servers.PostgresExtension;
import dev.databases.servers.PostgresProcess;
import dev.databases.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The servers that the tests of this module run against do what they promise. */
@ExtendWith({PostgresExtension.class, Leaks.class})
final class ServerTest {
    @Test
    void server_ofAll_answers(PostgresServer server) throws Exception {
        try (Wire wire = Wire.connect(server)) {
            assertEquals("UTF8", wire.run("SHOW server_encoding").text());
        }
    }

    @Test
    void server_ofItsOwn_diesAndStartsAgainAndLeavesNothing() throws Exception {
        PostgresServer own = PostgresServer.embedded().set("work_mem", "123kB").start();
        PostgresProcess process = own.process().orElseThrow();
        try (own;
                Wire wire = Wire.connect(own)) {
            assertEquals("123kB", wire.run("SHOW work_mem").text());
            process.kill();
            assertThrows(IOException.class, () -> wire.run("SELECT 1"));
            process.start();
            try (Wire again = Wire.connect(own)) {
                assertEquals("1", again.run("SELECT 1").text());
            }
        }
        assertTrue(Files.notExists(process.folder()));
    }
}
