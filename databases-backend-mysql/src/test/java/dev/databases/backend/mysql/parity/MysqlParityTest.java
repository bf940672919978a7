package dev.databases.backend.mysql.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Database;
import dev.databases.config.DatabaseUrl;
import dev.databases.config.IsolationLevel;
import dev.databases.config.TransactionOptions;
import dev.databases.servers.MysqlKind;
import dev.databases.servers.MysqlProcess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the Python original tests of MySQL's options, and what it tests on PostgreSQL alone, on real servers. */
final class MysqlParityTest {
    private static final String COUNT = "SELECT count(*) FROM parity_notes";
    private static final String INSERT = "INSERT INTO parity_notes (text) VALUES ('example1')";

    private DatabaseUrl url = DatabaseUrl.of("mysql://nowhere");
    private Database database = Database.of(url);

    private void create(MysqlKind kind) {
        url = DatabaseUrl.of(kind.server().url());
        database = Database.connect(kind.server().url()).join();
        database.execute("DROP TABLE IF EXISTS parity_notes").join();
        database.execute("CREATE TABLE parity_notes (id INT AUTO_INCREMENT PRIMARY KEY, text VARCHAR(100))")
                .join();
    }

    @AfterEach
    void drop() {
        database.execute("DROP TABLE parity_notes").join();
        database.close();
    }

    private static Optional<Long> count(DatabaseUrl url) {
        try (Database other = Database.connect(url.toStringWithPassword()).join()) {
            return other.fetchVal(COUNT, Long.class).join();
        }
    }

    /** test_mysql_pool_size, test_mysql_explicit_pool_size: and it connects. */
    @ParameterizedTest
    @EnumSource
    void poolSize_inTheUrl_connects(MysqlKind kind) {
        create(kind);
        for (String size : List.of("1", "20")) {
            assertEquals(Optional.of(0L), count(url.withOption("min_size", "1").withOption("max_size", size)));
        }
    }

    /** test_mysql_unix_socket: and it connects. */
    @ParameterizedTest
    @EnumSource
    void unixSocket_inTheUrl_connects(MysqlKind kind) {
        create(kind);
        Optional<MysqlProcess> process = kind.server().process();
        assertTrue(process.isPresent() || System.getenv("DATABASES_TEST_" + kind) != null, "whose socket is not known");
        process.ifPresent(server -> {
            String socket = server.folder().resolve("mysql.sock").toString();
            String text = kind.scheme() + "://root@/test?unix_socket=" + socket;
            assertEquals(Optional.of(0L), count(DatabaseUrl.of(text)));
        });
    }

    /** test_mysql_ssl, test_mysql_explicit_ssl: and the session is encrypted. */
    @ParameterizedTest
    @EnumSource
    void ssl_inTheUrl_encrypts(MysqlKind kind) {
        create(kind);
        DatabaseUrl encrypted = url.withOption("sslmode", "require");
        try (Database other = Database.connect(encrypted.toStringWithPassword()).join()) {
            String cipher = other.fetchAll("SHOW SESSION STATUS LIKE 'Ssl_cipher'")
                    .join()
                    .get(0)
                    .get("Value", String.class);
            assertTrue(cipher.length() > 3, cipher);
        }
    }

    /** test_mysql_pool_recycle, whose name here is max_lifetime. */
    @ParameterizedTest
    @EnumSource
    void lifetime_inTheUrl_connects(MysqlKind kind) {
        create(kind);
        assertEquals(
                Optional.of(0L),
                count(url.withOption("max_lifetime", Duration.ofMinutes(20).toSeconds() + "s")));
    }

    /** test_transaction_commit_serializable: what others commit meanwhile is not seen. */
    @ParameterizedTest
    @EnumSource
    void transaction_repeatableRead_keepsItsSnapshot(MysqlKind kind) {
        create(kind);
        List<Long> seen = database.transaction(
                        TransactionOptions.DEFAULT.isolation(IsolationLevel.REPEATABLE_READ),
                        transaction -> transaction
                                .fetchVal(COUNT, Long.class)
                                .thenCompose(before -> insertedElsewhere()
                                        .thenCompose(inserted -> transaction.fetchVal(COUNT, Long.class))
                                        .thenApply(after -> List.of(before.orElseThrow(), after.orElseThrow()))))
                .join();
        assertEquals(List.of(0L, 0L), seen);
        assertEquals(Optional.of(1L), database.fetchVal(COUNT, Long.class).join());
    }

    private java.util.concurrent.CompletableFuture<Void> insertedElsewhere() {
        return java.util.concurrent.CompletableFuture.runAsync(
                () -> database.blocking().execute(INSERT));
    }

    /** test_transaction_commit_serializable, its other half: the transaction itself is committed. */
    @ParameterizedTest
    @EnumSource
    void transaction_serializable_commits(MysqlKind kind) {
        create(kind);
        database.transaction(
                        TransactionOptions.DEFAULT.isolation(IsolationLevel.SERIALIZABLE),
                        transaction -> transaction.execute(INSERT))
                .join();
        assertEquals(Optional.of(1L), database.fetchVal(COUNT, Long.class).join());
    }
}
