package dev.databases.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What several tasks do at the same time, made of a seed, for {@link ModelContract} to run. Each task has keys of its
 * own, so that it can tell by itself what it must see.
 *
 * @param seed makes the same program again
 * @param tasks run at the same time
 */
record RandomProgram(long seed, List<Task> tasks) {
    private static final int TASKS = 4;
    private static final int STEPS = 5;
    private static final int DEPTH = 3;
    private static final int KEYS = 6;

    /** What a step does; those from COMMITTED on have steps inside. */
    enum Kind {
        INSERT,
        UPDATE,
        DELETE,
        FIND,
        LIST,
        MANY,
        ITERATE,
        COMMITTED,
        FAILED,
        FORCED,
        CANCELLED,
        PINNED;

        boolean isBlock() {
            return compareTo(COMMITTED) >= 0;
        }
    }

    /**
     * One task.
     *
     * @param blocking whether it is a thread that waits, or a chain of stages
     * @param steps done one after the other
     */
    record Task(boolean blocking, List<Step> steps) {
        @Override
        public String toString() {
            return (blocking ? "thread:\n" : "chain:\n") + lines(steps, "  ");
        }
    }

    /**
     * One step.
     *
     * @param kind what it does
     * @param key on which of the task's keys
     * @param text what it writes
     * @param byHandle whether it goes by the innermost transaction or connection, or by the database
     * @param inner the steps inside of a block
     */
    record Step(Kind kind, int key, String text, boolean byHandle, List<Step> inner) {
        private String line(String indent) {
            String head =
                    indent + kind + (kind.isBlock() ? "" : " " + key + " " + text) + (byHandle ? " by handle" : "");
            return inner.isEmpty() ? head : head + "\n" + lines(inner, indent + "  ");
        }
    }

    static RandomProgram of(long seed) {
        Random random = new Random(seed);
        List<Task> tasks = IntStream.rangeClosed(0, random.nextInt(TASKS))
                .mapToObj(i -> new Task(random.nextBoolean(), steps(random, DEPTH, STEPS + 2)))
                .toList();
        return new RandomProgram(seed, tasks);
    }

    private static List<Step> steps(Random random, int depth, int most) {
        List<Step> steps = new ArrayList<>();
        for (int i = random.nextInt(most); i >= 0; i--) {
            steps.add(step(random, depth));
        }
        return steps;
    }

    private static Step step(Random random, int depth) {
        int kinds = depth == 0 ? Kind.COMMITTED.ordinal() : Kind.values().length;
        Kind kind = Kind.values()[random.nextInt(kinds)];
        List<Step> inner = kind.isBlock() ? steps(random, depth - 1, STEPS) : List.of();
        return new Step(kind, random.nextInt(KEYS), "t" + random.nextInt(1_000), random.nextBoolean(), inner);
    }

    private static String lines(List<Step> steps, String indent) {
        return steps.stream().map(step -> step.line(indent)).collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return "program " + seed + "\n" + tasks.stream().map(Task::toString).collect(Collectors.joining("\n"));
    }
}
