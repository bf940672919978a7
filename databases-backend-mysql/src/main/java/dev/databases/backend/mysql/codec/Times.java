package dev.databases.backend.mysql.codec;

import io.netty.buffer.ByteBuf;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/**
 * Dates and times in the form of the binary protocol, whose parts are left out from the right where they are zero, and as
 * text. A date that Java does not have is refused: the zero date, and those with a zero in them.
 */
final class Times {
    private static final int DATE_BYTES = 4;
    private static final int SECOND_BYTES = 7;
    private static final int MICRO_BYTES = 11;
    private static final int TIME_SECOND_BYTES = 8;
    private static final int TIME_MICRO_BYTES = 12;
    private static final int LAST_YEAR = 9999;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final int MICRO_DIGITS = 6;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int SECONDS_PER_HOUR = 3_600;
    private static final int HOURS_PER_DAY = 24;
    private static final int SECONDS_PER_DAY = HOURS_PER_DAY * SECONDS_PER_HOUR;

    private Times() {}

    static LocalDate date(ByteBuf cell) {
        return cell.isReadable() ? date(cell.readUnsignedShortLE(), cell.readByte(), cell.readByte()) : date(0, 0, 0);
    }

    private static LocalDate date(int year, int month, int day) {
        if (month == 0 || day == 0) {
            throw new Refusal(
                    "is a date with a zero for its month or day, which Java's dates do not have", Refusal.DATE);
        }
        return LocalDate.of(year, month, day);
    }

    static LocalDateTime timestamp(ByteBuf cell) {
        int length = cell.readableBytes();
        LocalDate date = date(cell);
        return length < SECOND_BYTES ? date.atStartOfDay() : date.atTime(clock(cell, length >= MICRO_BYTES));
    }

    private static LocalTime clock(ByteBuf cell, boolean withMicros) {
        int hour = cell.readByte();
        int minute = cell.readByte();
        int second = cell.readByte();
        return LocalTime.of(hour, minute, second, withMicros ? cell.readIntLE() * NANOS_PER_MICRO : 0);
    }

    /** A TIME, which is a span of time with a sign. */
    static Duration time(ByteBuf cell) {
        int length = cell.readableBytes();
        if (length == 0) {
            return Duration.ZERO;
        }
        boolean negative = cell.readByte() != 0;
        long seconds = cell.readUnsignedIntLE() * SECONDS_PER_DAY;
        LocalTime clock = clock(cell, length >= TIME_MICRO_BYTES);
        Duration time = Duration.ofSeconds(seconds + clock.toSecondOfDay(), clock.getNano());
        return negative ? time.negated() : time;
    }

    static LocalDate date(String text) {
        if (text.length() != "2000-01-01".length()) {
            throw new DateTimeException("not a date");
        }
        return date(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
    }

    static LocalDateTime timestamp(String text) {
        int clock = "2000-01-01 ".length();
        LocalDate date = date(text.substring(0, Math.min(text.length(), clock - 1)));
        return text.length() < clock ? date.atStartOfDay() : date.atStartOfDay().plus(time(text.substring(clock)));
    }

    /** {@code -838:59:59.000001}. */
    static Duration time(String text) {
        boolean negative = text.startsWith("-");
        int minute = text.indexOf(':');
        int second = text.indexOf(':', minute + 1);
        int point = text.indexOf('.');
        int end = point < 0 ? text.length() : point;
        if (minute < 0 || second < 0) {
            throw new DateTimeException("not a time");
        }
        long seconds = (long) number(text, negative ? 1 : 0, minute) * SECONDS_PER_HOUR
                + (long) number(text, minute + 1, second) * SECONDS_PER_MINUTE
                + number(text, second + 1, end);
        Duration time = Duration.ofSeconds(seconds, point < 0 ? 0 : micros(text, point + 1) * (long) NANOS_PER_MICRO);
        return negative ? time.negated() : time;
    }

    private static int micros(String text, int from) {
        int micros = number(text, from, text.length());
        for (int digits = text.length() - from; digits < MICRO_DIGITS; digits++) {
            micros *= 10;
        }
        return micros;
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    /** Whether a TIME is a time of day. */
    static boolean isTimeOfDay(Duration time) {
        return !time.isNegative() && time.getSeconds() < SECONDS_PER_DAY;
    }

    static LocalTime timeOfDay(Duration time) {
        if (!isTimeOfDay(time)) {
            throw new Refusal("is a time below 00:00 or from 24:00 on, which is no time of day", Refusal.DATE);
        }
        return LocalTime.ofNanoOfDay(time.toNanos());
    }

    static void write(LocalDate date, ByteBuf out) {
        out.writeByte(DATE_BYTES);
        writeDate(date, out);
    }

    private static void writeDate(LocalDate date, ByteBuf out) {
        if (date.getYear() < 0 || date.getYear() > LAST_YEAR) {
            throw new Refusal("has a year that is not from 0 to 9999", Refusal.DATE);
        }
        out.writeShortLE(date.getYear()).writeByte(date.getMonthValue()).writeByte(date.getDayOfMonth());
    }

    static void write(LocalDateTime timestamp, ByteBuf out) {
        int micros = timestamp.getNano() / NANOS_PER_MICRO;
        out.writeByte(micros == 0 ? SECOND_BYTES : MICRO_BYTES);
        writeDate(timestamp.toLocalDate(), out);
        out.writeByte(timestamp.getHour()).writeByte(timestamp.getMinute()).writeByte(timestamp.getSecond());
        if (micros != 0) {
            out.writeIntLE(micros);
        }
    }

    static void write(LocalTime time, ByteBuf out) {
        int micros = time.getNano() / NANOS_PER_MICRO;
        out.writeByte(micros == 0 ? TIME_SECOND_BYTES : TIME_MICRO_BYTES)
                .writeByte(0)
                .writeIntLE(0);
        out.writeByte(time.getHour()).writeByte(time.getMinute()).writeByte(time.getSecond());
        if (micros != 0) {
            out.writeIntLE(micros);
        }
    }
}
