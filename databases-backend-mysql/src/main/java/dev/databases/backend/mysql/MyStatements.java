package dev.databases.backend.mysql;

import dev.databases.spi.CompiledSql;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private final Map<CompiledSql, MyStatement> prepared = new LinkedHashMap<>(16, 0.75f, true);
    private final List<Integer> toClose = new ArrayList<>();

    MyStatements(int capacity) {
        this.capacity = capacity;
    }

    /** Finds or makes the statement; one that may do anything is not worth keeping. */
    MyStatement get(CompiledSql sql, int arguments) {
        if (capacity == 0 || sql.kind() == CompiledSql.Kind.UNKNOWN) {
            return new MyStatement(sql, false, arguments == 0 && isText(sql.sql()));
        }
        MyStatement known = prepared.get(sql);
        return known == null ? add(sql) : known;
    }

    private static boolean isText(String sql) {
        Matcher word = FIRST_WORD.matcher(sql);
        return word.lookingAt() && TEXTS.contains(word.group(1).toUpperCase(Locale.ROOT));
    }

    private MyStatement add(CompiledSql sql) {
        if (prepared.size() >= capacity) {
            Iterator<MyStatement> oldest = prepared.values().iterator();
            close(oldest.next());
            oldest.remove();
        }
        MyStatement added = new MyStatement(sql, true, false);
        prepared.put(sql, added);
        return added;
    }

    /** Forgets a statement that was not prepared, or that the server does not have any more. */
    void forget(MyStatement statement) {
        prepared.remove(statement.sql(), statement);
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
}
