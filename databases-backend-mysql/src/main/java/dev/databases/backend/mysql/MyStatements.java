package dev.databases.backend.mysql;

import dev.databases.backend.mysql.codec.Codecs;
import dev.databases.spi.CompiledSql;
import dev.databases.sql.SqlType;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The statements that one connection has prepared: the ones used last. One that falls out is closed on the server before
 * the next command.
 */
final class MyStatements {
    private static final Pattern FIRST_WORD = Pattern.compile("\\s*([A-Za-z]+)");
    /** Run once and without rows, or with rows of texts: to prepare them is of no use, or not possible. */
    private static final Set<String> TEXTS = Set.of(
            "ALTER",
            "ANALYZE",
            "CREATE",
            "DROP",
            "FLUSH",
            "GRANT",
            "KILL",
            "LOCK",
            "OPTIMIZE",
            "RENAME",
            "REVOKE",
            "SET",
            "SHOW",
            "TRUNCATE",
            "UNLOCK",
            "USE");

    private final int capacity;
    private final Map<Object, MyStatement> prepared = new LinkedHashMap<>(16, 0.75f, true);
    private final List<Integer> toClose = new ArrayList<>();

    MyStatements(int capacity) {
        this.capacity = capacity;
    }

    /** Finds or makes the statement; one that may do anything is not worth keeping. */
    MyStatement get(CompiledSql sql, @Nullable Object[] arguments) {
        if (capacity == 0 || sql.kind() == CompiledSql.Kind.UNKNOWN) {
            return new MyStatement(sql, sql, false, arguments.length == 0 && isText(sql.sql()));
        }
        Object key = sql.parameters().contains(SqlType.ANY) ? new Key(sql, types(sql, arguments)) : sql;
        MyStatement known = prepared.get(key);
        return known == null ? add(key, sql) : known;
    }

    private static int[] types(CompiledSql sql, @Nullable Object[] arguments) {
        int[] types = new int[Math.min(arguments.length, sql.parameters().size())];
        for (int i = 0; i < types.length; i++) {
            SqlType<?> type = sql.parameters().get(i);
            types[i] = type.equals(SqlType.ANY) ? Codecs.parameterType(type, arguments[i]) : 0;
        }
        return types;
    }

    private static boolean isText(String sql) {
        Matcher word = FIRST_WORD.matcher(sql);
        return word.lookingAt() && TEXTS.contains(word.group(1).toUpperCase(Locale.ROOT));
    }

    private MyStatement add(Object key, CompiledSql sql) {
        if (prepared.size() >= capacity) {
            Iterator<MyStatement> oldest = prepared.values().iterator();
            close(oldest.next());
            oldest.remove();
        }
        MyStatement added = new MyStatement(sql, key, true, false);
        prepared.put(key, added);
        return added;
    }

    /** Forgets a statement that was not prepared, or that the server does not have any more. */
    void forget(MyStatement statement) {
        prepared.remove(statement.key(), statement);
        close(statement);
    }

    private void close(MyStatement statement) {
        if (statement.isPrepared()) {
            statement.lost();
            toClose.add(statement.number());
        }
    }

    /** Closes what is to be closed; the server does not answer. */
    void writeCloses(ByteBuf out) {
        if (!toClose.isEmpty()) {
            toClose.forEach(number -> MyPackets.close(out, number));
            toClose.clear();
        }
    }

    /** A statement whose arguments say of which types they are: the server keeps to those of the first run. */
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
