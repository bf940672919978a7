package dev.databases.servers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a test and a server, and ends, withholds or chops the conversation, at a chosen byte of either side's. */
public final class Proxy implements AutoCloseable {
    /** What happens at the byte. */
    public enum Fault {
        /** Both ends are closed in order. */
        FIN,
        /** Both ends are reset. */
        RESET,
        /** The receiver is told that there is no more; it may go on talking. */
        HALF_CLOSE,
        /** Nothing goes on, and nothing is closed. */
        STALL
    }

    /** Whose bytes are counted. */
    public enum From {
        /** The client's. */
        CLIENT,
        /** The server's. */
        SERVER
    }

    /** The bytes of one side, of all conversations together. */
    private static final class Meter {
        private final AtomicLong passed = new AtomicLong();
        private volatile long limit = Long.MAX_VALUE;
        private volatile Fault fault = Fault.FIN;

        /** How many of so many bytes may pass. */
        private int allowed(int read) {
            return (int) Math.max(0, Math.min(read, limit - passed.get()));
        }
    }

    private final ServerSocket listening;
    private final int server;
    private final Meter clients = new Meter();
    private final Meter servers = new Meter();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Semaphore failed = new Semaphore(0);
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private volatile boolean chops;
    private volatile boolean records;

    /**
     * Opens a port on 127.0.0.1.
     *
     * @param server the port of the server, on 127.0.0.1
     * @throws IOException if there is no port
     */
    public Proxy(int server) throws IOException {
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

    /**
     * Returns where it listens.
     *
     * @return the port, on 127.0.0.1
     */
    public int port() {
        return listening.getLocalPort();
    }

    private Meter meter(From side) {
        return side == From.CLIENT ? clients : servers;
    }

    /**
     * Tells how much a side has said.
     *
     * @param side whose bytes are counted
     * @return how many have passed
     */
    public long passed(From side) {
        return meter(side).passed.get();
    }

    /**
     * Lets so many more bytes of the server's pass, and then does it.
     *
     * @param bytes how many
     * @param what what to do then
     */
    public void failAfter(long bytes, Fault what) {
        failAfter(From.SERVER, bytes, what);
    }

    /**
     * Lets so many more bytes of a side pass, and then does it, and to whoever else talks until {@link #heal}.
     *
     * @param side whose bytes are counted
     * @param bytes how many
     * @param what what to do then
     */
    public void failAfter(From side, long bytes, Fault what) {
        Meter meter = meter(side);
        meter.fault = what;
        meter.limit = meter.passed.get() + bytes;
    }

    /**
     * Waits until it has done so to a connection.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    public void awaitFailure() throws InterruptedException {
        if (!failed.tryAcquire(30, TimeUnit.SECONDS)) {
            throw new AssertionError("nothing more came");
        }
    }

    /** Lets everything pass again. */
    public void heal() {
        clients.limit = Long.MAX_VALUE;
        servers.limit = Long.MAX_VALUE;
    }

    /** Passes every byte on its own from now on. */
    public void chop() {
        chops = true;
    }

    /** Keeps from now on what clients say. */
    public void record() {
        records = true;
    }

    /**
     * Returns what was kept.
     *
     * @return all that clients have said since {@link #record()}, with a character for each byte
     */
    public synchronized String heard() {
        return heard.toString(StandardCharsets.ISO_8859_1);
    }

    private synchronized void keep(byte[] buffer, int length) {
        heard.write(buffer, 0, length);
    }

    private void accept() throws IOException {
        while (!listening.isClosed()) {
            Socket client = listening.accept();
            Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
            client.setTcpNoDelay(true);
            behind.setTcpNoDelay(true);
            sockets.add(client);
            sockets.add(behind);
            start(() -> pass(clients, client, behind));
            start(() -> pass(servers, behind, client));
        }
    }

    private void pass(Meter meter, Socket source, Socket target) throws IOException {
        byte[] buffer = new byte[1 << 14];
        InputStream from = source.getInputStream();
        OutputStream to = target.getOutputStream();
        try (target) {
            int read;
            while ((read = from.read(buffer)) > 0) {
                int allowed = meter.allowed(read);
                meter.passed.addAndGet(allowed); // before whoever gets them can ask
                if (records && meter == clients) {
                    keep(buffer, allowed);
                }
                write(buffer, allowed, to);
                if (allowed < read || meter.allowed(1) == 0) {
                    fail(meter.fault, source, target);
                    return;
                }
            }
        } finally {
            sockets.remove(source);
        }
    }

    private void write(byte[] buffer, int length, OutputStream to) throws IOException {
        int part = chops ? 1 : Math.max(1, length);
        for (int i = 0; i < length; i += part) {
            to.write(buffer, i, part);
        }
    }

    private void fail(Fault fault, Socket source, Socket target) throws IOException {
        failed.release();
        switch (fault) {
            case FIN -> source.close();
            case RESET -> {
                source.setSoLinger(true, 0);
                target.setSoLinger(true, 0);
                source.close();
            }
            case HALF_CLOSE -> {
                target.shutdownOutput();
                source.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
            case STALL -> source.getInputStream().transferTo(OutputStream.nullOutputStream());
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
