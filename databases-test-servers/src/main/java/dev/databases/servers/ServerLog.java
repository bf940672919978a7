package dev.databases.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads what a server writes, for as long as it runs: so its pipe is never full, and it is known when the server is ready.
 * {@link GuardedProcess} asks it.
 */
final class ServerLog {
    private static final int LINES = 5_000;
    private static final int SECONDS_TO_START = 60;
    private static final String GUARDED = "guarded process ";

    private final Deque<String> lines = new ArrayDeque<>();
    private final CompletableFuture<Long> pid = new CompletableFuture<>();
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

    private final String name;
    private final String start;

    private ServerLog(String name, String start) {
        this.name = name;
        this.start = start;
    }

    /** Follows what the server of this name writes; it is ready when it writes {@code start}. */
    static ServerLog follow(InputStream output, String name, String start) {
        ServerLog log = new ServerLog(name, start);
        Thread thread = new Thread(() -> log.read(output), "log of " + name);
        thread.setDaemon(true);
        thread.start();
        return log;
    }

    private void read(InputStream output) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            String line = reader.readLine();
            while (line != null) {
                take(line);
                line = reader.readLine();
            }
        } catch (IOException closed) {
            take(closed.toString());
        }
        pid.completeExceptionally(new IllegalStateException("the server did not start"));
        ready.complete(false);
    }

    private void take(String line) {
        if (line.startsWith(GUARDED)) {
            pid.complete(Long.valueOf(line.substring(GUARDED.length())));
        } else {
            add(line);
        }
        if (line.contains(start)) {
            ready.complete(true);
        }
    }

    private synchronized void add(String line) {
        if (lines.size() == LINES) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    void awaitReady() {
        try {
            if (!ready.orTimeout(SECONDS_TO_START, TimeUnit.SECONDS).join()) {
                throw new IllegalStateException(name + " ended instead of starting:\n" + this);
            }
        } catch (CompletionException late) {
            if (late.getCause() instanceof TimeoutException) {
                throw new IllegalStateException(name + " is not ready after a minute:\n" + this, late);
            }
            throw late;
        }
    }

    long pid() {
        return pid.join();
    }

    @Override
    public synchronized String toString() {
        return String.join("\n", lines);
    }
}
