package dev.databases.backend.sqlite;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Exact numbers in a database that has only 64-bit integers and doubles: {@link SqliteArguments} asks what to bind,
 * {@link SqliteValues} what was meant. A double stands for the decimal number that Java prints for it.
 */
final class SqliteNumbers {
    /** Doubles hold every whole number up to here. */
    private static final double LAST_WHOLE = 0x1p53;
    /** Numbers of at most 15 digits are the same after they were a double; what is behind them is noise of sums. */
    private static final MathContext WITHOUT_NOISE = new MathContext(15, RoundingMode.HALF_EVEN);
    /** No double has more digits before its point; a text like 1E+1000000 must not be written out. */
    private static final int MOST_DIGITS = 400;

    private SqliteNumbers() {}

    /** A Long or Double that gives back exactly this number. */
    static Object storable(BigDecimal value, int position) throws SqliteRefusal {
        BigInteger whole = whole(value);
        if (whole != null && whole.bitLength() < Long.SIZE) {
            return whole.longValue();
        }
        double near = value.doubleValue();
        if (Double.isInfinite(near) || new BigDecimal(Double.toString(near)).compareTo(value) != 0) {
            throw new SqliteRefusal(
                    "parameter " + position + " is a number of " + value.precision()
                            + " digits, which SQLite cannot store exactly; a text column can",
                    SqliteRefusal.NUMBER);
        }
        return near;
    }

    static Long storable(BigInteger value, int position) throws SqliteRefusal {
        if (value.bitLength() >= Long.SIZE) {
            throw new SqliteRefusal(
                    "parameter " + position + " is an integer of more than 64 bits with its sign, which SQLite cannot"
                            + " store exactly",
                    SqliteRefusal.NUMBER);
        }
        return value.longValue();
    }

    /** The number as an integer, null if it is none or is huge. */
    private static @Nullable BigInteger whole(BigDecimal value) {
        if (value.signum() == 0) {
            return BigInteger.ZERO;
        }
        boolean small = (long) value.precision() - value.scale() <= MOST_DIGITS;
        return small && (value.scale() <= 0 || value.stripTrailingZeros().scale() <= 0) ? value.toBigInteger() : null;
    }

    /** The double as a long, null if it is not a whole number that doubles tell from its neighbours. */
    static @Nullable Long whole(double value) {
        return value == Math.rint(value) && Math.abs(value) <= LAST_WHOLE ? (Long) (long) value : null;
    }

    /** The long as a double, null if doubles do not have it. */
    static @Nullable Double floating(long value) {
        double near = value;
        return (long) near == value && value != Long.MAX_VALUE ? (Double) near : null;
    }

    static @Nullable BigDecimal decimal(long value, OptionalInt scale) {
        return scaled(BigDecimal.valueOf(value), scale);
    }

    /** The number that a double stands for, with the scale; null if it has more digits behind its point. */
    static @Nullable BigDecimal decimal(double value, OptionalInt scale) {
        if (!Double.isFinite(value)) {
            return null;
        }
        BigDecimal printed = new BigDecimal(Double.toString(value));
        BigDecimal exact = scaled(printed, scale);
        return exact == null ? scaled(printed.round(WITHOUT_NOISE), scale) : exact;
    }

    static @Nullable BigDecimal decimal(String text, OptionalInt scale) {
        return scaled(new BigDecimal(text), scale);
    }

    /** Without a declared scale: as many digits behind the point as there are, at least none. */
    private static @Nullable BigDecimal scaled(BigDecimal value, OptionalInt scale) {
        if ((long) value.precision() - value.scale() > MOST_DIGITS) {
            return null;
        }
        BigDecimal shortest = value.stripTrailingZeros();
        int wanted = scale.orElse(Math.max(0, shortest.scale()));
        return shortest.scale() <= wanted ? shortest.setScale(wanted) : null;
    }

    /** An unsigned number of 64 bits, null if it is outside of them. */
    static @Nullable BigInteger unsigned(BigInteger value) {
        return value.signum() >= 0 && value.bitLength() <= Long.SIZE ? value : null;
    }
}
