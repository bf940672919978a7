package dev.databases.backend.sqlite;

import dev.databases.sql.Interval;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Writes dates and times as the texts that SQLite's own functions take, always with the same number of characters, so that
 * the order of the texts is the order of time: {@code 2024-02-29}, {@code 23:59:59.000000},
 * {@code 2024-02-29 23:59:59.000000}, and in UTC {@code 2024-02-29 23:59:59.000000+00:00}. {@link SqliteTimeText} reads them.
 */
final class SqliteTimes {
    private static final int LAST_YEAR = 9999;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final int DATE = "2024-02-29".length();
    private static final int TIME = "23:59:59.000000".length();
    private static final byte[] UTC = "+00:00".getBytes(StandardCharsets.ISO_8859_1);

    private SqliteTimes() {}

    static String write(LocalDate date, int position) throws SqliteRefusal {
        byte[] text = new byte[DATE];
        date(text, date, position);
        return latin(text);
    }

    static String write(LocalTime time) {
        byte[] text = new byte[TIME];
        time(text, 0, time);
        return latin(text);
    }

    static String write(LocalDateTime local, int position) throws SqliteRefusal {
        byte[] text = new byte[DATE + 1 + TIME];
        dateAndTime(text, local, position);
        return latin(text);
    }

    static String write(OffsetDateTime moment, int position) throws SqliteRefusal {
        requireYear(moment.getYear(), -1, LAST_YEAR + 1, position); // UTC may be in the year before or after
        byte[] text = new byte[DATE + 1 + TIME + UTC.length];
        LocalDateTime utc = LocalDateTime.ofEpochSecond(moment.toEpochSecond(), moment.getNano(), ZoneOffset.UTC);
        dateAndTime(text, utc, position);
        System.arraycopy(UTC, 0, text, DATE + 1 + TIME, UTC.length);
        return latin(text);
    }

    static String write(Interval interval) {
        return new Interval(interval.period(), interval.time().truncatedTo(ChronoUnit.MICROS)).toString();
    }

    private static void dateAndTime(byte[] text, LocalDateTime local, int position) throws SqliteRefusal {
        date(text, local.toLocalDate(), position);
        text[DATE] = ' ';
        time(text, DATE + 1, local.toLocalTime());
    }

    private static void date(byte[] text, LocalDate date, int position) throws SqliteRefusal {
        requireYear(date.getYear(), 0, LAST_YEAR, position);
        digits(text, 0, 4, date.getYear());
        text[4] = '-';
        digits(text, 5, 2, date.getMonthValue());
        text[7] = '-';
        digits(text, 8, 2, date.getDayOfMonth());
    }

    private static void requireYear(int year, int first, int last, int position) throws SqliteRefusal {
        if (year < first || year > last) {
            throw new SqliteRefusal(
                    "parameter " + position + " is outside of the years 0 to " + LAST_YEAR + " that SQLite knows",
                    SqliteRefusal.DATE);
        }
    }

    private static void time(byte[] text, int at, LocalTime time) {
        digits(text, at, 2, time.getHour());
        text[at + 2] = ':';
        digits(text, at + 3, 2, time.getMinute());
        text[at + 5] = ':';
        digits(text, at + 6, 2, time.getSecond());
        text[at + 8] = '.';
        digits(text, at + 9, 6, time.getNano() / NANOS_PER_MICRO);
    }

    private static void digits(byte[] text, int at, int count, int number) {
        int rest = number;
        for (int i = at + count - 1; i >= at; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static String latin(byte[] text) {
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
