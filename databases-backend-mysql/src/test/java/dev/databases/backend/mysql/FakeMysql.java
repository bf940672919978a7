package dev.databases.backend.mysql;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Says to a client what a real server does not, or not any more: each connection gets the first of the given packets as the
 * greeting, and the next one for each packet that it sends. What it sends is kept.
 */
final class FakeMysql implements AutoCloseable {
    /** PROTOCOL_41, SECURE_CONNECTION, PLUGIN_AUTH, CONNECT_WITH_DB. */
    static final int USUAL = 1 << 9 | 1 << 15 | 1 << 19 | 1 << 3;

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final List<byte[]> answers;
    private final boolean again;

    private FakeMysql(List<byte[]> answers, boolean again) throws IOException {
        this.answers = answers;
        this.again = again;
        Thread thread = new Thread(this::accept, "fake MySQL");
        thread.setDaemon(true);
        thread.start();
    }

    static FakeMysql saying(byte[]... answers) throws IOException {
        return new FakeMysql(List.of(answers), false);
    }

    /** One that repeats its last answer for ever. */
    static FakeMysql repeating(byte[]... answers) throws IOException {
        return new FakeMysql(List.of(answers), true);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** All that clients have sent, as text with a character for each byte. */
    synchronized String heard() {
        return heard.toString(StandardCharsets.ISO_8859_1);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                sockets.add(socket);
                talk(socket);
            } catch (IOException gone) {
                continue; // the client has enough, or the test is over
            }
        }
    }

    private void talk(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int sequence = send(socket, answers.get(0), 0);
        for (int i = 1; i < answers.size() || again; i++) {
            int length = in.readUnsignedByte() | in.readUnsignedByte() << 8 | in.readUnsignedByte() << 16;
            sequence = in.readUnsignedByte() + 1;
            byte[] packet = in.readNBytes(length);
            synchronized (this) {
                heard.writeBytes(packet);
            }
            sequence = send(socket, answers.get(Math.min(i, answers.size() - 1)), sequence);
        }
        byte[] rest = in.readAllBytes();
        synchronized (this) {
            heard.writeBytes(rest);
        }
    }

    private static int send(Socket socket, byte[] packet, int sequence) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(packet.length);
        out.write(packet.length >> 8);
        out.write(packet.length >> 16);
        out.write(sequence);
        out.writeBytes(packet);
        socket.getOutputStream().write(out.toByteArray());
        return sequence + 1;
    }

    static byte[] greeting(int capabilities, String plugin) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(10);
        out.writeBytes(text("8.0.99-fake"));
        out.writeBytes(new byte[] {7, 0, 0, 0});
        out.writeBytes("12345678".getBytes(StandardCharsets.US_ASCII));
        out.write(0);
        out.write(capabilities);
        out.write(capabilities >> 8);
        out.write(45);
        out.writeBytes(new byte[] {2, 0});
        out.write(capabilities >> 16);
        out.write(capabilities >> 24);
        out.write(21);
        out.writeBytes(new byte[10]);
        out.writeBytes(text("901234567890"));
        out.writeBytes(text(plugin));
        return out.toByteArray();
    }

    static byte[] greeting(String plugin) {
        return greeting(USUAL, plugin);
    }

    static byte[] error(int code, String message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0xFF);
        out.write(code);
        out.write(code >> 8);
        out.writeBytes(message.getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    static byte[] switchTo(String plugin) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0xFE);
        out.writeBytes(text(plugin));
        out.writeBytes(text("abcdefghijklmnopqrst"));
        return out.toByteArray();
    }

    private static byte[] text(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket each : sockets) {
            each.close();
        }
    }
}
