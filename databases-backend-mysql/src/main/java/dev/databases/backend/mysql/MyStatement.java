package dev.databases.backend.mysql;

import dev.databases.backend.mysql.codec.Codecs;
import dev.databases.error.QueryException;
import dev.databases.error.ServerError;
import dev.databases.spi.CompiledSql;
import dev.databases.sql.SqlType;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement as one connection prepares it: its number on the server, and how its arguments are written. */
final class MyStatement {
    private static final int EXECUTE = 0x17;
    private static final int BITS = 8;
    private static final String UPSERT = "ON DUPLICATE KEY UPDATE";

    private final CompiledSql sql;
    private final Object key;
    private final boolean kept;
    private final boolean upsert;
    private final boolean returnsChanged;
    private boolean text;
    private boolean prepared;
    private int number;
    private int parameters;
    private @Nullable MyColumns columns;

    /** Makes one; kept if it will be used again, text if it is not even to be prepared. */
    MyStatement(CompiledSql sql, Object key, boolean kept, boolean text) {
        this.sql = sql;
        this.key = key;
        this.kept = kept;
        this.text = text;
        String words = sql.sql().stripLeading();
        boolean replace = words.regionMatches(true, 0, "REPLACE", 0, 7);
        this.upsert = replace || words.contains(UPSERT);
        this.returnsChanged = replace
                || words.regionMatches(true, 0, "INSERT", 0, 6)
                || words.regionMatches(true, 0, "DELETE", 0, 6)
                || words.regionMatches(true, 0, "UPDATE", 0, 6);
    }

    CompiledSql sql() {
        return sql;
    }

    /** What it is kept under. */
    Object key() {
        return key;
    }

    /** Whether it stays prepared. */
    boolean isKept() {
        return kept;
    }

    /** Whether the server counts a row twice that it found and changed. */
    boolean isUpsert() {
        return upsert;
    }

    /** Whether the server does not prepare it. */
    boolean isText() {
        return text;
    }

    /** Whether the rows that it gives are the ones that it changed, or as many. */
    boolean returnsChanged() {
        return returnsChanged;
    }

    void isOnlyText() {
        text = true;
    }

    boolean isPrepared() {
        return prepared;
    }

    void prepared(int numberOfServer, int size) {
        prepared = true;
        number = numberOfServer;
        parameters = size;
    }

    /** The server does not have it any more. */
    void lost() {
        prepared = false;
    }

    int number() {
        return number;
    }

    /** The columns of its last answer, null if there was none with rows. */
    @Nullable
    MyColumns columns() {
        return columns;
    }

    void columns(MyColumns found) {
        columns = found;
    }

    /** Writes the command that runs it. */
    void writeRun(ByteBuf out, @Nullable Object[] arguments, Codecs codecs, String where) {
        if (text) {
            MyPackets.query(out, sql.sql());
        } else {
            requireNumber(arguments.length);
            int start = MyPackets.begin(out);
            out.writeByte(EXECUTE).writeIntLE(number).writeByte(0).writeIntLE(1);
            if (parameters > 0) {
                writeArguments(out, arguments, codecs, where);
            }
            MyPackets.end(out, start);
        }
    }

    private void requireNumber(int given) {
        if (given != parameters) {
            throw new QueryException(
                    new ServerError(
                            "the statement has " + parameters + " parameters, and got " + given + " values",
                            "07001",
                            1210,
                            false),
                    sql.sql(),
                    "in SQL text each ? outside of quotes is a parameter; write :name instead",
                    null);
        }
    }

    private void writeArguments(ByteBuf out, @Nullable Object[] arguments, Codecs codecs, String where) {
        List<SqlType<?>> types = sql.parameters();
        int nulls = out.writerIndex();
        out.writeZero((arguments.length + BITS - 1) / BITS).writeByte(1);
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] == null) {
                int at = nulls + i / BITS;
                out.setByte(at, out.getByte(at) | 1 << i % BITS);
            }
            try {
                out.writeShortLE(Codecs.parameterType(types.get(i), arguments[i]));
            } catch (RuntimeException refused) {
                throw MysqlErrors.ofParameter(refused, i + 1, sql.sql(), where);
            }
        }
        for (int i = 0; i < arguments.length; i++) {
            Object argument = arguments[i];
            if (argument != null) {
                writeArgument(out, types.get(i), argument, i, codecs, where);
            }
        }
    }

    private void writeArgument(ByteBuf out, SqlType<?> type, Object argument, int index, Codecs codecs, String where) {
        try {
            codecs.encode(type, argument, out);
        } catch (RuntimeException refused) {
            throw MysqlErrors.ofParameter(refused, index + 1, sql.sql(), where);
        }
    }
}
