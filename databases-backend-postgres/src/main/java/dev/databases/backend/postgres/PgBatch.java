package dev.databases.backend.postgres;

import dev.databases.error.DatabaseException;
import dev.databases.spi.CompiledBatch;
import dev.databases.spi.RowSink;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One statement for many rows of arguments: bound and run for each, all in one group, so that the first failure ends it. */
final class PgBatch extends PgExtended {
    private static final int PART = 1 << 16;

    private final List<@Nullable Object[]> rows;
    private boolean started;
    private int written;
    private int done;

    PgBatch(PgSession session, CompiledBatch batch, RowSink sink, @Nullable String begin) {
        super(session, batch.statement(), sink, begin);
        this.rows = batch.rows();
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
            writeRow(out);
        }
        PgMessages.sync(out);
        return Progress.DONE;
    }

    /** A row that is refused here is the end of the group: those before it are run, those after it are not sent. */
    private void writeRow(ByteBuf out) {
        int start = out.writerIndex();
        try {
            writeRun(out, rows.get(written), 0, where(written));
            written++;
        } catch (DatabaseException refused) {
            out.writerIndex(start);
            fail(refused);
        }
    }

    @Override
    void ended(ByteBuf tag, int end) {
        done += isBeginning() ? 0 : 1;
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
        return done == rows.size() - 1;
    }

    @Override
    String where() {
        return isBeginning() ? "" : where(done);
    }

    private String where(int row) {
        return "row " + (row + 1) + " of " + rows.size() + ": ";
    }
}
