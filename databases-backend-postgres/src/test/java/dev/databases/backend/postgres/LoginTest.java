package dev.databases.backend.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Database;
import dev.databases.config.DatabaseUrl;
import dev.databases.error.ConfigurationException;
import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import dev.databases.error.QueryTimeoutException;
import dev.databases.servers.Certificates;
import dev.databases.servers.PostgresServer;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way of logging in, and every way of being refused; encrypted and not. */
@ExtendWith(Leaks.class)
final class LoginTest {
    private static final String SECRET = "s3cret: ü/?";

    @TempDir
    private static Path folder;

    private static Certificates right;
    private static Certificates other;
    private static Certificates client;
    private static Certificates both;
    private static PostgresServer server;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        right = Certificates.make(folder, "localhost");
        other = Certificates.make(folder, "elsewhere.example");
        client = Certificates.make(folder, "certified");
        both = Certificates.make(folder, "twofold");
        Path clients = folder.resolve("clients.crt");
        Files.writeString(clients, Files.readString(client.certificate()) + Files.readString(both.certificate()));
        server = PostgresServer.embedded()
                .set("ssl", "on")
                .set("ssl_ca_file", clients.toString())
                .set("ssl_cert_file", right.certificate().toString())
                .set("ssl_key_file", right.key().toString())
                .access("hostssl all tlsonly 127.0.0.1/32 scram-sha-256")
                .access("host all tlsonly 127.0.0.1/32 reject")
                .access("hostssl all certified 127.0.0.1/32 cert")
                .access("hostssl all twofold 127.0.0.1/32 scram-sha-256 clientcert=verify-full")
                .access("hostssl all named 127.0.0.1/32 cert")
                .access("host all md5user 127.0.0.1/32 md5")
                .access("host all clear 127.0.0.1/32 password")
                .access("host all app 127.0.0.1/32 scram-sha-256")
                .start();
        port = DatabaseUrl.of(server.url()).port().orElseThrow();
        try (Database database = Database.connect(server.url()).join()) {
            for (String user : new String[] {"tlsonly", "clear", "app", "md5user", "certified", "named", "twofold"}) {
                database.connection(c -> c.execute("SET password_encryption = '"
                                        + (user.equals("md5user") ? "md5" : "scram-sha-256") + "'")
                                .thenCompose(
                                        set -> c.execute("CREATE ROLE " + user + " LOGIN PASSWORD '" + SECRET + "'")))
                        .join();
            }
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static DatabaseUrl url(String user, String host, String options) {
        return DatabaseUrl.of("postgresql://" + user + "@" + host + ":" + port + "/postgres?max_size=1"
                + (options.isEmpty() ? "" : "&" + options));
    }

    private static void assertAnswers(DatabaseUrl url, boolean encrypted) throws Exception {
        Database database = Database.of(url);
        try (database) {
            database.connect().get(60, TimeUnit.SECONDS);
            assertEquals(
                    Optional.of(encrypted),
                    database.blocking()
                            .fetchVal("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", Boolean.class));
        }
    }

    private static DatabaseException refused(DatabaseUrl url) {
        try (Database database = Database.of(url)) {
            CompletableFuture<?> connecting = database.connect();
            ExecutionException failure =
                    assertThrows(ExecutionException.class, () -> connecting.get(60, TimeUnit.SECONDS));
            DatabaseException found = DatabaseException.of(failure).orElseThrow(() -> new AssertionError(failure));
            assertTrue(!found.toString().contains("s3cret"), found::toString);
            return found;
        }
    }

    private static void assertSays(DatabaseException failure, String text) {
        assertInstanceOf(ConnectionException.class, failure);
        assertTrue(failure.getMessage().contains(text), failure::getMessage);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "app", "md5user", "clear"})
    void login_isAccepted(String user) throws Exception {
        assertAnswers(url(user, "127.0.0.1", "").withPassword(SECRET), false);
        assertAnswers(url(user, "127.0.0.1", "sslmode=require").withPassword(SECRET), true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "md5user", "clear"})
    void wrongPassword_isRefusedByTheServersWords(String user) {
        assertSays(refused(url(user, "127.0.0.1", "").withPassword("s3cret, but wrong")), "28P01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "md5user", "clear"})
    void noPassword_isSaid(String user) {
        assertSays(refused(url(user, "127.0.0.1", "")), "asks for a password");
    }

    /** They are done beside the event loop. */
    @Test
    void manyIterations_areDone() throws Exception {
        try (Database database = Database.connect(server.url()).join()) {
            database.connection(c -> c.execute("SET scram_iterations = 200000")
                            .thenCompose(set -> c.execute("CREATE ROLE patient LOGIN PASSWORD '" + SECRET + "'")))
                    .join();
        }
        assertAnswers(url("patient", "127.0.0.1", "").withPassword(SECRET), false);
    }

    @Test
    void endlessIterations_areRefused() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            listening.setSoTimeout(30_000);
            CompletableFuture<Void> greedy = CompletableFuture.runAsync(() -> askForTooMuch(listening));
            DatabaseUrl url = DatabaseUrl.of("postgresql://app@127.0.0.1:" + listening.getLocalPort() + "/x")
                    .withPassword(SECRET);
            assertSays(refused(url), "2147483647 iterations");
            greedy.get(30, TimeUnit.SECONDS);
        }
    }

    private static void askForTooMuch(ServerSocket listening) {
        try (Socket socket = listening.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.readFully(new byte[in.readInt() - 4]);
            authentication(socket, 10, "SCRAM-SHA-256\0\0");
            in.readByte();
            byte[] first = new byte[in.readInt() - 4];
            in.readFully(first);
            String nonce = new String(first, StandardCharsets.UTF_8).replaceAll("(?s).*,r=", "");
            authentication(socket, 11, "r=" + nonce + "ours,s=c2FsdA==,i=2147483647");
            in.read();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void authentication(Socket socket, int kind, String text) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(9 + text.length());
        message.put((byte) 'R').putInt(8 + text.length()).putInt(kind).put(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(message.array());
    }

    @Test
    void unknownDatabase_isRefusedByTheServersWords() {
        assertSays(refused(url("postgres", "127.0.0.1", "").withDatabase("nowhere")), "3D000");
    }

    @Test
    void password_isAskedForWithEachConnection() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Supplier<String> supplier = () -> {
            asked.incrementAndGet();
            return SECRET;
        };
        try (Database database = Database.builder(url("app", "127.0.0.1", "min_size=1"))
                .option("password", supplier)
                .build()) {
            database.connect().get(60, TimeUnit.SECONDS);
            assertEquals(1, asked.get());
        }
    }

    @Test
    void unencrypted_whereEncryptionIsAsked_isRefused() {
        assertSays(refused(url("tlsonly", "127.0.0.1", "").withPassword(SECRET)), "28000");
    }

    @Test
    void encryption_whereTheServerHasNone_isRefused() throws Exception {
        try (PostgresServer plain = PostgresServer.embedded().start()) {
            DatabaseUrl url = DatabaseUrl.of(plain.url()).withOption("sslmode", "require");
            assertSays(refused(url), "does not encrypt");
        }
    }

    @ParameterizedTest
    @CsvSource({"verify-ca, 127.0.0.1", "verify-ca, localhost", "verify-full, localhost"})
    void trustedCertificate_isAccepted(String mode, String host) throws Exception {
        DatabaseUrl url = url("tlsonly", host, "sslmode=" + mode).withPassword(SECRET);
        assertAnswers(url.withOption("sslrootcert", right.certificate().toString()), true);
    }

    @Test
    void certificateOfAnotherHost_isRefused() {
        DatabaseUrl url = url("tlsonly", "127.0.0.1", "ssl=true").withPassword(SECRET);
        assertSays(refused(url.withOption("sslrootcert", right.certificate().toString())), "no encrypted connection");
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify-ca", "verify-full"})
    void untrustedCertificate_isRefused(String mode) {
        DatabaseUrl url = url("tlsonly", "localhost", "sslmode=" + mode).withPassword(SECRET);
        assertSays(refused(url), "no encrypted connection");
        assertSays(refused(url.withOption("sslrootcert", other.certificate().toString())), "no encrypted connection");
    }

    private static DatabaseUrl certified(String user, Certificates own) {
        return url(user, "localhost", "sslmode=verify-full")
                .withOption("sslrootcert", right.certificate().toString())
                .withOption("sslcert", own.certificate().toString())
                .withOption("sslkey", own.key().toString());
    }

    @Test
    void clientCertificate_isAccepted() throws Exception {
        assertAnswers(certified("certified", client), true);
    }

    @Test
    void clientCertificate_besideThePassword_isAccepted() throws Exception {
        assertAnswers(certified("twofold", both).withPassword(SECRET), true);
        assertSays(refused(certified("twofold", both).withPassword("s3cret, but wrong")), "28P01");
    }

    @Test
    void noClientCertificate_whereOneIsAsked_isRefused() {
        for (String user : new String[] {"certified", "twofold"}) {
            DatabaseUrl url = url(user, "127.0.0.1", "sslmode=require").withPassword(SECRET);
            assertSays(refused(url), "requires a valid client certificate");
        }
    }

    @Test
    void clientCertificate_ofSomebodyElse_isRefused() {
        assertSays(refused(certified("named", client)), "28000");
        assertSays(refused(certified("twofold", client).withPassword(SECRET)), "28");
    }

    /** One of another issuer is not even sent; one that only says that it is ours is refused by the server, which hangs up. */
    @Test
    void clientCertificate_thatTheServerDoesNotTrust_isRefused() throws Exception {
        assertSays(refused(certified("certified", other)), "requires a valid client certificate");
        Certificates forged = Certificates.make(Files.createDirectory(folder.resolve("forged")), "certified");
        assertInstanceOf(ConnectionException.class, refused(certified("certified", forged)));
    }

    @Test
    void cancel_worksWithAClientCertificate() throws Exception {
        assertIsCancelled(certified("certified", client));
    }

    @Test
    void filesThatAreNot_areConfigurationErrors() throws Exception {
        Path nonsense = Files.writeString(folder.resolve("nonsense.crt"), "nonsense");
        DatabaseUrl url = url("tlsonly", "localhost", "ssl=true").withPassword(SECRET);
        for (Path file : new Path[] {folder.resolve("missing.crt"), nonsense}) {
            assertInstanceOf(ConfigurationException.class, refused(url.withOption("sslrootcert", file.toString())));
            assertInstanceOf(
                    ConfigurationException.class,
                    refused(certified("certified", client).withOption("sslkey", file.toString())));
        }
    }

    @Test
    void cancel_worksEncrypted() throws Exception {
        assertIsCancelled(url("tlsonly", "127.0.0.1", "sslmode=require").withPassword(SECRET));
    }

    private static void assertIsCancelled(DatabaseUrl url) throws Exception {
        try (Database database = Database.of(url.withOption("query_timeout", "200ms"))) {
            database.connect().get(60, TimeUnit.SECONDS);
            int process = database.blocking()
                    .fetchVal("SELECT pg_backend_pid()", Integer.class)
                    .orElseThrow();
            CompletableFuture<?> sleeping = database.fetchAll("SELECT pg_sleep(60)");
            ExecutionException failure =
                    assertThrows(ExecutionException.class, () -> sleeping.get(60, TimeUnit.SECONDS));
            assertInstanceOf(QueryTimeoutException.class, failure.getCause());
            assertEquals(Optional.of(process), database.blocking().fetchVal("SELECT pg_backend_pid()", Integer.class));
        }
    }

    @Test
    void portOfNobody_isRefusedWithAHint() {
        assertSays(refused(DatabaseUrl.of("postgresql://postgres@127.0.0.1:1/x")), "is the server running");
    }

    @Test
    void unixSocket_thatIsToBeEncrypted_isRefusedAtOnce() {
        DatabaseUrl url = DatabaseUrl.of("postgresql:///postgres?host=/var/run/postgresql&sslmode=require");
        assertThrows(ConfigurationException.class, () -> Database.of(url));
    }

    @Test
    void hostOfNoName_isSaid() {
        assertSays(refused(DatabaseUrl.of("postgresql://postgres@nowhere.invalid/x")), "nowhere.invalid");
    }

    @Test
    void settings_areThoseOfTheUrl() throws Exception {
        DatabaseUrl url = url(
                        "postgres", "127.0.0.1", "search_path=pg_catalog&timezone=Asia/Kathmandu&application_name=me")
                .withOption("options", "-c work_mem=1234kB");
        try (Database database = Database.of(url)) {
            database.connect().get(60, TimeUnit.SECONDS);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (String name : new String[] {"search_path", "TimeZone", "application_name", "work_mem"}) {
                String value = database.blocking()
                        .fetchVal("SELECT current_setting('" + name + "')", String.class)
                        .orElseThrow();
                all.writeBytes((value + ";").getBytes(StandardCharsets.UTF_8));
            }
            assertEquals("pg_catalog;Asia/Kathmandu;me;1234kB;", all.toString(StandardCharsets.UTF_8));
        }
    }
}
