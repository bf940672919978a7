package dev.databases.backend.postgres;

import dev.databases.spi.ResultColumn;
import dev.databases.spi.RowSink;
import dev.databases.sql.SqlType;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A COPY to us. The server sends each row by itself; what has arrived together goes to the sink as one buffer, so that
 * small rows cost little.
 */
final class PgCopyOut extends PgCopy {
    private static final List<ResultColumn> COLUMNS = List.of(new ResultColumn("copy", SqlType.ANY));
    private static final int PART = 1 << 16;
    /** A copy that ends soon need not be stopped, which would abort the transaction around it. */
    private static final int MILLIS_TO_END = 1_000;

    private final RowSink sink;
    private @Nullable ByteBuffer part;

    PgCopyOut(PgSession session, String sql, RowSink sink, @Nullable String begin) {
        super(session, sql, begin);
        this.sink = sink;
    }

    @Override
    protected Progress write(ByteBuf out) {
        writeStart(out);
        PgMessages.sync(out);
        return Progress.DONE;
    }

    @Override
    boolean beginsCopy(boolean in) {
        if (!in) {
            copies();
            sink.columns(COLUMNS);
        }
        return !in;
    }

    @Override
    void copied(ByteBuf in, int end) {
        if (drops()) {
            part = null;
            return;
        }
        int length = end - in.readerIndex();
        ByteBuffer current = part;
        if (current != null && current.remaining() < length) {
            emit();
            current = null;
        }
        if (current == null) {
            current = ByteBuffer.allocate(Math.max(length, Math.min(PART, in.readableBytes())));
            part = current;
        }
        in.getBytes(in.readerIndex(), current.array(), current.position(), length);
        current.position(current.position() + length);
    }

    @Override
    void hasReadAll() {
        emit();
    }

    @Override
    void endsCopy() {
        emit();
    }

    private void emit() {
        ByteBuffer full = part;
        part = null;
        if (full != null && !drops() && !sink.row(new Object[] {full.flip()})) {
            session().pauseReading();
        }
    }

    @Override
    protected long millisToEnd() {
        return isCopying() && isInTransaction() ? MILLIS_TO_END : 0;
    }
}
