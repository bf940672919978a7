package dev.databases.jasync;

import dev.databases.error.ConnectionException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;

/**
 * MySQL's {@code caching_sha2_password} and {@code sha256_password}. The first is a proof by digests, as long as the server
 * remembers the password; otherwise, and with the second, the server wants the password itself: by an encrypted
 * connection, or encrypted with its key.
 */
final class MysqlSha2 extends MysqlAuthentication {
    private static final String SHA_256 = "SHA-256";
    private static final byte REMEMBERED = 3;
    private static final byte FORGOTTEN = 4;
    private static final byte[] CACHING_ASKS_KEY = {2};
    private static final byte[] ASKS_KEY = {1};

    private final MysqlLogin login;
    private final byte[] password;
    private final boolean secret;
    private byte[] seed = {};

    MysqlSha2(String plugin, MysqlLogin login, byte[] password, boolean secret) {
        super(plugin);
        this.login = login;
        this.password = password;
        this.secret = secret;
    }

    @Override
    byte[] begin(byte[] sent) throws GeneralSecurityException {
        seed = seedOf(sent);
        if (!plugin().equals(CACHING_SHA2)) {
            return password.length == 0 ? new byte[1] : full(ASKS_KEY);
        }
        if (password.length == 0) {
            return password;
        }
        byte[] once = digest(SHA_256, password);
        return xor(once, digest(SHA_256, digest(SHA_256, once), seed));
    }

    @Override
    byte @Nullable [] next(byte[] question) throws GeneralSecurityException {
        if (question.length > 1) {
            return encrypted(question);
        }
        return switch (question.length == 0 ? 0 : question[0]) {
            case REMEMBERED -> null;
            case FORGOTTEN -> full(CACHING_ASKS_KEY);
            default -> super.next(question);
        };
    }

    /** The password where nobody listens, else the question for the key. */
    private byte[] full(byte[] asksKey) {
        if (secret) {
            return Arrays.copyOf(password, password.length + 1);
        }
        requireTakingKey();
        return asksKey;
    }

    private void requireTakingKey() {
        if (!login.takesKey()) {
            throw new ConnectionException(
                    login + " wants the password itself (" + plugin() + "), and the connection is not encrypted",
                    "set sslmode to verify-full; or allow_public_key_retrieval=true, where nobody can stand between",
                    null);
        }
    }

    private byte[] encrypted(byte[] pem) throws GeneralSecurityException {
        requireTakingKey();
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
        cipher.init(Cipher.ENCRYPT_MODE, key(new String(pem, StandardCharsets.US_ASCII)));
        return cipher.doFinal(xor(Arrays.copyOf(password, password.length + 1), seed));
    }

    private static PublicKey key(String pem) throws GeneralSecurityException {
        String body = pem.replaceAll("-----[A-Z ]+-----|\\s", "").replace("\0", "");
        return KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(body)));
    }

    static byte[] digest(String algorithm, byte[]... parts) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance(algorithm);
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }
}
