package dev.databases.backend.postgres.codec;

import dev.databases.sql.Interval;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Dates and times as PostgreSQL counts them: days and microseconds since the year 2000, its two infinities as the last and
 * first value of the Java class. The binary codecs call it.
 */
final class Times {
    static final long MICROS_PER_SECOND = 1_000_000;
    static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final int MONTHS_PER_YEAR = 12;
    private static final long DAYS_TO_2000 = LocalDate.of(2000, 1, 1).toEpochDay();
    private static final long SECONDS_TO_2000 = DAYS_TO_2000 * 86_400;
    /** 4713 BC; the last years of dates and of timestamps differ. */
    private static final int FIRST_YEAR = -4712;

    private static final int LAST_YEAR_OF_DATES = 5_874_897;
    private static final int LAST_YEAR_OF_TIMESTAMPS = 294_276;

    private Times() {}

    static LocalDate date(int days) {
        if (days == Integer.MAX_VALUE) {
            return LocalDate.MAX;
        }
        return days == Integer.MIN_VALUE ? LocalDate.MIN : LocalDate.ofEpochDay(DAYS_TO_2000 + days);
    }

    static int days(LocalDate date) {
        if (date.equals(LocalDate.MAX)) {
            return Integer.MAX_VALUE;
        }
        if (date.equals(LocalDate.MIN)) {
            return Integer.MIN_VALUE;
        }
        requireYear(date.getYear(), LAST_YEAR_OF_DATES);
        return (int) (date.toEpochDay() - DAYS_TO_2000);
    }

    static LocalTime time(long micros) {
        if (micros == MICROS_PER_DAY) {
            throw new Refusal("is the time 24:00, which Java's times do not have", Refusal.DATE);
        }
        return LocalTime.ofNanoOfDay(micros * NANOS_PER_MICRO);
    }

    static long micros(LocalTime time) {
        return time.toNanoOfDay() / NANOS_PER_MICRO;
    }

    /** PostgreSQL counts the seconds of an offset to the west. */
    static OffsetTime offsetTime(long micros, int west) {
        return time(micros).atOffset(ZoneOffset.ofTotalSeconds(-west));
    }

    static LocalDateTime timestamp(long micros) {
        if (micros == Long.MAX_VALUE) {
            return LocalDateTime.MAX;
        }
        if (micros == Long.MIN_VALUE) {
            return LocalDateTime.MIN;
        }
        long seconds = Math.floorDiv(micros, MICROS_PER_SECOND);
        int nanos = (int) (micros - seconds * MICROS_PER_SECOND) * NANOS_PER_MICRO;
        return LocalDateTime.ofEpochSecond(seconds + SECONDS_TO_2000, nanos, ZoneOffset.UTC);
    }

    static long micros(LocalDateTime timestamp) {
        if (timestamp.equals(LocalDateTime.MAX)) {
            return Long.MAX_VALUE;
        }
        if (timestamp.equals(LocalDateTime.MIN)) {
            return Long.MIN_VALUE;
        }
        requireYear(timestamp.getYear(), LAST_YEAR_OF_TIMESTAMPS);
        return micros(timestamp.toEpochSecond(ZoneOffset.UTC), timestamp.getNano());
    }

    static OffsetDateTime moment(long micros) {
        if (micros == Long.MAX_VALUE) {
            return OffsetDateTime.MAX;
        }
        return micros == Long.MIN_VALUE ? OffsetDateTime.MIN : timestamp(micros).atOffset(ZoneOffset.UTC);
    }

    static long micros(OffsetDateTime moment) {
        if (moment.equals(OffsetDateTime.MAX)) {
            return Long.MAX_VALUE;
        }
        if (moment.equals(OffsetDateTime.MIN)) {
            return Long.MIN_VALUE;
        }
        requireYear(moment.getYear(), LAST_YEAR_OF_TIMESTAMPS);
        return micros(moment.toEpochSecond(), moment.getNano());
    }

    private static long micros(long epochSecond, int nanos) {
        return (epochSecond - SECONDS_TO_2000) * MICROS_PER_SECOND + nanos / NANOS_PER_MICRO;
    }

    private static void requireYear(int year, int last) {
        if (year < FIRST_YEAR || year > last) {
            throw new Refusal("is outside of the years 4713 BC to " + last + " that PostgreSQL knows", Refusal.DATE);
        }
    }

    static Interval interval(long micros, int days, int months) {
        boolean infinite = micros == Long.MAX_VALUE && days == Integer.MAX_VALUE && months == Integer.MAX_VALUE
                || micros == Long.MIN_VALUE && days == Integer.MIN_VALUE && months == Integer.MIN_VALUE;
        if (infinite) {
            throw new Refusal("is an infinite interval, which Java does not have", Refusal.INTERVAL);
        }
        Period period = Period.of(months / MONTHS_PER_YEAR, months % MONTHS_PER_YEAR, days);
        long seconds = Math.floorDiv(micros, MICROS_PER_SECOND);
        long nanos = (micros - seconds * MICROS_PER_SECOND) * NANOS_PER_MICRO;
        return new Interval(period, Duration.ofSeconds(seconds, nanos));
    }

    static int months(Interval interval) {
        long months = interval.period().toTotalMonths();
        if ((int) months != months) {
            throw tooLong();
        }
        return (int) months;
    }

    static long micros(Interval interval) {
        Duration time = interval.time().truncatedTo(ChronoUnit.MICROS);
        try {
            long whole = Math.multiplyExact(time.getSeconds() + (time.isNegative() ? 1 : 0), MICROS_PER_SECOND);
            long rest = time.getNano() / NANOS_PER_MICRO - (time.isNegative() ? MICROS_PER_SECOND : 0);
            return Math.addExact(whole, rest);
        } catch (ArithmeticException overflow) {
            throw tooLong();
        }
    }

    private static Refusal tooLong() {
        return new Refusal("is a longer interval than PostgreSQL knows", Refusal.INTERVAL);
    }
}
