package dev.databases.backend.postgres;

import dev.databases.backend.postgres.codec.CellDecoder;
import dev.databases.backend.postgres.codec.Codecs;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.ResultColumn;
import dev.databases.sql.SqlType;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of an answer, as the server described them: what they are called, and how their cells are decoded. The first
 * answer of a statement comes as text, since its columns are not known when it is asked for.
 */
final class PgColumns {
    /** Those of a statement that gives no rows. */
    static final PgColumns NONE = new PgColumns(new String[0], new int[0], List.of());

    private static final int TABLE_AND_COLUMN = 6;
    private static final int SIZE = 2;
    private static final int FORMAT = 2;

    private final List<ResultColumn> columns;
    private final CellDecoder[] asText;
    private final CellDecoder[] asAsked;
    private final byte[] formats;

    private PgColumns(String[] names, int[] types, List<SqlType<?>> results) {
        int size = names.length;
        ResultColumn[] described = new ResultColumn[size];
        this.asText = new CellDecoder[size];
        this.asAsked = new CellDecoder[size];
        this.formats = new byte[size];
        for (int i = 0; i < size; i++) {
            SqlType<?> type = results.get(i);
            boolean binary = Codecs.binaryResult(types[i]);
            formats[i] = (byte) (binary ? 1 : 0);
            asText[i] = Codecs.decoder(types[i], false, type);
            asAsked[i] = binary ? Codecs.decoder(types[i], true, type) : asText[i];
            described[i] = new ResultColumn(names[i], type);
        }
        this.columns = List.of(described);
    }

    /** Reads a description. */
    static PgColumns read(ByteBuf in, CompiledSql sql) {
        int size = in.readUnsignedShort();
        String[] names = new String[size];
        int[] types = new int[size];
        List<SqlType<?>> results = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            names[i] = PgMessages.text(in);
            in.skipBytes(TABLE_AND_COLUMN);
            types[i] = in.readInt();
            in.skipBytes(SIZE);
            SqlType<?> own = Codecs.typeOf(types[i], in.readInt());
            in.skipBytes(FORMAT);
            SqlType<?> declared = i < sql.results().size() ? sql.results().get(i) : SqlType.ANY;
            results.add(declared.equals(SqlType.ANY) ? own : declared);
        }
        return new PgColumns(names, types, results);
    }

    List<ResultColumn> columns() {
        return columns;
    }

    boolean isEmpty() {
        return columns.isEmpty();
    }

    /** The decoders for cells as {@link #writeFormats} asks for them, or as text. */
    CellDecoder[] decoders(boolean text) {
        return text ? asText : asAsked;
    }

    /** Writes which format each cell is to have. */
    void writeFormats(ByteBuf out) {
        out.writeShort(formats.length);
        for (byte format : formats) {
            out.writeShort(format);
        }
    }

    /** Reads a row; a cell that cannot be decoded is an exception that says so. */
    @Nullable
    Object[] row(ByteBuf in, CellDecoder[] decoders) {
        int size = in.readUnsignedShort();
        if (size != decoders.length) {
            throw new IllegalStateException("a row of " + size + " cells for " + decoders.length + " columns");
        }
        @Nullable Object[] row = new Object[size];
        int limit = in.writerIndex();
        for (int i = 0; i < size; i++) {
            int length = in.readInt();
            if (length >= 0) {
                row[i] = cell(in, length, limit, decoders[i], i);
            }
        }
        return row;
    }

    /** The decoder sees a buffer that ends where the cell ends. */
    private Object cell(ByteBuf in, int length, int limit, CellDecoder decoder, int index) {
        int end = in.readerIndex() + length;
        try {
            in.writerIndex(end);
            return decoder.decode(in);
        } catch (RuntimeException undecodable) {
            throw PostgresErrors.ofCell(undecodable, columns.get(index), index + 1);
        } finally {
            in.setIndex(end, limit);
        }
    }
}
