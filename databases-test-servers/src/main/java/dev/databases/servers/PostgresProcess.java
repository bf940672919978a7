package dev.databases.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server as a process on this machine, with a folder of its own that is removed with it. Started by
 * {@link PostgresSetup}; tests of faults kill, pause and restart it. Not for several threads.
 */
public final class PostgresProcess implements AutoCloseable {
    private static final String READY = "database system is ready to accept connections";

    private final PostgresBinaries binaries;
    private final Path folder;
    private final int port;
    private @Nullable GuardedProcess running;

    private PostgresProcess(PostgresBinaries binaries, Path folder, int port) {
        this.binaries = binaries;
        this.folder = folder;
        this.port = port;
    }

    static PostgresProcess start(PostgresBinaries binaries, Map<String, String> settings, List<String> access) {
        IllegalStateException last = new IllegalStateException("never tried");
        for (int i = 0; i < FreePort.TRIES; i++) {
            PostgresProcess process = prepare(binaries, settings, access);
            try {
                process.start();
                return process;
            } catch (IllegalStateException failure) {
                process.close();
                last = failure;
                if (!process.log().contains(FreePort.TAKEN)) {
                    break;
                }
            }
        }
        throw last;
    }

    private static PostgresProcess prepare(
            PostgresBinaries binaries, Map<String, String> settings, List<String> access) {
        try {
            Path folder = Files.createTempDirectory("databases-pg");
            PostgresProcess process = new PostgresProcess(binaries, folder, FreePort.find());
            process.initialize();
            Files.write(process.data().resolve("pg_hba.conf"), access);
            Files.write(process.data().resolve("postgresql.auto.conf"), process.configuration(settings));
            return process;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void initialize() throws IOException {
        List<String> command = unprivileged(List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + data(),
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
                "--no-instructions"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            Folders.delete(folder);
            throw new IllegalStateException("initdb failed: " + said);
        }
    }

    private List<String> configuration(Map<String, String> settings) {
        List<String> lines = new ArrayList<>();
        lines.add("port = " + port);
        lines.add("unix_socket_directories = '" + folder + "'");
        settings.forEach((name, value) -> lines.add(name + " = '" + value.replace("'", "''") + "'"));
        return lines;
    }

    /** PostgreSQL refuses to run as root; inside a namespace of users nobody is. */
    private static List<String> unprivileged(List<String> command) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return command;
        }
        List<String> wrapped = new ArrayList<>(List.of("unshare", "-U"));
        wrapped.addAll(command);
        return wrapped;
    }

    /**
     * Starts the server again after it was killed or stopped, on the same port and data.
     *
     * @throws IllegalStateException if it does not start
     */
    public void start() {
        List<String> command = unprivileged(List.of(binaries.program("postgres").toString(), "-D", data().toString()));
        GuardedProcess started = GuardedProcess.start("PostgreSQL", command, "QUIT", READY);
        running = started;
        started.awaitReady();
    }

    /** Kills the server and all its sessions, as a power failure would: no session is told. */
    public void kill() {
        running().kill();
    }

    /** Stops the server at once; sessions are told with the SQLSTATE 57P01 or 57P02. */
    public void stop() {
        running().end(null);
    }

    /** Freezes the server and all its sessions: connections stay open and nobody answers. */
    public void pause() {
        running().signal("STOP");
    }

    /** Ends the {@link #pause()}. */
    public void resume() {
        running().signal("CONT");
    }

    private GuardedProcess running() {
        if (running == null) {
            throw new IllegalStateException("the server is not running");
        }
        return running;
    }

    /**
     * Returns what the server has written to its log so far.
     *
     * @return the last lines, some thousands at most
     */
    public String log() {
        return running == null ? "" : running.log();
    }

    /**
     * Returns the port, on 127.0.0.1.
     *
     * @return the port
     */
    public int port() {
        return port;
    }

    /**
     * Returns the folder of the server: its Unix socket is there, and tests may put certificates there.
     *
     * @return the folder
     */
    public Path folder() {
        return folder;
    }

    private Path data() {
        return folder.resolve("data");
    }

    @Override
    public void close() {
        if (running != null) {
            running.end(null);
        }
        Folders.delete(folder);
    }

    @Override
    public String toString() {
        return "PostgreSQL of " + binaries.home();
    }
}
