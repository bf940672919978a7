package dev.databases.backend.postgres;

import static dev.databases.sql.Sql.select;
import static dev.databases.sql.Sql.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.databases.Database;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A cancel that hits the neighbour, at a moment that only a server played by the test can choose. */
@ExtendWith(Leaks.class)
final class NeighbourTest {
    private static final int CANCEL = 80877102;
    private static final int TEXT = 25;

    private final CompletableFuture<Void> bothAreSent = new CompletableFuture<>();

    @Test
    void neighbour_thatIsHitAfterItsFirstRow_givesEachRowOnce() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            listening.setSoTimeout(30_000);
            CompletableFuture<Void> server = CompletableFuture.runAsync(() -> serve(listening), NeighbourTest::start);
            try (Database database = Database.connect(
                            "postgresql://me@127.0.0.1:" + listening.getLocalPort() + "/x?max_size=1")
                    .get(30, TimeUnit.SECONDS)) {
                var unwanted = database.fetchAll(select(value("a")));
                var hit = database.fetchAll(select(value("b")));
                bothAreSent.get(30, TimeUnit.SECONDS);
                unwanted.cancel(false);
                assertEquals(1, hit.get(30, TimeUnit.SECONDS).size());
                server.get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "server");
        thread.setDaemon(true);
        thread.start();
    }

    /** A cancel that seems to have come too early is repeated. */
    private static void takeMoreCancels(ServerSocket listening) {
        try {
            while (true) {
                listening.accept().close();
            }
        } catch (IOException over) {
            assertTrue(listening.isClosed(), over::toString);
        }
    }

    private void serve(ServerSocket listening) {
        try (Socket socket = listening.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            startup(in);
            send(out, 'R', Unpooled.buffer().writeInt(0));
            send(out, 'K', Unpooled.buffer().writeInt(7).writeInt(8));
            ready(out);
            awaitSync(in);
            awaitSync(in);
            bothAreSent.complete(null);
            try (Socket side = listening.accept()) {
                assertEquals(CANCEL, startup(new DataInputStream(side.getInputStream())));
                answer(out, "a");
                send(out, 'C', text("SELECT 1"));
                ready(out);
                answer(out, "b");
                send(out, 'E', text("C57014").writeBytes(text("Mcanceled")).writeByte(0));
                ready(out);
            }
            start(() -> takeMoreCancels(listening));
            awaitSync(in);
            answer(out, "b");
            send(out, 'C', text("SELECT 1"));
            ready(out);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static int startup(DataInputStream in) throws IOException {
        byte[] rest = new byte[in.readInt() - 8];
        int code = in.readInt();
        in.readFully(rest);
        return code;
    }

    private static void awaitSync(DataInputStream in) throws IOException {
        int type;
        do {
            type = in.readUnsignedByte();
            in.readFully(new byte[in.readInt() - 4]);
        } while (type != 'S');
    }

    /** A column of texts, and one row of it. */
    private static void answer(OutputStream out, String cell) throws IOException {
        send(out, '2', Unpooled.EMPTY_BUFFER);
        ByteBuf column = Unpooled.buffer().writeShort(1).writeBytes(text("c")).writeZero(6);
        send(out, 'T', column.writeInt(TEXT).writeShort(-1).writeInt(-1).writeShort(0));
        ByteBuf bytes = Unpooled.copiedBuffer(cell, StandardCharsets.UTF_8);
        send(
                out,
                'D',
                Unpooled.buffer().writeShort(1).writeInt(bytes.readableBytes()).writeBytes(bytes));
    }

    private static void ready(OutputStream out) throws IOException {
        send(out, 'Z', Unpooled.buffer().writeByte('I'));
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text + "\0", StandardCharsets.UTF_8);
    }

    private static void send(OutputStream out, char type, ByteBuf body) throws IOException {
        ByteBuf message = Unpooled.buffer()
                .writeByte(type)
                .writeInt(4 + body.readableBytes())
                .writeBytes(body);
        message.readBytes(out, message.readableBytes());
        out.flush();
    }
}
