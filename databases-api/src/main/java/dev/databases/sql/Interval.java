package dev.databases.sql;

import java.time.Duration;
import java.time.Period;
import java.util.Objects;

/**
 * A span of time as SQL has it: months and days, which have no fixed length, beside an exact time.
 *
 * @param period years, months and days
 * @param time hours and below, to the microsecond
 */
public record Interval(Period period, Duration time) {
    /**
     * Checks for null.
     *
     * @param period years, months and days
     * @param time hours and below
     * @throws NullPointerException if a part is null
     */
    public Interval {
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(time, "time");
    }

    /**
     * Makes an interval of calendar units only.
     *
     * @param period years, months and days
     * @return the interval
     */
    public static Interval of(Period period) {
        return new Interval(period, Duration.ZERO);
    }

    /**
     * Makes an interval of exact time only.
     *
     * @param time hours and below
     * @return the interval
     */
    public static Interval of(Duration time) {
        return new Interval(Period.ZERO, time);
    }

    /**
     * Reads the form that {@link #toString()} writes.
     *
     * @param text ISO 8601, such as {@code P1Y2M3DT4H5M6.5S}
     * @return the interval
     * @throws java.time.format.DateTimeParseException if the text is not of that form
     */
    public static Interval parse(CharSequence text) {
        String iso = text.toString();
        int time = iso.indexOf('T');
        if (time < 0) {
            return of(Period.parse(iso));
        }
        Period period = time <= 1 ? Period.ZERO : Period.parse(iso.substring(0, time));
        return new Interval(period, Duration.parse("P" + iso.substring(time)));
    }

    /** Returns ISO 8601: {@code P1Y2M3DT4H5M6.5S}. */
    @Override
    public String toString() {
        if (time.isZero()) {
            return period.toString();
        }
        String clock = time.toString().substring(1);
        return period.isZero() ? "P" + clock : period + clock;
    }
}
