package dev.databases.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Prints the figures of record, a table in Markdown: what the library takes as a ratio to plain sqlite-jdbc, from both
 * sides running in turns. Arguments are names of comparisons; without any, all run, each in a process of its own.
 */
public final class Ratios {
    private static final Logger LOG = Logger.getLogger("dev.databases");

    private static final List<String> NAMES = List.of(
            "compile-built",
            "compile-reused",
            "compile-search",
            "compile-insert",
            "compile-text",
            "one-row-chain",
            "one-row-blocking",
            "one-row-blocking-text",
            "readers",
            "readers-jdbc",
            "readers-against-jdbc",
            "many",
            "many-joined",
            "many-blocking",
            "many-mapped",
            "iterate",
            "iterate-windowed",
            "iterate-blocking");

    private Ratios() {}

    /**
     * Runs comparisons.
     *
     * @param names which; all if there is none
     * @throws Exception if one fails
     */
    public static void main(String[] names) throws Exception {
        LOG.setLevel(Level.WARNING);
        if (names.length == 0) {
            System.out.println("| what | goal | time | CPU | bytes | CPU, µs | bytes |");
            System.out.println("|---|---|---|---|---|---|---|");
            for (String name : NAMES) {
                inOwnProcess(name);
            }
        }
        for (String name : names) {
            try (Workloads workloads = new Workloads()) {
                System.out.println(comparison(name, workloads).line(name));
            }
        }
    }

    private static Comparison comparison(String name, Workloads use) throws Exception {
        return switch (name) {
            case "compile-built" -> new Comparison("< 1 µs", use.compileBuilt(), use.microsecond());
            case "compile-reused" -> new Comparison("< 1 µs", use.compileReused(), use.microsecond());
            case "compile-search" -> new Comparison("", use.compileSearch(), use.microsecond());
            case "compile-insert" -> new Comparison("", use.compileInsert(), use.microsecond());
            case "compile-text" -> new Comparison("< 1 µs", use.compileText(), use.microsecond());
            case "one-row-chain" -> new Comparison("<= 1.5", use.chain(), use.jdbc());
            case "one-row-blocking" -> new Comparison("<= 1.5", use.blocking(), use.jdbc());
            case "one-row-blocking-text" -> new Comparison("<= 1.5", use.blockingText(), use.jdbc());
            case "readers" -> new Comparison("time < 0.77", use.readers(), use.oneReader());
            case "readers-jdbc" -> new Comparison("", use.jdbcThreads(), use.jdbcInTurn());
            case "readers-against-jdbc" -> new Comparison("", use.readers(), use.jdbcThreads());
            case "many" -> new Comparison("<= 0.7", use.executeMany(), use.jdbcBatch());
            case "many-joined" -> new Comparison("<= 0.7", use.executeManyJoined(), use.jdbcBatch());
            case "many-blocking" -> new Comparison("<= 0.7", use.executeManyBlocking(), use.jdbcBatch());
            case "many-mapped" -> new Comparison("<= 0.7", use.executeManyMapped(), use.jdbcBatch());
            case "iterate" -> new Comparison("<= 1.2", use.iterate(Integer.MAX_VALUE), use.jdbcAll());
            case "iterate-windowed" -> new Comparison("<= 1.2", use.iterate(Workloads.WINDOW), use.jdbcAll());
            case "iterate-blocking" -> new Comparison("<= 1.2", use.iterateBlocking(), use.jdbcAll());
            default -> throw new IllegalArgumentException("no comparison \"" + name + "\"; there are " + NAMES);
        };
    }

    /** What the JIT compiler learns of one comparison does not help or harm the next one. */
    private static void inOwnProcess(String name) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "-Drounds=" + System.getProperty("rounds", "10"),
                        "-Dwarm=" + System.getProperty("warm", "4000"),
                        "-Dround=" + System.getProperty("round", "500"),
                        "-Doptions=" + System.getProperty("options", ""),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Ratios.class.getName(),
                        name)
                .inheritIO();
        int exit = builder.start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException("the comparison " + name + " ended with " + exit);
        }
    }
}
