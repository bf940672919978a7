package dev.databases.backend.sqlite;

import dev.databases.config.DatabaseUrl;
import dev.databases.config.Options;
import dev.databases.spi.BlockingSession.Rows;
import dev.databases.spi.CompiledBatch;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.CompiledSql.Kind;
import dev.databases.spi.Completion;
import dev.databases.sql.SqlType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Opens sessions and runs statements on them, for the tests of this package. */
final class Sessions {
    /** The answer to a statement, read to its end. */
    record Answer(List<String> names, List<SqlType<?>> types, List<Object[]> rows, Completion completion) {
        Object only() {
            return rows.get(0)[0];
        }
    }

    private Sessions() {}

    static SqliteSession memory() {
        return open("sqlite://");
    }

    static SqliteSession file(Path file, String options) {
        return open(url(file) + options);
    }

    static String url(Path file) {
        return "sqlite:///" + file;
    }

    static SqliteSession open(String text) {
        return opener(text).open(Duration.ofSeconds(10), new SqliteDialect());
    }

    /** Opens sessions of one database, be it in memory. */
    static SqliteOpener opener(String text) {
        DatabaseUrl url = DatabaseUrl.of(text);
        Options options = Options.of(SqliteOptions.all(), url, Map.of());
        SqliteLocation location = SqliteLocation.of(url, options);
        return new SqliteOpener(location, options);
    }

    /** SQL text, as core compiles it: types are not known. */
    static CompiledSql text(String sql, int parameters) {
        String word = sql.strip().split("[\\s(]", 2)[0].toUpperCase(Locale.ROOT);
        Kind kind = switch (word) {
            case "SELECT", "VALUES" -> Kind.READ;
            case "INSERT", "REPLACE", "UPDATE", "DELETE", "WITH" -> Kind.WRITE;
            case "SAVEPOINT", "RELEASE", "ROLLBACK" -> Kind.CONTROL;
            default -> Kind.UNKNOWN;
        };
        return CompiledSql.of(sql, kind, Collections.nCopies(parameters, SqlType.ANY), List.of());
    }

    /** An expression, whose results have types. */
    static CompiledSql typed(String sql, SqlType<?>... results) {
        return CompiledSql.of(sql, Kind.READ, List.of(), List.of(results));
    }

    static Answer run(SqliteSession session, String sql, Object... arguments) {
        return run(session, text(sql, arguments.length), arguments);
    }

    static Answer run(SqliteSession session, CompiledSql sql, Object... arguments) {
        try (Rows rows = session.run(new CompiledQuery(sql, arguments))) {
            return read(rows);
        }
    }

    static Answer runMany(SqliteSession session, CompiledSql sql, List<Object[]> arguments) {
        try (Rows rows = session.runMany(new CompiledBatch(sql, arguments))) {
            return read(rows);
        }
    }

    private static Answer read(Rows rows) {
        List<Object[]> values = new ArrayList<>();
        Object[] row;
        while ((row = rows.next()) != null) {
            values.add(row);
        }
        List<String> names =
                rows.columns().stream().map(column -> column.name()).toList();
        List<SqlType<?>> types = new ArrayList<>();
        rows.columns().forEach(column -> types.add(column.type()));
        return new Answer(names, types, values, rows.completion());
    }

    /** An INSERT of one row that can be written for several, as the compiler makes it. */
    static CompiledSql insert(String table, String columns, String tail, SqlType<?>... types) {
        String row = "(" + String.join(", ", Collections.nCopies(types.length, "?")) + ")";
        String head = "INSERT INTO " + table + " (" + columns + ") VALUES ";
        return CompiledSql.of(head + row + tail, Kind.WRITE, List.of(types), List.of())
                .forManyRows(count -> head + String.join(", ", Collections.nCopies(count, row)) + tail);
    }

    static Stream<Object> column(Answer answer, int index) {
        return answer.rows().stream().map(row -> row[index]);
    }
}
