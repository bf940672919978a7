package dev.databases.backend.postgres;

import dev.databases.error.QueryException;
import dev.databases.error.ServerError;
import dev.databases.jasync.WireRequest;
import dev.databases.spi.Completion;
import io.netty.buffer.ByteBuf;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request to PostgreSQL: one group of messages that ends with ReadyForQuery. {@link PgSession} tells it the answers. */
abstract class PgRequest extends WireRequest {
    private final PgSession session;
    private long affected;

    PgRequest(PgSession session) {
        super(session);
        this.session = session;
    }

    PgSession session() {
        return session;
    }

    void parsed() {}

    void bound() {}

    /** The columns of what was bound, null if it gives no rows. */
    void described(@Nullable ByteBuf in) {}

    void row(ByteBuf in) {
        throw new IllegalStateException("a row for a request that has none");
    }

    /** A statement of the group has ended; the tag is up to the end. */
    void ended(ByteBuf tag, int end) {
        affected += PgMessages.affected(tag, end);
    }

    /** Fails; the server runs nothing more of the group. */
    void refused(Map<Character, String> fields) {
        fail(PostgresErrors.of(fields, sql(), where()));
    }

    /** There may be more rows than were asked for. */
    void suspended() {}

    /** The server begins to copy: to it, or from it. Returns false if that is not what was wanted. */
    boolean beginsCopy(boolean in) {
        return false;
    }

    /** Data of a COPY from the server, up to the end. */
    void copied(ByteBuf in, int end) {}

    /** All data of a COPY from the server has come. */
    void endsCopy() {}

    /** All that has arrived is read. */
    void hasReadAll() {}

    /** The text turned out to be a COPY, which has to be reached by other means. */
    void refuseCopy() {
        fail(new QueryException(
                new ServerError("COPY cannot be run as a statement", "0A000", 0, false),
                Objects.requireNonNullElse(sql(), "COPY"),
                "unwrap the database to dev.databases.postgres.Postgres, which has copyIn and copyOut",
                null));
    }

    /** Whether what runs now has the Sync behind it, which a server that waits for data does not heed. */
    boolean isLast() {
        return true;
    }

    /** What stands before an error. */
    String where() {
        return "";
    }

    @Override
    protected void again() {
        affected = 0;
    }

    @Override
    protected Completion completed() {
        return Completion.affected(affected);
    }
}
