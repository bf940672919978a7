package dev.databases.backend.postgres.codec;

import io.netty.buffer.ByteBuf;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Exact numbers in PostgreSQL's binary form: digits to the base of 10,000, where the first of them stands, a sign, and how
 * many decimal digits are shown behind the point. The binary codecs call it.
 */
final class Numerics {
    private static final int BASE = 10_000;
    private static final int WIDTH = 4;
    private static final int NEGATIVE = 0x4000;
    private static final int NOT_A_NUMBER = 0xC000;
    private static final int INFINITY = 0xD000;
    private static final int MINUS_INFINITY = 0xF000;
    /** A long holds any number of this many digits. */
    private static final int DIGITS_OF_LONG = 18;

    private static final int MOST_BEFORE_POINT = 131_072;
    private static final int MOST_BEHIND_POINT = 16_383;
    private static final long[] POWERS = new long[DIGITS_OF_LONG + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private Numerics() {}

    /** A number that Java's exact class does not have, where a double will do. */
    static double special(int sign) {
        return switch (sign) {
            case NOT_A_NUMBER -> Double.NaN;
            case INFINITY -> Double.POSITIVE_INFINITY;
            case MINUS_INFINITY -> Double.NEGATIVE_INFINITY;
            default -> throw new Refusal("is not a number of PostgreSQL's binary form", Refusal.BINARY);
        };
    }

    static boolean isSpecial(ByteBuf cell) {
        int sign = sign(cell);
        return sign != 0 && sign != NEGATIVE;
    }

    static int sign(ByteBuf cell) {
        return cell.getUnsignedShort(cell.readerIndex() + 4);
    }

    static BigDecimal read(ByteBuf cell) {
        int from = cell.readerIndex();
        int count = cell.getUnsignedShort(from);
        int weight = cell.getShort(from + 2);
        int scale = cell.getUnsignedShort(from + 6);
        if (isSpecial(cell)) {
            special(sign(cell));
            throw new Refusal(
                    "is NaN or infinite, which a BigDecimal cannot be; cast it to double precision", Refusal.NUMBER);
        }
        boolean negative = sign(cell) == NEGATIVE;
        // The number is the digits as one integer, times ten to the power that brings the point to the scale.
        int power = scale + WIDTH * (weight - count + 1);
        if (count * WIDTH + Math.max(power, 0) <= DIGITS_OF_LONG) {
            long unscaled = 0;
            for (int i = 0; i < count; i++) {
                unscaled = unscaled * BASE + cell.getShort(from + 8 + 2 * i);
            }
            unscaled = power >= 0 ? unscaled * POWERS[power] : unscaled / POWERS[Math.min(-power, DIGITS_OF_LONG)];
            return BigDecimal.valueOf(negative ? -unscaled : unscaled, scale);
        }
        return large(cell, count, power, negative, scale);
    }

    private static BigDecimal large(ByteBuf cell, int count, int power, boolean negative, int scale) {
        StringBuilder digits = new StringBuilder(count * WIDTH + Math.max(power, 0) + 1);
        digits.append(negative ? "-0" : "0");
        for (int i = 0; i < count; i++) {
            int digit = cell.getShort(cell.readerIndex() + 8 + 2 * i);
            digits.append((char) ('0' + digit / 1000))
                    .append((char) ('0' + digit / 100 % 10))
                    .append((char) ('0' + digit / 10 % 10))
                    .append((char) ('0' + digit % 10));
        }
        if (power < 0) { // the last group ends in zeros behind the scale
            digits.setLength(Math.max(1, digits.length() + power));
        } else {
            digits.append("0".repeat(power));
        }
        return new BigDecimal(new BigInteger(digits.toString()), scale);
    }

    static void write(BigDecimal number, ByteBuf out) {
        BigDecimal value = number;
        if (value.signum() == 0) {
            header(out, 0, 0, 0, Math.max(0, Math.min(value.scale(), MOST_BEHIND_POINT)));
            return;
        }
        requireRange(value);
        value = value.scale() < 0 ? value.setScale(0) : value.scale() > MOST_BEHIND_POINT ? shortened(value) : value;
        int scale = value.scale();
        int padding = (WIDTH - scale % WIDTH) % WIDTH;
        if (value.precision() + padding <= DIGITS_OF_LONG) {
            small(value.unscaledValue().longValue() * POWERS[padding], scale, out);
        } else {
            large(value, padding, out);
        }
    }

    private static void requireRange(BigDecimal value) {
        if ((long) value.precision() - value.scale() > MOST_BEFORE_POINT) {
            throw new Refusal(
                    "is a number of more than " + MOST_BEFORE_POINT + " digits before its point", Refusal.NUMBER);
        }
    }

    private static BigDecimal shortened(BigDecimal value) {
        try {
            return value.setScale(MOST_BEHIND_POINT);
        } catch (ArithmeticException digitsAreLost) {
            throw new Refusal(
                    "is a number of more than " + MOST_BEHIND_POINT + " digits behind its point", Refusal.NUMBER);
        }
    }

    private static void header(ByteBuf out, int count, int weight, int sign, int scale) {
        out.writeShort(count).writeShort(weight).writeShort(sign).writeShort(scale);
    }

    /** A number whose digits, filled up to whole groups behind the point, are a long. */
    private static void small(long digits, int scale, ByteBuf out) {
        long rest = Math.abs(digits);
        int last = -((scale + WIDTH - 1) / WIDTH); // where the last group stands
        while (rest % BASE == 0) {
            rest /= BASE;
            last++;
        }
        int count = 0;
        long power = 1;
        for (long left = rest; left > 0; left /= BASE) {
            count++;
            power = left >= BASE ? power * BASE : power;
        }
        header(out, count, last + count - 1, digits < 0 ? NEGATIVE : 0, scale);
        for (; power > 0; power /= BASE) {
            out.writeShort((int) (rest / power % BASE));
        }
    }

    private static void large(BigDecimal value, int padding, ByteBuf out) {
        String digits = value.unscaledValue().abs() + "0".repeat(padding);
        String whole = "0".repeat((WIDTH - digits.length() % WIDTH) % WIDTH) + digits;
        int count = whole.length() / WIDTH;
        int weight = count - 1 - (value.scale() + WIDTH - 1) / WIDTH;
        header(out, count, weight, value.signum() < 0 ? NEGATIVE : 0, value.scale());
        for (int i = 0; i < whole.length(); i += WIDTH) {
            out.writeShort(Integer.parseInt(whole, i, i + WIDTH, 10));
        }
    }
}
