package dev.databases.core.compile;

import dev.databases.config.Feature;
import dev.databases.error.CompilationException;
import dev.databases.spi.Dialect;
import dev.databases.sql.SqlType;
import dev.databases.sql.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text of one statement as it is written, in the spelling of the dialect, with the source of every placeholder. The
 * writers of clauses and expressions share it.
 */
final class SqlWriter {
    private final Dialect dialect;
    private final StringBuilder sql = new StringBuilder(128);
    private final List<Source> sources = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();

    /** The placeholders of values by their sources; null as long as each place has its own. */
    private @Nullable Map<Source, Integer> shared;

    SqlWriter(Dialect dialect) {
        this.dialect = dialect;
    }

    /**
     * From now on a value that stands in several places has one placeholder, where the dialect numbers them: so the
     * database sees that an expression of the result and a key of GROUP BY are the same.
     */
    void sharePlaceholders() {
        if (!dialect.placeholder(1).equals(dialect.placeholder(2))) {
            shared = new HashMap<>();
        }
    }

    Dialect dialect() {
        return dialect;
    }

    SqlWriter add(String text) {
        sql.append(text);
        return this;
    }

    SqlWriter name(String identifier) {
        if (identifier.length() > dialect.longestIdentifier()) {
            throw new CompilationException(dialect.name() + " takes names of at most " + dialect.longestIdentifier()
                    + " characters: " + identifier);
        }
        return add(dialect.needsQuotes(identifier) ? dialect.quote(identifier) : identifier);
    }

    /** The name of a table with its schema. */
    SqlWriter table(Table table) {
        table.schema().ifPresent(schema -> name(schema).add("."));
        return name(table.name());
    }

    SqlWriter placeholder(Source source) {
        if (shared != null && source.isOfValue()) {
            Integer known = shared.putIfAbsent(source, sources.size() + 1);
            if (known != null) {
                return add(dialect.placeholder(known));
            }
        }
        sources.add(source);
        starts.add(sql.length());
        return add(dialect.placeholder(sources.size()));
    }

    /** The text since a position, in pieces: between two of them stands a placeholder. */
    List<String> pieces(int start) {
        List<String> pieces = new ArrayList<>();
        int from = start;
        for (int i = 0; i < starts.size(); i++) {
            if (starts.get(i) >= start) {
                pieces.add(sql.substring(from, starts.get(i)));
                from = starts.get(i) + dialect.placeholder(i + 1).length();
            }
        }
        pieces.add(sql.substring(from));
        return pieces;
    }

    List<Source> sources() {
        return sources;
    }

    int length() {
        return sql.length();
    }

    String from(int start) {
        return sql.substring(start);
    }

    String text() {
        return sql.toString();
    }

    List<SqlType<?>> parameterTypes() {
        return sources.stream().<SqlType<?>>map(Source::type).toList();
    }

    String typeName(SqlType<?> type) {
        return dialect.typeName(type).orElseThrow(() -> noType(type));
    }

    String castName(SqlType<?> type) {
        return dialect.castName(type).orElseThrow(() -> noType(type));
    }

    private CompilationException noType(SqlType<?> type) {
        return type.kind() == SqlType.Kind.ARRAY
                ? lacks(Feature.ARRAYS)
                : new CompilationException(dialect.name() + " has no type for " + type);
    }

    void need(Feature feature) {
        if (!dialect.features().contains(feature)) {
            throw lacks(feature);
        }
    }

    private CompilationException lacks(Feature feature) {
        return new CompilationException(
                dialect.name() + " lacks the feature " + feature + ", which the statement needs");
    }
}
