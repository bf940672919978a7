package dev.databases.core.compile;

import dev.databases.error.CompilationException;
import dev.databases.sql.Column;
import dev.databases.sql.CreateIndex;
import dev.databases.sql.CreateTable;
import dev.databases.sql.DropIndex;
import dev.databases.sql.DropTable;
import dev.databases.sql.Expression;
import dev.databases.sql.ForeignKey;
import dev.databases.sql.Index;
import dev.databases.sql.Node;
import dev.databases.sql.Statement;
import dev.databases.sql.Table;
import java.util.List;

/** Writes CREATE and DROP of tables and indexes into a {@link SqlWriter}; values in them are literals. */
final class DdlWriter {
    private final SqlWriter sql;
    private final ExpressionWriter expressions;

    DdlWriter(SqlWriter sql) {
        this.sql = sql;
        this.expressions = new ExpressionWriter(sql, null);
    }

    void write(Statement statement) {
        expressions.unqualified(() -> {
            if (statement instanceof CreateTable create) {
                createTable(create);
            } else if (statement instanceof DropTable drop) {
                sql.add(drop.isSkippedIfAbsent() ? "DROP TABLE IF EXISTS " : "DROP TABLE ")
                        .table(drop.table());
            } else if (statement instanceof CreateIndex create) {
                createIndex(create.index(), create.isSkippedIfPresent());
            } else if (statement instanceof DropIndex drop) {
                dropIndex(drop.index(), drop.isSkippedIfAbsent());
            }
        });
    }

    private void createTable(CreateTable create) {
        Table table = create.table();
        if (table.source() != null || table.alias().isPresent()) {
            throw new CompilationException("CREATE TABLE needs the table itself, not " + table);
        }
        if (table.columns().isEmpty()) {
            throw new CompilationException("table " + table + " has no columns");
        }
        sql.add(create.isSkippedIfPresent() ? "CREATE TABLE IF NOT EXISTS " : "CREATE TABLE ")
                .table(table);
        String separator = " (";
        for (Column<?> column : table.columns()) {
            sql.add(separator);
            column(column, table);
            separator = ", ";
        }
        constraints(table);
        sql.add(")");
    }

    private void column(Column<?> column, Table table) {
        sql.name(column.name()).add(" ");
        if (column == table.generatedKey()) {
            sql.add(sql.dialect().identity(column.type()));
            return;
        }
        sql.add(sql.typeName(column.type()));
        if (column.serverDefault() != null) {
            sql.add(" DEFAULT ");
            serverDefault(column.serverDefault());
        }
        sql.add(column.isNullable() ? "" : " NOT NULL").add(column.isUnique() ? " UNIQUE" : "");
    }

    /** Values stand alone, anything more goes in parentheses, which all databases take. */
    private void serverDefault(Expression<?> expression) {
        boolean isSimple = expression instanceof Node.Value<?>
                || expression instanceof Node.Verbatim<?> verbatim
                        && !verbatim.sql().contains("(")
                        && !OperationWriter.isCompound(verbatim.sql());
        sql.add(isSimple ? "" : "(");
        expressions.write(expression, null);
        sql.add(isSimple ? "" : ")");
    }

    private void constraints(Table table) {
        if (table.generatedKey() == null && !table.primaryKey().isEmpty()) {
            sql.add(", PRIMARY KEY ");
            columns(table.primaryKey());
        }
        for (Table.Unique unique : table.uniques()) {
            sql.add(", ");
            if (unique.name() != null) {
                sql.add("CONSTRAINT ").name(unique.name()).add(" ");
            }
            sql.add("UNIQUE ");
            columns(unique.columns());
        }
        for (Table.Check check : table.checks()) {
            sql.add(", CONSTRAINT ").name(check.name()).add(" CHECK (");
            expressions.write(check.condition(), null);
            sql.add(")");
        }
        table.foreignKeys().forEach(this::foreignKey);
    }

    private void foreignKey(ForeignKey key) {
        sql.add(", ");
        if (key.name() != null) {
            sql.add("CONSTRAINT ").name(key.name()).add(" ");
        }
        sql.add("FOREIGN KEY ");
        columns(key.columns());
        sql.add(" REFERENCES ");
        if (sql.dialect().namesSchemaInReferences()) {
            sql.table(key.target()).add(" ");
        } else {
            sql.name(key.target().name()).add(" ");
        }
        columns(key.references());
        action(" ON DELETE ", key.onDelete());
        action(" ON UPDATE ", key.onUpdate());
    }

    private void action(String clause, ForeignKey.Action action) {
        if (action != ForeignKey.Action.NO_ACTION) {
            sql.add(clause).add(action.name().replace('_', ' '));
        }
    }

    private void columns(List<Column<?>> columns) {
        sql.add("(");
        for (int i = 0; i < columns.size(); i++) {
            sql.add(i == 0 ? "" : ", ").name(columns.get(i).name());
        }
        sql.add(")");
    }

    private void createIndex(Index index, boolean skips) {
        sql.add(index.isUnique() ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");
        sql.add(skips ? sql.dialect().skipsPresentIndex() + " " : "");
        indexName(index.name()).add(" ON ").table(index.table()).add(" (");
        for (int i = 0; i < index.parts().size(); i++) {
            sql.add(i == 0 ? "" : ", ");
            part(index.parts().get(i));
        }
        sql.add(")");
    }

    private void part(Expression<?> part) {
        boolean descends = part instanceof Node.Ordering<?> ordering && ordering.isDescending();
        Expression<?> inner = part instanceof Node.Ordering<?> ordering ? ordering.expression() : part;
        boolean isColumn = inner instanceof Column<?>;
        sql.add(isColumn ? "" : "(");
        expressions.write(inner, null);
        sql.add(isColumn ? "" : ")").add(descends ? " DESC" : "");
    }

    private void dropIndex(Index index, boolean skips) {
        sql.add("DROP INDEX ").add(skips ? sql.dialect().skipsAbsentIndex() + " " : "");
        indexName(index.name());
        if (sql.dialect().namesTableInDropIndex()) {
            sql.add(" ON ").table(index.table());
        }
    }

    /** The name; one made of long names is cut, with a hash of the whole so that two of them still differ. */
    private SqlWriter indexName(String name) {
        int longest = sql.dialect().longestIdentifier();
        if (name.length() <= longest) {
            return sql.name(name);
        }
        String hash = "_" + Integer.toHexString(name.hashCode());
        return sql.name(name.substring(0, longest - hash.length()) + hash);
    }
}
