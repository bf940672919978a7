package dev.databases.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The MySQL and MariaDB servers do what they promise, by the word of somebody else's client. */
final class MysqlServerTest {
    private static Connection connect(MysqlServer server, String options) throws SQLException {
        String url = server.url().replaceFirst("^mysql:", "mariadb:");
        return DriverManager.getConnection("jdbc:" + url.replaceFirst("root@", "") + "?" + options);
    }

    private static Connection connect(MysqlServer server) throws SQLException {
        return connect(server, "user=root&allowPublicKeyRetrieval=true");
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertTrue(rows.next());
            return rows.getString(1);
        }
    }

    private static void assertUp(MysqlServer server) throws SQLException {
        try (Connection connection = connect(server)) {
            assertEquals("1", ask(connection, "SELECT 1"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void server_ofAll_isTheKindAndHasADatabase(MysqlKind kind) throws Exception {
        try (Connection connection = connect(kind.server())) {
            boolean mariadb = ask(connection, "SELECT version()").contains("MariaDB");
            assertEquals(kind == MysqlKind.MARIADB, mariadb);
            assertEquals("test", ask(connection, "SELECT database()"));
            assertEquals("utf8mb4", ask(connection, "SELECT @@character_set_database"));
            assertTrue(Long.parseLong(ask(connection, "SELECT @@max_allowed_packet")) >= 64 << 20);
        }
    }

    @ParameterizedTest
    @EnumSource
    void server_ofItsOwn_diesAndStartsAgainAndLeavesNothing(MysqlKind kind) throws Exception {
        MysqlServer own = kind.setup()
                .set("sql-mode", "ANSI_QUOTES,NO_BACKSLASH_ESCAPES")
                .run("CREATE USER app IDENTIFIED BY 'secret'")
                .start();
        MysqlProcess process = own.process().orElseThrow();
        try (own) {
            assertTrue(Files.exists(process.folder().resolve("mysql.sock")));
            try (Connection connection = connect(own)) {
                assertEquals("ANSI_QUOTES,NO_BACKSLASH_ESCAPES", ask(connection, "SELECT @@global.sql_mode"));
                process.kill();
                assertThrows(SQLException.class, () -> ask(connection, "SELECT 1"));
            }
            process.start();
            assertUp(own);
            process.stop();
            assertThrows(SQLException.class, () -> connect(own).close());
            process.start();
            assertUp(own);
            process.pause();
            assertThrows(
                    SQLException.class,
                    () -> connect(own, "user=root&connectTimeout=300&socketTimeout=300")
                            .close());
            process.resume();
            assertUp(own);
        }
        assertTrue(Files.notExists(process.folder()));
        List<String> left = ProcessHandle.allProcesses()
                .map(each -> each.info().commandLine().orElse(""))
                .filter(each -> each.contains(process.folder().toString()))
                .toList();
        assertEquals(List.of(), left);
    }

    @ParameterizedTest
    @EnumSource
    void encryption_isThereUnlessSwitchedOff(MysqlKind kind) throws Exception {
        String encrypted = "user=root&sslMode=trust";
        try (Connection connection = connect(kind.server(), encrypted)) {
            assertFalse(cipher(connection).isEmpty());
        }
        try (MysqlServer plain = kind.setup().withoutTls().start()) {
            assertThrows(SQLException.class, () -> connect(plain, encrypted).close());
            assertUp(plain);
        }
    }

    private static String cipher(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW STATUS LIKE 'Ssl_cipher'")) {
            return rows.next() ? rows.getString(2) : "";
        }
    }

    @Test
    void mariadbOfDebian_knowsOtherWaysOfLoggingIn() throws Exception {
        try (MysqlServer server = MysqlKind.MARIADB
                .setupOfDebian()
                .set("plugin-load-add", "auth_ed25519")
                .run("CREATE USER curve IDENTIFIED VIA ed25519 USING PASSWORD('secret')")
                .run("GRANT ALL ON test.* TO curve")
                .start()) {
            connect(server, "user=curve&password=secret").close();
            assertThrows(
                    SQLException.class,
                    () -> connect(server, "user=curve&password=other").close());
        }
    }

    @ParameterizedTest
    @EnumSource
    void mistake_inTheStart_isSaidAtOnce(MysqlKind kind) {
        long before = System.nanoTime();
        for (MysqlSetup wrong :
                List.of(kind.setup().set("no-such-option", "1"), kind.setup().run("CREATE NONSENSE"))) {
            assertThrows(IllegalStateException.class, wrong::start);
        }
        assertTrue(System.nanoTime() - before < TimeUnit.SECONDS.toNanos(50), "waited for the deadline");
    }
}
