package dev.databases.servers;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A MySQL or MariaDB server that a test may use, its superuser, and a database that is the tests' own. One that was started
 * here also is a process to kill, to pause and to start again; one from the environment or in a container is only a URL.
 */
public final class MysqlServer implements AutoCloseable {
    private final MysqlKind kind;
    private final String url;
    private final Runnable stop;
    private final @Nullable MysqlProcess process;

    private MysqlServer(MysqlKind kind, String url, Runnable stop, @Nullable MysqlProcess process) {
        this.kind = kind;
        this.url = url;
        this.stop = stop;
        this.process = process;
    }

    static MysqlServer at(MysqlKind kind, String url, Runnable stop) {
        return new MysqlServer(kind, url, stop, null);
    }

    static MysqlServer of(MysqlKind kind, MysqlProcess process) {
        String url = kind.scheme() + "://root@127.0.0.1:" + process.port() + "/test";
        return new MysqlServer(kind, url, process::close, process);
    }

    /**
     * Returns which of the two it is.
     *
     * @return the kind
     */
    public MysqlKind kind() {
        return kind;
    }

    /**
     * Returns where the server is.
     *
     * @return the URL of the superuser and a database, such as {@code mysql://root@127.0.0.1:34567/test}
     */
    public String url() {
        return url;
    }

    /**
     * Returns the process, to do to it what a test of faults does.
     *
     * @return the process, empty if it was not started here
     */
    public Optional<MysqlProcess> process() {
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
