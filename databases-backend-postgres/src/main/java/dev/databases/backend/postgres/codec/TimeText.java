package dev.databases.backend.postgres.codec;

import dev.databases.sql.Interval;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneOffset;

/**
 * Dates and times as text in the styles that the session asks for, DateStyle ISO and IntervalStyle iso_8601, and
 * intervals also in PostgreSQL's own style, which is a server's default. The text codecs call it.
 */
final class TimeText {
    private static final String BEFORE_CHRIST = " BC";
    private static final int NANO_DIGITS = 9;
    private static final int SECONDS_PER_MINUTE = 60;

    private TimeText() {}

    static LocalDate date(String text) {
        return switch (text) {
            case "infinity" -> LocalDate.MAX;
            case "-infinity" -> LocalDate.MIN;
            default -> finiteDate(text);
        };
    }

    private static LocalDate finiteDate(String text) {
        boolean before = text.endsWith(BEFORE_CHRIST);
        int end = before ? text.length() - BEFORE_CHRIST.length() : text.length();
        int month = text.indexOf('-');
        int day = text.indexOf('-', month + 1);
        int year = Integer.parseInt(text, 0, month, 10);
        return LocalDate.of(
                before ? 1 - year : year,
                Integer.parseInt(text, month + 1, day, 10),
                Integer.parseInt(text, day + 1, end, 10));
    }

    static LocalTime time(String text) {
        if (text.startsWith("24:")) {
            throw new Refusal("is the time 24:00, which Java's times do not have", Refusal.DATE);
        }
        int hour = Integer.parseInt(text, 0, 2, 10);
        int minute = Integer.parseInt(text, 3, 5, 10);
        int second = Integer.parseInt(text, 6, 8, 10);
        return LocalTime.of(hour, minute, second, text.length() > 8 ? nanos(text, 9) : 0);
    }

    private static int nanos(String text, int from) {
        int nanos = Integer.parseInt(text, from, text.length(), 10);
        for (int digits = text.length() - from; digits < NANO_DIGITS; digits++) {
            nanos *= 10;
        }
        return nanos;
    }

    static OffsetTime offsetTime(String text) {
        int sign = offsetAt(text, 0);
        return time(text.substring(0, sign)).atOffset(offset(text, sign, text.length()));
    }

    static LocalDateTime timestamp(String text) {
        return switch (text) {
            case "infinity" -> LocalDateTime.MAX;
            case "-infinity" -> LocalDateTime.MIN;
            default -> dateAndTime(text, text.endsWith(BEFORE_CHRIST), end(text));
        };
    }

    static OffsetDateTime moment(String text) {
        return switch (text) {
            case "infinity" -> OffsetDateTime.MAX;
            case "-infinity" -> OffsetDateTime.MIN;
            default -> finiteMoment(text);
        };
    }

    private static OffsetDateTime finiteMoment(String text) {
        int sign = offsetAt(text, text.indexOf(' '));
        LocalDateTime local = dateAndTime(text, text.endsWith(BEFORE_CHRIST), sign);
        return local.atOffset(offset(text, sign, end(text))).withOffsetSameInstant(ZoneOffset.UTC);
    }

    private static int end(String text) {
        return text.endsWith(BEFORE_CHRIST) ? text.length() - BEFORE_CHRIST.length() : text.length();
    }

    private static LocalDateTime dateAndTime(String text, boolean before, int end) {
        int space = text.indexOf(' ');
        LocalDate date = finiteDate(text.substring(0, space) + (before ? BEFORE_CHRIST : ""));
        return LocalDateTime.of(date, time(text.substring(space + 1, end)));
    }

    private static int offsetAt(String text, int from) {
        int plus = text.indexOf('+', from);
        int sign = plus < 0 ? text.indexOf('-', from) : plus;
        if (sign < 0) {
            throw new DateTimeException("no offset");
        }
        return sign;
    }

    /** {@code +05}, {@code +05:30} or {@code +05:53:28}. */
    private static ZoneOffset offset(String text, int sign, int end) {
        int seconds = 0;
        int unit = SECONDS_PER_MINUTE * SECONDS_PER_MINUTE;
        for (int at = sign + 1; at + 2 <= end; at += 3) {
            seconds += Integer.parseInt(text, at, at + 2, 10) * unit;
            unit /= SECONDS_PER_MINUTE;
        }
        return ZoneOffset.ofTotalSeconds(text.charAt(sign) == '-' ? -seconds : seconds);
    }

    static Interval interval(String text) {
        if (text.endsWith("infinity")) {
            throw new Refusal("is an infinite interval, which Java does not have", Refusal.INTERVAL);
        }
        return normal(text.startsWith("P") ? Interval.parse(text) : inWords(text));
    }

    /** As the binary form has it, months and years have one sign, and there are fewer than twelve months. */
    private static Interval normal(Interval interval) {
        return new Interval(interval.period().normalized(), interval.time());
    }

    /** {@code 1 year 2 mons -3 days +04:05:06.5}: numbers with units, and the clock at the end. */
    private static Interval inWords(String text) {
        String[] words = text.split(" ", -1);
        Period period = Period.ZERO;
        int i = 0;
        for (; i + 1 < words.length; i += 2) {
            period = period.plus(part(Integer.parseInt(words[i]), words[i + 1]));
        }
        return new Interval(period, i < words.length ? clock(words[i]) : Duration.ZERO);
    }

    private static Period part(int number, String unit) {
        return switch (unit) {
            case "year", "years" -> Period.ofYears(number);
            case "mon", "mons" -> Period.ofMonths(number);
            case "day", "days" -> Period.ofDays(number);
            default -> throw new DateTimeException("no such unit");
        };
    }

    private static Duration clock(String text) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        String[] parts = text.substring(signed ? 1 : 0).split("[:.]", -1);
        Duration time = Duration.ofHours(Long.parseLong(parts[0]))
                .plusMinutes(Long.parseLong(parts[1]))
                .plusSeconds(Long.parseLong(parts[2]))
                .plusNanos(parts.length > 3 ? nanos(parts[3], 0) : 0);
        return text.startsWith("-") ? time.negated() : time;
    }

    static String of(LocalDate date) {
        if (date.equals(LocalDate.MAX)) {
            return "infinity";
        }
        if (date.equals(LocalDate.MIN)) {
            return "-infinity";
        }
        Times.days(date);
        return year(date) + of(date, "");
    }

    private static String year(LocalDate date) {
        int year = date.getYear();
        String digits = Integer.toString(year > 0 ? year : 1 - year);
        return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
    }

    private static String of(LocalDate date, String between) {
        String monthAndDay = date.withYear(2000).toString().substring(4);
        return monthAndDay + between + (date.getYear() > 0 ? "" : BEFORE_CHRIST);
    }

    static String of(LocalTime time) {
        return LocalTime.ofNanoOfDay(Times.micros(time) * 1_000).toString();
    }

    static String of(LocalDateTime timestamp) {
        if (timestamp.equals(LocalDateTime.MAX)) {
            return "infinity";
        }
        if (timestamp.equals(LocalDateTime.MIN)) {
            return "-infinity";
        }
        Times.micros(timestamp);
        LocalDate date = timestamp.toLocalDate();
        return year(date) + of(date, " " + of(timestamp.toLocalTime()));
    }

    static String of(OffsetDateTime moment) {
        long micros = Times.micros(moment);
        if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
            return micros > 0 ? "infinity" : "-infinity";
        }
        LocalDateTime utc = Times.timestamp(micros);
        LocalDate date = utc.toLocalDate();
        return year(date) + of(date, " " + of(utc.toLocalTime()) + "+00");
    }

    static String of(OffsetTime time) {
        return of(time.toLocalTime())
                + (time.getOffset() == ZoneOffset.UTC ? "+00" : time.getOffset().getId());
    }

    static String of(Interval interval) {
        Times.months(interval);
        return Times.interval(Times.micros(interval), interval.period().getDays(), Times.months(interval))
                .toString();
    }
}
