package dev.databases.backend.sqlite;

import dev.databases.spi.CompiledSql;
import dev.databases.sql.SqlType;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys that an INSERT without RETURNING generated. SQLite tells one number only: the rowid that this connection
 * inserted last; {@link SqliteRows} knows which statement that was.
 */
final class SqliteKeys {
    /** The first of keys that follow each other without a gap. */
    private long start;

    private int count;
    private int pending;
    private @Nullable List<Object> scattered;

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
     * Notes that a statement has inserted rows, which SQLite numbers one after the other, and after those noted before.
     *
     * @param rows how many rows the statement had
     * @param changes how many rows were changed meanwhile, by triggers too: if there were others, only the key of a
     *     single row is certain
     */
    void inserted(int rows, long changes) {
        if (rows == 1 || rows == changes) {
            pending += rows;
        }
    }

    /** Whether rows were noted of which the keys are not known yet. */
    boolean isPending() {
        return pending > 0;
    }

    /** Takes the last rowid for the key of the last row that was noted. */
    void upTo(long last) {
        if (last != 0) { // SQLite never generates 0: this connection has inserted no rowid yet.
            add(last - pending + 1, pending);
        }
        pending = 0;
    }

    /** Gives up those that are not known yet; there are then fewer keys than rows. */
    void forget() {
        pending = 0;
    }

    private void add(long first, int rows) {
        if (count == 0) {
            start = first;
        } else if (scattered == null && first != start + count) {
            scattered = new ArrayList<>(new Range(start, count));
        }
        if (scattered != null) {
            scattered.addAll(new Range(first, rows));
        }
        count += rows;
    }

    /** How many keys are known. */
    int count() {
        return count;
    }

    /** The keys in the order of the rows; not to be changed. */
    List<Object> list() {
        return scattered == null ? new Range(start, count) : scattered;
    }

    /** Numbers that follow each other, made when they are looked at: most callers look at few, or none. */
    private static final class Range extends AbstractList<Object> implements RandomAccess {
        private final long start;
        private final int count;

        Range(long start, int count) {
            this.start = start;
            this.count = count;
        }

        @Override
        public Object get(int index) {
            return start + Objects.checkIndex(index, count);
        }

        @Override
        public int size() {
            return count;
        }
    }
}
