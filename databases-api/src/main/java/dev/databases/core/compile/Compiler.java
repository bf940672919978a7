package dev.databases.core.compile;

import dev.databases.error.CompilationException;
import dev.databases.spi.CompiledBatch;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.Dialect;
import dev.databases.spi.Limits;
import dev.databases.sql.Delete;
import dev.databases.sql.Expression;
import dev.databases.sql.Insert;
import dev.databases.sql.Query;
import dev.databases.sql.Returning;
import dev.databases.sql.Select;
import dev.databases.sql.Statement;
import dev.databases.sql.Update;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns statements into SQL and arguments. One per dialect; any thread. What was compiled once is found again by its
 * structure, whatever its values.
 */
public final class Compiler {
    /** So many structures are kept; a program seldom has more. */
    private static final int CAPACITY = 2_048;

    private final Dialect dialect;
    private final Limits limits;
    private final StatementCache cache;

    /**
     * Creates a compiler with an empty cache.
     *
     * @param dialect how the database speaks
     * @param limits how many parameters it takes
     */
    public Compiler(Dialect dialect, Limits limits) {
        this(dialect, limits, CAPACITY);
    }

    Compiler(Dialect dialect, Limits limits, int capacity) {
        this.dialect = dialect;
        this.limits = limits;
        this.cache = new StatementCache(capacity);
    }

    /**
     * Compiles a statement.
     *
     * @param statement the statement
     * @param values by name, for {@code bind("name")} and for columns of an INSERT or UPDATE
     * @return the SQL with its arguments
     * @throws CompilationException if the dialect cannot say it, or the values do not fit
     */
    public Compiled compile(Statement statement, Map<String, ? extends @Nullable Object> values) {
        Walk walk = Walk.over(statement, values, limits.parameters());
        Plan plan = plan(statement, walk);
        @Nullable Object[] arguments = plan.arguments(walk.slots(), values);
        boolean returnsKeys = !plan.keys().isEmpty();
        return new Compiled(
                new CompiledQuery(plan.statement(), arguments),
                returnsKeys ? plan.keys() : outputs(statement),
                returnsKeys);
    }

    /**
     * Compiles a statement for many rows of values.
     *
     * @param statement the statement
     * @param rows the values by name, the same names in each; at least one row
     * @return the SQL with the arguments of every row
     * @throws CompilationException if the dialect cannot say it, or the values do not fit, naming the row
     */
    public CompiledMany compileMany(
            Statement statement, Collection<? extends Map<String, ? extends @Nullable Object>> rows) {
        if (statement instanceof Insert insert && insert.rows().size() > 1) {
            throw new CompilationException("the INSERT has rows of its own: executeMany takes one without");
        }
        Iterator<? extends Map<String, ? extends @Nullable Object>> iterator = rows.iterator();
        Map<String, ? extends @Nullable Object> first = iterator.next();
        List<@Nullable Object[]> arguments = new ArrayList<>(rows.size());
        Walk walk;
        Plan plan;
        try {
            walk = Walk.over(statement, first, limits.parameters());
            plan = plan(statement, walk);
            arguments.add(plan.arguments(walk.slots(), first));
        } catch (CompilationException error) {
            throw ValueErrors.inRow(1, error);
        }
        String[] names = first.keySet().toArray(String[]::new);
        while (iterator.hasNext()) {
            arguments.add(row(plan, walk, names, iterator.next(), arguments.size() + 1));
        }
        boolean returnsKeys = !plan.keys().isEmpty();
        return new CompiledMany(
                new CompiledBatch(plan.statement(), arguments),
                returnsKeys ? plan.keys() : outputs(statement),
                returnsKeys);
    }

    private static @Nullable Object[] row(
            Plan plan, Walk walk, String[] names, Map<String, ? extends @Nullable Object> row, int number) {
        @Nullable Object[] arguments;
        try {
            arguments = plan.argumentsOfRow(walk.slots(), row);
        } catch (CompilationException error) {
            requireNames(names, row, number);
            throw ValueErrors.inRow(number, error);
        }
        if (row.size() != names.length || !plan.isFilledByNames(names.length, arguments)) {
            requireNames(names, row, number);
        }
        return arguments;
    }

    /** The names of the first row, no more and no less. */
    private static void requireNames(String[] names, Map<String, ? extends @Nullable Object> row, int number) {
        if (row.size() != names.length || !row.keySet().containsAll(Arrays.asList(names))) {
            throw ValueErrors.otherNames(number, row.keySet(), List.of(names));
        }
    }

    private Plan plan(Statement statement, Walk walk) {
        Key key = walk.key();
        if (key.size() == 0) {
            return ddl(statement); // without tokens: DDL is not worth keeping
        }
        Plan known = cache.get(key);
        return known != null ? known : cache.put(key, written(statement, walk));
    }

    private Plan ddl(Statement statement) {
        SqlWriter sql = new SqlWriter(dialect);
        new DdlWriter(sql).write(statement);
        return new Plan(Returnings.compiled(sql, CompiledSql.Kind.UNKNOWN, List.of()), List.of(), List.of());
    }

    private Plan written(Statement statement, Walk walk) {
        Plan plan = written(statement, List.of(), walk);
        int parameters = plan.statement().parameters().size();
        if (parameters > limits.parameters()) {
            throw new CompilationException("the statement has " + parameters + " parameters, and " + dialect.name()
                    + " takes at most " + limits.parameters());
        }
        return plan;
    }

    private Plan written(Statement statement, List<Expression<?>> returning, Walk walk) {
        SqlWriter sql = new SqlWriter(dialect);
        ExpressionWriter expressions = new ExpressionWriter(sql, walk);
        if (statement instanceof Returning<?> outer) {
            return written(outer.statement(), outer.outputs(), walk);
        } else if (statement instanceof Insert insert) {
            return new InsertWriter(sql, expressions, walk, insert).write(returning);
        } else if (statement instanceof Update update) {
            return new ChangeWriter(sql, expressions).update(update, walk, returning);
        } else if (statement instanceof Delete delete) {
            return new ChangeWriter(sql, expressions).delete(delete, returning);
        }
        Select<?> select = (Select<?>) statement;
        sql.sharePlaceholders();
        new SelectWriter(sql, expressions).write(select, null, true);
        return new Plan(Returnings.compiled(sql, CompiledSql.Kind.READ, select.outputs()), sql.sources(), List.of());
    }

    private static List<Expression<?>> outputs(Statement statement) {
        return statement instanceof Query<?> query ? query.outputs() : List.of();
    }

    int cached() {
        return cache.size();
    }
}
