package dev.databases.benchmarks.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The parent's end of a {@link Worker}. */
final class Child implements AutoCloseable {
    /** More flags for the JVM of each peer, such as a recording; %n becomes its name. */
    private static final String FLAGS = System.getProperty("flags", "");

    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final PrintWriter questions;
    private final List<ProcessHandle> servers;

    Child(String name, String host, int port, List<ProcessHandle> servers) throws IOException {
        this.name = name;
        this.servers = servers;
        this.process = new ProcessBuilder(command(name, host, port))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.questions = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        if (!"ready".equals(answers.readLine())) {
            throw new IllegalStateException("the peer " + name + " did not start");
        }
    }

    private static List<String> command(String name, String host, int port) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xms512m",
                "-Xmx512m",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Dio.netty.noUnsafe=false"));
        if (!FLAGS.isEmpty()) {
            command.addAll(List.of(FLAGS.replace("%n", name).split(" ")));
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName(),
                name,
                host,
                Integer.toString(port)));
        return command;
    }

    String name() {
        return name;
    }

    /** Has the peer run for some time. */
    Reading turn(Workload what, int callers, long millis) throws IOException {
        double before = CpuTime.of(servers);
        questions.println(what + " " + callers + " " + millis);
        String answer = answers.readLine();
        double spent = (CpuTime.of(servers) - before) / 1e3;
        if (answer == null || !answer.startsWith("done ")) {
            throw new IOException(name + ": " + (answer == null ? "the process has ended" : answer));
        }
        String[] words = answer.split(" ");
        return new Reading(
                Double.parseDouble(words[2]),
                Double.parseDouble(words[3]),
                spent / Long.parseLong(words[1]),
                Double.parseDouble(words[4]));
    }

    @Override
    public void close() {
        process.destroy();
    }
}
