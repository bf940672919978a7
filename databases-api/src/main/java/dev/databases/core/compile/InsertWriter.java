package dev.databases.core.compile;

import dev.databases.error.CompilationException;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.Dialect;
import dev.databases.sql.Assignment;
import dev.databases.sql.Column;
import dev.databases.sql.Expression;
import dev.databases.sql.Insert;
import dev.databases.sql.Node;
import dev.databases.sql.Table;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes an INSERT: the columns that the statement sets, then those of the values of the call, then those with a
 * default.
 */
final class InsertWriter {
    private final SqlWriter sql;
    private final ExpressionWriter expressions;
    private final Walk walk;
    private final Insert insert;
    private final Set<Column<?>> columns = new LinkedHashSet<>();

    InsertWriter(SqlWriter sql, ExpressionWriter expressions, Walk walk, Insert insert) {
        this.sql = sql;
        this.expressions = expressions;
        this.walk = walk;
        this.insert = insert;
        insert.rows().get(0).forEach(assignment -> columns.add(assignment.column()));
        columns.addAll(walk.named());
        columns.addAll(insert.table().defaulted());
    }

    /** Writes it, and says how the generated keys come back. */
    Plan write(List<Expression<?>> returning) {
        Table table = insert.table();
        if (table.alias().isPresent() || table.source() != null) {
            throw new CompilationException("INSERT needs the table itself, not " + table);
        }
        sql.add("INSERT INTO ").table(table).add(" ");
        if (columns.isEmpty()) {
            sql.add(defaults());
            return finish(returning, null);
        }
        names();
        int start = sql.length();
        for (int i = 0; i < insert.rows().size(); i++) {
            sql.add(i == 0 ? "(" : ", (");
            row(insert.rows().get(i));
            sql.add(")");
        }
        boolean repeats = insert.rows().size() == 1 && !walk.hasQueries(); // one may see the rows inserted before
        return finish(returning, repeats ? new Tuple(sql.text().substring(0, start), start) : null);
    }

    private String defaults() {
        if (insert.rows().size() > 1) {
            throw new CompilationException("an INSERT of several rows needs a column to set");
        }
        return sql.dialect().defaultValues();
    }

    private void names() {
        sql.add("(");
        boolean first = true;
        for (Column<?> column : columns) {
            sql.add(first ? "" : ", ").name(column.name());
            first = false;
        }
        sql.add(") VALUES ");
    }

    private void row(List<Assignment> assignments) {
        boolean first = true;
        for (Column<?> column : columns) {
            sql.add(first ? "" : ", ");
            first = false;
            if (walk.named().contains(column)) {
                sql.placeholder(Source.column(column));
            } else {
                set(column, assignments);
            }
        }
    }

    private void set(Column<?> column, List<Assignment> assignments) {
        for (Assignment assignment : assignments) {
            if (assignment.column().equals(column)) {
                assigned(assignment, expressions, null);
                return;
            }
        }
        Supplier<?> supplier = column.clientDefault();
        if (supplier == null) {
            throw new IllegalStateException("column " + column + " has no default");
        }
        sql.placeholder(Source.supplied(column, supplier));
    }

    /** What a column is set to. */
    static void assigned(Assignment assignment, ExpressionWriter expressions, @Nullable Scope scope) {
        if (assignment.value() instanceof Node.Value<?> value) {
            expressions.value(value, "column " + assignment.column());
        } else {
            expressions.write(assignment.value(), scope);
        }
    }

    /** Where the one row begins in the text. */
    private record Tuple(String before, int start) {}

    private Plan finish(List<Expression<?>> returning, @Nullable Tuple tuple) {
        List<String> pieces = tuple == null ? List.of() : sql.pieces(tuple.start());
        int inTuple = sql.sources().size();
        Column<?> key = generatedKey();
        boolean byServer = sql.dialect().generatedKeys() == Dialect.GeneratedKeys.SERVER;
        List<Expression<?>> keys = key == null || byServer || !returning.isEmpty() ? List.of() : List.of(key);
        int end = sql.length();
        Returnings.write(sql, expressions, insert, keys.isEmpty() ? returning : keys);
        CompiledSql statement = Returnings.compiled(sql, keys.isEmpty() ? returning : keys);
        if (tuple != null && !pieces.isEmpty() && inTuple == sql.sources().size()) {
            statement = statement.forManyRows(manyRows(tuple.before(), pieces, sql.from(end), sql.dialect()));
        }
        boolean wantsKeys = key != null && byServer && returning.isEmpty();
        return new Plan(wantsKeys ? statement.wantingKeys() : statement, sql.sources(), keys);
    }

    private @Nullable Column<?> generatedKey() {
        Column<?> key = insert.table().generatedKey();
        return key == null || columns.contains(key) ? null : key;
    }

    private static IntFunction<String> manyRows(String before, List<String> pieces, String after, Dialect dialect) {
        List<String> parts = List.copyOf(pieces);
        return rows -> {
            StringBuilder text = new StringBuilder(before);
            int position = 1;
            for (int row = 0; row < rows; row++) {
                text.append(row == 0 ? "" : ", ").append(parts.get(0));
                for (int i = 1; i < parts.size(); i++) {
                    text.append(dialect.placeholder(position++)).append(parts.get(i));
                }
            }
            return text.append(after).toString();
        };
    }
}
