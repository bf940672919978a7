package dev.databases.benchmarks;

import dev.databases.benchmarks.Meter.Reading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Two ways of doing the same, run in turns in one process, so that whatever else the machine does hits both: the figures
 * are medians of the ratios of neighbours. {@link Ratios} runs it.
 *
 * @param goal what the ratio should be, for the table
 * @param side what is looked at
 * @param base what it is compared with
 */
record Comparison(String goal, Side side, Side base) {
    private static final int ROUNDS = Integer.getInteger("rounds", 10);
    private static final long WARM_UP = Integer.getInteger("warm", 4_000) * 1_000_000L;
    private static final long ROUND = Integer.getInteger("round", 500) * 1_000_000L;

    /** Two neighbours. */
    private record Pair(Reading side, Reading base) {}

    /** Runs it and returns a line of the table. */
    String line(String name) throws Exception {
        int ofSide = warmUp(side);
        int ofBase = warmUp(base);
        warmUp(side);
        warmUp(base);
        List<Pair> pairs = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            pairs.add(round % 2 == 0 ? sideFirst(ofSide, ofBase) : baseFirst(ofSide, ofBase));
        }
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %.2f / %.2f | %,.0f / %,.0f |",
                name,
                goal,
                ratio(pairs, Reading::nanos),
                ratio(pairs, Reading::cpu),
                ratio(pairs, Reading::bytes),
                median(pairs, pair -> pair.side.cpu()) / 1_000,
                median(pairs, pair -> pair.base.cpu()) / 1_000,
                median(pairs, pair -> pair.side.bytes()),
                median(pairs, pair -> pair.base.bytes()));
    }

    /** Runs a side for a while and returns how many operations make a round. */
    private static int warmUp(Side side) throws Exception {
        int operations = 1;
        double nanos = 0;
        for (long spent = 0; spent < WARM_UP || nanos == 0; ) {
            nanos = Meter.read(side, operations).nanos();
            spent += (long) (nanos * operations);
            operations = (int) Math.max(1, Math.min(2.0 * operations, ROUND / nanos));
        }
        return operations;
    }

    private Pair sideFirst(int ofSide, int ofBase) throws Exception {
        Reading first = Meter.read(side, ofSide);
        return new Pair(first, Meter.read(base, ofBase));
    }

    private Pair baseFirst(int ofSide, int ofBase) throws Exception {
        Reading first = Meter.read(base, ofBase);
        return new Pair(Meter.read(side, ofSide), first);
    }

    /** The median of the ratios, and the middle half of them. */
    private static String ratio(List<Pair> pairs, ToDoubleFunction<Reading> what) {
        if (pairs.stream().anyMatch(pair -> what.applyAsDouble(pair.base) < 1)) {
            return "";
        }
        double[] ratios = sorted(pairs, pair -> what.applyAsDouble(pair.side) / what.applyAsDouble(pair.base));
        int quarter = ratios.length / 4;
        return String.format(
                Locale.ROOT,
                "**%.2f** (%.2f-%.2f)",
                middle(ratios),
                ratios[quarter],
                ratios[ratios.length - 1 - quarter]);
    }

    private static double median(List<Pair> pairs, ToDoubleFunction<Pair> what) {
        return middle(sorted(pairs, what));
    }

    private static double[] sorted(List<Pair> pairs, ToDoubleFunction<Pair> what) {
        double[] values = pairs.stream().mapToDouble(what).toArray();
        Arrays.sort(values);
        return values;
    }

    private static double middle(double[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
