package dev.databases.benchmarks.peers;

import java.util.concurrent.CompletableFuture;

/**
 * One client under test, connected with a pool of {@link #POOL} connections. An asynchronous one completes the future when
 * it is done; a blocking one works in the calling thread.
 */
interface Peer extends AutoCloseable {
    int POOL = Integer.getInteger("pool", 8);

    /** Whether it works in the calling thread, so that each caller needs one of its own. */
    default boolean blocks() {
        return false;
    }

    /**
     * Does one operation.
     *
     * @param what which
     * @param key the row that it is about, from 1
     * @return a number that depends on all that was read, never 0
     */
    CompletableFuture<Long> run(Workload what, int key);

    /** Makes a peer by its name; the address is {@code 127.0.0.1:port}, user and database are {@code postgres}. */
    static Peer of(String name, String host, int port) {
        return switch (name) {
            case "databases" -> new OwnPeer(host, port);
            case "databases-text" -> new OwnTextPeer(host, port);
            case "databases-blocking" -> new OwnBlockingPeer(host, port);
            case "jdbc" -> new JdbcPeer(host, port);
            case "vertx" -> new VertxPeer(host, port, 1);
            case "vertx-pipelined" -> new VertxPeer(host, port, 256);
            case "r2dbc" -> new R2dbcPeer(host, port);
            case "jasync" -> new JasyncPeer(host, port);
            default -> throw new IllegalArgumentException("no peer \"" + name + "\"");
        };
    }

    @Override
    default void close() {}
}
