package dev.databases.spi;

import dev.databases.sql.SqlType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The text of a statement, as core's compiler made it and caches it. Two objects are equal only if they are the same one,
 * so that a backend can key its cache of prepared statements by it.
 */
public final class CompiledSql {
    /** What a statement does, as far as core knows. */
    public enum Kind {
        /** Reads only. */
        READ,
        /** May write; may share a connection with other one-shots. */
        WRITE,
        /** Savepoints; core's own. */
        CONTROL,
        /** SQL text that may do anything; gets a connection of its own. */
        UNKNOWN
    }

    private final String sql;
    private final Kind kind;
    private final List<SqlType<?>> parameters;
    private final List<SqlType<?>> results;
    private final boolean wantsKeys;
    private final @Nullable IntFunction<String> manyRows;
    private final ConcurrentMap<Integer, CompiledSql> byRows = new ConcurrentHashMap<>();

    private CompiledSql(
            String sql,
            Kind kind,
            List<SqlType<?>> parameters,
            List<SqlType<?>> results,
            boolean wantsKeys,
            @Nullable IntFunction<String> manyRows) {
        this.sql = sql;
        this.kind = kind;
        this.parameters = List.copyOf(parameters);
        this.results = List.copyOf(results);
        this.wantsKeys = wantsKeys;
        this.manyRows = manyRows;
    }

    /**
     * Makes a statement.
     *
     * @param sql the text with the placeholders of the dialect
     * @param kind what it does
     * @param parameters the types of the arguments, {@link SqlType#ANY} where the value itself tells
     * @param results the types of the result columns, empty for SQL text: then the server's own types count
     * @return the statement
     */
    public static CompiledSql of(String sql, Kind kind, List<SqlType<?>> parameters, List<SqlType<?>> results) {
        return new CompiledSql(sql, kind, parameters, results, false, null);
    }

    /**
     * Returns a copy of an INSERT whose generated keys are wanted in the {@link Completion}.
     *
     * @return the copy
     */
    public CompiledSql wantingKeys() {
        return new CompiledSql(sql, kind, parameters, results, true, manyRows);
    }

    /**
     * Returns a copy of an INSERT of one row that can be written for several.
     *
     * @param text the text for a number of rows, whose arguments follow row by row
     * @return the copy
     */
    public CompiledSql forManyRows(IntFunction<String> text) {
        return new CompiledSql(sql, kind, parameters, results, wantsKeys, text);
    }

    /**
     * Returns the text.
     *
     * @return SQL with the placeholders of the dialect
     */
    public String sql() {
        return sql;
    }

    /**
     * Returns what the statement does.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns the types of the arguments in the order of the placeholders.
     *
     * @return the types
     */
    public List<SqlType<?>> parameters() {
        return parameters;
    }

    /**
     * Returns the types that the result columns are to be decoded as.
     *
     * @return the types, empty where the server's own types count
     */
    public List<SqlType<?>> results() {
        return results;
    }

    /**
     * Tells whether the keys that the server generates are to be part of the completion.
     *
     * @return true for an INSERT that generates keys and does not return them as rows
     */
    public boolean wantsKeys() {
        return wantsKeys;
    }

    /**
     * Returns the same INSERT for several rows at once. The same number gives the same object, so a backend that keeps to
     * a few sizes keeps its statement cache small.
     *
     * @param rows how many rows, at least 1
     * @return the statement, empty if this one cannot be written for several rows
     */
    public Optional<CompiledSql> withRows(int rows) {
        IntFunction<String> text = manyRows;
        return text == null ? Optional.empty() : Optional.of(byRows.computeIfAbsent(rows, n -> repeated(text, n)));
    }

    private CompiledSql repeated(IntFunction<String> text, int rows) {
        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type, filled with what it may hold
        SqlType<?>[] types = new SqlType[parameters.size() * rows];
        for (int i = 0; i < types.length; i++) {
            types[i] = parameters.get(i % parameters.size());
        }
        return new CompiledSql(text.apply(rows), kind, List.of(types), results, wantsKeys, null);
    }

    @Override
    public String toString() {
        return sql;
    }
}
