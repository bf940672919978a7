package dev.databases.examples.h2;

import dev.databases.spi.BackendConnection.Status;
import dev.databases.spi.BlockingSession;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.Completion;
import dev.databases.spi.ResultColumn;
import dev.databases.sql.SqlType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One statement under way: arguments in, then its rows one by one, or its count and its generated keys. */
final class H2Rows implements BlockingSession.Rows {
    /** What commits a transaction unasked. JDBC cannot tell, and core must know: it then fails the transaction. */
    private static final Pattern COMMITS = Pattern.compile(
            "(?is)(\\s|--[^\\n]*\\n|/\\*.*?\\*/)*(CREATE|ALTER|DROP|TRUNCATE|COMMENT|GRANT|REVOKE)\\b.*");

    private final H2Session session;
    private final CompiledSql sql;
    private final List<ResultColumn> columns = new ArrayList<>();
    private final List<Object> keys = new ArrayList<>();
    private @Nullable PreparedStatement statement;
    private @Nullable ResultSet results;
    private long affected;

    H2Rows(H2Session session, CompiledSql sql) {
        this.session = session;
        this.sql = sql;
    }

    /** Runs it for one or many rows of arguments. H2 is in this process, where a JDBC batch would save nothing. */
    H2Rows run(List<@Nullable Object[]> rows) {
        int row = 0;
        try {
            PreparedStatement prepared = session.connection().prepareStatement(sql.sql(), wantedKeys());
            statement = prepared;
            session.running(prepared);
            while (row < rows.size()) {
                run(prepared, rows.get(row++));
            }
            if (session.status() == Status.IN_TRANSACTION
                    && COMMITS.matcher(sql.sql()).matches()) {
                session.transactionEnded();
            }
            return this;
        } catch (SQLException failure) {
            close();
            throw session.failed(
                    failure, sql.sql(), rows.size() == 1 ? "" : "row " + row + " of " + rows.size() + ": ");
        }
    }

    private int wantedKeys() {
        return sql.wantsKeys() ? Statement.RETURN_GENERATED_KEYS : Statement.NO_GENERATED_KEYS;
    }

    private void run(PreparedStatement prepared, @Nullable Object[] arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            prepared.setObject(i + 1, H2Types.bound(arguments[i]));
        }
        if (prepared.execute()) {
            describe(prepared.getResultSet());
        } else {
            affected += prepared.getLargeUpdateCount();
            readKeys(prepared);
        }
    }

    /** The compiler says what the columns are to be read as; of SQL text it knows nothing, then the database tells. */
    private void describe(ResultSet opened) throws SQLException {
        results = opened;
        ResultSetMetaData meta = opened.getMetaData();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            SqlType<?> known =
                    sql.results().isEmpty() ? SqlType.ANY : sql.results().get(i - 1);
            SqlType<?> type = known.equals(SqlType.ANY) ? H2Types.named(meta.getColumnTypeName(i)) : known;
            columns.add(new ResultColumn(meta.getColumnLabel(i), type));
        }
    }

    /** H2 gives every column that it has filled; the key is the one that it counts up. */
    private void readKeys(PreparedStatement prepared) throws SQLException {
        try (ResultSet generated = prepared.getGeneratedKeys()) {
            while (generated.next()) {
                for (int i = 1; i <= generated.getMetaData().getColumnCount(); i++) {
                    if (generated.getMetaData().isAutoIncrement(i)) {
                        keys.add(generated.getObject(i));
                    }
                }
            }
        }
    }

    @Override
    public List<ResultColumn> columns() {
        return columns;
    }

    @Override
    public @Nullable Object @Nullable [] next() {
        try {
            ResultSet open = results;
            if (open == null || !open.next()) {
                return null;
            }
            @Nullable Object[] row = new Object[columns.size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = H2Types.read(open, i + 1, columns.get(i).type().kind());
            }
            return row;
        } catch (SQLException failure) {
            throw session.failed(failure, sql.sql(), "");
        }
    }

    @Override
    public Completion completion() {
        return new Completion(affected, keys);
    }

    @Override
    public void close() {
        session.running(null);
        try (PreparedStatement ended = statement) {
            statement = null;
        } catch (SQLException failure) {
            throw session.failed(failure, sql.sql(), "");
        }
    }
}
