package dev.databases.backend.sqlite;

import dev.databases.spi.CompiledSql;
import dev.databases.sql.SqlType;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * Finds the keys that an INSERT without RETURNING generated. SQLite tells one number only: the rowid that this connection
 * inserted last; {@link SqliteRows} knows which statement that was.
 */
final class SqliteKeys {
    private SqliteKeys() {}

    /**
     * Whether the last rowid is the key of what the statement inserts: it is an INSERT whose keys the compiler wants, or
     * SQL text that begins with INSERT or REPLACE.
     *
     * <p>Not after ON CONFLICT: where that updates a row, the last rowid stays the one of some INSERT before. It stays so
     * for a table WITHOUT ROWID too, which nothing here can see: SQL text that inserts into one is told the rowid of an
     * earlier INSERT, if there was any.
     */
    static boolean toldBy(CompiledSql sql) {
        String text = sql.sql().strip().toUpperCase(Locale.ROOT);
        if (text.contains("ON CONFLICT")) {
            return false;
        }
        return sql.wantsKeys() || isText(sql) && (text.startsWith("INSERT") || text.startsWith("REPLACE"));
    }

    /** Core knows no types in SQL text. */
    private static boolean isText(CompiledSql sql) {
        return sql.results().isEmpty() && sql.parameters().stream().allMatch(SqlType.ANY::equals);
    }

    /**
     * The keys of several rows inserted by one statement, which SQLite numbers one after the other.
     *
     * @param last the last rowid
     * @param rows how many rows the statement had
     * @param changes how many rows were changed meanwhile, by triggers too: if there were others, nothing is certain
     * @return the keys in the order of the rows, empty if they are not known
     */
    static List<Object> upTo(long last, int rows, long changes) {
        return changes == rows
                ? LongStream.rangeClosed(last - rows + 1, last)
                        .<Object>mapToObj(key -> key)
                        .toList()
                : List.of();
    }
}
