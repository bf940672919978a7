package dev.databases.benchmarks.peers;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * One workload, run by all peers in turns; the order moves on by one each round, so that what else the machine does hits
 * all alike. Ratios are medians over the rounds of what two peers did in the same round.
 */
final class Contest {
    private static final int ROUNDS = Integer.getInteger("rounds", 9);
    private static final int WARM_UP = Integer.getInteger("warm", 4_000);
    private static final int ROUND = Integer.getInteger("round", 600);
    private static final String OWN = "databases";

    private final Workload what;
    private final int callers;
    private final Schema schema;
    private final Map<String, List<Reading>> readings = new LinkedHashMap<>();

    Contest(Workload what, int callers, Schema schema) {
        this.what = what;
        this.callers = callers;
        this.schema = schema;
    }

    void run(List<Child> all) throws IOException, SQLException {
        List<Child> order = new ArrayList<>();
        for (Child child : all) {
            if (isTaken(child)) {
                order.add(child);
                readings.put(child.name(), new ArrayList<>());
            }
        }
        for (int i = 0; i < ROUNDS; i++) {
            for (Child child : order) {
                turns(child.name()).add(turn(child, ROUND));
            }
            Collections.rotate(order, 1);
        }
    }

    /** Warms a peer up; one that cannot do it is left out. */
    private boolean isTaken(Child child) throws SQLException {
        try {
            turn(child, WARM_UP);
            return true;
        } catch (IOException failure) {
            System.err.println(failure.getMessage());
            return false;
        }
    }

    private Reading turn(Child child, int millis) throws IOException, SQLException {
        if (what.inserts()) {
            schema.empty();
        }
        return child.turn(what, callers, millis);
    }

    /** All peers, as lines of a table. */
    String details() {
        StringBuilder lines = new StringBuilder();
        readings.forEach((name, turns) -> lines.append(String.format(
                Locale.ROOT,
                "| %s | %s | %,.0f | %.1f | %.1f | %,.0f |%n",
                label(),
                name,
                median(turns, Reading::rate),
                median(turns, Reading::client),
                median(turns, Reading::total),
                median(turns, Reading::bytes))));
        return lines.toString();
    }

    /** This library, in each way to use it, against the best of the others in each figure. */
    List<String> ratios() {
        return readings.keySet().stream()
                .filter(name -> name.startsWith(OWN))
                .map(own -> "| " + label() + " | " + own + " | " + ratio(own, Reading::rate, true) + " | "
                        + ratio(own, Reading::client, false) + " | " + ratio(own, Reading::total, false) + " | "
                        + ratio(own, Reading::bytes, false) + " |")
                .toList();
    }

    private String ratio(String own, ToDoubleFunction<Reading> figure, boolean mostIsBest) {
        Comparator<String> byFigure = Comparator.comparingDouble(name -> median(turns(name), figure));
        return readings.keySet().stream()
                .filter(name -> !name.startsWith(OWN))
                .min(mostIsBest ? byFigure.reversed() : byFigure)
                .map(best -> String.format(
                        Locale.ROOT, "**%.2f** (%s)", ofSameRounds(turns(own), turns(best), figure), best))
                .orElse("");
    }

    private List<Reading> turns(String name) {
        return readings.getOrDefault(name, List.of());
    }

    private static double ofSameRounds(List<Reading> some, List<Reading> others, ToDoubleFunction<Reading> figure) {
        double[] ratios = new double[some.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = figure.applyAsDouble(some.get(i)) / figure.applyAsDouble(others.get(i));
        }
        return middle(ratios);
    }

    private static double median(List<Reading> turns, ToDoubleFunction<Reading> figure) {
        return middle(turns.stream().mapToDouble(figure).toArray());
    }

    private static double middle(double[] values) {
        Arrays.sort(values);
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }

    private String label() {
        return what.name().toLowerCase(Locale.ROOT) + " c=" + callers;
    }
}
