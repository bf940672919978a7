package dev.databases.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A MySQL or MariaDB server as a process on this machine, with a folder of its own that is removed with it. Started by
 * {@link MysqlSetup}; tests of faults kill, pause and restart it. Not for several threads.
 */
public final class MysqlProcess implements AutoCloseable {
    private static final String READY = "ready for connections";

    private final MysqlBinaries binaries;
    private final List<String> options;
    private final Path folder;
    private final int port;
    private @Nullable GuardedProcess running;

    private MysqlProcess(MysqlBinaries binaries, List<String> options, Path folder, int port) {
        this.binaries = binaries;
        this.options = options;
        this.folder = folder;
        this.port = port;
    }

    static MysqlProcess start(MysqlBinaries binaries, List<String> options, List<String> statements) {
        IllegalStateException last = new IllegalStateException("never tried");
        for (int i = 0; i < FreePort.TRIES; i++) {
            MysqlProcess process = prepare(binaries, options, statements);
            try {
                process.run(List.of("--init-file=" + process.first()));
                process.refuseErrors();
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

    private static MysqlProcess prepare(MysqlBinaries binaries, List<String> options, List<String> statements) {
        try {
            Path folder = Files.createTempDirectory("databases-my");
            MysqlProcess process = new MysqlProcess(binaries, options, folder, FreePort.find());
            MysqlTemplate.copy(binaries, process.data());
            Files.write(
                    process.first(), statements.stream().map(each -> each + ";").toList());
            return process;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private List<String> command(List<String> more) {
        List<String> command = new ArrayList<>(binaries.command());
        command.add("--datadir=" + data());
        command.addAll(options);
        command.addAll(more);
        return command;
    }

    /** The servers go on after a statement that fails. */
    private void refuseErrors() {
        log().lines()
                .filter(line -> line.contains("[ERROR]") || line.startsWith("ERROR"))
                .findFirst()
                .ifPresent(line -> {
                    throw new IllegalStateException(line);
                });
    }

    /**
     * Starts the server again after it was killed or stopped, on the same port and data.
     *
     * @throws IllegalStateException if it does not start
     */
    public void start() {
        run(List.of());
    }

    private void run(List<String> more) {
        try { // of a server that was killed; the number in it may be somebody else's by now
            Files.deleteIfExists(folder.resolve("mysql.sock"));
            Files.deleteIfExists(folder.resolve("mysql.sock.lock"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        List<String> all = new ArrayList<>(List.of(
                "--port=" + port, "--socket=" + folder.resolve("mysql.sock"), "--pid-file=" + folder.resolve("pid")));
        all.addAll(more);
        GuardedProcess started = GuardedProcess.start("the server", command(all), "KILL", READY);
        running = started;
        started.awaitReady();
    }

    /** Kills the server, as a power failure would: no session is told. */
    public void kill() {
        running().kill();
    }

    /** Stops the server in order; sessions are ended by it. */
    public void stop() {
        running().end("TERM");
    }

    /** Freezes the server: connections stay open and nobody answers. */
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
     * Returns what the server has written to its log since it was started last.
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
     * Returns the folder of the server: its Unix socket {@code mysql.sock} is there, and its data.
     *
     * @return the folder
     */
    public Path folder() {
        return folder;
    }

    /**
     * Returns the folder of the data, where MySQL has written the certificates and the public key that it made itself.
     *
     * @return the folder
     */
    public Path data() {
        return folder.resolve("data");
    }

    private Path first() {
        return folder.resolve("first.sql");
    }

    @Override
    public void close() {
        if (running != null) {
            running.end("KILL");
        }
        Folders.delete(folder);
    }

    @Override
    public String toString() {
        return binaries.name();
    }
}
