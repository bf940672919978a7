package dev.databases.backend.sqlite;

import dev.databases.error.ConstraintViolationException;
import dev.databases.spi.BlockingSession;
import dev.databases.spi.CompiledBatch;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.Completion;
import dev.databases.spi.ResultColumn;
import java.sql.SQLException;
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
    /** Measured with three columns: 128 rows at once take half the time of 1 at a time, and 1,000 at once no less. */
    private static final int[] SIZES = {128, 32, 8};

    /**
     * Texts and blobs of so many characters and bytes in all may stay bound until the statement is run again: to free those
     * of a part all at once, and then to allocate as many, took a twentieth of the time.
     */
    private static final long KEPT = 20_000;

    private final SqliteSession session;
    private final CompiledSql single;
    private final List<@Nullable Object[]> rows;
    private final int width;
    private final SqliteKeys keys = new SqliteKeys();
    private List<ResultColumn> columns = List.of();
    private @Nullable SqliteRows part;
    private @Nullable Object @Nullable [] ahead;
    /** The rows of the part that runs: from the first to before the second. */
    private int from;

    private int to;
    private int oneByOneBefore;
    private boolean keepBound;
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
            @Nullable Object[] arguments = arguments();
            if (size == 1) {
                askForKeys(); // a trigger may insert behind the one row
            }
            SqliteRows started = SqliteRows.part(session, sql, this::where);
            started.start(arguments);
            columns = started.columns();
            part = started;
        } catch (ConstraintViolationException broken) {
            if (size == 1 || !session.transaction().isOpen()) {
                throw broken;
            }
            keys.forget(); // what failed may have changed the last rowid
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
        long length = 0;
        @Nullable Object[] arguments = new Object[(end - from) * width];
        for (int row = from; row < end; row++) {
            try {
                requireWidth(rows.get(row));
                length += SqliteArguments.into(arguments, (row - from) * width, rows.get(row));
            } catch (SqliteRefusal refusal) {
                from = row;
                to = row + 1;
                throw SqliteRows.refused(refusal, single, where());
            }
        }
        keepBound = length <= KEPT;
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
            long ofPart = ended.affected();
            affected += ofPart;
            if (single.wantsKeys() && ofPart == to - from && ended.tellsKey()) {
                noteKeys(ended.changed());
            }
            ended.close(keepBound);
        }
    }

    private void noteKeys(long changed) {
        keys.inserted(to - from, changed);
        if (to - from == 1 || !session.transaction().isOpen()) {
            askForKeys();
        }
    }

    /** Inside a transaction nobody else inserts between two parts, so their keys follow each other too. */
    private void askForKeys() {
        if (keys.isPending()) {
            try {
                keys.upTo(session.handle().lastRowId());
            } catch (SQLException failure) {
                throw session.error(failure, single.sql(), where());
            }
        }
    }

    /** Which rows the part that runs has, to stand before an error. */
    private String where() {
        return (to - from == 1 ? "row " + to : "rows " + (from + 1) + " to " + to) + " of " + rows.size() + ": ";
    }

    /** Keys only if they are wanted and every row has one: the wanted ones are taken by position. */
    @Override
    public Completion completion() {
        askForKeys();
        boolean known = single.wantsKeys() && keys.count() == rows.size();
        return new Completion(affected, known ? keys.list() : List.of());
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
