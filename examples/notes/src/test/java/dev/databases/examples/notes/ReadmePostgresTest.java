package dev.databases.examples.notes;

import static dev.databases.examples.notes.Notes.NOTES;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.databases.Database;
import dev.databases.postgres.Postgres;
import dev.databases.postgres.Postgres.ChannelEvent;
import dev.databases.postgres.Postgres.Notification;
import dev.databases.servers.PostgresExtension;
import dev.databases.servers.PostgresServer;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
    void listen() throws Exception {
        Postgres postgres = database.unwrap(Postgres.class).orElseThrow();
        // tag::listen[]
        Jobs jobs = new Jobs();
        postgres.listen("jobs").subscribe(jobs);
        // end::listen[]
        assertEquals("all", jobs.wanted.poll(30, TimeUnit.SECONDS));
        database.fetchAll("SELECT pg_notify('jobs', '17')").join();
        assertEquals("17", jobs.wanted.poll(30, TimeUnit.SECONDS));
        database.disconnect().join();
        assertEquals("no more", jobs.wanted.poll(30, TimeUnit.SECONDS));
        database.connect().join();
    }

    // tag::jobs[]
    /** Knows of every job, also of those that were made while nobody was connected. */
    static final class Jobs implements Flow.Subscriber<ChannelEvent> {
        final BlockingQueue<String> wanted = new LinkedBlockingQueue<>();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ChannelEvent event) {
            if (event instanceof Notification notification) {
                wanted.add(notification.payload());
            } else {
                wanted.add("all"); // Listening: from here on nothing is missed, so look now
            }
        }

        @Override
        public void onError(Throwable failure) {
            wanted.add("no more: " + failure.getMessage());
        }

        @Override
        public void onComplete() {
            wanted.add("no more"); // the database is disconnected
        }
    }
    // end::jobs[]

    @Test
    void copy(PostgresServer server) throws Exception {
        Path csv = Files.writeString(folder.resolve("notes.csv"), "buy milk,false\n\"call home, now\",true\n");
        // tag::copyin[]
        Postgres postgres = database.unwrap(Postgres.class).orElseThrow();

        try (InputStream lines = Files.newInputStream(csv);
                OutputStream backup = Files.newOutputStream(folder.resolve("backup.tsv"))) {
            postgres.copyIn("COPY notes (text, completed) FROM STDIN (FORMAT csv)", lines)
                    .join();
            long rows = postgres.copyOut("COPY notes TO STDOUT", backup).join();
        }
        // end::copyin[]
        assertEquals(2, Files.readAllLines(folder.resolve("backup.tsv")).size());
        try (Database other = Database.connect(server.url() + "?options=-c%20search_path=pg_temp&max_size=1")
                .join()) {
            other.create(NOTES).join();
            Postgres archive = other.unwrap(Postgres.class).orElseThrow();
            // tag::copyout[]
            Flow.Publisher<ByteBuffer> notes =
                    subscriber -> postgres.copyOut("COPY notes TO STDOUT (FORMAT binary)", subscriber);
            long moved = archive.copyIn("COPY notes FROM STDIN (FORMAT binary)", notes)
                    .join();
            // end::copyout[]
            assertEquals(2, moved);
        }
    }
}
