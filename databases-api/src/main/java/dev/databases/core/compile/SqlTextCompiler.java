package dev.databases.core.compile;

import dev.databases.spi.CompiledBatch;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.Dialect;
import dev.databases.spi.Limits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compiles SQL text with {@code :name} parameters: text and values by name come in, what a backend sends goes out. The
 * verbs of core that take a {@code String} call it. Safe for many threads.
 *
 * <p>Only parameters are changed: {@code :name} becomes the placeholder of the dialect, a collection as many as it has
 * elements, for {@code IN (:ids)}. Literals, quoted identifiers, comments, casts with {@code ::}, array slices and all
 * else are sent as they are, and <code>\:</code> is sent as a colon. A null element of a collection is sent as NULL; an
 * array of Java is one value. What a literal or a comment is, {@link Dialect#syntax()} tells.
 *
 * <p>Text of at most 65,536 characters is read once and kept; the same text with collections of the same sizes gives
 * the same {@link CompiledSql}, by which backends keep prepared statements. Longer text is read every time.
 */
public final class SqlTextCompiler {
    private static final int MOST_STATEMENTS = 1_024;
    private static final int LONGEST_CACHED = 65_536;

    private final SqlTextRules rules;
    private final SqlTextCache<String, SqlTextStatement> statements = new SqlTextCache<>(MOST_STATEMENTS);
    /** One for all texts, so that many texts with many list sizes have one bound together. */
    private final SqlTextCache<SqlTextExpansion, CompiledSql> expansions = new SqlTextCache<>(MOST_STATEMENTS);

    /**
     * Makes a compiler with an empty cache.
     *
     * @param dialect what the SQL looks like
     * @param limits how many parameters a statement may have
     */
    public SqlTextCompiler(Dialect dialect, Limits limits) {
        this.rules = SqlTextRules.of(dialect, limits);
    }

    /**
     * Compiles text for one run.
     *
     * @param sql the text, one statement
     * @param values a value for every parameter and nothing else; null for NULL, a collection for a list
     * @return the statement and its arguments
     * @throws dev.databases.error.CompilationException if the text is null, blank, incomplete or several statements, if
     *     names and values do not match, if a collection is empty, a class of value unknown, or there are too many
     *     parameters
     * @throws dev.databases.error.TransactionException if the text begins or ends a transaction
     */
    public CompiledQuery compile(String sql, Map<String, ?> values) {
        Objects.requireNonNull(values, "values");
        return statement(sql).query(values, expansions);
    }

    /**
     * Compiles text for many rows. An INSERT that ends with one row of VALUES can be written for several rows, see
     * {@link CompiledSql#withRows}.
     *
     * @param sql the text for one row
     * @param rows a map for every row, as {@link #compile} takes it, but without collections: all rows share one
     *     statement
     * @return the statement and the arguments of the rows in their order
     * @throws IllegalArgumentException if there are no rows
     * @throws dev.databases.error.CompilationException as {@link #compile} does; a mismatch of names says which row
     * @throws dev.databases.error.TransactionException if the text begins or ends a transaction
     */
    public CompiledBatch compileMany(String sql, Collection<? extends Map<String, ?>> rows) {
        Objects.requireNonNull(rows, "rows");
        SqlTextStatement statement = statement(sql);
        List<@Nullable Object[]> arguments = new ArrayList<>(rows.size());
        for (Map<String, ?> row : rows) {
            int number = arguments.size() + 1;
            Objects.requireNonNull(row, () -> "row " + number);
            arguments.add(statement.row(row, number));
        }
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("there are no rows");
        }
        return new CompiledBatch(statement.single(), arguments);
    }

    private SqlTextStatement statement(@Nullable String sql) {
        if (sql == null) {
            throw SqlTextErrors.empty();
        }
        if (!isCacheable(sql)) {
            return read(sql);
        }
        SqlTextStatement known = statements.get(sql);
        return known == null ? statements.keep(sql, read(sql)) : known;
    }

    private SqlTextStatement read(String sql) {
        int nul = sql.indexOf('\0');
        if (nul >= 0) {
            throw SqlTextErrors.nul(sql, nul);
        }
        return SqlTextParser.parse(sql, rules);
    }

    static boolean isCacheable(String sql) {
        return sql.length() <= LONGEST_CACHED;
    }

    /** How many texts and how many expanded ones are kept. */
    int cached() {
        return statements.size() + expansions.size();
    }
}
