package dev.databases.jasync;

import dev.databases.error.ConnectionException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One way to prove to a MySQL or MariaDB server that one knows the password; {@link MysqlAttempt} carries questions and
 * answers. None of them says the password to a socket that others may read.
 */
abstract class MysqlAuthentication {
    static final String NATIVE = "mysql_native_password";
    static final String CACHING_SHA2 = "caching_sha2_password";
    static final String SHA256 = "sha256_password";
    static final String ED25519 = "client_ed25519";
    static final String PARSEC = "parsec";

    private static final Set<String> USUAL = Set.of(NATIVE, CACHING_SHA2, SHA256);
    private static final int SEED_LENGTH = 20;

    private final String plugin;

    MysqlAuthentication(String plugin) {
        this.plugin = plugin;
    }

    /** The server's name for it. */
    final String plugin() {
        return plugin;
    }

    /**
     * Answers the server's first question.
     *
     * @param seed what the server has sent for it
     */
    abstract byte[] begin(byte[] seed) throws GeneralSecurityException;

    /** Answers a further question; null where nothing is to be said. */
    byte @Nullable [] next(byte[] question) throws GeneralSecurityException {
        throw new IllegalStateException("it asks more than " + plugin + " allows");
    }

    /** The way to begin with: the one that the server likes best, if its greeting is enough for that. */
    static String orUsual(String preferred) {
        return USUAL.contains(preferred) ? preferred : NATIVE;
    }

    /**
     * Finds a way.
     *
     * @param secret whether nobody else can read what is sent
     */
    static MysqlAuthentication of(String plugin, MysqlLogin login, boolean secret) {
        String password = login.password();
        byte[] known = password == null ? new byte[0] : password.getBytes(StandardCharsets.UTF_8);
        return switch (plugin) {
            case NATIVE -> new Native(known);
            case CACHING_SHA2, SHA256 -> new MysqlSha2(plugin, login, known, secret);
            case ED25519 -> new Ed(known);
            case PARSEC -> new MysqlParsec(login, password == null ? "" : password);
            default ->
                throw new ConnectionException(
                        login + " asks for the password by the plugin " + plugin + ", which is not supported",
                        "let the user have caching_sha2_password, client_ed25519 or parsec",
                        null);
        };
    }

    /** The part of a seed that proofs are made for; a zero follows it. */
    static byte[] seedOf(byte[] sent) {
        return Arrays.copyOf(sent, SEED_LENGTH);
    }

    static byte[] xor(byte[] bytes, byte[] mask) {
        byte[] result = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            result[i] = (byte) (bytes[i] ^ mask[i % mask.length]);
        }
        return result;
    }

    /** MySQL's first way with more than a checksum. */
    private static final class Native extends MysqlAuthentication {
        private final byte[] password;

        Native(byte[] password) {
            super(NATIVE);
            this.password = password;
        }

        @Override
        byte[] begin(byte[] seed) throws GeneralSecurityException {
            if (password.length == 0) {
                return password;
            }
            byte[] once = MysqlSha2.digest("SHA-1", password);
            return xor(once, MysqlSha2.digest("SHA-1", seedOf(seed), MysqlSha2.digest("SHA-1", once)));
        }
    }

    /** MariaDB's signature by a key that is made of the password. */
    private static final class Ed extends MysqlAuthentication {
        private final byte[] password;

        Ed(byte[] password) {
            super(ED25519);
            this.password = password;
        }

        @Override
        byte[] begin(byte[] seed) throws GeneralSecurityException {
            return MysqlEd25519.sign(password, seed);
        }
    }
}
