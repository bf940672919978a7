package dev.databases.backend.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a test and a server, and ends or withholds the conversation at a chosen byte of the server's. */
final class Proxy implements AutoCloseable {
    /** What happens at the byte. */
    enum Fault {
        /** Both ends are closed in order. */
        FIN,
        /** Both ends are reset. */
        RESET,
        /** Nothing goes on, and nothing is closed. */
        STALL
    }

    private final ServerSocket listening;
    private final int server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicLong passed = new AtomicLong();
    private volatile long limit = Long.MAX_VALUE;
    private volatile Fault fault = Fault.FIN;

    Proxy(int server) throws IOException {
        this.server = server;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    private static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException closed) {
                        // the conversation is over, which is what tests do to it
                    }
                },
                "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Work {
        void run() throws IOException;
    }

    int port() {
        return listening.getLocalPort();
    }

    /** How many bytes of the server's have passed. */
    long passed() {
        return passed.get();
    }

    /** Lets so many more bytes of the server's pass, and then does it. */
    void failAfter(long bytes, Fault what) {
        fault = what;
        limit = passed.get() + bytes;
    }

    void heal() {
        limit = Long.MAX_VALUE;
    }

    private void accept() throws IOException {
        while (!listening.isClosed()) {
            Socket client = listening.accept();
            Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
            client.setTcpNoDelay(true);
            behind.setTcpNoDelay(true);
            sockets.add(client);
            sockets.add(behind);
            start(() -> copy(client.getInputStream(), behind.getOutputStream(), behind));
            start(() -> answer(behind, client));
        }
    }

    private static void copy(InputStream from, OutputStream to, Socket behind) throws IOException {
        try (behind) {
            from.transferTo(to);
        }
    }

    private void answer(Socket behind, Socket client) throws IOException {
        byte[] buffer = new byte[1 << 14];
        InputStream from = behind.getInputStream();
        OutputStream to = client.getOutputStream();
        try (client) {
            int read;
            while ((read = from.read(buffer)) > 0) {
                int allowed = (int) Math.max(0, Math.min(read, limit - passed.get()));
                to.write(buffer, 0, allowed);
                passed.addAndGet(allowed);
                if (allowed < read) {
                    fail(behind, client);
                    return;
                }
            }
        }
    }

    private void fail(Socket behind, Socket client) throws IOException {
        switch (fault) {
            case FIN -> behind.close();
            case RESET -> {
                behind.setSoLinger(true, 0);
                client.setSoLinger(true, 0);
                behind.close();
            }
            case STALL -> behind.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
