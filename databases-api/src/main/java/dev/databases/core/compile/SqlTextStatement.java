package dev.databases.core.compile;

import dev.databases.spi.CompiledQuery;
import dev.databases.spi.CompiledSql;
import dev.databases.sql.SqlType;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One text, read and ready: values by name come in, a {@link CompiledQuery} goes out. {@link SqlTextCompiler} caches
 * it.
 *
 * <p>All parameters have the type {@link SqlType#ANY}, because the next call may pass values of other classes for the
 * same names and must get the same {@link CompiledSql}.
 */
final class SqlTextStatement {
    /** The values of one collection, each with a placeholder of its own. */
    private record Several(@Nullable Object[] values) {}

    private final String sql;
    private final SqlTextRules rules;
    private final CompiledSql.Kind kind;
    private final SqlTextTemplate template;
    private final NamedParameters parameters;
    private final SqlTextValues values;
    private final CompiledSql single;

    SqlTextStatement(
            String sql,
            SqlTextRules rules,
            CompiledSql.Kind kind,
            SqlTextTemplate template,
            NamedParameters parameters) {
        this.sql = sql;
        this.rules = rules;
        this.kind = kind;
        this.template = template;
        this.parameters = parameters;
        this.values = new SqlTextValues(rules, sql);
        CompiledSql written = compiled(template.write(), checked(template.placeholders()));
        this.single = template.hasRow() ? written.forManyRows(template::writeRows) : written;
    }

    /** The statement with one value for each name. */
    CompiledSql single() {
        return single;
    }

    CompiledQuery query(Map<String, ?> byName, SqlTextCache<SqlTextExpansion, CompiledSql> expansions) {
        @Nullable Object[] picked = parameters.pick(byName, sql, 0);
        boolean lists = false;
        for (int i = 0; i < picked.length; i++) {
            if (picked[i] instanceof Collection<?> list) {
                lists = true;
                picked[i] = new Several(values.list(list, parameters.name(i)));
            } else {
                picked[i] = values.stored(picked[i], parameters.name(i), 0);
            }
        }
        return lists ? expanded(picked, expansions) : new CompiledQuery(single, template.arguments(picked));
    }

    /** The arguments for one of many rows, where a collection has no place: every row must fit the same statement. */
    @Nullable
    Object[] row(Map<String, ?> byName, int row) {
        @Nullable Object[] picked = parameters.pick(byName, sql, row);
        for (int i = 0; i < picked.length; i++) {
            picked[i] = values.stored(picked[i], parameters.name(i), row);
        }
        return template.arguments(picked);
    }

    private CompiledQuery expanded(@Nullable Object[] picked, SqlTextCache<SqlTextExpansion, CompiledSql> expansions) {
        int[] sizes = new int[picked.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = picked[i] instanceof Several several ? several.values().length : 1;
        }
        int placeholders = checked(template.placeholders(sizes));
        CompiledSql statement = expansion(new SqlTextExpansion(this, sizes), placeholders, expansions);
        return new CompiledQuery(statement, flat(template.arguments(picked), placeholders));
    }

    private CompiledSql expansion(
            SqlTextExpansion key, int placeholders, SqlTextCache<SqlTextExpansion, CompiledSql> expansions) {
        if (key.isSingle()) {
            return single;
        }
        CompiledSql known = expansions.get(key);
        if (known != null) {
            return known;
        }
        CompiledSql made = compiled(template.write(key.sizes()), placeholders);
        return SqlTextCompiler.isCacheable(made.sql()) ? expansions.keep(key, made) : made;
    }

    private static @Nullable Object[] flat(@Nullable Object[] arguments, int size) {
        @Nullable Object[] flat = new Object[size];
        int at = 0;
        for (Object argument : arguments) {
            if (argument instanceof Several several) {
                System.arraycopy(several.values(), 0, flat, at, several.values().length);
                at += several.values().length;
            } else {
                flat[at++] = argument;
            }
        }
        return flat;
    }

    private int checked(long placeholders) {
        if (placeholders > rules.mostParameters()) {
            throw SqlTextErrors.tooMany(sql, placeholders, rules);
        }
        return (int) placeholders;
    }

    private CompiledSql compiled(String text, int placeholders) {
        return CompiledSql.of(text, kind, Collections.nCopies(placeholders, SqlType.ANY), List.of());
    }
}
