package dev.databases.backend.mysql;

import static dev.databases.backend.mysql.Logins.SECRET;
import static dev.databases.backend.mysql.Logins.assertAnswers;
import static dev.databases.backend.mysql.Logins.assertRefused;
import static dev.databases.backend.mysql.Logins.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.databases.Database;
import dev.databases.config.DatabaseUrl;
import dev.databases.error.ConfigurationException;
import dev.databases.error.QueryTimeoutException;
import dev.databases.servers.Certificates;
import dev.databases.servers.MysqlKind;
import dev.databases.servers.MysqlServer;
import dev.databases.servers.MysqlSetup;
import dev.databases.servers.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way of logging in to both servers, and every way of being refused; encrypted and not. */
final class LoginTest {
    private static final Map<MysqlKind, MysqlServer> SERVERS = new EnumMap<>(MysqlKind.class);

    @TempDir
    private static Path folder;

    private static Certificates right;
    private static Certificates other;
    private static Certificates client;

    @BeforeAll
    static void start() throws Exception {
        right = Certificates.make(folder, "localhost");
        other = Certificates.make(folder, "elsewhere.example");
        client = Certificates.make(folder, "client");
        MysqlSetup mysql = MysqlKind.MYSQL.setup();
        user(mysql, "caching", "WITH caching_sha2_password BY '" + SECRET + "'");
        user(mysql, "sha256", "WITH sha256_password BY '" + SECRET + "'");
        user(mysql, "blank256", "WITH sha256_password BY ''");
        MysqlSetup mariadb = MysqlKind.MARIADB.setupOfDebian().set("plugin-load-add", "auth_ed25519;auth_parsec");
        for (String plugin : new String[] {"mysql_native_password", "ed25519", "parsec"}) {
            user(mariadb, plugin, "VIA " + plugin + " USING PASSWORD('" + SECRET + "')");
        }
        start(MysqlKind.MYSQL, mysql);
        start(MysqlKind.MARIADB, mariadb);
    }

    private static void user(MysqlSetup setup, String name, String identified) {
        setup.run("CREATE USER " + name + " IDENTIFIED " + identified).run("GRANT ALL ON test.* TO " + name);
    }

    private static void start(MysqlKind kind, MysqlSetup setup) {
        user(setup, "tlsonly", "BY '" + SECRET + "' REQUIRE SSL");
        user(setup, "x509", "BY '" + SECRET + "' REQUIRE X509");
        user(setup, "blank", "BY ''");
        setup.set("ssl-cert", right.certificate().toString());
        setup.set("ssl-key", right.key().toString());
        setup.set("ssl-ca", client.certificate().toString());
        SERVERS.put(kind, setup.start());
    }

    @AfterAll
    static void stop() {
        SERVERS.values().forEach(MysqlServer::close);
        SERVERS.clear();
    }

    private static int port(MysqlKind kind) {
        return DatabaseUrl.of(SERVERS.get(kind).url()).port().orElseThrow();
    }

    private static DatabaseUrl url(MysqlKind kind, String user, String host, String options) {
        return DatabaseUrl.of(kind.scheme() + "://" + user + "@" + host + ":" + port(kind) + "/test?max_size=1"
                        + (options.isEmpty() ? "" : "&" + options))
                .withPassword(SECRET);
    }

    private static DatabaseUrl url(MysqlKind kind, String user, String options) {
        return url(kind, user, "127.0.0.1", options);
    }

    /** MySQL then wants the password itself again, and not only a proof. */
    private static void forget() throws Exception {
        try (Database root =
                Database.connect(SERVERS.get(MysqlKind.MYSQL).url()).get(60, TimeUnit.SECONDS)) {
            root.blocking().execute("FLUSH PRIVILEGES");
        }
    }

    // by password

    @ParameterizedTest
    @CsvSource({
        "MYSQL, caching",
        "MYSQL, sha256",
        "MYSQL, tlsonly",
        "MARIADB, mysql_native_password",
        "MARIADB, ed25519",
        "MARIADB, parsec",
        "MARIADB, tlsonly"
    })
    void login_encrypted_isAccepted(MysqlKind kind, String user) throws Exception {
        assertAnswers(url(kind, user, "sslmode=require"), true);
    }

    @ParameterizedTest
    @CsvSource({"mysql_native_password", "ed25519", "parsec"})
    void login_unencryptedToMariadb_isAcceptedAndSaysNoPassword(String user) throws Exception {
        try (Proxy proxy = new Proxy(port(MysqlKind.MARIADB))) {
            proxy.record();
            String url = "mariadb://" + user + "@127.0.0.1:" + proxy.port() + "/test?max_size=1";
            assertAnswers(DatabaseUrl.of(url).withPassword(SECRET), false);
            assertFalse(proxy.heard().contains("s3cret"), "the password was sent");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"caching", "sha256"})
    void login_unencryptedToMysql_asksForTheKeyWhereThatIsAllowed(String user) throws Exception {
        forget();
        assertRefused(url(MysqlKind.MYSQL, user, ""), "the connection is not encrypted");
        try (Proxy proxy = new Proxy(port(MysqlKind.MYSQL))) {
            proxy.record();
            String url = "mysql://" + user + "@127.0.0.1:" + proxy.port()
                    + "/test?max_size=1&allow_public_key_retrieval=true";
            assertAnswers(DatabaseUrl.of(url).withPassword(SECRET), false);
            assertFalse(proxy.heard().contains("s3cret"), "the password was sent");
        }
    }

    @Test
    void login_thatMysqlRemembers_needsNoKey() throws Exception {
        forget();
        assertAnswers(url(MysqlKind.MYSQL, "caching", "sslmode=require"), true);
        assertAnswers(url(MysqlKind.MYSQL, "caching", ""), false);
    }

    @ParameterizedTest
    @CsvSource({
        "MYSQL, caching, sslmode=require",
        "MYSQL, caching, allow_public_key_retrieval=true",
        "MYSQL, sha256, sslmode=require",
        "MYSQL, sha256, allow_public_key_retrieval=true",
        "MYSQL, nobody, sslmode=require",
        "MARIADB, mysql_native_password, ''",
        "MARIADB, mysql_native_password, sslmode=require",
        "MARIADB, ed25519, ''",
        "MARIADB, parsec, ''",
        "MARIADB, nobody, ''"
    })
    void wrongPassword_isRefusedByTheServersWords(MysqlKind kind, String user, String options) {
        assertRefused(url(kind, user, options).withPassword("s3cret, but wrong"), "[28000, 1045]");
        assertRefused(url(kind, user, options).withPassword(""), "[28000, 1045]");
    }

    @ParameterizedTest
    @CsvSource({"MYSQL, blank", "MYSQL, blank256", "MARIADB, blank"})
    void userWithoutAPassword_needsNone(MysqlKind kind, String user) throws Exception {
        DatabaseUrl plain = DatabaseUrl.of(kind.scheme() + "://" + user + "@127.0.0.1:" + port(kind) + "/test");
        assertAnswers(plain, false);
        assertAnswers(plain.withPassword(""), false);
        assertAnswers(plain.withOption("sslmode", "require"), true);
    }

    @Test
    void password_isAskedForWithEachConnection() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Supplier<String> supplier = () -> {
            asked.incrementAndGet();
            return SECRET;
        };
        String url = "mariadb://ed25519@127.0.0.1:" + port(MysqlKind.MARIADB) + "/test?max_size=1&min_size=1";
        try (Database database =
                Database.builder(url).option("password", supplier).build()) {
            database.connect().get(60, TimeUnit.SECONDS);
            assertEquals(1, asked.get());
        }
    }

    // the encryption

    @ParameterizedTest
    @EnumSource
    void unencrypted_whereEncryptionIsAsked_isRefused(MysqlKind kind) {
        assertRefused(url(kind, "tlsonly", "allow_public_key_retrieval=true"), "[28000, 1045]");
    }

    @ParameterizedTest
    @EnumSource
    void encryption_whereTheServerHasNone_isRefused(MysqlKind kind) {
        try (MysqlServer plain = kind.setup().withoutTls().start()) {
            DatabaseUrl url = DatabaseUrl.of(plain.url()).withOption("sslmode", "require");
            assertRefused(url, "does not encrypt");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MYSQL, verify-ca, 127.0.0.1",
        "MYSQL, verify-ca, localhost",
        "MYSQL, verify-full, localhost",
        "MARIADB, verify-ca, 127.0.0.1",
        "MARIADB, verify-full, localhost"
    })
    void trustedCertificate_isAccepted(MysqlKind kind, String mode, String host) throws Exception {
        DatabaseUrl url = url(kind, "tlsonly", host, "sslmode=" + mode);
        assertAnswers(url.withOption("sslrootcert", right.certificate().toString()), true);
    }

    @ParameterizedTest
    @EnumSource
    void certificateOfAnotherHost_isRefused(MysqlKind kind) {
        DatabaseUrl url = url(kind, "tlsonly", "ssl=true");
        assertRefused(url.withOption("sslrootcert", right.certificate().toString()), "no encrypted connection");
    }

    @ParameterizedTest
    @CsvSource({"MYSQL, verify-ca", "MYSQL, verify-full", "MARIADB, verify-ca", "MARIADB, verify-full"})
    void untrustedCertificate_isRefused(MysqlKind kind, String mode) {
        DatabaseUrl url = url(kind, "tlsonly", "localhost", "sslmode=" + mode);
        assertRefused(url, "no encrypted connection");
        assertRefused(url.withOption("sslrootcert", other.certificate().toString()), "no encrypted connection");
    }

    @ParameterizedTest
    @EnumSource
    void certificateOfTheClient_isShown(MysqlKind kind) throws Exception {
        DatabaseUrl url = url(kind, "x509", "sslmode=require");
        assertRefused(url, "[28000, 1045]");
        assertAnswers(
                url.withOption("sslcert", client.certificate().toString())
                        .withOption("sslkey", client.key().toString()),
                true);
    }

    @Test
    void filesThatAreNot_areConfigurationErrors() throws Exception {
        Path nonsense = Files.writeString(folder.resolve("nonsense.crt"), "nonsense");
        DatabaseUrl url = url(MysqlKind.MARIADB, "tlsonly", "localhost", "ssl=true");
        for (Path file : new Path[] {folder.resolve("missing.crt"), nonsense}) {
            assertInstanceOf(ConfigurationException.class, refused(url.withOption("sslrootcert", file.toString())));
        }
    }

    @ParameterizedTest
    @EnumSource
    void queryTimeout_worksEncrypted(MysqlKind kind) throws Exception {
        DatabaseUrl url = url(kind, "tlsonly", "sslmode=require&query_timeout=200ms");
        try (Database database = Database.of(url)) {
            database.connect().get(60, TimeUnit.SECONDS);
            long id = id(database);
            CompletableFuture<?> sleeping = database.fetchAll("SELECT sleep(60)");
            ExecutionException failure =
                    assertThrows(ExecutionException.class, () -> sleeping.get(60, TimeUnit.SECONDS));
            assertInstanceOf(QueryTimeoutException.class, failure.getCause());
            assertEquals(id, id(database));
        }
    }

    private static long id(Database database) {
        return database.blocking()
                .fetchVal("SELECT connection_id()", Long.class)
                .orElseThrow();
    }

    // and the rest

    @ParameterizedTest
    @EnumSource
    void unixSocket_isTakenWithAPassword(MysqlKind kind) throws Exception {
        forget();
        String user = kind == MysqlKind.MYSQL ? "caching" : "ed25519";
        Path socket = SERVERS.get(kind).process().orElseThrow().folder().resolve("mysql.sock");
        DatabaseUrl url = DatabaseUrl.of(kind.scheme() + "://" + user + "@/test?max_size=1")
                .withOption("unix_socket", socket.toString())
                .withPassword(SECRET);
        assertAnswers(url, false);
        assertRefused(url.withPassword("wrong"), "[28000, 1045]");
    }

    @Test
    void unixSocketOfNobody_isRefusedWithAHint() {
        DatabaseUrl url = DatabaseUrl.of("mysql://root@/test?unix_socket=" + folder.resolve("nobody.sock"));
        assertRefused(url, "is the server running");
    }

    @ParameterizedTest
    @EnumSource
    void unknownDatabase_isRefusedByTheServersWords(MysqlKind kind) {
        assertRefused(DatabaseUrl.of(SERVERS.get(kind).url()).withDatabase("nowhere"), "[42000, 1049]");
    }

    @ParameterizedTest
    @EnumSource
    void noDatabase_isNone(MysqlKind kind) throws Exception {
        DatabaseUrl url = DatabaseUrl.of(SERVERS.get(kind).url()).withDatabase("");
        try (Database database = Database.of(url)) {
            database.connect().get(60, TimeUnit.SECONDS);
            assertEquals(
                    Optional.of("(none)"),
                    database.blocking().fetchVal("SELECT coalesce(database(), '(none)')", String.class));
        }
    }

    @Test
    void portOfNobody_isRefusedWithAHint() {
        assertRefused(DatabaseUrl.of("mysql://root@127.0.0.1:1/x"), "is the server running");
    }

    @Test
    void hostOfNoName_isSaid() {
        assertRefused(DatabaseUrl.of("mysql://root@nowhere.invalid/x"), "nowhere.invalid");
    }

    @ParameterizedTest
    @EnumSource
    void namesAndPasswords_haveAnyCharacters(MysqlKind kind) throws Exception {
        String name = "ünï Ж漢"; // MariaDB has no names beyond the first 65,536 characters
        try (Database root = Database.connect(SERVERS.get(kind).url()).get(60, TimeUnit.SECONDS)) {
            root.blocking().execute("CREATE DATABASE `db " + name + "`");
            root.blocking().execute("CREATE USER `" + name + "` IDENTIFIED BY 'ﬁ😀'");
            root.blocking().execute("GRANT ALL ON `db " + name + "`.* TO `" + name + "`");
        }
        DatabaseUrl url = url(kind, "x", "sslmode=require")
                .withUsername(name)
                .withPassword("ﬁ😀")
                .withDatabase("db " + name);
        assertAnswers(url, true);
    }

    @ParameterizedTest
    @EnumSource
    void settings_areThoseOfTheUrl(MysqlKind kind) throws Exception {
        DatabaseUrl url = DatabaseUrl.of(SERVERS.get(kind).url())
                .withOption("time_zone", "+05:45")
                .withOption("collation", "utf8mb4_bin")
                .withOption("init", "SET @mine = 42");
        try (Database database = Database.of(url)) {
            database.connect().get(60, TimeUnit.SECONDS);
            assertEquals(
                    Optional.of("+05:45;utf8mb4_bin;utf8mb4;42"),
                    database.blocking()
                            .fetchVal(
                                    "SELECT concat_ws(';', @@time_zone, @@collation_connection,"
                                            + " @@character_set_results, @mine)",
                                    String.class));
        }
    }

    @ParameterizedTest
    @EnumSource
    void tooManyConnections_isSaid(MysqlKind kind) throws Exception {
        try (MysqlServer small = kind.setup()
                .set("max-connections", kind == MysqlKind.MYSQL ? "1" : "10")
                .run("CREATE USER app")
                .run("GRANT ALL ON test.* TO app")
                .start()) {
            DatabaseUrl url = DatabaseUrl.of(small.url()).withUsername("app");
            String size = kind == MysqlKind.MYSQL ? "1" : "10";
            try (Database database =
                    Database.of(url.withOption("max_size", size).withOption("min_size", size))) {
                database.connect().get(60, TimeUnit.SECONDS);
                assertRefused(url, "1040]");
            }
        }
    }
}
