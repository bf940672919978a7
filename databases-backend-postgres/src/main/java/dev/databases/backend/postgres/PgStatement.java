package dev.databases.backend.postgres;

import dev.databases.backend.postgres.codec.CellEncoder;
import dev.databases.backend.postgres.codec.Codecs;
import dev.databases.spi.CompiledSql;
import dev.databases.sql.SqlType;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement as one connection prepares it: its name on the server, and how its arguments are written. */
final class PgStatement {
    private static final byte[] NONE = {0, 0};

    private final CompiledSql sql;
    private final byte[] name;
    private final int[] types;
    private final CellEncoder[] encoders;
    private final byte[] formats;
    private boolean parsed;
    private @Nullable PgColumns columns;

    PgStatement(CompiledSql sql, byte[] name, int[] types) {
        this.sql = sql;
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

    CompiledSql sql() {
        return sql;
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
        PgMessages.parse(out, name, sql.sql(), types);
    }

    /** Binds; the cells of the answer come as the columns want them if these are known, else as text. */
    void writeBind(ByteBuf out, @Nullable Object[] arguments, @Nullable PgColumns known, String where) {
        int start = PgMessages.begin(out, 'B');
        out.writeByte(0).writeBytes(name).writeByte(0);
        out.writeShort(formats.length);
        for (byte format : formats) {
            out.writeShort(format);
        }
        out.writeShort(encoders.length);
        for (int i = 0; i < encoders.length; i++) {
            writeArgument(out, arguments[i], i, where);
        }
        if (known == null || known.isEmpty()) {
            out.writeBytes(NONE);
        } else {
            known.writeFormats(out);
        }
        PgMessages.end(out, start);
    }

    private void writeArgument(ByteBuf out, @Nullable Object argument, int index, String where) {
        if (argument == null) {
            out.writeInt(-1);
            return;
        }
        int start = out.writerIndex();
        out.writeInt(0);
        try {
            encoders[index].encode(argument, out);
        } catch (RuntimeException refused) {
            throw PostgresErrors.ofParameter(refused, index + 1, sql.sql(), where);
        }
        out.setInt(start, out.writerIndex() - start - Integer.BYTES);
    }
}
