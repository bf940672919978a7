package dev.databases.backend.mysql;

import dev.databases.error.CommitOutcomeUnknownException;
import dev.databases.error.ConnectionException;
import dev.databases.error.DatabaseException;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Transaction control and signs of life: a text without arguments and rows, or just a question for an answer. */
final class MyControl extends MyRequest {
    private static final String COMMIT = "COMMIT";

    private final @Nullable String text;
    private final MyBegin begin;
    private final MyAftermath aftermath = new MyAftermath(this);
    private boolean sent;
    private boolean refused;
    private boolean answered;

    /** Makes a request of a text; null just asks for an answer. */
    MyControl(MySession session, @Nullable String text, MyBegin begin) {
        super(session);
        this.text = text;
        this.begin = begin;
    }

    static MyControl of(MySession session, @Nullable String text) {
        return new MyControl(session, text, MyBegin.none());
    }

    static MyControl commit(MySession session) {
        return of(session, COMMIT);
    }

    @Override
    boolean writeNext(ByteBuf out) {
        if (!sent) {
            sent = true;
            if (begin.isRecorded()) {
                begin.write(out, this);
            }
            writeText(out);
            return false;
        }
        return !refused && !begin.wasRefused() || aftermath.write(out, begin);
    }

    private void writeText(ByteBuf out) {
        if (text == null) {
            MyPackets.ping(out);
        } else {
            MyPackets.query(out, text);
        }
        expect(new Plain() {
            @Override
            void ended(Ok ok) {
                answered = true;
            }

            @Override
            void refused(Refused error) {
                answered = true;
                refused = true;
                super.refused(error);
            }
        });
    }

    @Override
    protected String sql() {
        return Objects.requireNonNullElse(text, "");
    }

    @Override
    protected DatabaseException reported(DatabaseException why) {
        return COMMIT.equals(text) && !answered && why instanceof ConnectionException
                ? new CommitOutcomeUnknownException(
                        "the answer to COMMIT was lost", "look in the database whether it took effect", why)
                : why;
    }
}
