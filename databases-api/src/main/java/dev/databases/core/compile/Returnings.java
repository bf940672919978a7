package dev.databases.core.compile;

import dev.databases.config.Feature;
import dev.databases.spi.CompiledSql;
import dev.databases.sql.Expression;
import dev.databases.sql.Insert;
import dev.databases.sql.Node;
import dev.databases.sql.SqlType;
import dev.databases.sql.Statement;
import dev.databases.sql.Update;
import java.util.List;

/** Writes RETURNING, and makes the compiled statement of what was written. */
final class Returnings {
    private Returnings() {}

    static void write(SqlWriter sql, ExpressionWriter expressions, Statement statement, List<Expression<?>> outputs) {
        if (outputs.isEmpty()) {
            return;
        }
        sql.need(feature(statement));
        expressions.unqualified(() -> {
            for (int i = 0; i < outputs.size(); i++) {
                sql.add(i == 0 ? " RETURNING " : ", ");
                expressions.write(outputs.get(i), null);
                if (outputs.get(i) instanceof Node.Label<?> label) {
                    sql.add(" AS ").name(label.name());
                }
            }
        });
    }

    private static Feature feature(Statement statement) {
        if (statement instanceof Insert) {
            return Feature.INSERT_RETURNING;
        }
        return statement instanceof Update ? Feature.UPDATE_RETURNING : Feature.DELETE_RETURNING;
    }

    /** The statement that writes and answers with these columns, if any. */
    static CompiledSql compiled(SqlWriter sql, List<Expression<?>> outputs) {
        return compiled(sql, CompiledSql.Kind.WRITE, outputs);
    }

    static CompiledSql compiled(SqlWriter sql, CompiledSql.Kind kind, List<Expression<?>> outputs) {
        List<SqlType<?>> results =
                outputs.stream().<SqlType<?>>map(Expression::type).toList();
        return CompiledSql.of(sql.text(), kind, sql.parameterTypes(), results);
    }
}
