package dev.databases.backend.postgres;

import dev.databases.error.DatabaseException;
import dev.databases.spi.CompiledQuery;
import dev.databases.spi.RowSink;
import io.netty.buffer.ByteBuf;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One statement whose rows are fetched part by part, so that it can be ended before its last row without the help of a
 * cancel, which would abort the transaction around it. The parts are as many rows as are not much at a time.
 */
final class PgStream extends PgExtended {
    private static final int FIRST_PART = 32;
    private static final int MOST_ROWS = 4096;
    private static final int PART_BYTES = 1 << 18;
    /** Rows that come soon end a stream that is not wanted any more; others are waited for no longer than this. */
    private static final int MILLIS_TO_END = 1_000;

    private final CompiledQuery query;
    private boolean started;
    private boolean over;
    private long rows;
    private long bytes;

    PgStream(PgSession session, CompiledQuery query, RowSink sink, @Nullable String begin) {
        super(session, query.statement(), sink, begin);
        this.query = query;
    }

    @Override
    protected Progress write(ByteBuf out) {
        if (!started) {
            started = true;
            return writeFirst(out);
        }
        if (over) {
            PgMessages.closePortal(out);
            PgMessages.sync(out);
            return Progress.DONE;
        }
        PgMessages.execute(out, part());
        PgMessages.flush(out);
        return Progress.WAITING;
    }

    private Progress writeFirst(ByteBuf out) {
        int start = out.writerIndex();
        writeStart(out);
        int body = out.writerIndex();
        try {
            writeRun(out, query.arguments(), FIRST_PART);
            PgMessages.flush(out);
            return Progress.WAITING;
        } catch (DatabaseException refused) {
            fail(refused);
            out.writerIndex(body);
            if (body > start) {
                PgMessages.sync(out);
            }
            return Progress.DONE;
        }
    }

    private int part() {
        return (int) Math.max(1, Math.min(MOST_ROWS, PART_BYTES * rows / Math.max(1, bytes)));
    }

    @Override
    void row(ByteBuf in) {
        int start = in.readerIndex();
        super.row(in);
        rows++;
        bytes += in.readerIndex() - start;
    }

    @Override
    void suspended() {
        over = drops();
        session().goOnWriting();
    }

    @Override
    void ended(ByteBuf tag, int end) {
        boolean own = !isBeginning();
        super.ended(tag, end);
        if (own) {
            end();
        }
    }

    @Override
    void refused(Map<Character, String> fields) {
        super.refused(fields);
        end();
    }

    private void end() {
        over = true;
        session().goOnWriting();
    }

    @Override
    boolean isLast() {
        return false; // the Sync comes with the end
    }

    @Override
    protected long millisToEnd() {
        return rows == 0 ? 0 : MILLIS_TO_END;
    }

    @Override
    protected void again() {
        super.again();
        started = false;
        over = false;
        rows = 0;
        bytes = 0;
    }
}
