package dev.databases.backend.mysql;

import dev.databases.spi.CompiledBatch;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.RowSink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement for many rows of arguments, in parts: an INSERT that can be written for several rows at once takes them in
 * a few fixed numbers, so that few statements are prepared; any other one by one. A part waits until the one before it has
 * succeeded: what is sent ahead would be run also after a deadlock, and then outside of the transaction.
 *
 * <p>If a part cannot be sent, or one of its rows is refused, it has changed nothing in a transaction, and is run again row
 * by row, so that the error names the row.
 */
final class MyBatch extends MyExtended {
    private static final int[] SIZES = {512, 64, 8};
    private static final int ROW_BY_ROW = SIZES.length;
    /** Longer parts are no faster. */
    private static final long MOST_BYTES = 1 << 22;

    private final CompiledSql single;
    private final List<@Nullable Object[]> rows;
    private final int width;
    private int given;
    private int rowByRowBefore;
    private int largest;

    MyBatch(MySession session, CompiledBatch batch, RowSink sink, MyBegin begin) {
        super(session, batch.statement(), sink, begin);
        this.single = batch.statement();
        this.rows = batch.rows();
        this.width = rows.get(0).length;
    }

    @Override
    @Nullable
    Run next() {
        if (given == rows.size()) {
            return null;
        }
        int size = size();
        int from = given;
        given += size;
        if (size == 1) {
            return new Run(single, rows.get(from), 1, "row " + given + " of " + rows.size() + ": ");
        }
        String where = "rows " + (from + 1) + " to " + given + " of " + rows.size() + ": ";
        return new Run(single.withRows(size).orElseThrow(), arguments(from, size), size, where);
    }

    private int size() {
        for (int i = largest; i < ROW_BY_ROW && given >= rowByRowBefore; i++) {
            int size = SIZES[i];
            if (size <= rows.size() - given
                    && size * width <= MysqlDialect.PARAMETERS
                    && isEven(size)
                    && single.withRows(size).isPresent()) {
                return size;
            }
        }
        return 1;
    }

    private boolean isEven(int size) {
        return rows.subList(given, given + size).stream().allMatch(row -> row.length == width);
    }

    private @Nullable Object[] arguments(int from, int size) {
        @Nullable Object[] arguments = new Object[size * width];
        for (int i = 0; i < size; i++) {
            System.arraycopy(rows.get(from + i), 0, arguments, i * width, width);
        }
        return arguments;
    }

    @Override
    boolean isLast(Run run) {
        return given == rows.size() && run.rows() == 1;
    }

    @Override
    long mostBytes(Run run) {
        return run.rows() == 1 ? super.mostBytes(run) : Math.min(super.mostBytes(run), MOST_BYTES);
    }

    @Override
    boolean splits(Run run) {
        if (run.rows() == 1) {
            return false;
        }
        rowByRowBefore = given;
        given -= run.rows();
        return true;
    }

    /** Smaller parts may be short enough. */
    @Override
    boolean splitsTooLong(Run run) {
        if (run.rows() == 1) {
            return false;
        }
        given -= run.rows();
        largest++;
        return true;
    }

    @Override
    protected void again() {
        super.again();
        given = 0;
        rowByRowBefore = 0;
        largest = 0;
    }
}
