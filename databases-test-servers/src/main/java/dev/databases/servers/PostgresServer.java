package dev.databases.servers;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server that a test may use, and its superuser. One that was started here also is a process to kill, to
 * pause and to start again; one from the environment or in a container is only a URL.
 */
public final class PostgresServer implements AutoCloseable {
    private final String url;
    private final Runnable stop;
    private final @Nullable PostgresProcess process;

    private PostgresServer(String url, Runnable stop, @Nullable PostgresProcess process) {
        this.url = url;
        this.stop = stop;
        this.process = process;
    }

    static PostgresServer at(String url) {
        return at(url, () -> {});
    }

    static PostgresServer at(String url, Runnable stop) {
        return new PostgresServer(url, stop, null);
    }

    static PostgresServer of(PostgresProcess process) {
        String url = "postgresql://postgres@127.0.0.1:" + process.port() + "/postgres";
        return new PostgresServer(url, process::close, process);
    }

    /**
     * Prepares a server of the version that comes from Maven Central.
     *
     * @return what to start it with
     */
    public static PostgresSetup embedded() {
        return new PostgresSetup(PostgresBinaries.embedded());
    }

    /**
     * Prepares a server of a version that is installed on this machine.
     *
     * @param version such as {@code 15}; empty for the newest
     * @return what to start it with
     * @throws IllegalStateException if there is none
     */
    public static PostgresSetup installed(String version) {
        return new PostgresSetup(PostgresBinaries.installed(version)
                .orElseThrow(() -> new IllegalStateException("PostgreSQL " + version + " is not installed")));
    }

    /**
     * Tells whether a version is installed on this machine.
     *
     * @param version such as {@code 15}; empty for any
     * @return true if {@link #installed} finds it
     */
    public static boolean isInstalled(String version) {
        return PostgresBinaries.installed(version).isPresent();
    }

    /**
     * Returns where the server is.
     *
     * @return the URL of the superuser and its database, such as {@code postgresql://postgres@127.0.0.1:34567/postgres}
     */
    public String url() {
        return url;
    }

    /**
     * Returns the process, to do to it what a test of faults does.
     *
     * @return the process, empty if it was not started here
     */
    public Optional<PostgresProcess> process() {
        return Optional.ofNullable(process);
    }

    /** Stops the server, if it was started here, and removes its files. */
    @Override
    public void close() {
        stop.run();
    }

    @Override
    public String toString() {
        return process == null ? url.replaceFirst(":[^:@/]*@", ":********@") : process + " at " + url;
    }
}
