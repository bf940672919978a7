package dev.databases.core.compile;

import dev.databases.error.CompilationException;
import dev.databases.sql.Column;
import dev.databases.sql.Insert;
import dev.databases.sql.Returning;
import dev.databases.sql.SqlType;
import dev.databases.sql.Statement;
import dev.databases.sql.Update;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What is wrong with the values of a call; says names and types, never a value. */
final class ValueErrors {
    private ValueErrors() {}

    static CompilationException missing(String name, Collection<String> given) {
        return new CompilationException("no value for parameter " + name + ", only for " + given);
    }

    /** Names that are neither a parameter nor a column that the statement could set. */
    static CompilationException unknown(Statement statement, Collection<String> given, List<String> parameters) {
        List<String> columns = columns(statement);
        List<String> unknown = new ArrayList<>(given);
        unknown.removeAll(parameters);
        unknown.removeAll(columns);
        String known = columns.isEmpty() ? "" : " and columns " + columns;
        return new CompilationException(
                "the statement knows no " + String.join(", ", unknown) + ", only parameters " + parameters + known);
    }

    private static List<String> columns(Statement statement) {
        Statement inner = statement instanceof Returning<?> returning ? returning.statement() : statement;
        if (inner instanceof Insert insert) {
            return insert.table().columns().stream().map(Column::name).toList();
        }
        return inner instanceof Update update
                ? update.table().columns().stream().map(Column::name).toList()
                : List.of();
    }

    static CompilationException unfit(String what, SqlType<?> type, Object value) {
        return new CompilationException(what + " is " + type + ": its Java type is "
                + type.javaType().getName() + ", and a " + value.getClass().getName() + " does not fit");
    }

    static CompilationException otherNames(int row, Collection<String> names, Collection<String> first) {
        return new CompilationException("row " + row + " has values for " + names + ", the first row for " + first);
    }

    static CompilationException inRow(int row, CompilationException error) {
        return new CompilationException("row " + row + ": " + error.getMessage());
    }
}
