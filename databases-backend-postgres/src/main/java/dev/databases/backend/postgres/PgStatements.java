package dev.databases.backend.postgres;

import dev.databases.backend.postgres.codec.Codecs;
import dev.databases.spi.CompiledSql;
import dev.databases.sql.SqlType;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The statements that one connection has prepared: the ones used last, by compiled statement and types of the arguments.
 * One that falls out, or has failed, is closed on the server with the next request.
 */
final class PgStatements {
    private static final byte[] UNNAMED = {};

    private final int capacity;
    private final Map<Object, PgStatement> prepared = new LinkedHashMap<>(16, 0.75f, true);
    private final List<byte[]> toClose = new ArrayList<>();
    private long count;

    PgStatements(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Finds or makes the statement; one that may do anything is not worth a name.
     *
     * @param sql the statement for one row
     * @param rows for how many it is to be
     * @param arguments those of one row
     * @param request words a refusal
     */
    PgStatement get(CompiledSql sql, int rows, @Nullable Object[] arguments, PgExtended request) {
        CompiledSql written = rows == 1 ? sql : sql.withRows(rows).orElseThrow();
        if (capacity == 0 || sql.kind() == CompiledSql.Kind.UNKNOWN) {
            return new PgStatement(written, rows, UNNAMED, types(sql, arguments, request));
        }
        if (!sql.parameters().contains(SqlType.ANY)) {
            PgStatement known = prepared.get(written);
            return known == null ? add(written, written, rows, types(sql, arguments, request)) : known;
        }
        int[] types = types(sql, arguments, request);
        Key key = new Key(written, types);
        PgStatement known = prepared.get(key);
        return known == null ? add(key, written, rows, types) : known;
    }

    private PgStatement add(Object key, CompiledSql sql, int rows, int[] types) {
        if (prepared.size() >= capacity) {
            Iterator<PgStatement> oldest = prepared.values().iterator();
            close(oldest.next());
            oldest.remove();
        }
        byte[] name = ("s" + ++count).getBytes(StandardCharsets.US_ASCII);
        PgStatement added = new PgStatement(sql, rows, name, types);
        prepared.put(key, added);
        return added;
    }

    private static int[] types(CompiledSql sql, @Nullable Object[] arguments, PgExtended request) {
        List<SqlType<?>> parameters = sql.parameters();
        int[] types = new int[parameters.size()];
        for (int i = 0; i < types.length; i++) {
            SqlType<?> type = parameters.get(i);
            types[i] = type.equals(SqlType.ANY) ? typeOf(arguments[i], i, request) : Codecs.oidOf(type);
        }
        return types;
    }

    private static int typeOf(@Nullable Object argument, int index, PgExtended request) {
        try {
            return Codecs.oidOfValue(argument);
        } catch (RuntimeException refused) {
            throw PostgresErrors.ofParameter(refused, index + 1, request.sql(), request.where(0));
        }
    }

    /** Forgets a statement that the server does not have, or that must be prepared anew. */
    void forget(PgStatement statement) {
        if (prepared.values().remove(statement)) {
            close(statement);
        }
    }

    /** To close what the server does not have is no error. */
    private void close(PgStatement statement) {
        if (statement.isParsed()) {
            toClose.add(statement.name());
        }
    }

    /** Closes what is to be closed; to be followed by a Sync. */
    void writeCloses(ByteBuf out) {
        if (!toClose.isEmpty()) {
            toClose.forEach(name -> PgMessages.close(out, name));
            toClose.clear();
        }
    }

    /** A statement whose arguments say of which types they are. */
    private record Key(CompiledSql sql, int[] types) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.sql == sql && Arrays.equals(key.types, types);
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(sql) * 31 + Arrays.hashCode(types);
        }
    }
}
