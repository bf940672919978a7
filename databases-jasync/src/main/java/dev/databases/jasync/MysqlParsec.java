package dev.databases.jasync;

import dev.databases.error.ConnectionException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** MariaDB's {@code parsec}: a signature of what both sides have drawn, by a key that is derived slowly of the password. */
final class MysqlParsec extends MysqlAuthentication {
    private static final int DRAWN = 32;
    private static final int KEY_BITS = 256;
    private static final int FEWEST_ROUNDS = 1024;
    /** More would let a false server keep us busy. */
    private static final int MOST_DOUBLINGS = 10;

    private final MysqlLogin login;
    private final String password;
    private byte[] seed = {};

    MysqlParsec(MysqlLogin login, String password) {
        super(PARSEC);
        this.login = login;
        this.password = password;
    }

    /** Nothing is said before the server has told how to derive the key. */
    @Override
    byte[] begin(byte[] sent) {
        seed = Arrays.copyOf(sent, DRAWN);
        return new byte[0];
    }

    @Override
    byte[] next(byte[] question) throws GeneralSecurityException {
        if (question.length < 2 || question[0] != 'P' || question[1] < 0 || question[1] > MOST_DOUBLINGS) {
            throw new ConnectionException(login + " wants a key to be derived in an unknown way", null, null);
        }
        byte[] salt = Arrays.copyOfRange(question, 2, question.length);
        byte[] drawn = new byte[DRAWN];
        new SecureRandom().nextBytes(drawn);
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(
                        NamedParameterSpec.ED25519, derived(salt, FEWEST_ROUNDS << question[1]))));
        signature.update(seed);
        signature.update(drawn);
        byte[] proof = signature.sign();
        byte[] answer = Arrays.copyOf(drawn, drawn.length + proof.length);
        System.arraycopy(proof, 0, answer, drawn.length, proof.length);
        return answer;
    }

    private byte[] derived(byte[] salt, int rounds) throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, rounds, KEY_BITS);
        return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                .generateSecret(spec)
                .getEncoded();
    }
}
