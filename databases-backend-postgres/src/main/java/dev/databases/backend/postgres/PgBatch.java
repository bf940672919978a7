package dev.databases.backend.postgres;

import dev.databases.error.DatabaseException;
import dev.databases.spi.CompiledBatch;
import dev.databases.spi.CompiledSql;
import dev.databases.spi.RowSink;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement for many rows of arguments, all in one group, so that the first failure ends it. An INSERT that can be
 * written for several rows at once takes them in a few fixed numbers, so that few statements are prepared; any other one is
 * bound and run for each.
 */
final class PgBatch extends PgExtended {
    /** Measured with three columns: 1,000 rows take half the time of one by one, and 512 at once no less than these. */
    private static final int[] SIZES = {128, 32, 8};

    private static final int PARAMETERS = 65_535;
    private static final int PART = 1 << 16;
    /** Rows that take more together gain nothing by it, and would be in memory together. */
    private static final int MOST_BYTES = 1 << 18;

    private final List<@Nullable Object[]> rows;
    private final CompiledSql single;
    private final int width;
    /** How many rows at once at most. */
    private int most = SIZES[0];

    private boolean started;
    private int written;
    private int done;

    PgBatch(PgSession session, CompiledBatch batch, RowSink sink, @Nullable String begin) {
        super(session, batch.statement(), sink, begin);
        this.rows = batch.rows();
        this.single = batch.statement();
        this.width = rows.get(0).length;
    }

    @Override
    protected Progress write(ByteBuf out) {
        int limit = out.writerIndex() + PART;
        if (!started) {
            started = true;
            writeStart(out);
        }
        while (failure() == null && written < rows.size()) {
            if (out.writerIndex() >= limit) {
                return Progress.MORE;
            }
            writePart(out);
        }
        PgMessages.sync(out);
        return Progress.DONE;
    }

    /** A row that is refused here is the end of the group: those before it are run, those after it are not sent. */
    private void writePart(ByteBuf out) {
        int start = out.writerIndex();
        int size = size(written);
        try {
            if (writeRows(out, size)) {
                written += size;
            } else {
                most = 1;
                out.writerIndex(start);
            }
        } catch (DatabaseException refused) {
            out.writerIndex(start);
            fail(refused);
        }
    }

    /** How many rows the part has that begins at a row. */
    private int size(int from) {
        int left = rows.size() - from;
        for (int size : SIZES) {
            if (size <= Math.min(left, most)
                    && size * width <= PARAMETERS
                    && single.withRows(size).isPresent()) {
                return size;
            }
        }
        return 1;
    }

    /** Returns false if these are too many bytes for several rows at once. */
    private boolean writeRows(ByteBuf out, int size) {
        PgRun run = beginRun(out, rows.get(0), size);
        int bind = run.statement.beginBind(out);
        for (int row = written; row < written + size; row++) {
            run.statement.writeArguments(out, rows.get(row), this, row);
            if (size > 1 && out.writerIndex() - bind > MOST_BYTES) {
                return false;
            }
        }
        endRun(out, bind, run, 0);
        return true;
    }

    @Override
    void ended(ByteBuf tag, int end) {
        done += isBeginning() ? 0 : running();
        super.ended(tag, end);
    }

    @Override
    protected void again() {
        super.again();
        started = false;
        written = 0;
        done = 0;
    }

    @Override
    boolean isLast() {
        return done + running() == rows.size();
    }

    @Override
    String where() {
        if (isBeginning()) {
            return "";
        }
        int size = running();
        return size == 1 ? where(done) : "rows " + (done + 1) + " to " + (done + size) + " of " + rows.size() + ": ";
    }

    @Override
    String where(int row) {
        return "row " + (row + 1) + " of " + rows.size() + ": ";
    }
}
