package dev.databases.backend.postgres;

import dev.databases.error.DatabaseException;
import dev.databases.error.QueryException;
import dev.databases.error.ServerError;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A COPY from us: when the server is ready for it, a {@link CopyFeed} brings the data, which is written beside the line of
 * requests; all others wait. The Sync comes with the end, whoever made it: the source, the server or a cancel.
 */
final class PgCopyIn extends PgCopy {
    /** The SQLSTATE of a COPY that was ended from this side. */
    static final String STOPPED = "57014";

    /** A server that hears of the end of the data ends by itself, unless it does not listen. */
    private static final int MILLIS_TO_END = 1_000;

    private final CopyFeed feed;
    private boolean started;
    private boolean over;

    PgCopyIn(
            PgSession session,
            String sql,
            @Nullable String begin,
            Flow.Publisher<? extends ByteBuffer> source,
            Executor executor) {
        super(session, sql, begin);
        this.feed = new CopyFeed(this, source, executor);
    }

    @Override
    protected Progress write(ByteBuf out) {
        if (!started) {
            started = true;
            writeStart(out);
            PgMessages.flush(out);
            return Progress.WAITING;
        }
        if (isCopying() && failure() == null) {
            PgMessages.copyDone(out);
        } else if (isCopying()) {
            PgMessages.copyFail(out, "the client has ended the copy");
        }
        PgMessages.sync(out);
        return Progress.DONE;
    }

    @Override
    boolean beginsCopy(boolean in) {
        if (in) {
            copies();
            if (drops()) {
                end();
            } else {
                feed.start();
            }
        }
        return in;
    }

    /** All data is written; or there is no more because of a failure. */
    void fed(@Nullable Throwable failure) {
        if (failure != null) {
            ServerError error = new ServerError(
                    "the source of the copied data failed with "
                            + failure.getClass().getName(),
                    STOPPED,
                    0,
                    false);
            fail(new QueryException(error, sql(), null, failure));
        }
        end();
    }

    private void end() {
        feed.end();
        if (!over) {
            over = true;
            session().goOnWriting();
        }
    }

    @Override
    void refused(Map<Character, String> fields) {
        super.refused(fields);
        end();
    }

    @Override
    void refuseCopy() {
        super.refuseCopy();
        end();
    }

    /** The Sync comes with the end. */
    @Override
    boolean isLast() {
        return false;
    }

    @Override
    protected void cancelled() {
        if (isCopying() && !over) {
            drops();
            end();
        }
    }

    @Override
    protected long millisToEnd() {
        return isCopying() ? MILLIS_TO_END : 0;
    }

    /** However it ended, nothing more is wanted of the source. */
    @Override
    protected DatabaseException reported(DatabaseException why) {
        feed.end();
        return why;
    }
}
