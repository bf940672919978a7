package dev.databases.backend.sqlite;

import dev.databases.error.RowMappingException;
import dev.databases.spi.ResultColumn;
import dev.databases.sql.SqlType;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.Codes;
import org.sqlite.core.DB;

/**
 * The columns of an answer and how their values are decoded. {@link SqliteStatement} makes it, {@link SqliteRows} reads
 * rows with it.
 *
 * <p>Results of expressions are exactly of their types, or an error. Columns of SQL text have the types they were declared
 * with, computed ones none; a value in them that is not of the declared type is given as SQLite stores it: Long, Double,
 * String or byte[].
 */
final class SqliteColumns {
    private final List<ResultColumn> columns;
    private final SqlType<?>[] types;
    private final String[] names;
    private final @Nullable String @Nullable [] declared;

    private SqliteColumns(String[] names, SqlType<?>[] types, @Nullable String @Nullable [] declared) {
        this.names = names;
        this.types = types;
        this.declared = declared;
        this.columns = IntStream.range(0, names.length)
                .mapToObj(i -> new ResultColumn(names[i], types[i]))
                .toList();
    }

    /** For expressions, whose types the compiler knows. */
    static SqliteColumns exactly(String[] names, List<SqlType<?>> results) {
        if (names.length != results.size()) {
            throw new RowMappingException(
                    "the statement gives " + names.length + " columns where " + results.size() + " were compiled",
                    null,
                    null);
        }
        return new SqliteColumns(names, results.toArray(SqlType<?>[]::new), null);
    }

    /** For SQL text: a computed column has no declared type. */
    static SqliteColumns asDeclared(String[] names, @Nullable String[] declared) {
        SqlType<?>[] types = new SqlType<?>[names.length];
        for (int i = 0; i < types.length; i++) {
            String type = declared[i];
            types[i] = type == null ? SqlType.ANY : SqliteDialect.typeOf(type);
        }
        return new SqliteColumns(names, types, declared);
    }

    /** Whether another run of the statement may have other columns: SQL text, after the schema has changed. */
    boolean mayChange() {
        return declared != null && names.length > 0;
    }

    /** Whether the columns of a statement are still these. */
    boolean isStillThat(DB database, long statement) throws SQLException {
        if (declared == null || database.column_count(statement) != names.length) {
            return false;
        }
        for (int i = 0; i < names.length; i++) {
            if (!names[i].equals(database.column_name(statement, i))
                    || !Objects.equals(declared[i], database.column_decltype(statement, i))) {
                return false;
            }
        }
        return true;
    }

    List<ResultColumn> list() {
        return columns;
    }

    /** Reads the current row of a statement, which is not closed meanwhile. */
    @Nullable
    Object[] row(DB database, long statement) throws SQLException {
        @Nullable Object[] row = new Object[types.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = value(database, statement, i);
        }
        return row;
    }

    private @Nullable Object value(DB database, long statement, int column) throws SQLException {
        SqlType<?> type = types[column];
        switch (database.column_type(statement, column)) {
            case Codes.SQLITE_INTEGER -> {
                long integer = database.column_long(statement, column);
                Object value = SqliteValues.ofInteger(type, integer);
                return value == null ? misfit(column, "INTEGER", integer) : value;
            }
            case Codes.SQLITE_FLOAT -> {
                double real = database.column_double(statement, column);
                Object value = SqliteValues.ofReal(type, real);
                return value == null ? misfit(column, "REAL", real) : value;
            }
            case Codes.SQLITE_TEXT -> {
                String text = database.column_text(statement, column);
                Object value = SqliteValues.ofText(type, text);
                return value == null ? misfit(column, "TEXT", text) : value;
            }
            case Codes.SQLITE_BLOB -> {
                byte[] blob = database.column_blob(statement, column);
                byte[] value = SqliteValues.ofBlob(type, blob);
                return value == null ? misfit(column, "BLOB", blob) : value;
            }
            default -> {
                return null;
            }
        }
    }

    private Object misfit(int column, String storage, Object value) {
        if (declared != null) {
            return value;
        }
        ResultColumn wanted = columns.get(column);
        throw new RowMappingException(
                "column `" + wanted.name() + "` (" + (column + 1) + " of " + types.length + ") holds a value stored as "
                        + storage + " that is not exactly a " + wanted.type(),
                "SQLite takes any value in any column; SQL text reads it as it is stored",
                null);
    }
}
