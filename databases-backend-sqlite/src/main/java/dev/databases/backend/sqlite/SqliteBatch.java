package dev.databases.backend.sqlite;

import dev.databases.error.ConstraintViolationException;
import dev.databases.spi.BlockingSession;
import dev.databases.spi.CompiledBatch;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.Completion;
import dev.databases.spi.ResultColumn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement run for many rows of arguments, in parts: an INSERT that can be written for several rows at once takes
 * them in a few fixed numbers, so that few statements are prepared; any other one by one. {@link SqliteSession} runs it.
 *
 * <p>A part runs when the rows that the one before has returned are read. If a part breaks a constraint it has changed
 * nothing, and is run again row by row, so that the error names the row.
 */
final class SqliteBatch implements BlockingSession.Rows {
    /** Measured with three columns: 64 rows at once take half the time of 1 at a time, and 1,000 at once no less. */
    private static final int[] SIZES = {64, 8};

    private final SqliteSession session;
    private final CompiledSql single;
    private final List<@Nullable Object[]> rows;
    private final int width;
    private final List<Object> keys = new ArrayList<>();
    private List<ResultColumn> columns = List.of();
    private @Nullable SqliteRows part;
    private @Nullable Object @Nullable [] ahead;
    /** The rows of the part that runs: from the first to before the second. */
    private int from;

    private int to;
    private int oneByOneBefore;
    private long affected;

    SqliteBatch(SqliteSession session, CompiledBatch batch) {
        this.session = session;
        this.single = batch.statement();
        this.rows = batch.rows();
        this.width = rows.get(0).length;
    }

    /** Runs parts until one has returned a row, or all have run. */
    SqliteBatch start() {
        ahead = advance();
        return this;
    }

    @Override
    public List<ResultColumn> columns() {
        return columns;
    }

    @Override
    public @Nullable Object @Nullable [] next() {
        @Nullable Object @Nullable [] row = ahead;
        ahead = null;
        return row == null ? advance() : row;
    }

    private @Nullable Object @Nullable [] advance() {
        while (part != null || to < rows.size()) {
            if (part == null) {
                startPart();
            }
            @Nullable Object @Nullable [] row = part == null ? null : part.next();
            if (row != null) {
                return row;
            }
            endPart();
        }
        return null;
    }

    private void startPart() {
        from = to;
        int size = size();
        to = from + size;
        CompiledSql sql = size == 1 ? single : single.withRows(size).orElse(single);
        try {
            session.handle().stopIfInterrupted();
            SqliteRows started =
                    SqliteRows.part(session, sql, size, this::where).start(arguments());
            columns = started.columns();
            part = started;
        } catch (ConstraintViolationException broken) {
            if (size == 1 || !session.transaction().isOpen()) {
                throw broken;
            }
            oneByOneBefore = to;
            to = from;
        } catch (SQLException interrupted) {
            throw session.error(interrupted, sql.sql(), where());
        }
    }

    private int size() {
        int left = rows.size() - from;
        for (int size : SIZES) {
            if (size <= left
                    && from >= oneByOneBefore
                    && size * width <= SqliteDialect.PARAMETERS
                    && single.withRows(size).isPresent()) {
                return size;
            }
        }
        return 1;
    }

    private @Nullable Object[] arguments() {
        int end = to;
        @Nullable Object[] arguments = new Object[(end - from) * width];
        for (int row = from; row < end; row++) {
            try {
                requireWidth(rows.get(row));
                SqliteArguments.into(arguments, (row - from) * width, rows.get(row));
            } catch (SqliteRefusal refusal) {
                from = row;
                to = row + 1;
                throw SqliteRows.refused(refusal, single, where());
            }
        }
        return arguments;
    }

    private void requireWidth(@Nullable Object[] row) throws SqliteRefusal {
        if (row.length != width) {
            throw new SqliteRefusal(
                    "it has " + row.length + " arguments, and the first row has " + width, SqliteRefusal.COUNT);
        }
    }

    private void endPart() {
        SqliteRows ended = part;
        part = null;
        if (ended != null) {
            Completion completion = ended.completion();
            affected += completion.rowsAffected();
            keys.addAll(completion.generatedKeys());
            ended.close();
        }
    }

    /** Which rows the part that runs has, to stand before an error. */
    private String where() {
        return (to - from == 1 ? "row " + to : "rows " + (from + 1) + " to " + to) + " of " + rows.size() + ": ";
    }

    /** Keys only if they are wanted and every row has one: the wanted ones are taken by position. */
    @Override
    public Completion completion() {
        boolean known = single.wantsKeys() && keys.size() == rows.size();
        return new Completion(affected, known ? keys : List.of());
    }

    @Override
    public void close() {
        SqliteRows open = part;
        part = null;
        to = rows.size();
        try {
            if (open != null) {
                open.close();
            }
        } finally {
            session.handle().leave();
        }
    }
}
