package dev.databases.backend.mysql;

import dev.databases.backend.mysql.codec.CellDecoder;
import dev.databases.backend.mysql.codec.Codecs;
import dev.databases.backend.mysql.codec.ColumnDefinition;
import dev.databases.jasync.MysqlBytes;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.ResultColumn;
import dev.databases.sql.SqlType;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of an answer, as the server defined them: what they are called, and how their cells are decoded. The server
 * repeats the definitions with each answer, so they are also kept as they came, to see that they are still the same.
 */
final class MyColumns {
    private static final int NULL_TEXT = 0xFB;
    private static final int NULL_BITS_OFFSET = 2;
    private static final int BITS = 8;

    private final List<byte[]> definitions;
    private final boolean binary;
    private final List<ResultColumn> columns;
    private final CellDecoder[] decoders;
    private final int[] widths;

    private MyColumns(
            List<byte[]> definitions,
            boolean binary,
            List<ResultColumn> columns,
            CellDecoder[] decoders,
            int[] widths) {
        this.definitions = definitions;
        this.binary = binary;
        this.columns = columns;
        this.decoders = decoders;
        this.widths = widths;
    }

    /**
     * Reads definitions.
     *
     * @param binary whether the cells will be in the binary form
     * @param extended whether they have MariaDB's additions
     */
    static MyColumns read(List<ByteBuf> packets, boolean binary, boolean extended, CompiledSql sql, Codecs codecs) {
        List<byte[]> definitions = new ArrayList<>(packets.size());
        List<ResultColumn> columns = new ArrayList<>(packets.size());
        CellDecoder[] decoders = new CellDecoder[packets.size()];
        int[] widths = new int[decoders.length];
        for (int i = 0; i < decoders.length; i++) {
            ByteBuf packet = packets.get(i);
            definitions.add(bytes(packet));
            String name = readName(packet);
            ColumnDefinition definition = readDefinition(packet, extended);
            SqlType<?> type = type(sql, i, definition);
            decoders[i] = codecs.decoder(definition, binary, type);
            widths[i] = Codecs.width(definition.type());
            columns.add(new ResultColumn(name, type));
        }
        return new MyColumns(definitions, binary, List.copyOf(columns), decoders, widths);
    }

    private static byte[] bytes(ByteBuf packet) {
        byte[] bytes = new byte[packet.readableBytes()];
        packet.getBytes(packet.readerIndex(), bytes);
        return bytes;
    }

    /** Behind the catalog, the schema and two names of the table; the column's own name follows, which says nothing more. */
    private static String readName(ByteBuf in) {
        for (int i = 0; i < 4; i++) {
            in.skipBytes(MysqlBytes.readSize(in));
        }
        String name = MysqlBytes.readText(in);
        in.skipBytes(MysqlBytes.readSize(in));
        return name;
    }

    private static ColumnDefinition readDefinition(ByteBuf in, boolean isExtended) {
        String extended = isExtended ? readExtended(in) : "";
        MysqlBytes.readLength(in);
        int charset = in.readUnsignedShortLE();
        long length = in.readUnsignedIntLE();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedShortLE();
        int decimals = in.readUnsignedByte();
        return new ColumnDefinition(type, flags, length, charset, decimals, extended);
    }

    private static String readExtended(ByteBuf in) {
        ByteBuf all = in.readSlice(MysqlBytes.readSize(in));
        String last = "";
        while (all.isReadable()) {
            all.skipBytes(1); // whether it names a type or a format
            last = MysqlBytes.readText(all);
        }
        return last;
    }

    private static SqlType<?> type(CompiledSql sql, int index, ColumnDefinition definition) {
        SqlType<?> declared = index < sql.results().size() ? sql.results().get(index) : SqlType.ANY;
        return declared.equals(SqlType.ANY) ? Codecs.typeOf(definition) : declared;
    }

    List<ResultColumn> columns() {
        return columns;
    }

    int size() {
        return decoders.length;
    }

    /** Whether a definition is as it was. */
    boolean isSame(int index, ByteBuf packet) {
        if (index >= definitions.size()) {
            return false;
        }
        byte[] known = definitions.get(index);
        int start = packet.readerIndex();
        if (known.length != packet.readableBytes()) {
            return false;
        }
        for (int i = 0; i < known.length; i++) {
            if (packet.getByte(start + i) != known[i]) {
                return false;
            }
        }
        return true;
    }

    byte[] definition(int index) {
        return definitions.get(index);
    }

    /** Reads a row; a cell that cannot be decoded is an exception that says so. */
    @Nullable
    Object[] row(ByteBuf in) {
        return binary ? binaryRow(in) : textRow(in);
    }

    private @Nullable Object[] binaryRow(ByteBuf in) {
        int size = decoders.length;
        @Nullable Object[] row = new Object[size];
        in.skipBytes(1);
        int nulls = in.readerIndex();
        in.skipBytes((size + NULL_BITS_OFFSET + BITS - 1) / BITS);
        int limit = in.writerIndex();
        for (int i = 0; i < size; i++) {
            int bit = i + NULL_BITS_OFFSET;
            if ((in.getByte(nulls + bit / BITS) >> bit % BITS & 1) == 0) {
                row[i] = cell(in, widths[i] == 0 ? MysqlBytes.readSize(in) : widths[i], limit, i);
            }
        }
        return row;
    }

    private @Nullable Object[] textRow(ByteBuf in) {
        @Nullable Object[] row = new Object[decoders.length];
        int limit = in.writerIndex();
        for (int i = 0; i < row.length; i++) {
            if (in.getUnsignedByte(in.readerIndex()) == NULL_TEXT) {
                in.skipBytes(1);
            } else {
                row[i] = cell(in, MysqlBytes.readSize(in), limit, i);
            }
        }
        return row;
    }

    /** The decoder sees a buffer that ends where the cell ends. */
    private Object cell(ByteBuf in, int length, int limit, int index) {
        int end = in.readerIndex() + length;
        try {
            in.writerIndex(end);
            return decoders[index].decode(in);
        } catch (RuntimeException undecodable) {
            throw MysqlErrors.ofCell(undecodable, columns.get(index), index + 1);
        } finally {
            in.setIndex(end, limit);
        }
    }
}
