package dev.databases.backend.postgres.codec;

import dev.databases.sql.SqlType;
import io.netty.buffer.ByteBuf;
import java.util.Objects;

/** Writes an array in binary form, as {@link BinaryArray} reads it. */
final class ArrayEncoder implements CellEncoder {
    private final ServerType server;
    private final SqlType<?> type;
    private final CellEncoder element;

    /**
     * For one type of elements.
     *
     * @param server what the server is told that they are
     * @param type what they are to the statement; ANY if only the values tell
     */
    ArrayEncoder(ServerType server, SqlType<?> type) {
        this.server = server;
        this.type = type;
        this.element = Objects.requireNonNull(Encoders.binary(server, type), server.name());
    }

    @Override
    public void encode(Object value, ByteBuf out) {
        Elements elements = Elements.of(value);
        out.writeInt(elements.lengths().size());
        out.writeInt(elements.all().contains(null) ? 1 : 0);
        out.writeInt(server.oid());
        for (int length : elements.lengths()) {
            out.writeInt(length).writeInt(1);
        }
        for (Object each : elements.all()) {
            if (each == null) {
                out.writeInt(-1);
                continue;
            }
            int start = out.writerIndex();
            element.encode(stored(type, each), out.writeInt(0));
            out.setInt(start, out.writerIndex() - start - Integer.BYTES);
        }
    }

    /** An element may be of a mapped type, which core does not look into. */
    static <T> Object stored(SqlType<T> type, Object value) {
        return type.isMapped() ? type.toStored(type.coerce(value)) : value;
    }
}
