package dev.databases.backend.postgres;

import dev.databases.error.CommitOutcomeUnknownException;
import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import dev.databases.error.TransactionRolledBackException;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Transaction control and signs of life: a text without arguments and rows, in one message; or nothing at all. */
final class PgControl extends PgRequest {
    private static final String COMMIT = "COMMIT";

    private final @Nullable String text;

    /** Makes a request of a text; null just asks for an answer. */
    PgControl(PgSession session, @Nullable String text) {
        super(session);
        this.text = text;
    }

    static PgControl commit(PgSession session) {
        return new PgControl(session, COMMIT);
    }

    @Override
    protected Progress write(ByteBuf out) {
        if (text == null) {
            PgMessages.sync(out);
        } else {
            PgMessages.query(out, text);
        }
        return Progress.DONE;
    }

    @Override
    protected @Nullable String sql() {
        return text;
    }

    /** A COMMIT of a failed transaction is answered as what it then is. */
    @Override
    void ended(ByteBuf tag, int end) {
        if (COMMIT.equals(text) && tag.getByte(tag.readerIndex()) != 'C') {
            fail(new TransactionRolledBackException(
                    "PostgreSQL rolled the transaction back instead of committing it",
                    "a statement in it had failed; run the whole transaction again",
                    null));
        }
    }

    /** Even if the server has said that it committed, its last word is missing, and with it the connection. */
    @Override
    protected DatabaseException reported(DatabaseException why) {
        return COMMIT.equals(text) && why instanceof ConnectionException
                ? new CommitOutcomeUnknownException(
                        "the answer to COMMIT was lost", "look in the database whether it took effect", why)
                : why;
    }
}
