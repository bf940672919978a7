package dev.databases.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server that runs as a process which does not outlive this JVM: a shell stands between and ends the server when its own
 * input ends. {@link PostgresProcess} and {@link MysqlProcess} start one.
 */
final class GuardedProcess {
    private static final long SECONDS_TO_END = 30;
    /**
     * Prints the server's id and waits for its end; beside it, a signal's name or the end of the input ends the server. What
     * ends a whole group of processes must not end the guard before the server.
     */
    private static final String GUARD = "signal=$1; shift; exec 3<&0; \"$@\" </dev/null 3<&- & server=$!; "
            + "trap '' TERM HUP INT; echo \"guarded process $server\" >&2; "
            + "{ read other; kill -${other:-$signal} $server; } <&3 3<&- >/dev/null 2>&1 & exec 3<&-; "
            + "wait $server; kill $! 2>/dev/null";

    private final Process guard;
    private final ServerLog log;

    private GuardedProcess(Process guard, ServerLog log) {
        this.guard = guard;
        this.log = log;
    }

    /**
     * Starts a server; {@link #awaitReady} is to follow.
     *
     * @param signal what ends the server when nothing else is asked for, such as {@code KILL}
     * @param ready what the server writes when it takes connections
     */
    static GuardedProcess start(String name, List<String> server, String signal, String ready) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", GUARD, "sh", signal));
        command.addAll(server);
        try {
            Process guard =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return new GuardedProcess(guard, ServerLog.follow(guard.getInputStream(), name, ready));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void awaitReady() {
        log.awaitReady();
    }

    /** Kills the server and its processes. */
    void kill() {
        all().forEach(ProcessHandle::destroyForcibly);
        end(null);
    }

    /** Sends a signal to the server and its processes. */
    void signal(String signal) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        all().forEach(each -> command.add(Long.toString(each.pid())));
        try {
            new ProcessBuilder(command).inheritIO().start().onExit().join();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private List<ProcessHandle> all() {
        ProcessHandle server = ProcessHandle.of(log.pid())
                .orElseThrow(() -> new IllegalStateException("the server is not running any more"));
        List<ProcessHandle> all = new ArrayList<>(List.of(server));
        all.addAll(server.descendants().toList());
        return all;
    }

    /** Ends the server by this signal, by default the one given at the start, and waits until it has ended. */
    void end(@Nullable String signal) {
        if (guard.isAlive()) {
            ask(signal);
        }
        try {
            if (!guard.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                destroy();
            }
        } catch (InterruptedException interrupted) {
            destroy();
            Thread.currentThread().interrupt();
        }
    }

    private void ask(@Nullable String signal) {
        try (OutputStream input = guard.getOutputStream()) {
            if (signal != null) {
                input.write((signal + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException ended) {
            return; // by itself, just now
        }
    }

    private void destroy() {
        guard.descendants().forEach(ProcessHandle::destroyForcibly);
        guard.destroyForcibly();
    }

    String log() {
        return log.toString();
    }
}
