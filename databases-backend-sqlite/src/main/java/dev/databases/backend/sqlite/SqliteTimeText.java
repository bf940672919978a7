package dev.databases.backend.sqlite;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Reads dates and times from text: what {@link SqliteTimes} writes, and the other forms that SQLite's own functions take
 * and give. By hand, because {@link java.time.format.DateTimeFormatter} was half the time of reading a row.
 *
 * <p>A fraction of a second may have up to nine digits and is kept whole. A time without an offset is UTC, as
 * {@code CURRENT_TIMESTAMP} is. Every method throws a {@link DateTimeException} for anything else.
 */
final class SqliteTimeText {
    private static final int DATE = "2024-02-29".length();
    private static final int MINUTES = "23:59".length();
    private static final int NANO_DIGITS = 9;

    private final String text;

    private SqliteTimeText(String text) {
        this.text = text;
    }

    static LocalDate date(String text) {
        return new SqliteTimeText(text).date(text.length());
    }

    static LocalTime time(String text) {
        return new SqliteTimeText(text).time(0, text.length());
    }

    static LocalDateTime timestamp(String text) {
        return new SqliteTimeText(text).timestamp(text.length());
    }

    static OffsetDateTime moment(String text) {
        SqliteTimeText reader = new SqliteTimeText(text);
        int end = reader.endOfTime();
        LocalDateTime local = reader.timestamp(end);
        int offset = reader.offset(end);
        return OffsetDateTime.of(offset == 0 ? local : local.minusSeconds(offset), ZoneOffset.UTC);
    }

    private LocalDateTime timestamp(int end) {
        if (end == DATE) {
            return date(end).atStartOfDay();
        }
        if (end < DATE || text.charAt(DATE) != ' ' && text.charAt(DATE) != 'T') {
            throw malformed();
        }
        return LocalDateTime.of(date(DATE), time(DATE + 1, end));
    }

    private LocalDate date(int end) {
        if (end != DATE) {
            throw malformed();
        }
        expect(4, '-');
        expect(7, '-');
        return LocalDate.of(digits(0, 4), digits(5, 7), digits(8, DATE));
    }

    private LocalTime time(int from, int end) {
        int minutesEnd = from + MINUTES;
        if (end < minutesEnd) {
            throw malformed();
        }
        expect(from + 2, ':');
        int hour = digits(from, from + 2);
        int minute = digits(from + 3, minutesEnd);
        if (end == minutesEnd) {
            return LocalTime.of(hour, minute);
        }
        int secondsEnd = minutesEnd + 3;
        if (end < secondsEnd) {
            throw malformed();
        }
        expect(minutesEnd, ':');
        return LocalTime.of(hour, minute, digits(minutesEnd + 1, secondsEnd), nanos(secondsEnd, end));
    }

    private int nanos(int from, int end) {
        if (from == end) {
            return 0;
        }
        int count = end - from - 1;
        if (count < 1 || count > NANO_DIGITS) {
            throw malformed();
        }
        expect(from, '.');
        int nanos = digits(from + 1, end);
        for (int i = count; i < NANO_DIGITS; i++) {
            nanos *= 10;
        }
        return nanos;
    }

    /** Where the offset starts. */
    private int endOfTime() {
        for (int i = DATE; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '+' || character == '-' || character == 'Z') {
                return i > DATE && text.charAt(i - 1) == ' ' ? i - 1 : i;
            }
        }
        return text.length();
    }

    /** The offset in seconds: nothing, {@code Z}, {@code +01:30}, {@code +0130} or {@code +01}. */
    private int offset(int from) {
        int end = text.length();
        int start = from < end && text.charAt(from) == ' ' ? from + 1 : from;
        if (start == end || text.charAt(start) == 'Z' && start + 1 == end) {
            return 0;
        }
        boolean colon = end == start + 6 && text.charAt(start + 3) == ':';
        if (!colon && end != start + 5 && end != start + 3) {
            throw malformed();
        }
        int hours = digits(start + 1, start + 3);
        int minutes = end == start + 3 ? 0 : digits(colon ? start + 4 : start + 3, end);
        ZoneOffset offset = text.charAt(start) == '-'
                ? ZoneOffset.ofHoursMinutes(-hours, -minutes)
                : ZoneOffset.ofHoursMinutes(hours, minutes);
        return offset.getTotalSeconds();
    }

    private int digits(int from, int end) {
        int number = 0;
        for (int i = from; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw malformed();
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private void expect(int at, char character) {
        if (text.charAt(at) != character) {
            throw malformed();
        }
    }

    private static DateTimeException malformed() {
        return new DateTimeException("not a date or time as SQLite has them");
    }
}
