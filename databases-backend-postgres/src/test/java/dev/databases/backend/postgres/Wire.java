package dev.databases.backend.postgres;

import dev.databases.servers.PostgresServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The smallest client there is, for tests of values: one statement at a time, each parameter and column as asked. */
public final class Wire implements AutoCloseable {
    /** One answer: the oids of its columns, and the bytes of its cells. */
    public record Answer(List<Integer> oids, List<byte @Nullable []> cells) {
        /** The only cell. */
        public ByteBuf cell() {
            byte[] bytes = cells.get(0);
            if (bytes == null) {
                throw new IllegalStateException("the cell is NULL");
            }
            return Unpooled.wrappedBuffer(bytes);
        }

        /** The only cell as text. */
        public String text() {
            return cell().toString(StandardCharsets.UTF_8);
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    private Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = new DataOutputStream(socket.getOutputStream());
    }

    /** Connects as the superuser, who needs no password. */
    public static Wire connect(PostgresServer server) throws IOException {
        URI uri = URI.create(server.url());
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        Wire wire = new Wire(socket);
        ByteBuf startup = Unpooled.buffer().writeInt(196_608);
        for (String each : List.of("user", "postgres", "database", "postgres", "client_encoding", "UTF8", "")) {
            text(startup, each);
        }
        wire.send(-1, startup);
        wire.out.flush();
        wire.answer();
        return wire;
    }

    /** Runs a statement without parameters whose rows are text. */
    public Answer run(String sql) throws IOException {
        return run(sql, List.of(), List.of(), false);
    }

    /** Runs a statement; each parameter is binary if it has an oid, and text otherwise. */
    public Answer run(String sql, List<Integer> oids, List<? extends @Nullable ByteBuf> values, boolean binary)
            throws IOException {
        ByteBuf parse = Unpooled.buffer();
        text(parse, "");
        text(parse, sql);
        parse.writeShort(oids.size());
        oids.forEach(parse::writeInt);
        send('P', parse);
        send('B', bind(oids, values, binary));
        send('D', text(Unpooled.buffer().writeByte('P'), ""));
        send('E', text(Unpooled.buffer(), "").writeInt(0));
        send('S', Unpooled.EMPTY_BUFFER);
        out.flush();
        return answer();
    }

    private static ByteBuf bind(List<Integer> oids, List<? extends @Nullable ByteBuf> values, boolean binary) {
        ByteBuf bind = Unpooled.buffer();
        text(bind, "");
        text(bind, "");
        bind.writeShort(values.size());
        oids.forEach(oid -> bind.writeShort(oid == 0 ? 0 : 1));
        bind.writeShort(values.size());
        for (ByteBuf value : values) {
            if (value == null) {
                bind.writeInt(-1);
            } else {
                bind.writeInt(value.readableBytes()).writeBytes(value.duplicate());
            }
        }
        return bind.writeShort(1).writeShort(binary ? 1 : 0);
    }

    private static ByteBuf text(ByteBuf target, String text) {
        target.writeCharSequence(text, StandardCharsets.UTF_8);
        return target.writeByte(0);
    }

    private void send(int type, ByteBuf body) throws IOException {
        if (type > 0) {
            out.writeByte(type);
        }
        out.writeInt(4 + body.readableBytes());
        body.getBytes(0, out, body.readableBytes());
    }

    /** Reads until the server is ready; what it complained of is thrown. */
    private Answer answer() throws IOException {
        List<Integer> oids = new ArrayList<>();
        List<byte @Nullable []> cells = new ArrayList<>();
        String error = null;
        while (true) {
            int type = in.readUnsignedByte();
            byte[] bytes = new byte[in.readInt() - 4];
            in.readFully(bytes);
            ByteBuf body = Unpooled.wrappedBuffer(bytes);
            switch (type) {
                case 'T' -> columns(body, oids);
                case 'D' -> row(body, cells);
                case 'E' -> error = body.toString(StandardCharsets.UTF_8).replace('\0', ' ');
                case 'Z' -> {
                    if (error != null) {
                        throw new IOException(error);
                    }
                    return new Answer(oids, cells);
                }
                default -> {
                    // Nothing that a test of values wants.
                }
            }
        }
    }

    private static void columns(ByteBuf body, List<Integer> oids) {
        int count = body.readShort();
        for (int i = 0; i < count; i++) {
            body.skipBytes(body.bytesBefore((byte) 0) + 1 + 6);
            oids.add(body.readInt());
            body.skipBytes(8);
        }
    }

    private static void row(ByteBuf body, List<byte @Nullable []> cells) {
        int count = body.readShort();
        for (int i = 0; i < count; i++) {
            int length = body.readInt();
            byte[] cell = length < 0 ? null : new byte[length];
            if (cell != null) {
                body.readBytes(cell);
            }
            cells.add(cell);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
