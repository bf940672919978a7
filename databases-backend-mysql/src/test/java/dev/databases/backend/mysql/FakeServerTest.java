package dev.databases.backend.mysql;

import static dev.databases.backend.mysql.FakeMysql.error;
import static dev.databases.backend.mysql.FakeMysql.greeting;
import static dev.databases.backend.mysql.FakeMysql.switchTo;
import static dev.databases.backend.mysql.Logins.SECRET;
import static dev.databases.backend.mysql.Logins.assertRefused;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.databases.config.DatabaseUrl;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are too old, too full, no servers at all, or after the password: they learn nothing, and we say so. */
final class FakeServerTest {
    private static final byte[] FULL = {1, 4};
    private static final byte[] NO_KEY =
            "\1-----BEGIN PUBLIC KEY-----\nMFwwDQYJ\n-----END PUBLIC KEY-----\n".getBytes(StandardCharsets.US_ASCII);

    private static DatabaseUrl url(FakeMysql server, String options) {
        String url = "mysql://app@127.0.0.1:" + server.port() + "/test?max_size=1&connect_timeout=10s" + options;
        return DatabaseUrl.of(url).withPassword(SECRET);
    }

    /** By itself and by its bytes, since clear text is not the only bad way to say a password. */
    private static void assertHeardNothing(FakeMysql server) {
        String bytes = new String(SECRET.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertFalse(server.heard().contains(bytes));
        assertFalse(server.heard().contains("s3cret"));
    }

    @ParameterizedTest
    @CsvSource({"1040, Too many connections", "1129, Host 'x' is blocked", "1130, Host 'x' is not allowed to connect"})
    void errorInPlaceOfAGreeting_isSaid(int code, String message) throws Exception {
        try (FakeMysql server = FakeMysql.saying(error(code, message))) {
            assertRefused(url(server, ""), message);
            assertRefused(url(server, "&sslmode=require"), message);
        }
    }

    @Test
    void errorWithItsState_isSaid() throws Exception {
        byte[] error = error(1045, "#28000Access denied for user 'app'");
        try (FakeMysql server = FakeMysql.saying(greeting("mysql_native_password"), error)) {
            assertRefused(url(server, ""), "Access denied for user 'app' [28000, 1045]");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, FakeMysql.USUAL & ~(1 << 9), FakeMysql.USUAL & ~(1 << 15), FakeMysql.USUAL & ~(1 << 19)})
    void oldServer_isTooOld(int capabilities) throws Exception {
        try (FakeMysql server = FakeMysql.repeating(greeting(capabilities, "mysql_native_password"), FULL)) {
            assertRefused(url(server, ""), "is too old: version 8.0.99-fake");
            assertHeardNothing(server);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n", "\11very old\0"})
    void anotherProtocol_isNotUnderstood(String text) throws Exception {
        try (FakeMysql server = FakeMysql.saying(text.getBytes(StandardCharsets.US_ASCII))) {
            assertRefused(url(server, ""), "could not be understood");
        }
    }

    @Test
    void emptyPacket_isNotUnderstood() throws Exception {
        try (FakeMysql server = FakeMysql.saying(new byte[0])) {
            assertRefused(url(server, ""), "could not be understood");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mysql_clear_password", "dialog", "mysql_old_password", "authentication_ldap_sasl_client", ""})
    void pluginThatWouldSayThePassword_isRefused(String plugin) throws Exception {
        try (FakeMysql server = FakeMysql.saying(greeting("mysql_native_password"), switchTo(plugin), FULL)) {
            assertRefused(url(server, ""), "not supported");
            assertHeardNothing(server);
        }
        try (FakeMysql server = FakeMysql.saying(greeting(plugin), switchTo(plugin), FULL)) {
            assertRefused(url(server, ""), "not supported");
            assertHeardNothing(server);
        }
    }

    @Test
    void switchToTheOldestWay_isRefused() throws Exception {
        try (FakeMysql server = FakeMysql.saying(greeting("mysql_native_password"), new byte[] {(byte) 0xFE}, FULL)) {
            assertRefused(url(server, ""), "mysql_old_password");
            assertHeardNothing(server);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"caching_sha2_password", "sha256_password"})
    void passwordItself_isNotSaidUnencrypted(String plugin) throws Exception {
        try (FakeMysql server = FakeMysql.saying(greeting(plugin), FULL, FULL, FULL)) {
            assertRefused(url(server, ""), "the connection is not encrypted");
            assertHeardNothing(server);
        }
        try (FakeMysql server = FakeMysql.saying(greeting("mysql_native_password"), switchTo(plugin), FULL, FULL)) {
            assertRefused(url(server, ""), "the connection is not encrypted");
            assertHeardNothing(server);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"caching_sha2_password", "sha256_password"})
    void keyThatNobodyAskedFor_isNotUsed(String plugin) throws Exception {
        try (FakeMysql server = FakeMysql.saying(greeting(plugin), NO_KEY, NO_KEY)) {
            assertRefused(url(server, ""), "the connection is not encrypted");
            assertHeardNothing(server);
        }
    }

    @Test
    void keyThatIsNone_endsTheLogin() throws Exception {
        try (FakeMysql server = FakeMysql.saying(greeting("caching_sha2_password"), FULL, NO_KEY, NO_KEY)) {
            assertRefused(url(server, "&allow_public_key_retrieval=true"), "could not be understood");
            assertHeardNothing(server);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"require", "verify-ca", "verify-full"})
    void encryptionThatIsNotOffered_isNotGoneWithout(String mode) throws Exception {
        try (FakeMysql server = FakeMysql.repeating(greeting("mysql_native_password"), FULL)) {
            assertRefused(url(server, "&sslmode=" + mode), "does not encrypt");
            assertHeardNothing(server);
        }
    }

    @Test
    void serverThatNeverIsContent_isGivenUp() throws Exception {
        try (FakeMysql server =
                FakeMysql.repeating(greeting("mysql_native_password"), switchTo("mysql_native_password"))) {
            assertRefused(url(server, "").withOption("connect_timeout", "1s"), "did not answer within");
            assertHeardNothing(server);
        }
    }

    @Test
    void keyThatWouldTakeForever_isNotDerived() throws Exception {
        byte[] slow = {1, 'P', 20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18};
        try (FakeMysql server = FakeMysql.saying(greeting("mysql_native_password"), switchTo("parsec"), slow, slow)) {
            assertRefused(url(server, ""), "derived in an unknown way");
        }
    }

    /** It would be sent to whoever plays the server. */
    @Test
    void serverThatAsksForAFile_getsNone() throws Exception {
        byte[] ok = {0, 0, 0, 2, 0, 0, 0};
        byte[] file = "\u00fb/etc/passwd".getBytes(StandardCharsets.ISO_8859_1);
        try (FakeMysql server = FakeMysql.repeating(greeting("mysql_native_password"), ok, file)) {
            assertRefused(url(server, "").withOption("connect_timeout", "3s"), "");
            assertFalse(server.heard().contains("root:"));
        }
    }
}
