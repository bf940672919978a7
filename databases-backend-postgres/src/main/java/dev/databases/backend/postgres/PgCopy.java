package dev.databases.backend.postgres;

import dev.databases.spi.Completion;
import io.netty.buffer.ByteBuf;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A COPY between us and the server, by the extended protocol; before it the begin of a transaction, if one was recorded. */
abstract class PgCopy extends PgRequest {
    private final String sql;
    private final @Nullable String begin;
    private boolean beginning;
    private boolean copying;
    private long rows;

    PgCopy(PgSession session, String sql, @Nullable String begin) {
        super(session);
        this.sql = sql;
        this.begin = begin;
    }

    @Override
    protected final String sql() {
        return sql;
    }

    final void writeStart(ByteBuf out) {
        session().statements().writeCloses(out);
        if (begin != null) {
            PgMessages.run(out, begin);
            beginning = true;
        }
        PgMessages.run(out, sql);
    }

    /** The server has begun to copy. */
    final void copies() {
        copying = true;
    }

    /** Whether the server is in the middle of it, and waits for data or sends it. */
    final boolean isCopying() {
        return copying;
    }

    /** Whether it is the first of a transaction, or follows others. */
    final boolean isInTransaction() {
        return begin != null || !session().isIdle();
    }

    @Override
    final void ended(ByteBuf tag, int end) {
        if (beginning) {
            beginning = false;
        } else {
            copying = false;
            rows = PgMessages.number(tag, end);
        }
    }

    @Override
    void refused(Map<Character, String> fields) {
        copying = false;
        super.refused(fields);
    }

    @Override
    protected final Completion completed() {
        return Completion.affected(rows);
    }
}
