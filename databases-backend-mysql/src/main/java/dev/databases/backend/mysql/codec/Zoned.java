package dev.databases.backend.mysql.codec;

import dev.databases.sql.Interval;
import dev.databases.sql.SqlType;
import dev.databases.sql.SqlType.Kind;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Reads and writes dates and times, and moments by the time zone that the session has at the server: there a
 * {@code timestamp} is written and read as the clock in that zone.
 */
final class Zoned {
    private final ZoneId zone;
    private final boolean isRegion;

    Zoned(ZoneId zone) {
        this.zone = zone;
        this.isRegion = !zone.getRules().isFixedOffset();
    }

    /** The decoder of a column of dates or times. */
    CellDecoder of(int type, boolean binary, SqlType<?> target) {
        return switch (type) {
            case WireType.TIME ->
                binary ? ofTime(Times::time, target) : ofTime(cell -> Times.time(Cells.string(cell)), target);
            case WireType.DATE, WireType.NEWDATE ->
                binary ? ofDate(Times::date, target) : ofDate(cell -> Times.date(Cells.string(cell)), target);
            default ->
                binary
                        ? ofTimestamp(Times::timestamp, target)
                        : ofTimestamp(cell -> Times.timestamp(Cells.string(cell)), target);
        };
    }

    /** The decoder of a text that is a date or a time to the statement. */
    CellDecoder ofText(SqlType<?> target) {
        return target.kind() == Kind.TIME
                ? cell -> Times.timeOfDay(Times.time(Cells.string(cell)))
                : ofTimestamp(cell -> Times.timestamp(Cells.string(cell)), target);
    }

    private static CellDecoder ofTime(Reader<Duration> reader, SqlType<?> target) {
        return switch (target.kind()) {
            case TIME -> cell -> Times.timeOfDay(reader.read(cell));
            case INTERVAL -> cell -> Interval.of(reader.read(cell));
            case ANY -> cell -> timeOrInterval(reader.read(cell));
            default ->
                cell -> {
                    throw Decoders.refused(target);
                };
        };
    }

    /** A TIME can be less than nothing and more than a day: then it is a span of time. */
    private static Object timeOrInterval(Duration time) {
        return Times.isTimeOfDay(time) ? Times.timeOfDay(time) : Interval.of(time);
    }

    private static CellDecoder ofDate(Reader<LocalDate> reader, SqlType<?> target) {
        return switch (target.kind()) {
            case DATE -> reader::read;
            case TIMESTAMP -> cell -> reader.read(cell).atStartOfDay();
            default ->
                cell -> {
                    throw Decoders.refused(target);
                };
        };
    }

    private CellDecoder ofTimestamp(Reader<LocalDateTime> reader, SqlType<?> target) {
        return switch (target.kind()) {
            case TIMESTAMP -> reader::read;
            case TIMESTAMPTZ -> cell -> moment(reader.read(cell));
            case DATE -> cell -> date(reader.read(cell), target);
            default ->
                cell -> {
                    throw Decoders.refused(target);
                };
        };
    }

    private static LocalDate date(LocalDateTime timestamp, SqlType<?> target) {
        if (!timestamp.toLocalTime().equals(LocalTime.MIDNIGHT)) {
            throw Decoders.refused(target);
        }
        return timestamp.toLocalDate();
    }

    private OffsetDateTime moment(LocalDateTime clock) {
        return zone.equals(ZoneOffset.UTC)
                ? clock.atOffset(ZoneOffset.UTC)
                : clock.atZone(zone).toOffsetDateTime().withOffsetSameInstant(ZoneOffset.UTC);
    }

    void write(OffsetDateTime moment, ByteBuf out) {
        int year = moment.getYear();
        if (year < 0 || year > 9999) { // before the zone changes it: the last moments of all have no other offset
            throw new Refusal("has a year that is not from 0 to 9999", Refusal.DATE);
        }
        LocalDateTime clock = moment.atZoneSameInstant(zone).toLocalDateTime();
        if (isRegion && zone.getRules().getValidOffsets(clock).size() > 1) {
            throw new Refusal("is in an hour that the clocks of the session's time_zone repeat", Refusal.DATE);
        }
        Times.write(clock, out);
    }

    /** Reads one class of values. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(ByteBuf cell);
    }
}
