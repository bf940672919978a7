package dev.databases.backend.postgres;

import dev.databases.backend.postgres.codec.CellEncoder;
import dev.databases.backend.postgres.codec.Codecs;
import dev.databases.spi.CompiledSql;
import dev.databases.sql.SqlType;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement as one connection prepares it: its name on the server, and how its arguments are written. An INSERT may be
 * written for several rows, whose arguments follow each other.
 */
final class PgStatement {
    private static final byte[] NONE = {0, 0};

    private final CompiledSql sql;
    private final int rows;
    private final byte[] name;
    /** Those of one row, as all that follow. */
    private final int[] types;

    private final CellEncoder[] encoders;
    private final byte[] formats;
    private boolean parsed;
    private @Nullable PgColumns columns;

    /**
     * Makes a statement that is not parsed.
     *
     * @param sql the text, for all rows
     * @param rows for how many
     * @param name without its end; empty for the one without a name
     * @param types the oids of the parameters of one row, 0 where the server is to find out
     */
    PgStatement(CompiledSql sql, int rows, byte[] name, int[] types) {
        this.sql = sql;
        this.rows = rows;
        this.name = name;
        this.types = types;
        this.encoders = new CellEncoder[types.length];
        this.formats = new byte[types.length];
        List<SqlType<?>> parameters = sql.parameters();
        for (int i = 0; i < types.length; i++) {
            encoders[i] = Codecs.encoder(types[i], parameters.get(i));
            formats[i] = (byte) (Codecs.binaryParameter(types[i]) ? 1 : 0);
        }
    }

    int rows() {
        return rows;
    }

    byte[] name() {
        return name;
    }

    boolean isNamed() {
        return name.length > 0;
    }

    /** Whether it was sent to be parsed; a statement without a name never counts as that. */
    boolean isParsed() {
        return parsed;
    }

    void parsed(boolean done) {
        parsed = done && isNamed();
    }

    /** Its columns, null if the server has not described them yet. */
    @Nullable
    PgColumns columns() {
        return columns;
    }

    void described(PgColumns found) {
        if (isNamed()) {
            columns = found;
        }
    }

    void writeParse(ByteBuf out) {
        PgMessages.parse(out, name, sql.sql(), types, rows);
    }

    /** Begins a Bind; the arguments of each row follow, and the result goes to {@link #endBind}. */
    int beginBind(ByteBuf out) {
        int start = PgMessages.begin(out, 'B');
        out.writeByte(0).writeBytes(name).writeByte(0);
        out.writeShort(rows * formats.length);
        for (int row = 0; row < rows; row++) {
            for (byte format : formats) {
                out.writeShort(format);
            }
        }
        out.writeShort(rows * encoders.length);
        return start;
    }

    /** Writes the arguments of a row; one that is refused is reported as the request words it. */
    void writeArguments(ByteBuf out, @Nullable Object[] arguments, PgExtended request, int row) {
        for (int i = 0; i < encoders.length; i++) {
            Object argument = arguments[i];
            if (argument == null) {
                out.writeInt(-1);
                continue;
            }
            int start = out.writerIndex();
            out.writeInt(0);
            try {
                encoders[i].encode(argument, out);
            } catch (RuntimeException refused) {
                throw PostgresErrors.ofParameter(refused, i + 1, request.sql(), request.where(row));
            }
            out.setInt(start, out.writerIndex() - start - Integer.BYTES);
        }
    }

    /** Ends a Bind; the cells of the answer come as the columns want them if these are known, else as text. */
    void endBind(ByteBuf out, int start, @Nullable PgColumns known) {
        if (known == null || known.isEmpty()) {
            out.writeBytes(NONE);
        } else {
            known.writeFormats(out);
        }
        PgMessages.end(out, start);
    }
}
