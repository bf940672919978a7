package dev.databases.testkit;

import static java.time.ZoneOffset.UTC;

import dev.databases.sql.Interval;
import dev.databases.sql.Json;
import dev.databases.sql.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Values of one type for {@link TypeContract}.
 *
 * @param type the type
 * @param values come back as they are on every database
 * @param extremes come back as they are, or are refused
 * @param random makes more values that come back as they are
 */
record Sample<T>(SqlType<T> type, List<T> values, List<T> extremes, Function<Random, T> random) {
    private static final SqlType<BigDecimal> MONEY = SqlType.numeric(12, 4);
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);
    private static final LocalTime LAST_MOMENT = LocalTime.of(23, 59, 59, 999_999_000);
    private static final LocalTime WITH_MICROS = LocalTime.of(12, 34, 56, 1_000);

    /** All types but arrays. */
    static List<Sample<?>> all() {
        return List.of(
                of(SqlType.BOOLEAN, Random::nextBoolean, true, false),
                of(SqlType.SMALLINT, r -> (short) r.nextInt(), Short.MIN_VALUE, Short.MAX_VALUE, (short) 0),
                of(SqlType.INTEGER, Random::nextInt, Integer.MIN_VALUE, Integer.MAX_VALUE, 0),
                of(SqlType.BIGINT, Random::nextLong, Long.MIN_VALUE, Long.MAX_VALUE, 0L),
                unsigned(),
                of(SqlType.REAL, r -> r.nextInt(1_000_000) / 8f, 0f, 0.5f, -1.25f)
                        .or(0.1f, Float.MAX_VALUE, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY),
                of(SqlType.DOUBLE, r -> r.nextGaussian() * 1e9, 0.0, 0.1, -1.5, Math.PI, 1e300, 1e-300)
                        .or(Double.MAX_VALUE, Double.MIN_VALUE, Double.NaN, Double.POSITIVE_INFINITY),
                of(
                                MONEY,
                                r -> BigDecimal.valueOf(r.nextLong() % 1_000_000_000_000L, 4),
                                decimals("0", "1.5", "-0.0001"))
                        .or(decimals("99999999.9999", "-99999999.9999")),
                of(SqlType.numeric(38, 18), r -> BigDecimal.valueOf(r.nextInt(), 6), decimals("0", "0.1", "-1234567.5"))
                        .or(decimals("12345678901234567890.123456789012345678", "0.000000000000000001")),
                text(),
                of(SqlType.string(40), r -> Integer.toString(r.nextInt()), "", "x".repeat(40), "漢".repeat(40)),
                of(SqlType.BINARY, Sample::bytes, new byte[0], new byte[] {0}, everyByte()),
                dates(),
                of(SqlType.TIME, r -> micros(r).toLocalTime(), LocalTime.MIDNIGHT, LAST_MOMENT, WITH_MICROS),
                timestamps(),
                moments(),
                intervals(),
                of(SqlType.UUID, r -> new UUID(r.nextLong(), r.nextLong()), new UUID(0, 0), new UUID(-1, -1)),
                of(
                                SqlType.JSON,
                                r -> Json.of("[" + r.nextInt() + "]"),
                                Json.of("{\"a\": 1}"),
                                Json.of("[1, null, \"é\"]"))
                        .or(Json.of("1e5"), Json.of("null")),
                of(SqlType.enumeration(TimeUnit.class), r -> TimeUnit.values()[r.nextInt(7)], TimeUnit.DAYS),
                of(SqlType.TEXT.mapped(URI.class, URI::toString, URI::create), r -> URI.create("a:" + r.nextInt())),
                of(
                        SqlType.BIGINT.mapped(Duration.class, Duration::toNanos, Duration::ofNanos),
                        r -> Duration.ofNanos(r.nextLong())));
    }

    private static Sample<BigInteger> unsigned() {
        BigInteger all = BigInteger.ONE.shiftLeft(64);
        return of(
                        SqlType.UNSIGNED_BIGINT,
                        r -> new BigInteger(62, r),
                        BigInteger.ZERO,
                        BigInteger.valueOf(Long.MAX_VALUE))
                .or(BigInteger.ONE.shiftLeft(63), all.subtract(BigInteger.ONE), all, BigInteger.ONE.negate());
    }

    private static Sample<String> text() {
        String hard = "it's \"x\" `y` \\ %_ \n\r\t $1 :name ? -- /* end";
        return of(SqlType.TEXT, r -> hard.substring(r.nextInt(20)), "", " ", "漢字 😀 ü", hard, "x".repeat(100_000))
                .or("a\0b", "\ud83d");
    }

    private static Sample<LocalDate> dates() {
        return of(SqlType.DATE, r -> micros(r).toLocalDate(), LocalDate.EPOCH, LocalDate.of(2024, 2, 29), LAST_DAY)
                .or(LocalDate.of(1, 1, 1), LocalDate.of(-43, 3, 15), LocalDate.of(10_000, 1, 1), LocalDate.MAX);
    }

    private static Sample<LocalDateTime> timestamps() {
        LocalDate leapDay = LocalDate.of(2024, 2, 29);
        return of(SqlType.TIMESTAMP, Sample::micros, leapDay.atTime(LAST_MOMENT), LocalDate.EPOCH.atTime(WITH_MICROS))
                .or(LAST_DAY.atTime(LAST_MOMENT), LocalDateTime.of(-43, 3, 15, 12, 0), LocalDateTime.MAX);
    }

    private static Sample<OffsetDateTime> moments() {
        OffsetDateTime inIndia = LocalDate.of(2024, 2, 29).atTime(WITH_MICROS).atOffset(ZoneOffset.of("+05:30"));
        return of(
                        SqlType.TIMESTAMPTZ,
                        r -> micros(r).atOffset(UTC),
                        inIndia,
                        LocalDateTime.of(1999, 12, 31, 23, 59).atOffset(UTC))
                .or(LAST_DAY.atTime(LAST_MOMENT).atOffset(ZoneOffset.MIN), OffsetDateTime.MAX, OffsetDateTime.MIN);
    }

    private static Sample<Interval> intervals() {
        Duration time = Duration.ofHours(4).plusMinutes(5).plusNanos(6_500_000_000L);
        return of(
                        SqlType.INTERVAL,
                        r -> new Interval(Period.of(0, 0, r.nextInt(30)), Duration.ofSeconds(r.nextInt(86_400))),
                        new Interval(Period.of(1, 2, 3), time),
                        Interval.of(Period.ZERO))
                .or(Interval.of(Duration.ofSeconds(-1)), Interval.of(Period.ofDays(-400)));
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // the list is a copy
    private static <T> Sample<T> of(SqlType<T> type, Function<Random, T> random, T... values) {
        return new Sample<>(type, List.of(values), List.of(), random);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // the list is a copy
    private Sample<T> or(T... extreme) {
        return new Sample<>(type, values, List.of(extreme), random);
    }

    private static BigDecimal[] decimals(String... texts) {
        return Arrays.stream(texts).map(BigDecimal::new).toArray(BigDecimal[]::new);
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] everyByte() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    /** A time between 1970 and 2100. */
    private static LocalDateTime micros(Random random) {
        return LocalDateTime.ofEpochSecond(random.nextInt(Integer.MAX_VALUE), random.nextInt(1_000_000) * 1_000, UTC);
    }

    /** Whether a value that came back is the one that was stored, to its scale, its bytes or its moment. */
    boolean isSame(Object stored, @Nullable Object back) {
        if (back == null || !type.javaType().isInstance(back)) {
            return false;
        }
        if (stored.equals(back)) { // such as the last moment, which stands for infinity and has no moment in UTC
            return !(stored instanceof BigDecimal decimal)
                    || decimal.scale() == type.scale().orElseThrow();
        }
        if (stored instanceof BigDecimal decimal) {
            return back.equals(decimal.setScale(type.scale().orElseThrow()));
        }
        if (stored instanceof Json document) {
            return isSame(document.text(), ((Json) back).text());
        }
        if (stored instanceof OffsetDateTime moment) {
            boolean infinite = moment.equals(OffsetDateTime.MAX) || moment.equals(OffsetDateTime.MIN); // nothing in UTC
            return back.equals(infinite ? moment : moment.withOffsetSameInstant(UTC));
        }
        return stored instanceof byte[] bytes ? Arrays.equals(bytes, (byte[]) back) : stored.equals(back);
    }

    /** Whether documents are one number, which a database may write in another way; how others are spelled is kept. */
    private static boolean isSame(String stored, String back) {
        String number = "-?[0-9.]+(e[0-9]+)?";
        return stored.matches(number)
                && back.matches(number)
                && new BigDecimal(stored).compareTo(new BigDecimal(back)) == 0;
    }

    @Override
    public String toString() {
        return type.isMapped() ? type + " as " + type.javaType().getSimpleName() : type.toString();
    }
}
