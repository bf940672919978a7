package dev.databases.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds a port for a server. Another process may take it first, so whoever asks tries again. */
final class FreePort {
    /** How often to try. */
    static final int TRIES = 5;
    /** What a server writes that has lost the port. */
    static final String TAKEN = "Address already in use";

    private FreePort() {}

    static int find() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
