package dev.databases.jasync;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * Signatures as MariaDB's {@code client_ed25519} wants them: those of RFC 8032, except that the secret is a password of any
 * length and not 32 bytes, which the JDK's own do not take. {@link MysqlAuthentication} calls it.
 */
final class MysqlEd25519 {
    private static final int SIZE = 32;
    private static final BigInteger TWO = BigInteger.TWO;
    private static final BigInteger P = TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger ORDER = TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    private static final BigInteger D = BigInteger.valueOf(-121_665)
            .multiply(BigInteger.valueOf(121_666).modInverse(P))
            .mod(P);
    private static final Point ZERO = new Point(BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO);
    private static final Point BASE = base();

    private MysqlEd25519() {}

    /** Signs a message with the key that a password makes. */
    static byte[] sign(byte[] password, byte[] message) throws GeneralSecurityException {
        byte[] hash = MysqlSha2.digest("SHA-512", password);
        byte[] low = Arrays.copyOf(hash, SIZE);
        low[0] &= (byte) 0xF8;
        low[SIZE - 1] &= 0x3F;
        low[SIZE - 1] |= 0x40;
        BigInteger secret = number(low);
        byte[] prefix = Arrays.copyOfRange(hash, SIZE, 2 * SIZE);
        BigInteger nonce = number(MysqlSha2.digest("SHA-512", prefix, message)).mod(ORDER);
        byte[] commitment = bytes(BASE.times(nonce));
        byte[] key = bytes(BASE.times(secret));
        BigInteger challenge =
                number(MysqlSha2.digest("SHA-512", commitment, key, message)).mod(ORDER);
        byte[] answer = bytes(challenge.multiply(secret).add(nonce).mod(ORDER));
        byte[] signature = Arrays.copyOf(commitment, 2 * SIZE);
        System.arraycopy(answer, 0, signature, SIZE, SIZE);
        return signature;
    }

    /** The point whose y is 4/5 and whose x is even. */
    private static Point base() {
        BigInteger y = BigInteger.valueOf(4)
                .multiply(BigInteger.valueOf(5).modInverse(P))
                .mod(P);
        BigInteger ySquare = y.multiply(y);
        BigInteger xSquare = ySquare.subtract(BigInteger.ONE)
                .multiply(D.multiply(ySquare).add(BigInteger.ONE).modInverse(P))
                .mod(P);
        BigInteger x = xSquare.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (!x.multiply(x).subtract(xSquare).mod(P).equals(BigInteger.ZERO)) {
            x = x.multiply(TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P))
                    .mod(P);
        }
        if (x.testBit(0)) {
            x = P.subtract(x);
        }
        return new Point(x, y, BigInteger.ONE, x.multiply(y).mod(P));
    }

    private static BigInteger number(byte[] littleEndian) {
        byte[] bigEndian = new byte[littleEndian.length];
        for (int i = 0; i < bigEndian.length; i++) {
            bigEndian[i] = littleEndian[bigEndian.length - 1 - i];
        }
        return new BigInteger(1, bigEndian);
    }

    private static byte[] bytes(BigInteger number) {
        byte[] bigEndian = number.toByteArray();
        byte[] bytes = new byte[SIZE];
        for (int i = 0; i < SIZE && i < bigEndian.length; i++) {
            bytes[i] = bigEndian[bigEndian.length - 1 - i];
        }
        return bytes;
    }

    private static byte[] bytes(Point point) {
        BigInteger inverse = point.z().modInverse(P);
        byte[] bytes = bytes(point.y().multiply(inverse).mod(P));
        if (point.x().multiply(inverse).mod(P).testBit(0)) {
            bytes[SIZE - 1] |= (byte) 0x80;
        }
        return bytes;
    }

    /** A point of the curve in extended coordinates: x/z, y/z, and t = x*y/z. */
    private record Point(BigInteger x, BigInteger y, BigInteger z, BigInteger t) {
        Point plus(Point other) {
            BigInteger a = y.subtract(x).multiply(other.y.subtract(other.x)).mod(P);
            BigInteger b = y.add(x).multiply(other.y.add(other.x)).mod(P);
            BigInteger c = t.multiply(TWO).multiply(D).mod(P).multiply(other.t).mod(P);
            BigInteger d = z.multiply(TWO).multiply(other.z).mod(P);
            BigInteger e = b.subtract(a);
            BigInteger f = d.subtract(c);
            BigInteger g = d.add(c);
            BigInteger h = b.add(a);
            return new Point(
                    e.multiply(f).mod(P),
                    g.multiply(h).mod(P),
                    f.multiply(g).mod(P),
                    e.multiply(h).mod(P));
        }

        /** As many additions for every number of the same length. */
        Point times(BigInteger number) {
            Point sum = ZERO;
            Point sumAndOne = this;
            for (int i = 8 * SIZE - 1; i >= 0; i--) {
                Point both = sum.plus(sumAndOne);
                if (number.testBit(i)) {
                    sum = both;
                    sumAndOne = sumAndOne.plus(sumAndOne);
                } else {
                    sumAndOne = both;
                    sum = sum.plus(sum);
                }
            }
            return sum;
        }
    }
}
