package dev.databases.examples.notes;

import static dev.databases.examples.notes.Notes.NOTES;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.databases.Database;
import dev.databases.postgres.Postgres;
import dev.databases.servers.PostgresExtension;
import dev.databases.servers.PostgresServer;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The samples of the README that need PostgreSQL, run; {@link ReadmeTest} checks that the README shows these. */
@ExtendWith(PostgresExtension.class)
class ReadmePostgresTest {
    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void connect(PostgresServer server) {
        database = Database.connect(server.url()).join();
        database.drop(NOTES).join();
        database.create(NOTES).join();
    }

    @AfterEach
    void disconnect() {
        database.drop(NOTES).join();
        database.close();
    }

    @Test
    void copy(PostgresServer server) throws Exception {
        Path csv = Files.writeString(folder.resolve("notes.csv"), "buy milk,false\n\"call home, now\",true\n");
        // tag::copyin[]
        Postgres postgres = database.unwrap(Postgres.class).orElseThrow();

        String sql = "COPY notes (text, completed) FROM STDIN (FORMAT csv)";
        long copied =
                postgres.copyIn(sql, HttpRequest.BodyPublishers.ofFile(csv)).join();
        // end::copyin[]
        assertEquals(2, copied);
        try (Database other = Database.connect(server.url() + "?options=-c%20search_path=pg_temp&max_size=1")
                .join()) {
            other.create(NOTES).join();
            Postgres archive = other.unwrap(Postgres.class).orElseThrow();
            // tag::copyout[]
            Flow.Publisher<ByteBuffer> rows =
                    subscriber -> postgres.copyOut("COPY notes TO STDOUT (FORMAT binary)", subscriber);
            long moved = archive.copyIn("COPY notes FROM STDIN (FORMAT binary)", rows)
                    .join();
            // end::copyout[]
            assertEquals(2, moved);
        }
    }
}
